import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ProgressEffect } from '../../effects.ts';
import { PipelineError } from '../../errors.ts';
import { isGone } from '../../process-name.ts';
import { everyList, type Task } from '../crew.ts';
import type { WorkList } from '../queue/work-list.ts';
import type { Queue } from '../queue.ts';
import { type Desk, deskIn } from './desk.ts';
import type { Source } from './hands.ts';

/** A run whose tasks can be seen from here. */
export interface VisibleRun extends Source {
  /** @throws PipelineError `internal` where there is none of that number. */
  readonly task: (at: number) => Promise<Task>;
  /** Whether a sign of it was seen lately; looks for one. */
  readonly isHeardOf: () => Promise<boolean>;
}

/** Where a worker looks for runs. */
export interface Outlook {
  readonly queue: Queue;
  /** What the names of lists begin with that it can work off. */
  readonly prefix: string;
  /** Absolute path of the output folder. */
  readonly out: string;
  /** Milliseconds without a sign of a run after which its work is left; absent: three minutes. */
  readonly silence?: number;
}

/** Milliseconds between two looks. */
export const lookedEvery = 1_000;
/** Several signs long, and longer than a file that is shared may look as it was. */
const longestSilence = 180_000;
const looksBeforeTelling = 3;

/** Finds the runs that have work, at most once in {@link lookedEvery}; says once of each that cannot be helped, and why. */
export function findRuns(
  { queue, prefix, out, silence = longestSilence }: Outlook,
  { progress }: ProgressEffect,
): () => Promise<readonly VisibleRun[]> {
  const say = (text: string) => progress({ kind: 'note', text });
  const known = new Map<string, VisibleRun>();
  const unseen = new Map<string, number>();
  let runs: readonly VisibleRun[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  const runOf = async (list: WorkList): Promise<readonly VisibleRun[]> => {
    const name = basename(list.name);
    const folder = join(out, '.staging', name);
    const isOurs = list.name.startsWith(prefix);
    if (isGone(name)) await list.close();
    else if (isOurs && existsSync(join(folder, 'tasks.json'))) {
      const run = known.get(name) ?? visibleRun(list, folder, silence);
      known.set(name, run);
      if (await run.isHeardOf()) return [run];
      await list.close();
      say(`the run ${name} has given no sign for ${silence / 1_000} seconds: its work is left`);
    } else {
      const times = (unseen.get(name) ?? 0) + 1;
      unseen.set(name, times);
      // A run that has just ended is not seen either, for a moment.
      if (times === looksBeforeTelling) say(isOurs ? notSeen(folder) : otherProgram(name));
    }
    return [];
  };
  return async () => {
    if (performance.now() - lookedAt < lookedEvery) return runs;
    const lists = await queue.lists(everyList);
    lookedAt = performance.now();
    const found: VisibleRun[] = [];
    for (const list of lists) found.push(...(await runOf(list)));
    runs = found;
    return runs;
  };
}

const notSeen = (folder: string) =>
  `${folder} is not seen from here, and a run has its work there: REPORT287_OUT must be the same folder for this worker as for the run`;

const otherProgram = (name: string) =>
  `the run ${name} is of another version of the program or its browser, or of other settings (schema, copies, approvals, SMTP, SFTP, S3): start this worker anew from the same checkout and with the same settings`;

function visibleRun(list: WorkList, folder: string, silence: number): VisibleRun {
  const desk = deskIn(folder);
  let read: Promise<readonly Task[]> | undefined;
  return {
    list,
    desk,
    task: async (at) => {
      read ??= desk.readTasks();
      const task = (await read)[at];
      if (task !== undefined) return task;
      throw new PipelineError('internal', `there is no task ${at}`, 'report this as a defect');
    },
    isHeardOf: hearing(desk, silence),
  };
}

/** By this process's own clock alone: what counts is that a sign differs from the one before. */
function hearing({ lastSign }: Desk, silence: number): () => Promise<boolean> {
  let heard: { readonly sign: string; readonly at: number } | null = null;
  return async () => {
    const sign = await lastSign();
    if (heard === null || heard.sign !== sign) heard = { sign, at: performance.now() };
    return performance.now() - heard.at < silence;
  };
}
