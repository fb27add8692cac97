import { sql } from 'kysely';
import type { EventKind } from './codelists.ts';
import { ownSchema, type Session } from './database.ts';

/** How the files of one format stand to those of others that tell of the same kind of event. */
export interface Precedence {
  readonly sourceId: string;
  readonly kind: EventKind;
  /** The higher counts. No two formats of a kind share one. */
  readonly rank: number;
  /** false: its files hold a part of the events only, so that they never stand for the whole of a day. */
  readonly complete: boolean;
}

const stored = sql.table(`${ownSchema}.stored_event`);
const files = sql.table(`${ownSchema}.import_file`);
const coverage = sql.table(`${ownSchema}.import_coverage`);

/**
 * Decides anew, over all files, which events of some kinds count: on a day that files of several formats cover for an
 * office, only those of the format that ranks highest. A day that no complete file covers counts from all. The answer
 * depends on what is there and not on the order in which it came, so that it is to be asked after every import and
 * after every file that is taken back.
 */
export async function settleOverlaps(
  session: Session,
  kinds: readonly EventKind[],
  precedence: readonly Precedence[],
): Promise<void> {
  const present = await session.own.selectFrom('import_file').select('source_id').distinct().execute();
  const ids = new Set(present.map((row) => row.source_id));
  for (const kind of new Set(kinds)) {
    const formats = precedence.filter((one) => one.kind === kind && ids.has(one.sourceId));
    if (formats.length > 1) await mark(session, kind, formats);
    else await sql`update ${stored} set superseded = false where kind = ${kind} and superseded`.execute(session.own);
  }
}

async function mark(session: Session, kind: EventKind, formats: readonly Precedence[]): Promise<void> {
  const ranks = sql.join(
    formats.map((one) => sql`(${one.sourceId}::text, ${one.rank}::integer, ${one.complete}::boolean)`),
  );
  await sql`
    with format (source_id, rank, complete) as (values ${ranks}),
    span as (
      select office_code, covers_from, covers_until, rank
      from ${coverage} join ${files} using (import_id) join format using (source_id)
      where kind = ${kind} and complete
    ),
    file as (select import_id, rank from ${files} join format using (source_id)),
    day as (select distinct import_id, rank, occurred_on, office_code from ${stored} join file using (import_id) where kind = ${kind}),
    beaten as (
      select import_id, occurred_on, office_code,
        coalesce((
          select max(span.rank) from span
          where occurred_on >= covers_from and occurred_on < covers_until
            and (span.office_code is null or span.office_code = day.office_code)
        ), rank) <> rank as superseded
      from day
    )
    update ${stored} as event set superseded = beaten.superseded
    from beaten
    where event.kind = ${kind} and event.import_id = beaten.import_id and event.occurred_on = beaten.occurred_on
      and event.office_code = beaten.office_code and event.superseded <> beaten.superseded`.execute(session.own);
}

/** How many stored rows of a file do not count, because a file of a format that ranks higher covers their days. */
export async function countSuperseded(session: Session, importId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${stored} where import_id = ${importId} and superseded`.execute(session.own);
  return rows[0]?.count ?? 0;
}
