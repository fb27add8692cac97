import type { RecordMeasure } from './measure.ts';

export const overdueAgencies: RecordMeasure = {
  id: 'overdue-agencies',
  label: 'Agencies with overdue training',
  entity: 'record',
  relation: 'trainings-overdue',
  coverage: 'training',
  counted: 'standing',
  of: 'agencies',
  looksBack: { count: 2, unit: 'year' },
  unit: 'agencies',
  definition:
    'Agencies with at least one active officer who has a course overdue at the end of the last day of the period. The figure is told only where the sources cover the two years before.',
  source: 'GAO-21-186',
};
