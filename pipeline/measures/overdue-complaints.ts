import type { RecordMeasure } from './measure.ts';

export const overdueComplaints: RecordMeasure = {
  id: 'overdue-complaints',
  label: 'Complaints open for over 90 days',
  entity: 'record',
  relation: 'complaints-overdue',
  coverage: 'complaint',
  counted: 'standing',
  of: 'records',
  looksBack: { count: 91, unit: 'day' },
  unit: 'complaints',
  definition:
    'Complaints that were received more than 90 days before the end of the last day of the period and not resolved by then. The figure is told only where the sources cover the 91 days to that day.',
  source: 'WSO and TFM agreements, appendix B',
};
