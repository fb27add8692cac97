import type { RecordMeasure } from './measure.ts';

export const addenda: RecordMeasure = {
  id: 'addenda',
  label: 'Addenda signed',
  entity: 'record',
  relation: 'addenda',
  coverage: 'milestone',
  counted: 'made',
  of: 'records',
  unit: 'addenda',
  definition: 'Addenda to agreements, counted on the day of signing.',
  source: 'register of agreements',
};
