import type { Session } from './database.ts';
import type { SlotKey } from './ledger.ts';
import { type CoverageSpan, readCoverage } from './provenance.ts';

/** What decides which slots are due: those that have an edition, and the days that the sources cover. */
export interface DueFacts {
  /** Of the nation and its field offices, each slot once, in order. */
  readonly editions: readonly SlotKey[];
  readonly coverage: readonly CoverageSpan[];
}

/** Reads both of one instant; the session must be a snapshot. */
export async function readDueFacts(session: Session): Promise<DueFacts> {
  const editions = await session.own
    .selectFrom('edition')
    .select(['report', 'period', 'audience', 'subject'])
    .distinct()
    .where('subject', '=', '')
    .orderBy('report')
    .orderBy('period')
    .orderBy('audience')
    .execute();
  const coverage = await readCoverage(session);
  return { editions, coverage: coverage.map(({ span }) => span) };
}
