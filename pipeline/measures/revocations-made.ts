import type { RecordMeasure } from './measure.ts';

export const revocationsMade: RecordMeasure = {
  id: 'revocations-made',
  label: 'Revocations made for training',
  entity: 'record',
  relation: 'revocations-made-for-training',
  coverage: 'officer',
  counted: 'made',
  of: 'records',
  unit: 'revocations',
  definition:
    'Officers whose authority was revoked because training was not kept current, counted on the first day without it.',
  source: 'ERO 13004.1 and 13004.2, as OIG-18-77 tells them',
};
