import type { RecordMeasure } from './measure.ts';

export const complaintsReceived: RecordMeasure = {
  id: 'complaints-received',
  label: 'Complaints received',
  entity: 'record',
  relation: 'complaints-received',
  coverage: 'complaint',
  counted: 'made',
  of: 'records',
  unit: 'complaints',
  definition: 'Complaints about the exercise of an agreement’s authority, counted on the day of receipt.',
  source: 'agreements, appendix B',
};
