import { type ClaimEnd, type ClaimTable, endClaim, lockClaim, renewClaim, takeClaim } from '../../queries/claims.ts';
import type { SlotKey } from '../../queries/ledger.ts';
import type { DatabaseEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { processName } from '../process-name.ts';

/** A slot that this process alone may publish by schedule, renewed until it ends. Disposed of without an end: stopped. */
export interface Claim extends AsyncDisposable {
  readonly fence: number;
  /**
   * Does what publishes, while nobody else can take the slot.
   * @throws PipelineError `publish` where somebody else has taken it.
   */
  readonly publishing: <T>(work: () => Promise<T>) => Promise<T>;
  /** Records how the attempt ended; false: somebody else has the slot, and what they find is recorded. */
  readonly end: (end: ClaimEnd) => Promise<boolean>;
}

/** Milliseconds for which a claim lasts unless it is renewed. */
export const lease = 120_000;

/** Claims a slot that is still as it was seen, for one more attempt; null: somebody else was quicker. */
export async function claimSlot(
  slot: SlotKey,
  seen: ClaimTable | null,
  attempts: number,
  { database }: DatabaseEffect,
  lasts: number = lease,
): Promise<Claim | null> {
  const fence = await database.transaction('read-write', (session) =>
    takeClaim(session, slot, { holder: processName(), lease: lasts, seen, attempts }),
  );
  if (fence === null) return null;
  const renew = () =>
    database
      .transaction('read-write', (session) => renewClaim(session, slot, fence, lasts))
      // A database that is away for a moment: the next time, or publication finds out.
      .catch(() => undefined);
  const timer = setInterval(renew, lasts / 3);
  timer.unref();
  let hasEnded = false;
  const end = async (how: ClaimEnd) => {
    clearInterval(timer);
    hasEnded = true;
    return database.transaction('read-write', (session) => endClaim(session, slot, fence, how));
  };
  return {
    fence,
    end,
    publishing: (work) =>
      database.transaction('read-write', async (session) => {
        if (await lockClaim(session, slot, fence)) return work();
        const what = `${slot.report} ${slot.period}: another process has taken the slot over`;
        throw new PipelineError('publish', what, 'leave it to that process; `report287 status` names it');
      }),
    [Symbol.asyncDispose]: async () => {
      if (!hasEnded) await end({ state: 'stopped' }).catch(() => undefined);
    },
  };
}
