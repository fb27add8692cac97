import type { RecordMeasure } from './measure.ts';

export const complaintsResolved: RecordMeasure = {
  id: 'complaints-resolved',
  label: 'Complaints resolved',
  entity: 'record',
  relation: 'complaints-resolved',
  coverage: 'complaint',
  counted: 'made',
  of: 'records',
  unit: 'complaints',
  definition: 'Complaints that were resolved, counted on that day.',
  source: 'agreements, appendix B',
};
