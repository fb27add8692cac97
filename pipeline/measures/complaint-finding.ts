import { complaintFindings } from '../../queries/oversight.ts';
import type { RecordBreakdown } from './measure.ts';

export const complaintFinding: RecordBreakdown = {
  id: 'complaint-finding',
  label: 'Finding',
  entity: 'record',
  definition: 'What came of the complaint. The categories are ours.',
  codes: complaintFindings,
  code: (row) => row.ref('record.code'),
};
