import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deskIn } from '../../pipeline/run/crew/desk.ts';
import type { DocumentTask } from '../../pipeline/run/crew/document.ts';
import { work } from '../../pipeline/run/crew/worker.ts';
import { type Crew, listsFor, shared } from '../../pipeline/run/crew.ts';
import { openQueue } from '../../pipeline/run/queue.ts';
import { openDatabase } from '../../queries/database.ts';
import { describeOnServer } from '../engines.ts';
import { pressWithoutBrowser } from '../schedule/world/small-duties.ts';
import { effectsOn, inForce, putAgreementsOnRecord } from './agreements/small-register.ts';
import { finish, type Place, report287, start } from './command-line.ts';
import { openSamePress } from './crew/same-press.ts';

const home = await mkdtemp(join(tmpdir(), 'report287-worker-'));
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

let places = 0;
const newPlace = async (): Promise<Place> => {
  places += 1;
  const place = { data: join(home, `data-${places}`), out: join(home, `out-${places}`) };
  await mkdir(place.data);
  return place;
};

test('the name of a list is another for another mail server, and tells nothing of passwords', () => {
  const press = pressWithoutBrowser(home);
  const approvals = { internal: [], public: [] };
  const server = { port: 587, secure: false, allowPlain: false, from: 'reports@example.gov', sizeLimit: 1_000_000 };
  const nameFor = (host: string, password?: string) => {
    const smtp = { ...server, host, ...(password === undefined ? {} : { password }) };
    return listsFor(
      press,
      { sourceSchema: 'report287' },
      { recipients: [], delivery: { settings: { smtp, patience: 1 }, approvals } },
    );
  };
  const names = [
    nameFor('mail.example.gov', 'one'),
    nameFor('staging.example.gov', 'one'),
    nameFor('mail.example.gov'),
  ];
  expect(new Set(names).size).toBe(3);
  expect(nameFor('mail.example.gov', 'other')).toBe(names[0]);
});

test('a worker, and a run with workers, are refused on the embedded database, which is open in one process', async () => {
  const place = await newPlace();
  const worker = await report287(place, ['worker', '--once']);
  expect([worker.code, worker.stderr]).toEqual([78, expect.stringContaining('DATABASE_URL')]);
  const run = await report287(place, ['run', 'enforcement-actions', '--period', '2020-06', '--workers']);
  expect([run.code, run.stderr]).toEqual([78, expect.stringContaining('DATABASE_URL')]);
}, 120_000);

/** One task that ends when it is told to, done by whoever has the crew. */
async function holdOne(crew: Crew): Promise<{ readonly end: () => Promise<void> }> {
  const until = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const task: DocumentTask = { kind: 'document', scope: 'national', model: 'none', into: 'none', formats: [] };
  const here = async () => {
    begun.resolve();
    await until.promise;
    return { folder: 'none', artifacts: [] };
  };
  const all = crew.each([task], here, () => undefined);
  await begun.promise;
  return {
    end: async () => {
      until.resolve();
      await all;
    },
  };
}

describeOnServer('a worker', ({ place }) => {
  test('works beside a run, ends when it is told to, and with --once when there is nothing to do', async () => {
    const options = await place();
    const { url = '' } = options;
    await using database = await openDatabase(options);
    await putAgreementsOnRecord(database);
    const where = await newPlace();
    const child = start(where, ['worker'], { DATABASE_URL: url });
    const begun = Promise.withResolvers<void>();
    child.stderr?.on('data', (text: Buffer) => {
      if (text.toString().includes('"stage":"worker"')) begun.resolve();
    });
    const ended = finish(child);
    await Promise.race([begun.promise, ended]);
    const words = ['run', 'moa-statistics', '--period', '2020-06', '--agreements', '--formats', 'xlsx', '--workers'];
    const run = await report287(where, [...words, '--json'], { DATABASE_URL: url });
    expect([run.code, run.stderr.includes('"level":50')]).toEqual([0, false]);
    expect(JSON.parse(run.stdout)).toMatchObject({ published: inForce, unchanged: [], failed: [] });
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect([code, stdout]).toEqual([0, expect.stringContaining('told to stop')]);
    const once = await report287(where, ['worker', '--once', '--json'], { DATABASE_URL: url });
    expect(once.code).toBe(0);
    expect(JSON.parse(once.stdout)).toEqual({ kind: 'worked', tasks: 0, givenBack: 0, ended: 'nothing to do' });
  }, 120_000);

  test('says when the output folder is not that of the run, or the run is of another program or needs other approvals, and takes nothing of it', async () => {
    const database = await openDatabase(await place());
    await using queue = await openQueue(database);
    const [out, elsewhere] = [(await newPlace()).out, (await newPlace()).out];
    await Promise.all([mkdir(out), mkdir(elsewhere)]);
    await using press = await openSamePress(out, home);
    const terms = { recipients: [] };
    const stricter = { settings: { patience: 1 }, approvals: { internal: ['program-manager'], public: [] } };
    const [run, other, held] = await Promise.all([
      holdOne(shared(queue, press, database, terms)),
      holdOne(shared(queue, { ...press, made: { ...press.made, code: 'another' } }, database, terms)),
      holdOne(shared(queue, press, database, { ...terms, delivery: stricter })),
    ]);
    const notes: string[] = [];
    const stopping = new AbortController();
    const effects = effectsOn(database, (event) => {
      if (event.kind === 'note') notes.push(event.text);
      if (notes.length === 3) stopping.abort();
    });
    const openPress = () => openSamePress(elsewhere, home);
    const shift = {
      queue,
      openPress,
      handing: terms,
      signal: stopping.signal,
      grace: 0,
      patience: 30_000,
    };
    expect(await work(shift, effects)).toEqual({ kind: 'worked', tasks: 0, givenBack: 0, ended: 'told to stop' });
    expect(notes.toSorted()).toEqual([
      expect.stringContaining('REPORT287_OUT must be the same folder'),
      expect.stringContaining('another version of the program'),
      expect.stringContaining('another version of the program'),
    ]);
    await run.end();
    await held.end();
    await other.end();
    await database[Symbol.asyncDispose]();
  }, 60_000);

  test('leaves the work of a run of another machine that gives no sign any more, and keeps to one that does', async () => {
    await using database = await openDatabase(await place());
    await using queue = await openQueue(database);
    const press = pressWithoutBrowser((await newPlace()).out);
    const prefix = listsFor(press, database, { recipients: [] });
    const put = async (machine: string) => {
      const name = `${machine}.1.00000000-0000-4000-8000-000000000000`;
      const desk = deskIn(join(press.out, '.staging', name));
      await mkdir(desk.folder, { recursive: true });
      await desk.lay([]);
      await queue.openList(`${prefix}1/${name}`);
      return desk;
    };
    const [silent, alive] = [await put('silent-machine'), await put('other-machine')];
    await silent.sign();
    const signing = setInterval(() => alive.sign(), 200);
    const notes: string[] = [];
    const stopping = new AbortController();
    const effects = effectsOn(database, (event) => {
      if (event.kind !== 'note') return;
      notes.push(event.text);
      stopping.abort();
    });
    const shift = { queue, openPress: async () => press, handing: { recipients: [] }, grace: 0, patience: 30_000 };
    await work({ ...shift, silence: 1_500, signal: stopping.signal }, effects);
    clearInterval(signing);
    expect(notes).toEqual([expect.stringMatching(/silent-machine.* has given no sign for 1.5 seconds/)]);
    expect((await queue.lists(prefix)).map(({ name }) => name)).toEqual([expect.stringContaining('other-machine')]);
  }, 60_000);
});
