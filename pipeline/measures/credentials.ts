import type { RecordMeasure } from './measure.ts';

export const credentials: RecordMeasure = {
  id: 'credentials',
  label: 'Credentials of active officers',
  entity: 'record',
  relation: 'credentials',
  coverage: 'credential',
  counted: 'standing',
  of: 'records',
  looksBack: { count: 31, unit: 'day' },
  unit: 'credentials',
  definition:
    'Credentials for the agency’s systems of active officers at the end of the last day of the period, by when they were last used. The figure is told only where the sources cover the 31 days to the end of that day.',
  source: 'OIG-18-77',
};
