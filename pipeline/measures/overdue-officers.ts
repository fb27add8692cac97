import type { RecordMeasure } from './measure.ts';

export const overdueOfficers: RecordMeasure = {
  id: 'overdue-officers',
  label: 'Officers with overdue training',
  entity: 'record',
  relation: 'trainings-overdue',
  coverage: 'training',
  counted: 'standing',
  of: 'subjects',
  looksBack: { count: 2, unit: 'year' },
  unit: 'officers',
  definition:
    'Active officers with at least one course overdue at the end of the last day of the period: the refresher two years after the last one or the initial training, each annual course one year after the last completion. It is overdue at the end of that day. The figure is told only where the sources cover the two years before.',
  source: 'OIG-18-77, footnote 7',
};
