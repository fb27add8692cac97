import { examResults } from '../../queries/personnel.ts';
import type { RecordBreakdown } from './measure.ts';

export const examResult: RecordBreakdown = {
  id: 'exam-result',
  label: 'Result of the examination',
  entity: 'record',
  definition: 'How the final examination of the initial training ended.',
  codes: examResults,
  code: (row) => row.ref('record.code'),
};
