import { randomUUID } from 'node:crypto';
import { recordEdition, recordRunEnd, recordRunStart, type SlotKey } from '../../queries/ledger.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import type { Edition } from '../publish.ts';

/** One attempt at a slot, which the ledger knows from its beginning. Disposed of without an end, it has failed. */
export interface Attempt extends AsyncDisposable {
  readonly id: string;
  /** ISO instant. */
  readonly startedAt: string;
  /** Records how it ended, and what it published; ISO instant. */
  readonly end: (outcome: 'published' | 'dry run', finishedAt: string, edition: Edition | null) => Promise<void>;
}

/** Records in the ledger that an attempt at a slot begins. */
export async function beginAttempt(
  { report, period, audience, subject }: SlotKey,
  startedAt: string,
  { database, now }: DatabaseEffect & ClockEffect,
): Promise<Attempt> {
  const slot = { report, period, audience, subject };
  const id = randomUUID();
  let hasEnded = false;
  await database.transaction('read-write', (session) =>
    recordRunStart(session, { run_id: id, ...slot, started_at: startedAt }),
  );
  const finish = (outcome: string, finishedAt: string, edition: Edition | null) =>
    database.transaction('read-write', async (session) => {
      if (edition !== null) {
        const { number, fingerprint, folder, manifestSha256 } = edition;
        const row = { ...slot, number, fingerprint, folder, manifest_sha256: manifestSha256, run_id: id };
        await recordEdition(session, { ...row, published_at: finishedAt });
      }
      await recordRunEnd(session, id, finishedAt, outcome);
    });
  return {
    id,
    startedAt,
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
