import type { RecordMeasure } from './measure.ts';

export const openComplaints: RecordMeasure = {
  id: 'open-complaints',
  label: 'Complaints open',
  entity: 'record',
  relation: 'complaints-open',
  coverage: 'complaint',
  counted: 'standing',
  of: 'records',
  unit: 'complaints',
  definition: 'Complaints that were received and not resolved by the end of the last day of the period.',
  source: 'agreements, appendix B',
};
