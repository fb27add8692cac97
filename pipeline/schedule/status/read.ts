import { readStatusFacts, type StatusFacts, type UntriedDelivery } from '../../../queries/status.ts';
import type { Recipient } from '../../channels/channel.ts';
import { getsSomething } from '../../distribute/addressee.ts';
import { judge } from '../../distribute/attempt.ts';
import { readPublished } from '../../distribute/published.ts';
import type { ClockEffect, DatabaseEffect } from '../../effects.ts';
import { isGone } from '../../process-name.ts';
import type { ReportDefinition } from '../../reports/report.ts';
import { refusedFiles } from '../inbox/refused.ts';
import { sinceWhen } from '../redeliver.ts';
import { examineEditions } from '../standing-editions.ts';
import type { SeenFacts, StatusGround } from '../status.ts';
import { readChangedSources } from './changed-sources.ts';

/** What status is asked of. */
export interface StatusTold {
  /** The roles whose approval an edition of each audience needs. */
  readonly approvals: StatusGround['approvals'];
  /** Folders of the settings that receive a copy of each edition. */
  readonly copies: readonly Recipient[];
  readonly definitions: readonly ReportDefinition[];
  /** Absolute path of the output folder. */
  readonly out: string;
  /** Absolute path of the folder that is watched; absent: none is. */
  readonly inbox?: string;
}

/** What status is made from. */
export interface Sighted {
  readonly facts: SeenFacts;
  readonly ground: StatusGround;
}

const day = 86_400_000;

/** Days for which editions are told of. */
const daysTold = 400;

/** Reads what status is made from: the ledger at one instant, the records of recent editions, and the refused files. */
export async function readSighted(
  { copies, definitions, out, inbox, approvals }: StatusTold,
  effects: DatabaseEffect & ClockEffect,
): Promise<Sighted> {
  const now = effects.now();
  const since = new Date(now.getTime() - daysTold * day).toISOString();
  const deliveredSince = sinceWhen(now);
  const ids = copies.map(({ id }) => id);
  const facts = await effects.database.transaction('snapshot', (session) =>
    readStatusFacts(session, { since, deliveredSince, copies: ids, approvals }),
  );
  const changedSources = await readChangedSources(facts, { definitions, out }, effects);
  const refused = inbox === undefined ? [] : await refusedFiles(inbox);
  return {
    facts: {
      ...facts,
      due: await examineEditions(facts.due, definitions, out),
      untried: await thoseDue(facts.untried, out),
    },
    ground: {
      ...{
        now: now.toISOString(),
        deliveredSince,
        approvals,
        copies: ids,
        isGone,
        refusedFiles: refused,
        changedSources,
      },
      judgeDelivery: (row) => judge(row, row.channel, { retryUnknown: false, retries: 'when-rested', now }),
    },
  };
}

/** An edition does not have what everybody asked for: who gets nothing of it is owed nothing. One delivery each. */
async function thoseDue(untried: StatusFacts['untried'], out: string): Promise<readonly UntriedDelivery[]> {
  const found: UntriedDelivery[] = [];
  for (const [folder, deliveries] of Map.groupBy(untried, (delivery) => delivery.folder)) {
    const published = await readPublished(folder, out).catch(() => null);
    // Where its folder is gone, that nobody is served is seen.
    const served = deliveries.filter((one) => published === null || getsSomething(published.manifest, one));
    found.push(...new Map(served.map((one) => [`${one.channel} ${one.recipient}`, one])).values());
  }
  return found;
}
