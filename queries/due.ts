import { sql } from 'kysely';
import { ownSchema, type Session } from './database.ts';
import type { EditionTable, SlotKey } from './ledger.ts';
import { type CoverageSpan, type DataKind, dataKindOf, readCoverage } from './provenance.ts';

/** The newest edition of a slot. */
export type NewestEdition = SlotKey & Pick<EditionTable, 'number' | 'folder' | 'manifest_sha256'>;

/** What decides which slots are due: those that have an edition, and the days that the sources cover. */
export interface DueFacts<E extends SlotKey = NewestEdition> {
  /** Of the nation and its field offices, the newest of each slot, in order. */
  readonly editions: readonly E[];
  readonly coverage: readonly CoverageSpan[];
  /** Of which kind the sources are; null: there are none. */
  readonly data: DataKind | null;
}

/** Reads all of one instant; the session must be a snapshot. */
export async function readDueFacts(session: Session): Promise<DueFacts> {
  const { rows } = await sql<NewestEdition>`
    select distinct on (report, period, audience) report, period, audience, subject, number, folder, manifest_sha256
    from ${sql.table(`${ownSchema}.edition`)} as edition
    where subject = ''
    order by report, period, audience, number desc`.execute(session.own);
  const stated = await readCoverage(session);
  return { editions: rows, coverage: stated.map(({ span }) => span), data: dataKindOf(stated) };
}
