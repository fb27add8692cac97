import type { Claims, ClaimTable } from '../../../queries/claims.ts';
import { instantInWords } from '../../period.ts';
import type { DueSlot } from '../../schedule.ts';
import { counted } from '../../wording.ts';
import { judgeClaim } from '../attempts.ts';

/** How the work on a slot that is due stands. */
export type ClaimStanding =
  | { readonly state: 'running'; readonly holder: string; readonly since: string; readonly attempt: number }
  | (Failure & { readonly state: 'resting'; readonly until: string })
  | (Failure & { readonly state: 'given-up'; readonly since: string });

/** Why an attempt came to nothing. */
export interface Failure {
  /** Since the last that went well. */
  readonly attempts: number;
  readonly problem: string;
  readonly remedy: string;
}

/** How the work on a slot stands that is due; null: nobody works on it, and nothing that failed keeps anybody from it. */
export function workOn(
  slot: DueSlot,
  claims: Claims,
  isGone: (holder: string) => boolean,
): { readonly attempts: number; readonly work: ClaimStanding | null } {
  const claim = claims.claims.find((each) => isClaimOf(each, slot));
  if (claim === undefined) return { attempts: 0, work: null };
  const work = claimStanding(claim, claims, isGone);
  // What waits is not kept from being run by an attempt that failed.
  const isToBeRun = slot.state === 'ready' || slot.state === 'queued';
  return { attempts: claim.attempts, work: isToBeRun || work?.state === 'running' ? work : null };
}

/** null: nobody works on it, and nothing keeps anybody from it. */
export function claimStanding(
  claim: ClaimTable,
  claims: Claims,
  isGone: (holder: string) => boolean,
): ClaimStanding | null {
  const verdict = judgeClaim(claim, { ...claims, isGone });
  switch (verdict.kind) {
    case 'free':
      return null;
    case 'held':
      return { state: 'running', holder: claim.holder, since: claim.claimed_at, attempt: claim.attempts };
    case 'resting':
      return { state: 'resting', until: verdict.until, ...failureOf(claim) };
    case 'given-up':
      return { state: 'given-up', since: verdict.since, ...failureOf(claim) };
  }
}

const isClaimOf = (claim: ClaimTable, { report, period, audience }: DueSlot) =>
  claim.report === report && claim.period === period.id && claim.audience === audience && claim.subject === '';

const failureOf = ({ attempts, problem, remedy }: ClaimTable): Failure => ({
  attempts,
  problem: problem ?? 'the process that ran it ended without a word',
  remedy: remedy ?? 'find out what ended it (memory, a restart), and let it be run again',
});

/** `failed 2 times, again from November 7, 2025 at 6:05 AM (New York)` */
export function workInWords(work: ClaimStanding): string {
  switch (work.state) {
    case 'running':
      return `by ${work.holder}, since ${instantInWords(work.since)}`;
    case 'resting':
      return `failed ${counted({ one: 'once', many: '{count} times' }, work.attempts)}, again from ${instantInWords(work.until)}`;
    case 'given-up':
      return `after ${counted({ one: 'one attempt', many: '{count} attempts' }, work.attempts)}`;
  }
}
