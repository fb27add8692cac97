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
  /** How many deliveries rest, are being sent by another process, or wait for an approval. */
  readonly later: number;
  readonly problems: readonly Problem[];
}

const day = 86_400_000;

/** The ISO instant since which editions were published that are handed over by schedule. */
export const sinceWhen = (now: Date): string => new Date(now.getTime() - givenUpAfterDays * day).toISOString();

/**
 * Hands over the newest edition of each slot, unless it is too old, to everybody who is to have it and has not: who was never
 * tried, and who has rested long enough since an attempt that failed. One edition stops no other.
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
  for (const [folder, [first]] of Map.groupBy(timely, (row) => row.folder)) {
    if (signal.aborted || first === undefined) break;
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
  return { redelivered, later: rows.length - timely.length, problems };
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
