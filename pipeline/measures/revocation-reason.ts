import { revocationReasons } from '../../queries/personnel.ts';
import type { RecordBreakdown } from './measure.ts';

export const revocationReason: RecordBreakdown = {
  id: 'revocation-reason',
  label: 'Reason',
  entity: 'record',
  definition: 'Why the authority of an officer ended.',
  codes: revocationReasons,
  code: (row) => row.ref('record.code'),
};
