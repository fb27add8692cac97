import type { RecordMeasure } from './measure.ts';

export const activeOfficers: RecordMeasure = {
  id: 'active-officers',
  label: 'Active officers',
  entity: 'record',
  relation: 'officers-active',
  coverage: 'officer',
  counted: 'standing',
  of: 'records',
  unit: 'officers',
  definition: 'Officers whose authority is in force at the end of the last day of the period, under whatever model.',
  source: 'OIG-18-77',
};
