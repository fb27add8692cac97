import { existsSync } from 'node:fs';
import { PipelineError } from '../../errors.ts';
import { processName } from '../../process-name.ts';
import type { Job } from '../queue/work-list.ts';
import type { Outcome, Word } from './desk.ts';
import { type Hold, leaveTo, type Source } from './hands.ts';

/** How the tasks of a run are done, by their numbers. */
export interface Doing {
  /** `isRepeated`: somebody has begun it before, and may have ended half way. */
  readonly perform: (task: number, isRepeated: boolean) => Promise<unknown>;
  /** What comes of a task at which so many processes were lost. */
  readonly giveUp: (task: number, lost: number) => Promise<Outcome>;
}

/** So many processes lost, and the task is given up. */
export const mostLost = 3;

/**
 * How many processes were lost at a task: they had begun it when they ended without a word, or were not heard of any more. The
 * first may have been lost at what it did beside; from then on the task is done alone.
 */
export function lostAt(last: Word | undefined): number {
  if (last === undefined) return 0;
  // This process is not lost, however late its word came to the list.
  return last.lost + (last.state === 'begun' && last.worker !== processName() ? 1 : 0);
}

/**
 * Does one task and leaves its outcome on the desk; what has one already is not done again.
 * @throws whatever is no trouble of the task alone; the task is given back then.
 */
export async function perform(source: Source, job: Job, doing: Doing, hold: Hold): Promise<void> {
  const { desk, list } = source;
  try {
    const [last] = await desk.words([job.task]);
    const lost = lostAt(last);
    const word: Word = { worker: processName(), job, state: 'held', lost };
    const isToDo = () => hold.isOurs() && !desk.hasOutcome(job.task);
    const settle = async (work: () => Promise<Outcome>) => {
      if (!isToDo()) return;
      const outcome = await work();
      if (isToDo()) await desk.putOutcome(job.task, outcome);
    };
    const doIt = async () => {
      await desk.say({ ...word, state: 'begun' });
      return outcomeOf(() => doing.perform(job.task, last !== undefined));
    };
    if (lost >= mostLost) await settle(() => doing.giveUp(job.task, lost));
    if (isToDo()) await desk.say(word);
    if (isToDo()) await hold.inTurn(lost > 0, () => settle(doIt));
    // The outcome counts: a job that comes back finds it.
    if (hold.isOurs()) await list.done(job).catch(() => undefined);
  } catch (error) {
    // It was given back, or its run is over: nobody wants to know.
    if (!hold.isOurs() || !existsSync(desk.folder)) return;
    await leaveTo(source, job);
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
