import { recordedDuties } from '../../queries/duties.ts';
import type { RecordBreakdown } from './measure.ts';

export const duty: RecordBreakdown = {
  id: 'duty',
  label: 'Duty',
  entity: 'record',
  definition: 'What the agreements bind to a time.',
  codes: recordedDuties,
  code: (row) => row.ref('record.code'),
};
