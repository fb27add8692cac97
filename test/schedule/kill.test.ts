import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Extract } from '../../pipeline/extract.ts';
import { daysIn, type Period, parsePeriod, rangePeriod, shiftDate } from '../../pipeline/period.ts';
import { dueInstant } from '../../pipeline/schedule/occurrences.ts';
import { openDatabase } from '../../queries/database.ts';
import { startSftpServer } from '../channels/sftp-server.ts';
import { headquarters, subscribe } from '../deliveries/small-edition.ts';
import { describeOnEachEngine, describeOnServer, type TestEngine } from '../engines.ts';
import { coverage, csv, event } from '../program-extract/files.ts';
import { schedule } from './schedules.ts';
import type { ChildTask } from './world/child.ts';
import { startMailServer } from './world/mail-server.ts';
import { parcelFaults } from './world/received.ts';
import { startScheduler } from './world/scheduler.ts';
import { cover } from './world/small-duties.ts';

/** Kills in all: a few on the embedded engine, whose start takes long. */
const kills = process.env.REPORT287_LONG === undefined ? { pglite: 2, postgresql: 8 } : { pglite: 20, postgresql: 180 };

/** A number from 0 up to 1 each time, the same ones in every run of the tests. */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const first = '2001-01-01';
/** Month number so many, from 0. */
const monthAt = (at: number): Period => parsePeriod(shiftDate(first, at, 'month').slice(0, 7));

/** The source of every third month is put into the inbox when the month falls due; the others are on record from the start. */
const isDropped = (at: number) => at % 3 === 1;
const daysOf = ({ from, until }: Period) =>
  Array.from({ length: daysIn({ from, until }) }, (_, at) => shiftDate(from, at, 'day'));

/** Puts the extract of a month into an inbox, as somebody does who moves a folder there: an encounter on each of its days. */
async function drop(month: Period, { home, inbox }: Pick<World, 'home' | 'inbox'>): Promise<void> {
  const folder = join(home, month.id);
  await mkdir(folder);
  const covered = { ...coverage, covers_from: month.from, covers_until: month.until };
  await writeFile(join(folder, 'covers.csv'), csv(['encounter', 'agreement'].map((kind) => ({ ...covered, kind }))));
  const encounters = daysOf(month).map((day) => ({
    ...event,
    ...{
      kind: 'encounter',
      occurred_on: day,
      occurred_at: '',
      source_key: day,
      agreement_id: '',
      office_code: 'withheld',
    },
  }));
  await writeFile(join(folder, 'events.csv'), csv(encounters));
  await rename(folder, join(inbox, month.id));
}

/** A world with a database that covers months, all unless told, and three recipients at three servers. */
async function makeWorld(engine: TestEngine, months: readonly Period[] = [rangePeriod(first, '2019-12-31')]) {
  const home = await mkdtemp(join(tmpdir(), 'report287-kill-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const [byFolder, bySftp] = [join(home, 'folder'), join(home, 'sftp')];
  const inbox = join(home, 'inbox');
  await mkdir(inbox);
  await mkdir(join(bySftp, 'inbox'), { recursive: true });
  const [sftp, smtp] = [await startSftpServer(bySftp), await startMailServer()];
  const database = await engine.place();
  {
    await using opened = await openDatabase(database);
    for (const { from, until } of months) await cover(opened, from, until, false);
    const everything = { scope: 'national' } as const;
    await subscribe(opened, [
      headquarters({ ...everything, recipient: 'folder', address: byFolder }),
      headquarters({ ...everything, recipient: 'sftp', channel: 'sftp', address: '/inbox' }),
      headquarters({ ...everything, recipient: 'mail', channel: 'smtp', address: 'hq@example.gov' }),
    ]);
  }
  const settings: ChildTask['settings'] = {
    sftp: { host: '127.0.0.1', port: sftp.port, user: 'reports', password: 'open sesame', hostKey: sftp.hostKey },
    smtp: {
      ...{ host: '127.0.0.1', port: smtp.port, secure: false, allowPlain: true },
      ...{ from: 'reports@example.gov', sizeLimit: 1_000_000 },
    },
    patience: 10_000,
  };
  const out = join(home, 'out');
  /** A look some minutes after the month fell due. */
  const taskOf = (month: Period, minutes: number, told: Partial<ChildTask> = {}): ChildTask => ({
    ...{ database, out, inbox, settings, from: '2001-01', looks: 'once', rests: [0] },
    now: new Date(Date.parse(dueInstant(schedule(), monthOf(month))) + minutes * 60_000).toISOString(),
    ...told,
  });
  return { home, inbox, out, database, byFolder, bySftp: join(bySftp, 'inbox'), smtp, taskOf };
}

type World = Awaited<ReturnType<typeof makeWorld>>;
const monthOf = ({ id }: Period) => id as ChildTask['from'];

/** The milliseconds that a look takes, from when its process has opened the database until it has ended. */
async function lengthOf(task: ChildTask): Promise<number> {
  const scheduler = startScheduler(task);
  await scheduler.says(({ kind }) => kind === 'ready');
  const began = performance.now();
  await scheduler.ended;
  return performance.now() - began;
}

interface Moment {
  /** From 0 up to 1. */
  readonly fraction: number;
  readonly inDelivery: boolean;
  /** Milliseconds of a whole look. */
  readonly length: number;
}

/** Kills a look at a moment: within its length, or within its deliveries. Returns whether it was still at work. */
async function killOnce(task: ChildTask, { fraction, inDelivery, length }: Moment): Promise<boolean> {
  const scheduler = startScheduler(task);
  await scheduler.says(({ kind, stage }) => (inDelivery ? stage === 'distribute' : kind === 'ready'));
  await setTimeout(fraction * (inDelivery ? length / 3 : length));
  scheduler.process.kill('SIGKILL');
  return (await scheduler.ended).signal === 'SIGKILL';
}

/** Looks again, each time ten minutes later, until nothing is left. */
async function finishMonth({ taskOf }: World, month: Period): Promise<void> {
  for (let look = 1; look <= 5; look += 1) {
    const { code, stderr, looks } = await startScheduler(taskOf(month, look * 10)).ended;
    expect(code, stderr).toBe(0);
    const [looked] = looks;
    if (looked !== undefined && looked.left.length === 0 && looked.later === 0) return;
  }
  throw new Error(`${month.id} is not done after five looks`);
}

/** Mails by period, told by how each delivery is recorded: exactly one where it was delivered, at most one where it is unknown. */
async function mailFaults({ database, smtp: { messages } }: World, months: number): Promise<readonly string[]> {
  await using opened = await openDatabase(database);
  const rows = await opened.transaction('snapshot', ({ own }) =>
    own.selectFrom('delivery').selectAll().where('channel', '=', 'smtp').orderBy('period').execute(),
  );
  const known = new Set(rows.map(({ parcel_key }) => `<${parcel_key}@report287>`));
  return [
    ...(rows.length === months ? [] : [`${rows.length} mails are on record`]),
    ...rows.flatMap(({ period, state, parcel_key }) => {
      const came = messages.filter((id) => id === `<${parcel_key}@report287>`).length;
      const isSound = state === 'delivered' ? came === 1 : state === 'unknown' && came <= 1;
      return isSound ? [] : [`${period}: ${state}, and ${came} came`];
    }),
    ...messages.filter((id) => !known.has(id)).map((id) => `${id} is on no record`),
  ];
}

async function expectExactlyOne(world: World, months: readonly Period[]): Promise<void> {
  const ids = months.map(({ id }) => id);
  expect(await parcelFaults(world.byFolder, ids)).toEqual([]);
  expect(await parcelFaults(world.bySftp, ids)).toEqual([]);
  expect(await mailFaults(world, ids.length)).toEqual([]);
  const home = join(world.out, 'internal/enforcement-actions');
  expect((await readdir(home)).filter((name) => /^\d/.test(name))).toEqual(ids);
  for (const id of ids) expect((await readdir(join(home, id))).toSorted(), id).toEqual(['current', 'edition-1']);
  expect(await readdir(join(world.out, '.staging'))).toEqual([]);
  expect((await readdir(join(world.out, 'internal'))).toSorted()).toEqual(['enforcement-actions', 'index.html']);
  const page = await readFile(join(world.out, 'internal/index.html'), 'utf8');
  expect(page.trimEnd().endsWith('</html>')).toBe(true);
  const listed = [...page.matchAll(/href="enforcement-actions\/([^"]+)\/manifest\.json"/g)].map(
    ([, edition]) => edition,
  );
  expect(listed.toSorted()).toEqual(ids.map((id) => `${id}/edition-1`));
}

/** Each month's extract was imported whole, once, before the month was published. */
async function expectImportedOnce({ inbox, out, database }: World, months: readonly Period[]): Promise<void> {
  const ids = months.map(({ id }) => id);
  expect(await readdir(inbox)).toEqual(['imported']);
  expect((await readdir(join(inbox, 'imported'))).toSorted()).toEqual(ids);
  await using opened = await openDatabase(database);
  const events = await opened.transaction('snapshot', ({ source }) =>
    source.selectFrom('enforcement_event').select('occurred_on').orderBy('occurred_on').execute(),
  );
  expect(events.map(({ occurred_on }) => occurred_on)).toEqual(months.flatMap(daysOf));
  for (const month of months) {
    const path = join(out, 'internal/enforcement-actions', month.id, 'edition-1/tallies.json');
    const { tallies }: Extract = JSON.parse(await readFile(path, 'utf8'));
    const total = tallies.find(({ scope, code }) => scope === 'national' && code === 'total');
    expect(total?.counts.period, month.id).toBe(daysOf(month).length);
  }
}

describeOnEachEngine('a scheduler that is killed at random moments', (engine) => {
  test('leaves every recipient by folder, SFTP and mail with one complete edition of each month, or says what is not known', {
    timeout: kills[engine.name] * 60_000,
  }, async () => {
    const months = Array.from({ length: kills[engine.name] + 1 }, (_, at) => monthAt(at));
    const dropped = months.filter((_, at) => isDropped(at));
    const world = await makeWorld(
      engine,
      months.filter((_, at) => !isDropped(at)),
    );
    const draw = drawing(287);
    const length = await lengthOf(world.taskOf(monthAt(0), 0));
    let hits = 0;
    for (let month = 1; month <= kills[engine.name]; month += 1) {
      if (isDropped(month)) await drop(monthAt(month), world);
      const moment = { fraction: draw(), inDelivery: month % 2 === 0, length };
      if (await killOnce(world.taskOf(monthAt(month), 0), moment)) hits += 1;
      await finishMonth(world, monthAt(month));
    }
    expect(hits).toBeGreaterThan(kills[engine.name] / 3);
    await expectExactlyOne(world, months);
    await expectImportedOnce(world, dropped);
  });
});

describeOnServer('schedulers that share a database', (engine) => {
  test('publish and hand over nothing twice, however many look at the same moment', async () => {
    const world = await makeWorld(engine);
    const months = [0, 1, 2, 3, 4, 5].map(monthAt);
    const task = world.taskOf(monthAt(5), 0);
    const ended = await Promise.all([1, 2, 3].map(() => startScheduler(task).ended));
    for (const { code, stderr } of ended) expect(code, stderr).toBe(0);
    await finishMonth(world, monthAt(5));
    const published = ended.flatMap(({ looks }) => looks.flatMap(({ ran }) => ran));
    expect(published.filter(({ kind }) => kind === 'failed')).toEqual([]);
    const periods = published.filter(({ kind }) => kind === 'published').map(({ period }) => period);
    expect(new Set(periods).size).toBe(periods.length);
    await expectExactlyOne(world, months);
  });

  test('count an attempt that killed its process, and rest before the next', async () => {
    const world = await makeWorld(engine);
    const month = monthAt(0);
    const { rests: _, ...usual } = world.taskOf(month, 0);
    const killed = await startScheduler({ ...usual, harm: 'kill' }).ended;
    expect(killed.signal).toBe('SIGKILL');
    const next = await startScheduler(usual).ended;
    expect(next.looks).toMatchObject([
      { ran: [], left: [{ period: month.id, why: { kind: 'resting', attempts: 1 } }] },
    ]);
    const rested = await startScheduler(world.taskOf(month, 0)).ended;
    expect(rested.looks).toMatchObject([{ ran: [{ kind: 'published', attempt: 2 }] }]);
  });

  test('end within their grace when told to, with nothing half done, and the next publishes at once', async () => {
    const world = await makeWorld(engine);
    const month = monthAt(0);
    const stalled = startScheduler(world.taskOf(month, 0, { looks: 'again', harm: 'stall' }));
    await stalled.says(({ kind, stage }) => kind === 'stage' && stage === 'render');
    const began = performance.now();
    stalled.process.kill('SIGTERM');
    const { code, stderr, looks } = await stalled.ended;
    expect(code, stderr).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(looks).toMatchObject([{ ran: [{ kind: 'stopped', period: month.id }] }]);
    expect(existsSync(join(world.out, 'internal'))).toBe(false);
    const { rests: _, ...usual } = world.taskOf(month, 0);
    const next = await startScheduler(usual).ended;
    expect(next.looks).toMatchObject([{ ran: [{ kind: 'published', attempt: 1 }] }]);
    await expectExactlyOne(world, [month]);
  });
});
