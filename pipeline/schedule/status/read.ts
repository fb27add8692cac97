import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readStatusFacts, type StatusFacts, type UntriedDelivery } from '../../../queries/status.ts';
import type { Recipient } from '../../channels/channel.ts';
import { addresseesOf } from '../../distribute/addressee.ts';
import { isGone, judge } from '../../distribute/attempt.ts';
import { readPublished } from '../../distribute/published.ts';
import type { ClockEffect, DatabaseEffect } from '../../effects.ts';
import { sinceWhen } from '../redeliver.ts';
import type { StatusGround } from '../status.ts';

/** What status is asked of. */
export interface StatusTold {
  /** The roles whose approval an edition of each audience needs. */
  readonly approvals: StatusGround['approvals'];
  /** Folders of the settings that receive a copy of each edition. */
  readonly copies: readonly Recipient[];
  /** Absolute path of the output folder. */
  readonly out: string;
  /** Absolute path of the folder that is watched; absent: none is. */
  readonly inbox?: string;
}

/** What status is made from. */
export interface Sighted {
  readonly facts: StatusFacts;
  readonly ground: StatusGround;
}

const day = 86_400_000;

/** Days for which editions are told of. */
const daysTold = 400;

/** Reads what status is made from: the ledger at one instant, the records of recent editions, and the refused files. */
export async function readSighted(
  { copies, out, inbox, approvals }: StatusTold,
  effects: DatabaseEffect & ClockEffect,
): Promise<Sighted> {
  const now = effects.now();
  const since = new Date(now.getTime() - daysTold * day).toISOString();
  const deliveredSince = sinceWhen(now);
  const ids = copies.map(({ id }) => id);
  const facts = await effects.database.transaction('snapshot', (session) =>
    readStatusFacts(session, { since, deliveredSince, copies: ids, approvals }),
  );
  const refusedFiles = inbox === undefined ? [] : await refusedIn(inbox);
  return {
    facts: { ...facts, untried: await thoseDue(facts, copies, out) },
    ground: {
      ...{ now: now.toISOString(), deliveredSince, approvals, copies: ids, isGone, refusedFiles },
      judgeDelivery: (row) => judge(row, row.channel, { retryUnknown: false, retries: 'when-rested', now }),
    },
  };
}

/** An edition does not have what everybody asked for: who gets nothing of it is owed nothing. */
async function thoseDue(
  { untried, subscriptions }: StatusFacts,
  copies: readonly Recipient[],
  out: string,
): Promise<readonly UntriedDelivery[]> {
  const found: UntriedDelivery[] = [];
  for (const [folder, deliveries] of Map.groupBy(untried, (delivery) => delivery.folder)) {
    const published = await readPublished(folder, out).catch(() => null);
    if (published === null) {
      // Its folder is gone: that nobody is served is seen.
      found.push(...deliveries);
      continue;
    }
    const { addressees } = addresseesOf(published.manifest, subscriptions, copies);
    const served = new Set(addressees.map(({ recipient: { id, channel } }) => `${channel} ${id}`));
    found.push(...deliveries.filter(({ recipient, channel }) => served.has(`${channel} ${recipient}`)));
  }
  return found;
}

/** The names of the files that lie in an inbox's `refused/`, without the reasons beside them. */
async function refusedIn(inbox: string): Promise<readonly string[]> {
  const names = await readdir(join(inbox, 'refused')).catch(() => []);
  return names.filter((name) => !name.startsWith('.') && !name.endsWith('.reason.txt')).toSorted();
}
