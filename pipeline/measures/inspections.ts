import type { RecordMeasure } from './measure.ts';

export const inspections: RecordMeasure = {
  id: 'inspections',
  label: 'Inspections made',
  entity: 'record',
  relation: 'inspections-made',
  coverage: 'inspection',
  counted: 'made',
  of: 'records',
  unit: 'inspections',
  definition: 'Inspections by the Office of Professional Responsibility, counted on their day.',
  source: 'GAO-21-186',
};
