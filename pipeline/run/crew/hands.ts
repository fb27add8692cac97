import { existsSync } from 'node:fs';
import { PipelineError } from '../../errors.ts';
import { type Job, silence, type WorkList } from '../queue/work-list.ts';
import type { Desk, Outcome } from './desk.ts';

/** What this process has taken off lists and not ended yet. While it is at work, the lists hear so. */
export interface Hands extends AsyncDisposable {
  readonly busy: () => number;
  /** `work` is told whether what it has done still counts. */
  readonly begin: (list: WorkList, job: Job, work: (isOurs: () => boolean) => Promise<void>) => void;
  /** Waits until something ends; if nothing is under way, for ever. */
  readonly oneEnded: () => Promise<void>;
  /** Throws what the first thing threw that failed. */
  readonly throwFailure: () => void;
  /** Lets everything that is still under way be taken by others; what it comes to is no longer told. */
  readonly giveBack: () => Promise<number>;
}

/** A process at work. Disposing waits for what is under way, unless it was given back. */
export function openHands(): Hands {
  const underWay = new Map<Job, { readonly list: WorkList; readonly ended: Promise<void> }>();
  let failure: { readonly error: unknown } | null = null;
  const keep = async () => {
    const lists = Map.groupBy(underWay, ([, { list }]) => list);
    // A database that is away for a moment: the next time, or somebody else does it once more.
    for (const [list, own] of lists) await list.keep(own.map(([job]) => job)).catch(() => undefined);
  };
  const timer = setInterval(keep, (silence * 1_000) / 4);
  return {
    busy: () => underWay.size,
    begin: (list, job, work) => {
      const ended = work(() => underWay.has(job))
        .catch((error: unknown) => {
          if (underWay.has(job)) failure ??= { error };
        })
        .finally(() => underWay.delete(job));
      underWay.set(job, { list, ended });
    },
    oneEnded: () => Promise.race([...underWay.values()].map(({ ended }) => ended)),
    throwFailure: () => {
      if (failure !== null) throw failure.error;
    },
    giveBack: async () => {
      const left = [...underWay];
      underWay.clear();
      for (const [job, { list }] of left) await list.giveBack(job).catch(() => undefined);
      return left.length;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...underWay.values()].map(({ ended }) => ended));
      clearInterval(timer);
    },
  };
}

/**
 * Does one task and leaves its outcome on the desk; what has one already is not done again.
 * @throws whatever is no trouble of the task alone; the task is given back then.
 */
export async function perform(
  desk: Desk,
  list: WorkList,
  job: Job,
  work: (task: number, isRepeated: boolean) => Promise<unknown>,
  isOurs: () => boolean,
): Promise<void> {
  try {
    if (!desk.hasOutcome(job.task)) {
      const before = await desk.begun([job.task]);
      await desk.begin(job);
      const outcome = await outcomeOf(() => work(job.task, before.length > 0));
      if (!isOurs()) return;
      await desk.putOutcome(job.task, outcome);
    }
    // The outcome counts: a job that comes back finds it.
    await list.done(job).catch(() => undefined);
  } catch (error) {
    // It was given back, or its run is over: nobody wants to know.
    if (!isOurs() || !existsSync(desk.folder)) return;
    await list.giveBack(job).catch(() => undefined);
    throw error;
  }
}

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { kind: 'done', result: await work() };
  } catch (error) {
    // A disk that is full or closed, or a file that is not seen from here, is no trouble of the task.
    if (error instanceof Error && 'errno' in error) throw error;
    if (!(error instanceof PipelineError)) return { kind: 'failed', error: defect(error) };
    const { kind, message, remedy, details } = error;
    return { kind: 'failed', error: { kind, message, remedy, details } };
  }
}

const defect = (error: unknown) => ({
  kind: 'internal' as const,
  message: `unexpected: ${error instanceof Error ? error.message : String(error)}`,
  remedy: 'run again without --workers and with --debug, and report this as a defect',
  details: [],
});
