import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { classify } from '../../classify.ts';
import { disclosureMethods } from '../../disclosure/index.ts';
import type { Effects } from '../../effects.ts';
import { PipelineError, unreachable } from '../../errors.ts';
import { formats } from '../../formats/index.ts';
import { gaps, regimes } from '../../priorities/index.ts';
import { isAbandoned } from '../../publish.ts';
import { reports } from '../../reports/index.ts';
import type { Order, Press } from '../../run.ts';
import { everyList, listsFor, type Task, tasksAtOnce } from '../crew.ts';
import type { WorkList } from '../queue/work-list.ts';
import type { Queue } from '../queue.ts';
import { type AgreementTask, carryTask } from './agreement.ts';
import { type Desk, deskIn } from './desk.ts';
import { drawTask } from './document.ts';
import { type Hands, openHands, perform } from './hands.ts';

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
const lookedEvery = 1_000;

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
  const find = findRuns(shift.queue, prefix, press.out, effects);
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

/** A run whose tasks can be seen from here. */
interface VisibleRun {
  readonly list: WorkList;
  readonly desk: Desk;
  readonly tasks: () => Promise<readonly Task[]>;
}

/** Takes as many tasks as there are hands free, the oldest run's first, and begins them. */
async function takeSome(
  runs: readonly VisibleRun[],
  hands: Hands,
  doer: (task: Task, isRepeated: boolean) => Promise<unknown>,
  heard: () => void,
): Promise<number> {
  let taken = 0;
  for (const { list, desk, tasks } of runs) {
    const free = tasksAtOnce - hands.busy();
    if (free === 0) break;
    const jobs = await list.take(free);
    taken += jobs.length;
    const doOne = async (at: number, isRepeated: boolean) => {
      const task = (await tasks())[at];
      if (task === undefined) throw new PipelineError('internal', `there is no task ${at}`, 'report this as a defect');
      const result = await doer(task, isRepeated);
      heard();
      return result;
    };
    for (const job of jobs) hands.begin(list, job, (isOurs) => perform(desk, list, job, doOne, isOurs));
  }
  return taken;
}

/** Finds the runs that have work, at most once in {@link lookedEvery}; says once of each that cannot be helped, and why. */
function findRuns(queue: Queue, prefix: string, out: string, { progress }: Pick<Effects, 'progress'>) {
  const known = new Map<string, VisibleRun>();
  const unseen = new Map<string, number>();
  let runs: readonly VisibleRun[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  const runOf = async (list: WorkList): Promise<readonly VisibleRun[]> => {
    const name = basename(list.name);
    const folder = join(out, '.staging', name);
    const isOurs = list.name.startsWith(prefix);
    if (isAbandoned(name)) await list.close();
    else if (isOurs && existsSync(join(folder, 'tasks.json'))) {
      const run = known.get(name) ?? visibleRun(list, folder);
      known.set(name, run);
      return [run];
    } else {
      const times = (unseen.get(name) ?? 0) + 1;
      unseen.set(name, times);
      // A run that has just ended is not seen either, for a moment.
      if (times === looksBeforeTelling) progress({ kind: 'note', text: isOurs ? notSeen(folder) : otherProgram(name) });
    }
    return [];
  };
  return async (): Promise<readonly VisibleRun[]> => {
    if (performance.now() - lookedAt < lookedEvery) return runs;
    const lists = await queue.lists(everyList);
    lookedAt = performance.now();
    const found: VisibleRun[] = [];
    for (const list of lists) found.push(...(await runOf(list)));
    runs = found;
    return runs;
  };
}

const looksBeforeTelling = 3;

const notSeen = (folder: string) =>
  `${folder} is not seen from here, and a run has its work there: REPORT287_OUT must be the same folder for this worker as for the run`;

const otherProgram = (name: string) =>
  `the run ${name} is of another version of the program, its browser or its settings: start this worker anew from the same checkout`;

function visibleRun(list: WorkList, folder: string): VisibleRun {
  const desk = deskIn(folder);
  let read: Promise<readonly Task[]> | undefined;
  const tasks = () => {
    read ??= desk.readTasks();
    return read;
  };
  return { list, desk, tasks };
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
