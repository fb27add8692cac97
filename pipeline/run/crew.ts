import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Database } from '../../queries/database.ts';
import { PipelineError } from '../errors.ts';
import type { Artifact } from '../formats/format.ts';
import { everyOne, limited } from '../formats/pdf/limited.ts';
import { isGone } from '../process-name.ts';
import { hashOf } from '../publish/manifest.ts';
import { openStaging } from '../publish.ts';
import type { Order, Press } from '../run.ts';
import type { AgreementFate, AgreementTask } from './crew/agreement.ts';
import { deskIn, type Outcome } from './crew/desk.ts';
import type { DocumentTask } from './crew/document.ts';
import { givenUp } from './crew/given-up.ts';
import { type Hands, leaveTo, openHands, type Source } from './crew/hands.ts';
import { lostAt, mostLost, type Doing as NumberedDoing, perform } from './crew/perform.ts';
import type { Job } from './queue/work-list.ts';
import type { Queue } from './queue.ts';

/** A part of a run that any process can do which has the output folder, the database and the same program: plain JSON. */
export type Task = DocumentTask | AgreementTask;

/** What comes of a task: plain JSON. */
export type ResultOf<T extends Task> = {
  readonly document: DrawnDocument;
  readonly agreement: AgreementFate;
}[T['kind']];

/** A document that lies in a folder of its own, below the output folder. */
export interface DrawnDocument {
  readonly folder: string;
  readonly artifacts: readonly Artifact[];
}

/** How a task is done. `isRepeated`: somebody has begun it before, and may have ended half way. */
export type Doing<T extends Task> = (task: T, isRepeated: boolean) => Promise<ResultOf<T>>;

/** The processes that do the documents of a run. */
export interface Crew {
  /**
   * Has every task done, `here` or by others, and returns the results in order of the tasks; `heard` is told how many are done.
   * @throws whatever a task throws; no other is begun then, and nothing goes on here.
   */
  readonly each: <T extends Task>(
    tasks: readonly T[],
    here: Doing<T>,
    heard: (done: number) => void,
  ) => Promise<readonly ResultOf<T>[]>;
}

/** Two that print, and two that are drawn as workbooks, checked or written meanwhile; no more is in memory. */
export const tasksAtOnce = 4;

/** This process, and no other. */
export const alone: Crew = {
  each: async (tasks, here, heard) => {
    let hasFailed = false;
    let done = 0;
    const one = async (task: (typeof tasks)[number]) => {
      // Never seen: what the first that failed threw is thrown.
      if (hasFailed) throw new Error('not begun');
      try {
        const result = await here(task, false);
        done += 1;
        heard(done);
        return result;
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    };
    return everyOne(tasks.map(limited(tasksAtOnce, one)));
  },
};

/** What the names of all lists of crews begin with. */
export const everyList = 'crew/';

/** What the names of the lists begin with that this program, drawing with this browser, can work off; then come time and run. */
export function listsFor(
  { made }: Pick<Press, 'made'>,
  { sourceSchema }: Pick<Database, 'sourceSchema'>,
  { recipients, delivery }: Terms,
): string {
  const { approvals, stated, settings } = delivery ?? {};
  const terms = JSON.stringify([made, sourceSchema, recipients, approvals, stated, settings], withoutSecrets);
  return `${everyList}${hashOf(terms).slice(0, 16)}/`;
}

const secrets: ReadonlySet<string> = new Set(['password', 'privateKey', 'secretAccessKey']);

/** Names of lists are seen by everybody who may read the queue: of a secret they tell that there is one. */
const withoutSecrets = (name: string, value: unknown): unknown => (secrets.has(name) ? 'a secret' : value);

/**
 * To whom editions go, how, and whose approval they need: a process with others would hand over what another holds back, or hand it
 * to another server.
 */
export type Terms = Pick<Order, 'recipients' | 'delivery'>;

/** Milliseconds between two looks at what others have done. */
const lookedEvery = 200;
/** Milliseconds between two looks for what nobody will finish. */
const missedEvery = 2_000;
/** Milliseconds between two signs that a run goes on. */
const signedEvery = 10_000;
/** Milliseconds for which the database may be away. */
const longestAbsence = 30_000;
/** Milliseconds for which what a worker was lost at is left to other workers. */
const leftToWorkers = 30_000;

/**
 * This process and every worker that shares the database and the output folder. The queue only hands out numbers: what is done is
 * what has its result in a file beside the tasks. A worker that is killed keeps nobody from ending: what it had comes back, and
 * what ends one process after the other is given up.
 */
export function shared(
  queue: Queue,
  press: Pick<Press, 'made' | 'out'>,
  database: Pick<Database, 'sourceSchema'>,
  terms: Terms,
): Crew {
  const prefix = listsFor(press, database, terms);
  return {
    each: async (tasks, here, heard) => {
      await using staging = await openStaging(press.out);
      const desk = deskIn(staging.folder);
      await desk.lay(tasks);
      for (const { name, close } of await queue.lists(prefix)) if (isGone(basename(name))) await close();
      await using hands = openHands();
      const list = await queue.openList(`${prefix}${Date.now()}/${basename(staging.folder)}`);
      // A disk that is away for a moment: workers wait longer than for one sign.
      const signing = setInterval(() => desk.sign().catch(() => undefined), signedEvery);
      try {
        return await workOff({ tasks, desk, list, hands }, here, heard);
      } finally {
        clearInterval(signing);
        await list.close();
      }
    },
  };
}

interface Shift<T extends Task> extends Source {
  readonly tasks: readonly T[];
  readonly hands: Hands;
}

async function workOff<T extends Task>(
  { tasks, hands, ...source }: Shift<T>,
  here: Doing<T>,
  heard: (done: number) => void,
): Promise<readonly ResultOf<T>[]> {
  const { desk, list } = source;
  const results = new Map<number, ResultOf<T>>();
  const ownErrors = new Map<number, unknown>();
  const lacking = () => tasks.flatMap((_, at) => (results.has(at) ? [] : [at]));
  const doing = doingHere(tasks, here, ownErrors);
  const forUs = leavingToWorkers(source);
  await list.put(lacking());
  const take = patiently(async (most: number) => forUs(await list.take(most)), []);
  const callThem = patiently((tasksLeft: readonly number[]) => callBack(source, tasksLeft), undefined);
  let missed = performance.now();
  while (results.size < tasks.length) {
    const free = tasksAtOnce - hands.busy();
    const jobs = free === 0 ? [] : await take(free);
    for (const job of jobs) hands.begin(source, job, (hold) => perform(source, job, doing, hold));
    if (jobs.length === 0) await Promise.race([hands.oneEnded(), setTimeout(lookedEvery)]);
    hands.throwFailure();
    for (const [at, outcome] of await desk.takeOutcomes()) {
      results.set(at, resultOf<T>(outcome, ownErrors.get(at)));
      heard(results.size);
    }
    const isEmpty = free > 0 && jobs.length === 0;
    if (!isEmpty || performance.now() - missed < missedEvery) continue;
    await callThem(lacking());
    missed = performance.now();
  }
  return tasks.map((_, at) => results.get(at) as ResultOf<T>);
}

/** Does tasks in this process, and keeps what they throw as it was thrown. */
const doingHere = <T extends Task>(
  tasks: readonly T[],
  here: Doing<T>,
  errors: Map<number, unknown>,
): NumberedDoing => ({
  perform: async (at, isRepeated) => {
    try {
      return await here(taskAt(tasks, at), isRepeated);
    } catch (error) {
      errors.set(at, error);
      throw error;
    }
  },
  giveUp: async (at, lost) => givenUp(taskAt(tasks, at), lost),
});

/**
 * Of what was taken, what is for this process: it would take the whole run with it, and so it leaves to workers what ended one of
 * them, until it seems that no other is there.
 */
function leavingToWorkers(source: Source): (jobs: readonly Job[]) => Promise<readonly Job[]> {
  const leftSince = new Map<number, number>();
  return async (jobs) => {
    const words = await source.desk.words(jobs.map(({ task }) => task));
    const isLeft = ({ task }: Job) => {
      const lost = lostAt(words.find(({ job }) => job.task === task));
      if (lost === 0 || lost >= mostLost) return false;
      const since = leftSince.get(task) ?? performance.now();
      leftSince.set(task, since);
      return performance.now() - since < leftToWorkers;
    };
    for (const job of jobs.filter(isLeft)) await leaveTo(source, job);
    return jobs.filter((job) => !isLeft(job));
  };
}

/** `call`, which may fail for a while, as a server does that restarts; `instead` is returned then. */
function patiently<A, R>(call: (argument: A) => Promise<R>, instead: R): (argument: A) => Promise<R> {
  let failingSince: number | null = null;
  return async (argument) => {
    try {
      const result = await call(argument);
      failingSince = null;
      return result;
    } catch (error) {
      failingSince ??= performance.now();
      if (performance.now() - failingSince > longestAbsence) throw error;
      return instead;
    }
  };
}

/** What processes of this machine had that are gone, and what the queue has lost, can be taken again. */
async function callBack({ desk, list }: Source, lacking: readonly number[]): Promise<void> {
  for (const { worker, job } of await desk.words(lacking)) if (isGone(worker)) await list.giveBack(job);
  // A worker may have closed it, because it saw no sign of us.
  await list.open();
  await list.put(lacking);
}

function taskAt<T extends Task>(tasks: readonly T[], at: number): T {
  const task = tasks[at];
  if (task !== undefined) return task;
  throw new PipelineError('internal', `the queue names a task ${at} that there is not`, 'report this as a defect');
}

/** `own`: what it threw, if it was done here. */
function resultOf<T extends Task>(outcome: Outcome, own: unknown): ResultOf<T> {
  if (outcome.kind === 'done') return outcome.result as ResultOf<T>;
  if (own !== undefined) throw own;
  const { kind, message, remedy, details } = outcome.error;
  throw new PipelineError(kind, message, remedy, { details });
}
