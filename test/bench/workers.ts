import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { readConfig } from '../../pipeline/config.ts';
import { none } from '../../pipeline/disclosure/none.ts';
import type { ProgressEvent } from '../../pipeline/effects.ts';
import { formats } from '../../pipeline/formats/index.ts';
import { type Period, parsePeriod } from '../../pipeline/period.ts';
import { moaStatistics } from '../../pipeline/reports/moa-statistics.ts';
import { runAgreements } from '../../pipeline/run/agreements.ts';
import type { DocumentTask } from '../../pipeline/run/crew/document.ts';
import { shared } from '../../pipeline/run/crew.ts';
import type { Press } from '../../pipeline/run.ts';
import { type Database, openDatabase, ownSchema } from '../../queries/database.ts';
import { fillWithSyntheticData } from '../../queries/demo.ts';
import { migrate } from '../../queries/migrations/migrate.ts';
import { startCluster } from '../engines/cluster.ts';
import { administer, inDatabase } from '../engines/setup.ts';
import { openWatchedPress } from './agreements/press.ts';
import { makeAsMany, period } from './agreements.ts';
import { alignedTable, percent, times } from './table.ts';
import type { WorkerFigures, WorkerTask } from './workers/child.ts';
import { openTimedQueue } from './workers/timed-queue.ts';

/** Documents of so many agreements, on a server that is there or a private one. */
export interface WorkersTask {
  readonly agreements: number;
  /** About so many synthetic events behind them. */
  readonly events: number;
  /** A server that is there; null: a private one. */
  readonly url: string | null;
  readonly scratch: string;
}

/** What the documents took with some processes. */
export interface CrewFigures {
  /** Beside the one that runs; null: without the queue. */
  readonly workers: number | null;
  readonly published: number;
  readonly failed: number;
  /** From the first document to the last. */
  readonly seconds: number;
  /** Documents that the workers did. */
  readonly byWorkers: number;
  /** Of all processes, in which a statement of the queue was under way. */
  readonly queueSeconds: number;
}

/** What documents took with more and more processes, in one session. */
export interface WorkersFigures {
  readonly agreements: number;
  readonly rounds: readonly CrewFigures[];
  /** Of a task that does nothing, through the queue and back. */
  readonly millisecondsOfNothing: number;
}

const eventsAtVolumeOne = 226_000;
const tasksOfNothing = 500;

/** Carries the same agreements alone, through the queue, and with one and two workers; null where there is no PostgreSQL. */
export async function benchWorkers(task: WorkersTask, say: (text: string) => void): Promise<WorkersFigures | null> {
  const place = await makeDatabase(task);
  if (place === null) return null;
  const { url, remove } = place;
  const { cache } = readConfig(process.env, process.cwd());
  const browser = join(cache, 'browser');
  try {
    await using database = await openDatabase({ url, folder: '' });
    await migrate(database);
    await fillWithSyntheticData(database, { volume: task.events / eventsAtVolumeOne }, { progress: () => undefined });
    await makeAsMany(database, task.agreements);
    const rounds: CrewFigures[] = [];
    for (const workers of [null, 0, 1, 2]) {
      say(`${workers === null ? 'alone' : `with the queue and ${workers} workers`}`);
      rounds.push(await oneRound(database, workers, { url, out: await mkdtemp(join(task.scratch, 'out-')), browser }));
    }
    const millisecondsOfNothing = await timeNothing(database, await mkdtemp(join(task.scratch, 'out-')), browser);
    return { agreements: task.agreements, rounds, millisecondsOfNothing };
  } finally {
    await remove();
  }
}

async function makeDatabase({ url, scratch }: WorkersTask) {
  const server = url ?? (await startPrivate(scratch));
  if (server === null) return null;
  const name = `report287_workers_${process.pid}`;
  await administer(server, `create database ${name}`);
  return {
    url: inDatabase(server, name),
    remove: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

async function startPrivate(scratch: string): Promise<string | null> {
  const folder = join(scratch, 'workers-cluster');
  await mkdir(folder);
  return (await startCluster(folder))?.url('postgres') ?? null;
}

async function oneRound(database: Database, workers: number | null, place: WorkerTask): Promise<CrewFigures> {
  await forgetEditions(database);
  const children = Array.from({ length: workers ?? 0 }, () => startChild(place));
  await Promise.all(children.map(({ isReady }) => isReady));
  await using press = await openWatchedPress(place.out, place.browser, database.engine);
  const { queue, seconds: queueSeconds } = await openTimedQueue(database);
  await using _closing = queue;
  const crew = workers === null ? {} : { crew: shared(queue, press, database, { recipients: [] }) };
  const carried = carrying({ ...press, ...crew }, database);
  const soFar = async () => {
    const told = await Promise.all(children.map(({ tell }) => tell()));
    return {
      byWorkers: told.reduce((sum, { tasks }) => sum + tasks, 0),
      queueSeconds: told.reduce((sum, each) => sum + each.queueSeconds, queueSeconds()),
    };
  };
  // Another month warms every process: what is measured is work, not the start of programs.
  await carried(monthBefore);
  const before = await soFar();
  const { published, failed, seconds } = await carried(period);
  const after = await soFar();
  await Promise.all(children.map(({ stop }) => stop()));
  return {
    workers,
    published: published.length,
    failed: failed.length,
    seconds,
    byWorkers: after.byWorkers - before.byWorkers,
    queueSeconds: after.queueSeconds - before.queueSeconds,
  };
}

/** Carries the agreements of a month, and tells how long their documents took. */
const carrying = (press: Press, database: Database) => async (month: Period) => {
  let began = 0;
  const progress = (event: ProgressEvent) => {
    if (event.kind === 'stage' && event.stage === 'agreements' && event.state === 'started') began = performance.now();
  };
  const order = { ...orderOfBench, period: month };
  const { published, failed } = await runAgreements(order, press, { database, now: () => new Date(), progress });
  return { published, failed, seconds: (performance.now() - began) / 1_000 };
};

const monthBefore = parsePeriod('2025-08');

const orderOfBench = {
  definition: moaStatistics,
  audience: 'internal',
  disclosure: none,
  recipients: [],
  formats: formats.filter(({ id }) => id === 'pdf' || id === 'xlsx'),
  revise: false,
  dryRun: false,
} as const;

async function forgetEditions(database: Database): Promise<void> {
  await database.transaction('read-write', async ({ own }) => {
    for (const name of ['edition', 'run']) await sql`delete from ${sql.table(`${ownSchema}.${name}`)}`.execute(own);
  });
}

function startChild(task: WorkerTask) {
  const script = fileURLToPath(import.meta.resolve('./workers/child.ts'));
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error('a worker ended before its time');
    return value;
  };
  return {
    isReady: nextLine(),
    tell: async (): Promise<WorkerFigures> => {
      child.stdin.write('\n');
      return JSON.parse(await nextLine());
    },
    stop: async () => {
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
      process.off('exit', kill);
    },
  };
}

async function timeNothing(database: Database, out: string, browser: string): Promise<number> {
  await using press = await openWatchedPress(out, browser, database.engine);
  const { queue } = await openTimedQueue(database);
  await using _closing = queue;
  const task: DocumentTask = { kind: 'document', scope: 'national', model: 'none', into: 'none', formats: [] };
  const tasks = Array.from({ length: tasksOfNothing }, () => task);
  const began = performance.now();
  await shared(queue, press, database, { recipients: [] }).each(
    tasks,
    async () => ({ folder: '', artifacts: [] }),
    () => undefined,
  );
  return (performance.now() - began) / tasksOfNothing;
}

/** The figures as a table. */
export function workersTable({ agreements, rounds, millisecondsOfNothing }: WorkersFigures): string {
  const [first] = rounds;
  const perMinute = ({ published, failed, seconds }: CrewFigures) => (60 * (published + failed)) / seconds;
  const nameOf = (workers: number | null) =>
    workers === null
      ? 'alone'
      : workers === 0
        ? 'with the queue, no worker'
        : `with ${workers} worker${workers > 1 ? 's' : ''}`;
  return [
    `${agreements} agreements, PDF + XLSX each, checked and published, on PostgreSQL; a task that does nothing takes ${millisecondsOfNothing.toFixed(1)} ms through the queue`,
    '',
    alignedTable(
      ['processes', 'published', 'failed', 'seconds', 'a minute', 'to alone', 'by workers', 'in the queue, s', 'share'],
      rounds.map((round) => [
        nameOf(round.workers),
        String(round.published),
        String(round.failed),
        round.seconds.toFixed(1),
        perMinute(round).toFixed(1),
        first === undefined ? '' : times(perMinute(round) / perMinute(first)),
        String(round.byWorkers),
        round.queueSeconds.toFixed(2),
        percent(round.queueSeconds, round.seconds * (1 + (round.workers ?? 0))),
      ]),
    ),
  ].join('\n');
}
