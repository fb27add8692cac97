import { sql } from 'kysely';
import type { Session } from './database.ts';
import type { SlotKey } from './ledger.ts';

/** Who may publish a slot by schedule. `held`: somebody is at it; `stopped`: its process was told to end. */
export interface ClaimTable extends SlotKey {
  /** Every claim adds one: who publishes must hold the newest. */
  readonly fence: number;
  /** The process that has it, or had it last. */
  readonly holder: string;
  readonly state: 'held' | 'done' | 'failed' | 'stopped';
  readonly claimed_at: string;
  /** Until then nobody else may take it, unless its process is known to be gone. */
  readonly expires_at: string;
  /** Begun since the last that went well, this one inside: one that was killed counts as well. */
  readonly attempts: number;
  /** Not before then by itself. */
  readonly next_try_at: string;
  /** When the last one failed, and why; null: none has since one went well. */
  readonly failed_at: string | null;
  readonly problem: string | null;
  readonly remedy: string | null;
}

/** What the claims are at one instant of the database, whose clock alone decides how long they last. */
export interface Claims {
  readonly claims: readonly ClaimTable[];
  /** ISO instant. */
  readonly now: string;
  /** When something was last imported, by the same clock; ISO instant; null: never. */
  readonly lastImport: string | null;
}

const databaseClock = sql<string>`clock_timestamp()`;
const fromNow = (milliseconds: number) =>
  sql<string>`clock_timestamp() + ${milliseconds}::double precision * interval '1 millisecond'`;

/** Every claim, in order of its slot. */
export async function readClaims({ own }: Session): Promise<Claims> {
  const claims = await own
    .selectFrom('claim')
    .selectAll()
    .orderBy(sql`report collate "C"`)
    .orderBy(sql`period collate "C"`)
    .orderBy(sql`audience collate "C"`)
    .orderBy(sql`subject collate "C"`)
    .execute();
  const { now, last } = await own
    .selectNoFrom((from) => [
      databaseClock.as('now'),
      from.selectFrom('import_file').select(sql<string | null>`max(stored_at)`.as('last')).as('last'),
    ])
    .executeTakeFirstOrThrow();
  return { claims, now, lastImport: last };
}

/** With what a slot is claimed. */
export interface Claiming {
  readonly holder: string;
  /** Milliseconds. */
  readonly lease: number;
  /** The claim as it was seen; null: there was none. */
  readonly seen: ClaimTable | null;
  /** Which attempt it is, counted from 1. */
  readonly attempts: number;
}

/** Claims a slot where it is still as it was seen; returns the fence. null: somebody else was quicker. */
export async function takeClaim(
  { own }: Session,
  slot: SlotKey,
  { holder, lease, seen, attempts }: Claiming,
): Promise<number | null> {
  const taken = { holder, state: 'held', claimed_at: databaseClock, expires_at: fromNow(lease), attempts } as const;
  if (seen === null) {
    const made = await own
      .insertInto('claim')
      .values({
        ...keyOf(slot),
        ...taken,
        fence: 1,
        next_try_at: databaseClock,
        failed_at: null,
        problem: null,
        remedy: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('fence')
      .executeTakeFirst();
    return made?.fence ?? null;
  }
  const moved = await held(own, slot, seen.fence)
    .where('state', '=', seen.state)
    .set({ ...taken, fence: seen.fence + 1 })
    .returning('fence')
    .executeTakeFirst();
  return moved?.fence ?? null;
}

/** Puts the end of a claim off by so many milliseconds from now; false: somebody else has the slot. */
export async function renewClaim({ own }: Session, slot: SlotKey, fence: number, lease: number): Promise<boolean> {
  const renewed = await held(own, slot, fence)
    .where('state', '=', 'held')
    .set({ expires_at: fromNow(lease) })
    .returning('fence')
    .executeTakeFirst();
  return renewed !== undefined;
}

/**
 * Whether the claim is still the newest of its slot. Until the transaction ends nobody can take the slot: what is published
 * inside is published by its holder.
 */
export async function lockClaim({ own }: Session, slot: SlotKey, fence: number): Promise<boolean> {
  const { report, period, audience, subject } = slot;
  const found = await own
    .selectFrom('claim')
    .select('fence')
    .where('report', '=', report)
    .where('period', '=', period)
    .where('audience', '=', audience)
    .where('subject', '=', subject)
    .where('state', '=', 'held')
    .forUpdate()
    .executeTakeFirst();
  return found?.fence === fence;
}

/** How an attempt by schedule ended. */
export type ClaimEnd =
  | { readonly state: 'done' | 'stopped' }
  | {
      readonly state: 'failed';
      readonly problem: string;
      readonly remedy: string;
      /** Milliseconds until it may be tried again. */
      readonly rest: number;
    };

/**
 * Records how an attempt ended; false: somebody else has the slot. What was told to stop does not count as an attempt.
 */
export async function endClaim({ own }: Session, slot: SlotKey, fence: number, end: ClaimEnd): Promise<boolean> {
  const ended = await held(own, slot, fence)
    .where('state', '=', 'held')
    .set({ state: end.state, expires_at: databaseClock, ...outcomeOf(end) })
    .returning('fence')
    .executeTakeFirst();
  return ended !== undefined;
}

function outcomeOf(end: ClaimEnd) {
  switch (end.state) {
    case 'done':
      return { attempts: 0, failed_at: null, problem: null, remedy: null };
    case 'stopped':
      return { attempts: sql<number>`greatest(attempts - 1, 0)` };
    case 'failed':
      return { failed_at: databaseClock, problem: end.problem, remedy: end.remedy, next_try_at: fromNow(end.rest) };
  }
}

const keyOf = ({ report, period, audience, subject }: SlotKey) => ({ report, period, audience, subject });

const held = (own: Session['own'], { report, period, audience, subject }: SlotKey, fence: number) =>
  own
    .updateTable('claim')
    .where('report', '=', report)
    .where('period', '=', period)
    .where('audience', '=', audience)
    .where('subject', '=', subject)
    .where('fence', '=', fence);
