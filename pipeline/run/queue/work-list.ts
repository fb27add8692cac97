import type { PgBoss } from 'pg-boss';

/** One entry of a list that somebody has taken: the number of a task, and which taking of it this is. */
export interface Job {
  readonly task: number;
  readonly id: string;
  /** How often it was taken before. */
  readonly retryCount: number;
}

/**
 * Numbers of tasks, each handed to one process at a time. What a process has taken comes back when it has not been heard of
 * for {@link silence} seconds. An entry can be lost or come twice: who put it there knows what is done, not the list.
 */
export interface WorkList {
  readonly name: string;
  readonly open: () => Promise<void>;
  /** Removes it with all that is left on it. */
  readonly close: () => Promise<void>;
  /** Puts tasks on it, the first to be taken first; what is on it already, or taken, is not put there again. */
  readonly put: (tasks: readonly number[]) => Promise<void>;
  /** Takes at most so many; none where the list is empty or closed. */
  readonly take: (most: number) => Promise<readonly Job[]>;
  /** Says that whoever took these is still at it. */
  readonly keep: (jobs: readonly Job[]) => Promise<void>;
  readonly done: (job: Job) => Promise<void>;
  /** For somebody else to take; of no effect where somebody else has already taken it. */
  readonly giveBack: (job: Job) => Promise<void>;
}

/** Seconds after which a process that has not been heard of loses what it took. */
export const silence = 20;

/** Longer than a document takes to be drawn and handed to everybody, however slow their servers are. */
const longestWork = 4 * 60 * 60;
const oneWeek = 7 * 24 * 60 * 60;

/** The list of a name, open or not. */
export function workListOn(boss: PgBoss, name: string): WorkList {
  const attemptOf = ({ id, retryCount }: Job) => ({ id, retryCount });
  return {
    name,
    open: () =>
      boss.createQueue(name, {
        // One entry for each task, waiting or taken.
        policy: 'exclusive',
        retryLimit: 1_000_000,
        heartbeatSeconds: silence,
        expireInSeconds: longestWork,
        retentionSeconds: oneWeek,
      }),
    close: () => boss.deleteQueue(name),
    put: async (tasks) => {
      const entries = tasks.map((task) => ({ data: { task }, singletonKey: String(task), priority: -task }));
      await boss.insert(name, entries);
    },
    take: async (most) => {
      const jobs = await unlessClosed(boss.fetch<{ readonly task: number }>(name, { batchSize: most }));
      const taken = (jobs ?? []).map(({ id, retryCount, data }) => ({ id, retryCount, task: data.task }));
      return taken.toSorted((one, other) => one.task - other.task);
    },
    keep: async (jobs) => {
      if (jobs.length > 0) await unlessClosed(boss.touch(name, jobs.map(attemptOf)));
    },
    done: async (job) => {
      await unlessClosed(boss.deleteJob(name, attemptOf(job)));
    },
    giveBack: async (job) => {
      await unlessClosed(boss.fail(name, attemptOf(job)));
    },
  };
}

/** Null where the list was closed in the meantime. */
async function unlessClosed<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && / does not exist$/.test(error.message) && error.message.startsWith('Queue '))
      return null;
    throw error;
  }
}
