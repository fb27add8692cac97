import type { ClaimTable } from '../../queries/claims.ts';
import { readLastEdition, type SlotKey } from '../../queries/ledger.ts';
import type { Distribution } from '../distribute.ts';
import type { Effects } from '../effects.ts';
import type { Edition } from '../publish.ts';
import { type Claim, claimSlot, lease } from '../run/claim.ts';
import { type Order, type Outcome, type Press, run, slotOf } from '../run.ts';
import { mostAttempts, restAfter } from './attempts.ts';
import type { Duties, Halts } from './duties.ts';
import { type Problem, problemOf } from './problem.ts';
import { deliveryBudget } from './redeliver.ts';

/**
 * What came of an attempt at a slot by schedule. `stands`: an edition was there already. `overtaken`: another process took the
 * slot over meanwhile. `stopped`: the grace was over; nothing was published.
 */
export type RanSlot = SlotKey & {
  /** Counted from 1 since the last that went well. */
  readonly attempt: number;
} & (
    | { readonly kind: 'published'; readonly edition: Edition; readonly distribution: Distribution }
    | { readonly kind: 'stands' /** What went wrong after it was published. */; readonly problem?: Problem }
    | { readonly kind: 'overtaken' | 'stopped' }
    | { readonly kind: 'failed'; readonly problem: Problem; readonly isGivenUp: boolean }
  );

/** What an attempt is made with. */
export interface Means {
  readonly duties: Duties;
  /** Opens the press the first time. */
  readonly press: () => Promise<Press>;
  readonly halts: Halts;
}

/** A slot that may be tried: its claim as it was seen, and the attempts that were begun since the last that went well. */
export interface Chance {
  readonly seen: ClaimTable | undefined;
  readonly attempts: number;
}

/** What is run in a slot. */
export interface Subject extends Pick<Order, 'definition' | 'period' | 'subject'> {
  /** The number of the edition that it is to replace; null: none. */
  readonly replaces: number | null;
}

/** Claims a slot, runs it and records how that ended; null: another process was quicker. */
export async function attemptSlot(
  what: Subject,
  { seen, attempts }: Chance,
  { duties, press, halts }: Means,
  effects: Effects,
): Promise<RanSlot | null> {
  const order = orderOf(what, duties, halts);
  const slot = slotOf(order);
  const attempt = attempts + 1;
  const { lasts = lease, rests } = duties.claims ?? {};
  await using claim = await claimSlot(slot, seen ?? null, attempt, effects, lasts);
  if (claim === null) return null;
  const ended = await untilEnd(async () => run({ ...order, claim }, await press(), effects), halts.end);
  switch (ended.kind) {
    case 'stopped':
      // It may have been published in the last moment.
      if (await stands(slot, what, effects)) return { ...slot, attempt, kind: await done(claim) };
      await claim.end({ state: 'stopped' });
      return { ...slot, attempt, kind: 'stopped' };
    case 'thrown': {
      const problem = problemOf(nameOf(slot), ended.error);
      if (await stands(slot, what, effects)) return { ...slot, attempt, kind: await done(claim), problem };
      const rest = restAfter(attempt, rests);
      const failed = { state: 'failed', problem: problem.message, remedy: problem.remedy, rest } as const;
      if (!(await claim.end(failed))) return { ...slot, attempt, kind: 'overtaken' };
      return { ...slot, attempt, kind: 'failed', problem, isGivenUp: attempt >= mostAttempts };
    }
    case 'returned': {
      await claim.end({ state: 'done' });
      return { ...slot, attempt, ...told(ended.outcome) };
    }
  }
}

/** `enforcement-actions 2025-10 internal`, and of an agreement its id. */
export const nameOf = ({ report, period, audience, subject }: SlotKey): string =>
  [report, period, audience, subject].filter((part) => part !== '').join(' ');

const orderOf = (
  { replaces, ...what }: Subject,
  { documents, formats, disclosure, recipients, delivery }: Duties,
  { stop }: Halts,
): Order => ({
  ...what,
  ...{ documents, formats, disclosure, recipients },
  delivery: { ...delivery, stop, budget: deliveryBudget },
  audience: 'internal',
  cases: false,
  revise: replaces !== null,
  dryRun: false,
});

type Ended =
  | { readonly kind: 'returned'; readonly outcome: Outcome }
  | { readonly kind: 'thrown'; readonly error: unknown }
  | { readonly kind: 'stopped' };

/** Waits for work, but no longer than until the end; what it still does then can no longer publish. */
async function untilEnd(work: () => Promise<Outcome>, end: AbortSignal): Promise<Ended> {
  if (end.aborted) return { kind: 'stopped' };
  const halted = Promise.withResolvers<Ended>();
  const halt = () => halted.resolve({ kind: 'stopped' });
  end.addEventListener('abort', halt);
  const worked = work().then(
    (outcome): Ended => ({ kind: 'returned', outcome }),
    (error: unknown): Ended => ({ kind: 'thrown', error }),
  );
  try {
    return await Promise.race([worked, halted.promise]);
  } finally {
    end.removeEventListener('abort', halt);
  }
}

/** Whether the slot has an edition now: of a killed run that was found, or of somebody who was quicker. */
const stands = (slot: ReturnType<typeof slotOf>, { replaces }: Subject, { database }: Effects) =>
  database
    .transaction('snapshot', (session) => readLastEdition(session, slot))
    .then((edition) => (edition?.number ?? 0) > (replaces ?? 0))
    .catch(() => false);

const done = async (claim: Claim) => ((await claim.end({ state: 'done' })) ? 'stands' : 'overtaken');

function told(outcome: Outcome) {
  if (outcome.kind !== 'published') return { kind: 'stands' } as const;
  const { edition, kind: _, artifacts: __, ...distribution } = outcome;
  return { kind: 'published', edition, distribution } as const;
}
