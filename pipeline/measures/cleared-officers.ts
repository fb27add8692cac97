import type { RecordMeasure } from './measure.ts';

export const clearedOfficers: RecordMeasure = {
  id: 'cleared-officers',
  label: 'Officers cleared',
  entity: 'record',
  relation: 'officers-cleared',
  coverage: 'officer',
  counted: 'made',
  of: 'records',
  unit: 'officers',
  definition: 'Nominated officers who passed the background check, counted on that day.',
  source: 'agreements, section on nomination',
};
