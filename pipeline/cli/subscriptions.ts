import { readFile } from 'node:fs/promises';
import type { Session } from '../../queries/database.ts';
import { readFieldOffices } from '../../queries/offices.ts';
import {
  readHolders,
  readSubscriptions,
  replaceSubscriptions,
  subscriptionColumns,
} from '../../queries/subscriptions.ts';
import type { Channel } from '../channels/channel.ts';
import { channels as registered } from '../channels/index.ts';
import type { Config } from '../config.ts';
import type { ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { reports } from '../reports/index.ts';
import { type Answer, withDatabase } from './commands.ts';
import { type Known, type ReadSubscriptions, readRows, subscriptionsText } from './subscriptions/rows.ts';
import { wakeScheduler } from './wake.ts';

/**
 * Puts a list of subscriptions (CSV) in the place of those on record: all of the list, or nothing.
 * @throws PipelineError `contract` with every problem, `source` where the file cannot be read.
 */
export async function importSubscriptions(
  config: Config,
  file: string,
  { progress }: ProgressEffect,
  channels: readonly Channel[] = registered,
): Promise<Answer> {
  const text = await textOf(file);
  return withDatabase(config, progress, async (effects) => {
    const { database } = effects;
    const changed = await database.transaction('read-write', async (session) => {
      const { subscriptions, problems } = await readAgainst(session, file, text, channels);
      if (problems.length > 0) throw notAList(file, problems);
      return replaceSubscriptions(session, subscriptions);
    });
    await wakeScheduler(effects);
    const { added, changed: altered, removed, same } = changed;
    return {
      data: { file, ...changed },
      lines: [
        `${added.length} added, ${altered.length} changed, ${removed.length} removed, ${same} as they were.`,
        ...added.map((key) => `added: ${key}`),
        ...altered.map((key) => `changed: ${key}`),
        ...removed.map((key) => `removed: ${key}`),
      ],
      exitCode: 0,
    };
  });
}

/** Prints every subscription as the list that gives the same ones again. */
export async function exportSubscriptions(config: Config, { progress }: ProgressEffect): Promise<Answer> {
  return withDatabase(config, progress, async ({ database }) => {
    const subscriptions = await database.transaction('snapshot', readSubscriptions);
    return { data: { subscriptions }, lines: subscriptionsText(subscriptions).trimEnd().split('\n'), exitCode: 0 };
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new PipelineError('source', `${file} cannot be read`, 'check the path', { cause });
  }
}

async function readAgainst(
  session: Session,
  file: string,
  text: string,
  channels: readonly Channel[],
): Promise<ReadSubscriptions> {
  const offices = await readFieldOffices(session.source);
  const known: Known = {
    reports,
    channels,
    offices: new Set(offices.map(({ office_code: code }) => code)),
    agreements: await readHolders(session.source),
  };
  try {
    return readRows(text, known);
  } catch (cause) {
    throw notAList(file, [cause instanceof Error ? cause.message : String(cause)]);
  }
}

const notAList = (file: string, problems: readonly string[]) =>
  new PipelineError(
    'contract',
    `${file} is not a list of subscriptions; nothing was changed`,
    `mend these lines; the columns are ${subscriptionColumns.join(', ')}`,
    { details: problems },
  );
