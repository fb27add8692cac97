import type { RecordMeasure } from './measure.ts';

export const credentials: RecordMeasure = {
  id: 'credentials',
  label: 'Credentials of active officers',
  entity: 'record',
  relation: 'credentials',
  coverage: 'credential',
  counted: 'standing',
  of: 'records',
  unit: 'credentials',
  definition:
    'Credentials for the agency’s systems of active officers at the end of the last day of the period, by when they were last used.',
  source: 'OIG-18-77',
};
