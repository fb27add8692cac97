import type { RecordMeasure } from './measure.ts';

export const revokedOfficers: RecordMeasure = {
  id: 'revoked-officers',
  label: 'Officers whose authority ended',
  entity: 'record',
  relation: 'officers-revoked',
  coverage: 'officer',
  counted: 'made',
  of: 'records',
  unit: 'officers',
  definition: 'Officers whose authority was revoked or ended, counted on the first day without it.',
  source: 'agreements, section on revocation',
};
