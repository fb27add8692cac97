import type { RecordMeasure } from './measure.ts';

export const complaintDuties: RecordMeasure = {
  id: 'complaint-duties',
  label: 'Duties about complaints',
  entity: 'record',
  relation: 'complaint-duties',
  coverage: 'complaint',
  counted: 'made',
  of: 'records',
  unit: 'performances',
  definition:
    'Performances of the duties that follow from a complaint and that the agreements bind to a time, counted on the day on which the time began; the resolution of a complaint on its own day.',
  source: 'agreements, appendices A and B',
};
