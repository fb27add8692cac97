import type { RecordMeasure } from './measure.ts';

export const overdueOfficers: RecordMeasure = {
  id: 'overdue-officers',
  label: 'Officers with overdue training',
  entity: 'record',
  relation: 'trainings-overdue',
  coverage: 'training',
  counted: 'standing',
  of: 'subjects',
  unit: 'officers',
  definition:
    'Active officers with at least one course overdue at the end of the last day of the period: the refresher after two years, each annual course after one.',
  source: 'OIG-18-77, footnote 7',
};
