import { type OutstandingDelivery, readOutstanding } from '../../queries/outstanding.ts';
import { byLastTried, givenUpAfterDays, judge, type Tried } from '../distribute/attempt.ts';
import { neededRoles } from '../distribute/needed.ts';
import { type Distribution, distribute, isOutstanding, type Mandate } from '../distribute.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import { type Problem, problemOf } from './problem.ts';

/** What came of handing over one edition once more. */
export interface Redelivered {
  /** Its folder, relative to the output folder. */
  readonly edition: string;
  readonly distribution: Distribution;
}

/** What came of handing over what is missing. */
export interface Redelivery {
  /** Editions of which something was tried. */
  readonly redelivered: readonly Redelivered[];
  /** How many deliveries rest, are being sent by another process, wait for an approval, or are left for the next look. */
  readonly later: number;
  readonly problems: readonly Problem[];
}

const day = 86_400_000;

/**
 * Milliseconds after which nobody else is begun to be served: agreements, and what falls due, wait for the end of the look, and two
 * thousand recipients by a mail server that answers nobody would take days. What failed rests longer each time, so that the next
 * look comes to others.
 */
export const deliveryBudget = 10 * 60_000;

/** The ISO instant since which editions were published or approved that are handed over by schedule. */
export const sinceWhen = (now: Date): string => new Date(now.getTime() - givenUpAfterDays * day).toISOString();

/**
 * Hands over the newest edition of each slot, unless it is too old, to everybody who is to have it and has not: who was never
 * tried, and who has rested long enough since an attempt that failed. One edition stops no other. Ends early when it is told to stop,
 * or has taken ten minutes: between two recipients.
 */
export async function redeliver(
  mandate: Omit<Mandate, 'retryUnknown' | 'retries' | 'budget'>,
  signal: AbortSignal,
  effects: DatabaseEffect & ClockEffect,
): Promise<Redelivery> {
  const now = effects.now();
  const rows = await effects.database.transaction('snapshot', (session) =>
    readOutstanding(session, sinceWhen(now), mandate.copies),
  );
  const timely = rows.filter((row) => isTimely(row, mandate, now)).toSorted(byLastTried);
  const redelivered: Redelivered[] = [];
  const problems: Problem[] = [];
  let left = 0;
  for (const [folder, deliveries] of Map.groupBy(timely, (row) => row.folder)) {
    const [first] = deliveries;
    if (signal.aborted || first === undefined) break;
    const budget = deliveryBudget - (effects.now().getTime() - now.getTime());
    if (budget <= 0) {
      left += deliveries.length;
      continue;
    }
    const edition = { folder, manifestSha256: first.manifest_sha256 };
    try {
      const told: Mandate = { ...mandate, retryUnknown: false, retries: 'when-rested', budget };
      const distribution = await distribute(edition, told, effects);
      left += deliveries.filter(({ recipient }) => distribution.resting.includes(recipient)).length;
      const isTried = distribution.receipts.length > 0 || isOutstanding(distribution);
      if (isTried) redelivered.push({ edition: folder, distribution });
    } catch (error) {
      problems.push(problemOf(`delivery of ${folder}`, error));
    }
  }
  return { redelivered, later: rows.length - timely.length + left, problems };
}

/** Whether something is to be done about a delivery now. */
function isTimely(row: OutstandingDelivery, { approvals }: Pick<Mandate, 'approvals'>, now: Date): boolean {
  const [given, required] = [row.approvals, row.required].map((roles) =>
    roles.split(' ').filter((role) => role !== ''),
  );
  const needed = neededRoles(approvals, { audience: row.audience }, required ?? []);
  if (!needed.every((role) => given?.includes(role))) return false;
  const verdict = judge(triedOf(row), row.channel, { retryUnknown: false, retries: 'when-rested', now });
  return verdict === 'send' || verdict === 'interrupted';
}

function triedOf({ state, own_attempts, own_tried_at, sender, tried_at }: OutstandingDelivery): Tried | undefined {
  if (state === null || own_attempts === null || sender === null || tried_at === null) return undefined;
  return { state, own_attempts, own_tried_at, sender, tried_at };
}
