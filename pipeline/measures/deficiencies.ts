import type { RecordMeasure } from './measure.ts';

export const deficiencies: RecordMeasure = {
  id: 'deficiencies',
  label: 'Deficiencies found',
  entity: 'record',
  relation: 'inspection-deficiencies',
  coverage: 'inspection',
  counted: 'made',
  of: 'amount',
  unit: 'deficiencies',
  definition: 'Deficiencies that inspections found, counted on the day of the inspection.',
  source: 'GAO-21-186',
};
