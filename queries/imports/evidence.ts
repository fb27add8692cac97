import { type RawBuilder, sql } from 'kysely';
import { type CopyChunk, copyLine, once, ownSchema, type Session } from '../database.ts';
import { settleCriminalRecords } from '../evidence/criminal-record.ts';
import { type CriminalCharge, criminalChargeContract, type EvidenceFact } from '../evidence.ts';

/** The charge of one event, which is known by its row. */
export type RowCharge = Omit<CriminalCharge, 'event_id'>;

/** The id of an event without a key of its own, as the view `enforcement_event` gives it. */
const eventIdOf = (importId: number, rowNumber: number) => `${importId}-${rowNumber}`;

const chargeColumns = Object.keys(criminalChargeContract.shape).filter(
  (column) => column !== 'event_id',
) as readonly (keyof RowCharge)[];

/** The facts about the event of a row as `copyEvidence` takes them, in the order of its columns. */
export function evidenceLine(
  importId: number,
  rowNumber: number,
  values: readonly (string | number | boolean | null)[],
): string {
  return copyLine([importId, eventIdOf(importId, rowNumber), ...values]);
}

/** A charge on record about the event of a row, as `copyCharges` takes it. */
export function chargeLine(importId: number, rowNumber: number, charge: RowCharge): string {
  return copyLine([importId, eventIdOf(importId, rowNumber), ...chargeColumns.map((column) => charge[column])]);
}

/** Stores facts about events; those that are not among the columns cannot be known. */
export async function copyEvidence(session: Session, facts: readonly EvidenceFact[], lines: CopyChunk): Promise<void> {
  await session.copy('evidence', ['import_id', 'event_id', ...facts], once(lines));
}

/** Stores charges. */
export async function copyCharges(session: Session, lines: CopyChunk): Promise<void> {
  await session.copy('criminal_charge', ['import_id', 'event_id', ...chargeColumns], once(lines));
}

const own = (table: string) => sql.table(`${ownSchema}.${table}`);

/** Drops what an import says about rows that were taken out again, because another file holds them. */
export async function dropEvidenceOfRemoved({ own: database }: Session, importId: number): Promise<void> {
  for (const table of ['evidence', 'criminal_charge']) {
    await sql`
      delete from ${own(table)} as told where told.import_id = ${importId} and not exists (
        select from ${own('stored_event')} as event
        where event.import_id = ${importId} and event.import_id::text || '-' || event.row_number::text = told.event_id
      )`.execute(database);
  }
}

/**
 * What the record behind an event says, as text that is the same for the same evidence; empty where there is none.
 * @param event the alias of a row of `stored_event` without a key of its own.
 */
export function evidenceAsText(event: string): RawBuilder<string> {
  const id = sql`${sql.ref(`${event}.import_id`)}::text || '-' || ${sql.ref(`${event}.row_number`)}::text`;
  const told = (table: string) =>
    sql`(select string_agg((to_jsonb(told) - 'event_id' - 'import_id')::text, '' order by to_jsonb(told) - 'event_id' - 'import_id')
      from ${own(table)} as told where told.event_id = ${id})`;
  return sql<string>`concat(${told('evidence')}, ${told('criminal_charge')})`;
}

/**
 * Makes the records of events that have charges and no record: new ones, and those that count again because the release
 * that stood in their place was taken back.
 */
export async function settleNewRecords(session: Session): Promise<void> {
  const waiting = sql`
    select waiting.event_id from ${own('criminal_charge')} as waiting
    join ${own('enforcement_event')} as event on event.event_id = waiting.event_id
    where not exists (select from ${own('criminal_record')} as made where made.event_id = waiting.event_id)`;
  const { rows } = await sql`${waiting} limit 1`.execute(session.own);
  if (rows.length > 0) await settleCriminalRecords(session, waiting);
}
