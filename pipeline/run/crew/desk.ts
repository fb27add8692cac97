import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sender } from '../../distribute/attempt.ts';
import type { PipelineError } from '../../errors.ts';
import type { Task } from '../crew.ts';
import type { Job } from '../queue/work-list.ts';

/** How a task ended. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: Pick<PipelineError, 'kind' | 'message' | 'remedy' | 'details'> };

/** Who has begun a task. */
export interface Begun {
  /** As `sender` names it. */
  readonly worker: string;
  readonly job: Job;
}

/** A folder on which the tasks of a run lie, what is known of who does them, and their outcomes; every process may look. */
export interface Desk {
  readonly folder: string;
  readonly lay: (tasks: readonly Task[]) => Promise<void>;
  readonly readTasks: () => Promise<readonly Task[]>;
  /** Leaves word that this process has begun a task. @throws Error where the desk is gone: its run is over. */
  readonly begin: (job: Job) => Promise<void>;
  /** Of some tasks, who began them last; of those that nobody has begun, nothing. */
  readonly begun: (tasks: readonly number[]) => Promise<readonly Begun[]>;
  readonly hasOutcome: (task: number) => boolean;
  /** Appears whole or not at all. */
  readonly putOutcome: (task: number, outcome: Outcome) => Promise<void>;
  /** The outcomes that this desk has not given before. */
  readonly takeOutcomes: () => Promise<readonly (readonly [task: number, outcome: Outcome])[]>;
}

/** The desk in a folder, which must be there. */
export function deskIn(folder: string): Desk {
  const outcomes = join(folder, 'outcomes');
  const taken = new Set<string>();
  const wordOf = (task: number) => join(folder, 'begun', `${task}.json`);
  const nameOf = (task: number) => `${task}.json`;
  return {
    folder,
    lay: async (tasks) => {
      await mkdir(outcomes);
      await mkdir(join(folder, 'begun'));
      await writeFile(join(folder, 'tasks.json'), JSON.stringify(tasks), { flag: 'wx' });
    },
    readTasks: async () => JSON.parse(await readFile(join(folder, 'tasks.json'), 'utf8')),
    begin: (job) => writeFile(wordOf(job.task), JSON.stringify({ worker: sender(), job } satisfies Begun)),
    begun: async (tasks) => {
      const words = await Promise.all(tasks.map((task) => readBegun(wordOf(task))));
      return words.flatMap((word) => word ?? []);
    },
    hasOutcome: (task) => existsSync(join(outcomes, nameOf(task))),
    putOutcome: async (task, outcome) => {
      const unfinished = join(folder, `${task}.${randomUUID()}`);
      await writeFile(unfinished, JSON.stringify(outcome));
      await rename(unfinished, join(outcomes, nameOf(task)));
    },
    takeOutcomes: async () => {
      const names = (await readdir(outcomes)).filter((name) => !taken.has(name));
      const read = names.map(async (name) => {
        taken.add(name);
        return [
          Number.parseInt(name, 10),
          JSON.parse(await readFile(join(outcomes, name), 'utf8')) as Outcome,
        ] as const;
      });
      return Promise.all(read);
    },
  };
}

/** Null where nobody has begun it, or is just writing so. */
async function readBegun(path: string): Promise<Begun | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Begun;
  } catch {
    return null;
  }
}
