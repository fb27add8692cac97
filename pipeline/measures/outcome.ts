import { sql } from 'kysely';
import type { RecordBreakdown } from './measure.ts';

/** Between the code of a record and its outcome, in the codes of {@link outcome}. */
export const outcomeSeparator = '|';

export const outcome: RecordBreakdown = {
  id: 'outcome',
  label: 'Outcome',
  entity: 'record',
  definition: 'What a record is about and what came of it.',
  codes: [],
  code: (row) => sql<string>`${row.ref('record.code')} || '|' || ${row.ref('record.outcome')}`,
};
