import type { RecordMeasure } from './measure.ts';

export const overdueInspections: RecordMeasure = {
  id: 'overdue-inspections',
  label: 'Inspections overdue',
  entity: 'record',
  relation: 'inspections-overdue',
  coverage: 'inspection',
  counted: 'standing',
  of: 'records',
  looksBack: { count: 2, unit: 'year' },
  unit: 'agreements',
  definition:
    'Active agreements that were not inspected for two years by the end of the last day of the period, counted from the last inspection or the first active day, whichever is later. Warrant Service Officer agreements have no mechanism of inspection and are not among them. The figure is told only where the sources cover the two years before.',
  source: 'GAO-21-186',
};
