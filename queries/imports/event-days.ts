import { sql } from 'kysely';
import type { DateWindow, IsoDate } from '../../pipeline/period.ts';
import { type EventKind, eventKinds } from '../codelists.ts';
import { ownSchema, type Session } from '../database.ts';

const own = (table: string) => sql.table(`${ownSchema}.${table}`);

/** How many events of a kind the program's own extracts have on each day that has some; releases are not among them. */
export async function extractedDays(session: Session, kind: EventKind): Promise<ReadonlyMap<IsoDate, number>> {
  const { rows } = await sql<{ occurred_on: IsoDate; events: number }>`
    select occurred_on, count(*)::integer as events from ${own('stored_event')}
    where kind = ${kind} and source_key is not null
    group by occurred_on`.execute(session.own);
  return new Map(rows.map(({ occurred_on, events }) => [occurred_on, events]));
}

/** Days of which a file says that it covers them for a kind of event, for whatever office. */
export interface EventCoverage extends DateWindow {
  readonly importId: number;
  readonly kind: EventKind;
}

/** What all files of a format cover of events. */
export async function eventCoverageOf(session: Session, sourceId: string): Promise<readonly EventCoverage[]> {
  const kinds = eventKinds.map(({ code }) => code);
  const { rows } = await sql<{ import_id: number; kind: EventKind; covers_from: IsoDate; covers_until: IsoDate }>`
    select import_id, kind, covers_from, covers_until
    from ${own('import_coverage')} join ${own('import_file')} using (import_id)
    where source_id = ${sourceId} and kind = any(${kinds}::text[])
    order by kind, covers_from, covers_until, import_id`.execute(session.own);
  return rows.map((row) => ({
    importId: row.import_id,
    kind: row.kind,
    from: row.covers_from,
    until: row.covers_until,
  }));
}
