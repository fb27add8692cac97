import { sql } from 'kysely';
import type { RecordBreakdown } from './measure.ts';

/** Between the code of a record and its time, in the codes of {@link elapsed}. */
export const elapsedSeparator = '|';

export const elapsed: RecordBreakdown = {
  id: 'elapsed',
  label: 'Time taken',
  entity: 'record',
  definition:
    'What a record is about and how long it took, in whole units; from these medians and longest times are made.',
  codes: [],
  code: (row) =>
    sql<string>`${row.ref('record.code')} || '|' || coalesce(${row.ref('record.elapsed')}::text, 'not-measurable')`,
};
