import { setTimeout } from 'node:timers/promises';
import { classify } from '../../classify.ts';
import { disclosureMethods } from '../../disclosure/index.ts';
import type { Effects } from '../../effects.ts';
import { PipelineError, unreachable } from '../../errors.ts';
import { formats } from '../../formats/index.ts';
import { gaps, regimes } from '../../priorities/index.ts';
import { reports } from '../../reports/index.ts';
import type { Order, Press } from '../../run.ts';
import { listsFor, type Task, tasksAtOnce } from '../crew.ts';
import type { Queue } from '../queue.ts';
import { type AgreementTask, carryTask } from './agreement.ts';
import { drawTask } from './document.ts';
import { findRuns, lookedEvery, type VisibleRun } from './find-runs.ts';
import { givenUp } from './given-up.ts';
import { type Hands, openHands } from './hands.ts';
import { type Doing, perform } from './perform.ts';

/** How long a worker works, and with what. */
export interface Shift {
  readonly queue: Queue;
  /** Opens what it draws with; anew after every {@link tasksPerPress} tasks, because a browser grows. */
  readonly openPress: () => Promise<Press & AsyncDisposable>;
  /** To whom the editions of agreements go, by this machine's own settings. */
  readonly handing: Pick<Order, 'recipients' | 'delivery'>;
  /** Says stop: no task is begun then. */
  readonly signal: AbortSignal;
  /** Milliseconds that what is under way is given to end then. */
  readonly grace: number;
  /** Milliseconds without work after which it ends by itself; null: never. */
  readonly patience: number | null;
  /** Milliseconds without a sign of a run after which its work is left; absent: three minutes. */
  readonly silence?: number;
}

/** What came of a worker's shift. */
export interface Worked {
  readonly kind: 'worked';
  readonly tasks: number;
  /** Under way when its time was over: another process does them. */
  readonly givenBack: number;
  readonly ended: 'told to stop' | 'nothing to do' | 'the program has changed';
}

/** So many tasks are done with one browser. */
export const tasksPerPress = 500;

/**
 * Does the tasks of every run of the same program that shares database and output folder, until it is told to stop.
 * @throws whatever the system says of its disk; what was under way is given back.
 */
export async function work(shift: Shift, effects: Effects): Promise<Worked> {
  let tasks = 0;
  let build: string | null = null;
  const heard = () => {
    tasks += 1;
    effects.progress({ kind: 'count', stage: 'worker', done: tasks, unit: 'documents' });
  };
  for (;;) {
    await using press = await shift.openPress();
    const prefix = listsFor(press, effects.database, shift.handing);
    build ??= prefix;
    // What is in memory is the old program, what it would be known by the new one.
    if (prefix !== build) return { kind: 'worked', tasks, givenBack: 0, ended: 'the program has changed' };
    const { ended, givenBack } = await workWith(press, prefix, shift, heard, effects);
    if (ended !== 'enough') return { kind: 'worked', tasks, givenBack, ended };
  }
}

async function workWith(press: Press, prefix: string, shift: Shift, heard: () => void, effects: Effects) {
  const { signal, grace, patience } = shift;
  await using hands = openHands();
  const find = findRuns({ ...shift, prefix, out: press.out }, effects);
  const doer = doerOf(press, shift, effects);
  const tolerantly = tolerant(effects);
  let begun = 0;
  let busyUntil = performance.now();
  while (!signal.aborted && begun < tasksPerPress) {
    hands.throwFailure();
    const jobs = await tolerantly(async () => takeSome(await find(), hands, doer, heard));
    begun += jobs;
    if (jobs > 0 || hands.busy() > 0) busyUntil = performance.now();
    if (patience !== null && performance.now() - busyUntil > patience)
      return { ended: 'nothing to do', givenBack: 0 } as const;
    if (jobs > 0 && hands.busy() < tasksAtOnce) continue;
    const pause = setTimeout(lookedEvery, undefined, { signal }).catch(() => undefined);
    await Promise.race([hands.oneEnded(), pause]);
  }
  if (!signal.aborted) return { ended: 'enough', givenBack: 0 } as const;
  const until = performance.now() + grace;
  while (hands.busy() > 0 && performance.now() < until)
    await Promise.race([hands.oneEnded(), setTimeout(Math.min(lookedEvery, until - performance.now()))]);
  return { ended: 'told to stop', givenBack: await hands.giveBack() } as const;
}

/** Waits for a database that is away, and says so once: none was taken then. */
function tolerant({ progress }: Pick<Effects, 'progress'>) {
  let told: string | null = null;
  return async (takeThem: () => Promise<number>): Promise<number> => {
    try {
      const taken = await takeThem();
      told = null;
      return taken;
    } catch (error) {
      const text = `no work can be had: ${error instanceof Error ? error.message : String(error)}`;
      if (text !== told) progress({ kind: 'note', text });
      told = text;
      return 0;
    }
  };
}

/** Takes as many tasks as there are hands free, the oldest run's first, and begins them. */
async function takeSome(
  runs: readonly VisibleRun[],
  hands: Hands,
  doer: (task: Task, isRepeated: boolean) => Promise<unknown>,
  heard: () => void,
): Promise<number> {
  let taken = 0;
  for (const run of runs) {
    const free = tasksAtOnce - hands.busy();
    if (free === 0) break;
    const jobs = await run.list.take(free);
    taken += jobs.length;
    const doing: Doing = {
      perform: async (at, isRepeated) => {
        const result = await doer(await run.task(at), isRepeated);
        heard();
        return result;
      },
      giveUp: async (at, lost) => givenUp(await run.task(at), lost),
    };
    for (const job of jobs) hands.begin(run, job, (hold) => perform(run, job, doing, hold));
  }
  return taken;
}

/** Does a task of either kind. */
function doerOf(press: Press, { handing }: Pick<Shift, 'handing'>, effects: Effects) {
  const classification = classify(regimes, gaps);
  return (task: Task, isRepeated: boolean): Promise<unknown> => {
    switch (task.kind) {
      case 'document':
        return drawTask(task, press);
      case 'agreement':
        return carryTask(task, { order: orderOf(task, handing), classification, isRepeated }, press, effects);
      default:
        return unreachable(task);
    }
  };
}

function orderOf(task: AgreementTask, handing: Shift['handing']) {
  const definition = reports.find(({ id }) => id === task.report);
  const disclosure = disclosureMethods.find(({ id }) => id === task.disclosure);
  if (definition === undefined || disclosure === undefined)
    throw new PipelineError('internal', `there is no report ${task.report} here`, 'report this as a defect');
  const { audience, revise, dryRun } = task;
  const drawnAs = formats.filter(({ id }) => task.formats.includes(id));
  return { ...handing, definition, disclosure, audience, formats: drawnAs, revise, dryRun };
}
