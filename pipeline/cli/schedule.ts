import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { none } from '../disclosure/none.ts';
import type { Effects, ProgressEffect } from '../effects.ts';
import { exitCodes } from '../errors.ts';
import { formats } from '../formats/index.ts';
import { writeArchive } from '../publish/archive.ts';
import { adoptEditions } from '../run/adopt-editions.ts';
import { openQueue } from '../run/queue.ts';
import { afterLook } from '../schedule/after-look.ts';
import type { Duties, Halts } from '../schedule/duties.ts';
import { isUnfinished, look } from '../schedule/look.ts';
import { leftInWords, lookInWords } from '../schedule/look-in-words.ts';
import { keepLooking, lookOnce, type Rhythm } from '../schedule/loop.ts';
import { type Answer, withDatabase } from './commands.ts';
import { copiesOf, termsOf } from './distribution.ts';
import { importDelivered } from './import/delivered.ts';
import { isOnRecord } from './import/released.ts';
import { hashOfProgram, openPressWith } from './press.ts';
import { scheduledReports } from './scheduled-reports.ts';

/** What `report287 schedule` is told. */
export interface ScheduleFlags {
  /** Look once and end. */
  readonly once?: boolean;
}

/**
 * Imports, publishes and hands over by itself what is due, again and again until the signal comes, or once. The embedded database
 * is kept for as long as that takes: no other command can use it.
 */
export async function schedule(
  config: Config,
  { once = false }: ScheduleFlags,
  stop: AbortSignal,
  { progress }: ProgressEffect,
): Promise<Answer> {
  return withDatabase(config, progress, async (effects) => {
    const duties = dutiesOf(config, effects);
    const looking = (halts: Halts) => look(duties, halts, effects);
    for (const folder of await adoptEditions(config.out, effects))
      progress({ kind: 'note', text: `${folder} is not adopted: synthetic and real editions do not stand together` });
    if (existsSync(join(config.out, 'internal'))) await writeArchive(config.out, 'internal');
    const told = sightOf(config);
    const rhythm: Rhythm = {
      ...config.scheduling,
      afterLook: (looked) => afterLook(stop.aborted ? silent(told) : told, looked, effects),
    };
    if (once) {
      const looked = await lookOnce(looking, rhythm, stop, effects);
      const lines = [...lookInWords(looked), ...looked.left.map(leftInWords)];
      const exitCode = isUnfinished(looked) ? exitCodes.delivery : 0;
      return { data: looked, lines: lines.length === 0 ? ['Nothing was to be done.'] : lines, exitCode };
    }
    const say = (text: string) => progress({ kind: 'note', text });
    await using queue = await openQueue(effects.database, say);
    say(`looks every ${rhythm.interval / 1000} s at what is due`);
    const begun = hashOfProgram();
    const replaced = new AbortController();
    const wait: Rhythm['wait'] = async (milliseconds, signal) => {
      await queue.nextWake(milliseconds, signal);
      // What is in memory is the old program, and it would sign with the new one's hash.
      if (hashOfProgram() !== begun) replaced.abort();
    };
    await keepLooking(looking, { ...rhythm, wait }, AbortSignal.any([stop, replaced.signal]), effects);
    const lines = replaced.signal.aborted
      ? ['The program was changed while it ran: start it anew.']
      : ['Stopped: nothing is half done.'];
    return { data: { kind: replaced.signal.aborted ? 'program-changed' : 'stopped' }, lines, exitCode: 0 };
  });
}

/** A look that was cut short gives no sign of life. */
function silent<T extends { readonly scheduling: Config['scheduling'] }>(told: T): T {
  const { heartbeat: _, ...scheduling } = told.scheduling;
  return { ...told, scheduling };
}

/** What is seen of a machine that publishes by itself, and by whom. */
const sightOf = (config: Config) => ({
  definitions: scheduledReports(config),
  approvals: config.delivery.approvals,
  copies: copiesOf(config),
  out: config.out,
  ...(config.scheduling.inbox === undefined ? {} : { inbox: config.scheduling.inbox }),
  scheduling: config.scheduling,
  channels: config.delivery.channels,
  data: config.data,
});

const inboxAt = (folder: string, effects: Effects): Duties['inbox'] => ({
  folder,
  importFile: (path) => importDelivered(path, effects),
  isImported: (path) => isOnRecord(path, effects),
});

/** What a scheduler of this machine does, as the settings have it. */
function dutiesOf(config: Config, effects: Effects): Duties {
  const { engine } = effects.database;
  const { inbox } = config.scheduling;
  return {
    definitions: scheduledReports(config),
    documents: 'all',
    formats,
    disclosure: none,
    ...termsOf(config),
    out: config.out,
    inbox: inbox === undefined ? null : inboxAt(inbox, effects),
    // On a server, every worker draws as well.
    openPress: () => openPressWith(config, engine === 'postgresql', effects),
  };
}
