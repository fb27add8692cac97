import type { ClaimTable } from '../../queries/claims.ts';
import { hasCome } from './occurrences.ts';

/**
 * Whether a slot may be tried now. `free`: yes, and so many attempts were begun since the last that went well. `held`: somebody is
 * at it. `resting`: not before an instant, because the last attempt failed or was killed. `given-up`: not by itself, until
 * something new is imported.
 */
export type ClaimVerdict =
  | { readonly kind: 'free'; readonly attempts: number }
  | { readonly kind: 'held'; readonly holder: string; readonly until: string }
  | { readonly kind: 'resting'; readonly attempts: number; readonly until: string }
  | { readonly kind: 'given-up'; readonly attempts: number; readonly since: string };

const minute = 60_000;

/** Milliseconds of rest after the first, second, … attempt that failed. */
export const rests: readonly number[] = [1, 5, 15, 60, 240].map((minutes) => minutes * minute);

/** So many attempts without one that went well, and a slot is given up. */
export const mostAttempts = 6;

/** Milliseconds of rest after an attempt, counted from 1: of the later ones, that of the last in the list. */
export const restAfter = (attempt: number, of: readonly number[] = rests): number =>
  of[Math.min(Math.max(attempt, 1), of.length) - 1] ?? 0;

/** What a claim is judged by; instants as ISO. */
export interface ClaimGround {
  /** By the clock of the database. */
  readonly now: string;
  /** When something was last imported; null: never. */
  readonly lastImport: string | null;
  /** Whether a holder is a process that is known to have ended. */
  readonly isGone: (holder: string) => boolean;
  /** Milliseconds of rest after each attempt; absent: {@link rests}. */
  readonly rests?: readonly number[];
}

/**
 * Judges the claim of a slot; undefined: it was never claimed. An attempt whose process ended without a word counts as one
 * that failed when it was claimed.
 */
export function judgeClaim(claim: ClaimTable | undefined, ground: ClaimGround): ClaimVerdict {
  if (claim === undefined || claim.state === 'done') return { kind: 'free', attempts: 0 };
  const { now, lastImport, isGone } = ground;
  const { holder, attempts, state } = claim;
  if (state === 'held' && !isGone(holder) && isLeased(claim, now))
    return { kind: 'held', holder, until: claim.expires_at };
  const since = state === 'held' ? claim.claimed_at : (claim.failed_at ?? claim.claimed_at);
  if (attempts >= mostAttempts) {
    const isNew = lastImport !== null && !hasCome(lastImport, since);
    return isNew ? { kind: 'free', attempts: 0 } : { kind: 'given-up', attempts, since };
  }
  const until = state === 'held' ? afterInstant(since, restAfter(attempts, ground.rests)) : claim.next_try_at;
  return isOver(until, ground) ? { kind: 'free', attempts } : { kind: 'resting', attempts, until };
}

/** A lease that would last longer than any was reckoned by a clock that has been set back since: it is over. */
const isLeased = ({ expires_at: until }: ClaimTable, now: string) =>
  !hasCome(until, now) && Date.parse(until) - Date.parse(now) <= longestLease;

/** Milliseconds. */
const longestLease = 10 * minute;

/** A rest that would last longer than any was reckoned by a clock that has been set back since: it is over. */
function isOver(until: string, { now, rests: of = rests }: ClaimGround): boolean {
  return hasCome(until, now) || Date.parse(until) - Date.parse(now) > Math.max(...of);
}

const afterInstant = (instant: string, milliseconds: number) =>
  new Date(Date.parse(instant) + milliseconds).toISOString();
