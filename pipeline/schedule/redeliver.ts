import { type OutstandingDelivery, readOutstanding } from '../../queries/outstanding.ts';
import { givenUpAfterDays, judge, type Tried } from '../distribute/attempt.ts';
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
 * Milliseconds after which no further edition is begun: agreements, and what falls due, wait for the end of the look, and two
 * thousand editions to a mail server that answers nobody would take days. What failed rests longer each time, so that the next look
 * comes to others.
 */
const budget = 10 * 60_000;

/** The ISO instant since which editions were published or approved that are handed over by schedule. */
export const sinceWhen = (now: Date): string => new Date(now.getTime() - givenUpAfterDays * day).toISOString();

/**
 * Hands over the newest edition of each slot, unless it is too old, to everybody who is to have it and has not: who was never
 * tried, and who has rested long enough since an attempt that failed. One edition stops no other. Ends early when it is told to stop,
 * or has taken ten minutes: between two editions.
 */
export async function redeliver(
  mandate: Omit<Mandate, 'retryUnknown' | 'retries'>,
  signal: AbortSignal,
  effects: DatabaseEffect & ClockEffect,
): Promise<Redelivery> {
  const now = effects.now();
  const rows = await effects.database.transaction('snapshot', (session) =>
    readOutstanding(session, sinceWhen(now), mandate.copies),
  );
  const timely = rows.filter((row) => isTimely(row, mandate, now));
  const redelivered: Redelivered[] = [];
  const problems: Problem[] = [];
  let left = 0;
  for (const [folder, deliveries] of Map.groupBy(timely, (row) => row.folder)) {
    const [first] = deliveries;
    if (signal.aborted || first === undefined) break;
    if (effects.now().getTime() - now.getTime() >= budget) {
      left += deliveries.length;
      continue;
    }
    const edition = { folder, manifestSha256: first.manifest_sha256 };
    try {
      const told: Mandate = { ...mandate, retryUnknown: false, retries: 'when-rested' };
      const distribution = await distribute(edition, told, effects);
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
  const given = row.approvals.split(' ');
  if (!approvals[row.audience].every((role) => given.includes(role))) return false;
  const verdict = judge(triedOf(row), row.channel, { retryUnknown: false, retries: 'when-rested', now });
  return verdict === 'send' || verdict === 'interrupted';
}

function triedOf({ state, attempts, sender, tried_at }: OutstandingDelivery): Tried | undefined {
  if (state === null || attempts === null || sender === null || tried_at === null) return undefined;
  return { state, attempts, sender, tried_at };
}
