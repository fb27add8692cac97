import type { RecordMeasure } from './measure.ts';

export const agenciesWithOfficers: RecordMeasure = {
  id: 'agencies-with-officers',
  label: 'Agencies with active officers',
  entity: 'record',
  relation: 'officers-active',
  coverage: 'officer',
  counted: 'standing',
  of: 'agencies',
  unit: 'agencies',
  definition: 'Agencies with at least one active officer at the end of the last day of the period.',
  source: 'OIG-18-77',
};
