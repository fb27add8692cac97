import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PipelineError } from '../../errors.ts';
import type { Task } from '../crew.ts';
import type { Job } from '../queue/work-list.ts';

/** How a task ended. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: Pick<PipelineError, 'kind' | 'message' | 'remedy' | 'details'> };

/** What a process says of a task that it has taken. */
export interface Word {
  /** As `processName` names it. */
  readonly worker: string;
  readonly job: Job;
  /** `held`: it will begin it. `left`: it has left it to others. */
  readonly state: 'held' | 'begun' | 'left';
  /** How many processes before it were lost at the task. */
  readonly lost: number;
}

/** A folder on which the tasks of a run lie, what is known of who does them, and their outcomes; every process may look. */
export interface Desk {
  readonly folder: string;
  readonly lay: (tasks: readonly Task[]) => Promise<void>;
  readonly readTasks: () => Promise<readonly Task[]>;
  /** Says of a task what this process does about it. @throws Error where the desk is gone: its run is over. */
  readonly say: (word: Word) => Promise<void>;
  /** Of some tasks, what was said last; of those that nobody has taken, nothing. */
  readonly words: (tasks: readonly number[]) => Promise<readonly Word[]>;
  readonly hasOutcome: (task: number) => boolean;
  /** Appears whole or not at all. */
  readonly putOutcome: (task: number, outcome: Outcome) => Promise<void>;
  /** The outcomes that this desk has not given before. */
  readonly takeOutcomes: () => Promise<readonly (readonly [task: number, outcome: Outcome])[]>;
  /** Leaves a sign that the run goes on; each is another. */
  readonly sign: () => Promise<void>;
  /** The last sign; the empty text: none, or none that can be seen now. */
  readonly lastSign: () => Promise<string>;
}

/** The desk in a folder, which must be there. */
export function deskIn(folder: string): Desk {
  const outcomes = join(folder, 'outcomes');
  const sign = join(folder, 'sign');
  const taken = new Set<string>();
  const wordOf = (task: number) => join(folder, 'words', `${task}.json`);
  const nameOf = (task: number) => `${task}.json`;
  return {
    folder,
    lay: async (tasks) => {
      await mkdir(outcomes);
      await mkdir(join(folder, 'words'));
      await writeFile(join(folder, 'tasks.json'), JSON.stringify(tasks), { flag: 'wx' });
    },
    readTasks: async () => JSON.parse(await readFile(join(folder, 'tasks.json'), 'utf8')),
    say: (word) => put(wordOf(word.job.task), word),
    words: async (tasks) => {
      const words = await Promise.all(tasks.map((task) => readWord(wordOf(task))));
      return words.flatMap((word) => word ?? []);
    },
    hasOutcome: (task) => existsSync(join(outcomes, nameOf(task))),
    putOutcome: (task, outcome) => put(join(outcomes, nameOf(task)), outcome),
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
    sign: () => put(sign, randomUUID()),
    lastSign: () => readFile(sign, 'utf8').catch(() => ''),
  };

  /** Whoever reads it finds it whole, though its writer is killed. */
  async function put(path: string, what: unknown): Promise<void> {
    const unfinished = join(folder, `unfinished.${randomUUID()}`);
    await writeFile(unfinished, JSON.stringify(what));
    await rename(unfinished, path);
  }
}

/** Null where nobody has taken it. */
async function readWord(path: string): Promise<Word | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Word;
  } catch {
    return null;
  }
}
