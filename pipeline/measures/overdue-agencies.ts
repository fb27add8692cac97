import type { RecordMeasure } from './measure.ts';

export const overdueAgencies: RecordMeasure = {
  id: 'overdue-agencies',
  label: 'Agencies with overdue training',
  entity: 'record',
  relation: 'trainings-overdue',
  coverage: 'training',
  counted: 'standing',
  of: 'agencies',
  unit: 'agencies',
  definition:
    'Agencies with at least one active officer who has a course overdue at the end of the last day of the period.',
  source: 'GAO-21-186',
};
