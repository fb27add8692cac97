import type { RecordMeasure } from './measure.ts';

export const dutiesPerformed: RecordMeasure = {
  id: 'duties-performed',
  label: 'Duties with a time',
  entity: 'record',
  relation: 'duties-performed',
  coverage: 'duty',
  counted: 'made',
  of: 'records',
  unit: 'performances',
  definition:
    'Performances of duties that the agreements bind to a time and of which there is a record, counted on the day on which the time began.',
  source: 'agreements, appendices A and B',
};
