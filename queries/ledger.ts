import { sql } from 'kysely';
import type { Session } from './database.ts';

/** One attempt at a slot. `finished_at` and `outcome` are null while it runs, and for ever where it was killed. */
export interface RunTable {
  readonly run_id: string;
  readonly report: string;
  readonly period: string;
  readonly audience: string;
  /** The agreement that it is about; the empty text: the nation and its field offices. */
  readonly subject: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly outcome: string | null;
}

/** A published edition: an immutable folder. */
export interface EditionTable {
  readonly report: string;
  readonly period: string;
  readonly audience: string;
  /** The agreement that it is about; the empty text: the nation and its field offices. */
  readonly subject: string;
  /** 1 is the first; a correction is the next. */
  readonly number: number;
  /** The same inputs, rules and templates have the same fingerprint. */
  readonly fingerprint: string;
  /** Relative to the output folder, with `/`. */
  readonly folder: string;
  readonly manifest_sha256: string;
  readonly published_at: string;
  readonly run_id: string;
}

/** A slot as the ledger keys it. */
export type SlotKey = Pick<EditionTable, 'report' | 'period' | 'audience' | 'subject'>;

/** Records that a run begins. */
export async function recordRunStart({ own }: Session, run: Omit<RunTable, 'finished_at' | 'outcome'>): Promise<void> {
  await own
    .insertInto('run')
    .values({ ...run, finished_at: null, outcome: null })
    .execute();
}

/** Records how a run ended. A run without this was killed. */
export async function recordRunEnd(
  { own }: Session,
  runId: string,
  finishedAt: string,
  outcome: string,
): Promise<void> {
  await own.updateTable('run').set({ finished_at: finishedAt, outcome }).where('run_id', '=', runId).execute();
}

/** The newest edition of a slot that the ledger knows, or null. */
export async function readLastEdition({ own }: Session, slot: SlotKey): Promise<EditionTable | null> {
  const row = await own
    .selectFrom('edition')
    .selectAll()
    .where('report', '=', slot.report)
    .where('period', '=', slot.period)
    .where('audience', '=', slot.audience)
    .where('subject', '=', slot.subject)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Records a published edition. One that was made again, because its folder was gone, takes the place of its own record: what is
 * handed over and approved is what lies there now.
 */
export async function recordEdition({ own }: Session, edition: EditionTable): Promise<void> {
  await own
    .insertInto('edition')
    .values(edition)
    .onConflict((conflict) =>
      conflict
        .columns(['report', 'period', 'audience', 'subject', 'number'])
        .doUpdateSet(({ ref }) => ({
          fingerprint: ref('excluded.fingerprint'),
          folder: ref('excluded.folder'),
          manifest_sha256: ref('excluded.manifest_sha256'),
          run_id: ref('excluded.run_id'),
        }))
        .where('edition.manifest_sha256', '!=', ({ ref }) => ref('excluded.manifest_sha256')),
    )
    .execute();
}

/**
 * Takes an edition out of the ledger with its approvals and deliveries, as if it had never been: its number is free again. For
 * editions of synthetic data, which are no part of any history.
 */
export async function forgetEdition(
  { own }: Session,
  { report, period, audience, subject, number }: SlotKey & Pick<EditionTable, 'number'>,
): Promise<void> {
  for (const table of ['delivery', 'approval', 'required_approval', 'edition'] as const)
    await own
      .deleteFrom<'delivery' | 'approval' | 'required_approval' | 'edition'>(table)
      .where('report', '=', report)
      .where('period', '=', period)
      .where('audience', '=', audience)
      .where('subject', '=', subject)
      .where('number', '=', number)
      .execute();
}

/** Every edition on record, in order of folder by code points. */
export async function readAllEditions({ own }: Session): Promise<readonly EditionTable[]> {
  return own.selectFrom('edition').selectAll().orderBy(sql`folder collate "C"`).execute();
}

/** The editions of a report and period that are on record, of whatever audience and subject, as they were published. */
export async function readEditionsOf(
  { own }: Session,
  report: string,
  period: string,
): Promise<readonly EditionTable[]> {
  return own
    .selectFrom('edition')
    .selectAll()
    .where('report', '=', report)
    .where('period', '=', period)
    .orderBy('published_at')
    .orderBy('number')
    .execute();
}
