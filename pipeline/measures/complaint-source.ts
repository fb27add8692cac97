import { complaintSources } from '../../queries/oversight.ts';
import type { RecordBreakdown } from './measure.ts';

export const complaintSource: RecordBreakdown = {
  id: 'complaint-source',
  label: 'Source',
  entity: 'record',
  definition: 'Who complained.',
  codes: complaintSources,
  code: (row) => row.ref('record.code'),
};
