import { randomUUID } from 'node:crypto';
import { readLastRequiredRoles, recordRequiredRoles } from '../../queries/approvals.ts';
import type { Session } from '../../queries/database.ts';
import { recordEdition, recordRunEnd, recordRunStart } from '../../queries/ledger.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import type { Edition, Slot } from '../publish.ts';

/** Whose approval editions need by the settings of this machine. */
export interface Demand {
  /** The roles for each audience. */
  readonly approvals: Readonly<Record<Slot['audience'], readonly string[]>>;
  /** The audiences for which somebody said so, if only that there is none: of others, what was needed last is needed again. */
  readonly stated: readonly Slot['audience'][];
}

/** One attempt at a slot, which the ledger knows from its beginning. Disposed of without an end, it has failed. */
export interface Attempt extends AsyncDisposable {
  readonly id: string;
  /** ISO instant. */
  readonly startedAt: string;
  /** The roles whose approval its edition needs: on record with it. */
  readonly approvals: readonly string[];
  /** Records how it ended, and what it published; ISO instant. */
  readonly end: (outcome: 'published' | 'dry run', finishedAt: string, edition: Edition | null) => Promise<void>;
}

/** Records in the ledger that an attempt at a slot begins. */
export async function beginAttempt(
  { report, period, audience, subject }: Slot,
  startedAt: string,
  demand: Partial<Demand>,
  { database, now }: DatabaseEffect & ClockEffect,
): Promise<Attempt> {
  const slot = { report, period, audience, subject };
  const id = randomUUID();
  let hasEnded = false;
  const approvals = await database.transaction('read-write', async (session) => {
    await recordRunStart(session, { run_id: id, ...slot, started_at: startedAt });
    return requiredBy(demand, slot, session);
  });
  const finish = (outcome: string, finishedAt: string, edition: Edition | null) =>
    database.transaction('read-write', async (session) => {
      if (edition !== null) {
        const { number, fingerprint, folder, manifestSha256 } = edition;
        const row = { ...slot, number, fingerprint, folder, manifest_sha256: manifestSha256, run_id: id };
        await recordEdition(session, { ...row, published_at: finishedAt });
        await recordRequiredRoles(session, row, approvals);
      }
      await recordRunEnd(session, id, finishedAt, outcome);
    });
  return {
    id,
    startedAt,
    approvals,
    end: async (outcome, finishedAt, edition) => {
      hasEnded = true;
      await finish(outcome, finishedAt, edition);
    },
    // What made it fail is told by whoever stops; a database that is gone must not hide that.
    [Symbol.asyncDispose]: async () => {
      if (!hasEnded) await finish('failed', now().toISOString(), null).catch(() => undefined);
    },
  };
}

/** A shell in which a setting was forgotten asks for no less than the run before. */
async function requiredBy(
  { approvals, stated = [] }: Partial<Demand>,
  slot: Slot,
  session: Session,
): Promise<readonly string[]> {
  const asked = approvals?.[slot.audience] ?? [];
  const last = stated.includes(slot.audience) ? [] : await readLastRequiredRoles(session, slot);
  return [...new Set([...asked, ...last])];
}
