import { sql } from 'kysely';
import type { Session } from './database.ts';
import type { Reject } from './imports.ts';

/** Rows that are fetched together. */
const pageSize = 1_000;

/** How many rows of one import were refused. */
export async function countRejects({ own }: Session, importId: number): Promise<number> {
  const { count } = await own
    .selectFrom('import_reject')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('import_id', '=', importId)
    .executeTakeFirstOrThrow();
  return count;
}

/** The rows of one import that were refused, in order of the file, a page of them in memory at a time. */
export async function* eachReject({ own }: Session, importId: number): AsyncGenerator<Reject> {
  let last = 0;
  for (;;) {
    const page = await own
      .selectFrom('import_reject')
      .select(['row_number', 'original', 'reasons'])
      .where('import_id', '=', importId)
      .where('row_number', '>', last)
      .orderBy('row_number')
      .limit(pageSize)
      .execute();
    for (const { row_number, original, reasons } of page) {
      yield { rowNumber: row_number, original, reasons: reasons.split('\n') };
    }
    if (page.length < pageSize) return;
    last = page.at(-1)?.row_number ?? last;
  }
}
