import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ProgressEvent } from '../../pipeline/effects.ts';
import { extractEach } from '../../pipeline/extract.ts';
import { formats } from '../../pipeline/formats/index.ts';
import type { Manifest } from '../../pipeline/publish/manifest.ts';
import { type AgreementsOutcome, runAgreements } from '../../pipeline/run/agreements.ts';
import type { Crew } from '../../pipeline/run/crew.ts';
import { scopeFolder } from '../../pipeline/scope-folder.ts';
import type { Database, DatabaseOptions } from '../../queries/database.ts';
import { openDatabase } from '../../queries/database.ts';
import { describeOnServer, embeddedEngine } from '../engines.ts';
import { pressWithoutBrowser } from '../schedule/world/small-duties.ts';
import type { ChildTask } from './agreements/child.ts';
import {
  agreementsIn,
  effectsOn,
  inForce,
  openPressIn,
  order,
  putAgreementsOnRecord,
  readEachBut,
} from './agreements/small-register.ts';
import { checkout } from './command-line.ts';

const home = await mkdtemp(join(tmpdir(), 'report287-agreements-'));
afterAll(() => rm(home, { recursive: true, force: true }));

const { open, place } = embeddedEngine();
let places = 0;
const newOut = () => {
  places += 1;
  return join(home, `out-${places}`);
};

async function runAll(
  database: Database,
  out: string,
  {
    more = {},
    spoiled,
    progress,
  }: { more?: Partial<typeof order>; spoiled?: string; progress?: (event: ProgressEvent) => void } = {},
): Promise<AgreementsOutcome> {
  await using press = await openPressIn(out, home);
  const readEach = spoiled === undefined ? extractEach : readEachBut(spoiled);
  return await runAgreements({ ...order, ...more }, press, effectsOn(database, progress), readEach);
}

/** The manifest of the current edition of an agreement; every file that it lists is there with its hash. */
async function soundManifest(out: string, agreement: string): Promise<Manifest> {
  const folder = join(agreementsIn(out), scopeFolder(agreement), 'current');
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  for (const { path, sha256 } of manifest.files) {
    const bytes = await readFile(join(folder, path));
    expect(createHash('sha256').update(bytes).digest('hex'), path).toBe(sha256);
  }
  return manifest;
}

const readLedger = (database: Database) =>
  database.transaction('snapshot', async ({ own }) => ({
    editions: await own.selectFrom('edition').selectAll().orderBy('folder').execute(),
    runs: await own.selectFrom('run').selectAll().orderBy('subject').execute(),
  }));

test('every agreement in force gets an edition of its own, in the formats asked for, and the ledger a row of each', async () => {
  await using database = await open();
  await putAgreementsOnRecord(database);
  const out = newOut();
  const events: ProgressEvent[] = [];
  const outcome = await runAll(database, out, { progress: (event) => events.push(event) });
  expect(outcome).toEqual({
    kind: 'agreements',
    published: inForce,
    unchanged: [],
    wouldPublish: [],
    failed: [],
    undelivered: [],
  });
  const folders = (await readdir(agreementsIn(out))).toSorted();
  expect(folders).toEqual([...inForce.map(scopeFolder), 'index.html'].toSorted());
  for (const id of inForce) {
    const { subject, files, formats: drawn } = await soundManifest(out, id);
    expect(subject).toMatchObject({ agreement_id: id, agency: `Agency of ${id}`, signed_on: '2019-05-06' });
    expect(drawn).toEqual(['pdf', 'xlsx']);
    const documents = files.filter(({ path }) => path.startsWith(`${scopeFolder(id)}/`));
    expect(documents.map(({ format }) => format)).toEqual(['pdf', 'xlsx']);
  }
  const { editions, runs } = await readLedger(database);
  expect(editions.map(({ subject }) => subject).toSorted()).toEqual(inForce.toSorted());
  expect(runs.map(({ outcome: how }) => how)).toEqual(inForce.map(() => 'published'));
  for (const { folder, manifest_sha256 } of editions) {
    const text = await readFile(join(out, folder, 'manifest.json'));
    expect(createHash('sha256').update(text).digest('hex')).toBe(manifest_sha256);
  }
  const counted = events.flatMap((event) => (event.kind === 'count' && event.stage === 'agreements' ? [event] : []));
  expect(counted.map(({ done, of, unit }) => [done, of, unit])).toEqual(
    inForce.map((_, at) => [at + 1, inForce.length, 'agreements']),
  );
  expect(await readdir(join(out, '.staging'))).toEqual([]);

  const again = await runAll(database, out);
  expect(again).toMatchObject({ published: [], unchanged: inForce, failed: [] });
  expect((await readLedger(database)).runs).toHaveLength(inForce.length);
}, 240_000);

test('the page of the period lists each agreement with its files, and the page of the audience leads to it', async () => {
  await using database = await open();
  await putAgreementsOnRecord(database, ['A-1', 'B-2']);
  const out = newOut();
  await runAll(database, out);
  const page = await readFile(join(agreementsIn(out), 'index.html'), 'utf8');
  expect(page).toContain('2 agreements');
  expect(page).toContain('Georgia');
  const links = [...page.matchAll(/href="([^"#]+)"/g)].map(([, link = '']) => link);
  expect(links).toHaveLength(1 + 2 * 3);
  for (const link of links) expect(existsSync(join(agreementsIn(out), decodeURIComponent(link))), link).toBe(true);
  const archive = await readFile(join(out, 'internal', 'index.html'), 'utf8');
  expect(archive).toContain('href="moa-statistics/2020-06/agreements/index.html"');
  expect(archive).toContain('2 agreements, each in a document of its own');
  expect(archive).not.toContain('edition-1');
}, 240_000);

test('an id that is no name for a folder leads nowhere but to a folder of its own', async () => {
  await using database = await open();
  const ids = ['../../GA/b.JEM', 'a-1 JEM'];
  await putAgreementsOnRecord(database, ids);
  const out = newOut();
  expect(await runAll(database, out)).toMatchObject({ published: ids, failed: [] });
  expect((await readdir(agreementsIn(out))).toSorted()).toEqual([...ids.map(scopeFolder), 'index.html'].toSorted());
  for (const id of ids) expect((await soundManifest(out, id)).subject?.agreement_id).toBe(id);
}, 240_000);

test('an agreement that fails is told with its reason, and the others are published', async () => {
  await using database = await open();
  await putAgreementsOnRecord(database, ['A-1', 'A-2', 'A-3']);
  const out = newOut();
  const outcome = await runAll(database, out, { spoiled: 'A-2' });
  expect(outcome.published).toEqual(['A-1', 'A-3']);
  expect(outcome.failed.map(({ agreement }) => agreement)).toEqual(['A-2']);
  expect(outcome.failed[0]?.message).not.toBe('');
  expect(existsSync(join(agreementsIn(out), 'A-2'))).toBe(false);
  expect((await runAll(database, out)).published).toEqual(['A-2']);
}, 240_000);

test('formats that an edition lacks are refused until --revise, and then stand in the next one', async () => {
  await using database = await open();
  await putAgreementsOnRecord(database, ['A-1']);
  const out = newOut();
  await runAll(database, out, { more: { formats: formats.filter(({ id }) => id === 'xlsx') } });
  const refused = await runAll(database, out);
  expect(refused.failed).toMatchObject([{ agreement: 'A-1', kind: 'publish' }]);
  expect(refused.failed[0]?.message).toContain('without pdf');
  expect((await runAll(database, out, { more: { revise: true } })).published).toEqual(['A-1']);
  expect(await readlink(join(agreementsIn(out), 'A-1', 'current'))).toBe('edition-2');
  const fewer = { more: { formats: formats.filter(({ id }) => id === 'xlsx') } };
  expect((await runAll(database, out, fewer)).unchanged).toEqual(['A-1']);
}, 240_000);

test('a dry run publishes nothing', async () => {
  await using database = await open();
  await putAgreementsOnRecord(database, ['A-1', 'A-2']);
  const out = newOut();
  const outcome = await runAll(database, out, { more: { dryRun: true } });
  expect(outcome).toMatchObject({ wouldPublish: ['A-1', 'A-2'], published: [] });
  expect(await readdir(out)).toEqual(['.staging']);
}, 240_000);

test('a period without an agreement in force is refused', async () => {
  await using database = await open();
  await putAgreementsOnRecord(database, []);
  const out = newOut();
  await expect(runAll(database, out)).rejects.toMatchObject({ kind: 'source' });
});

function startChild(task: ChildTask) {
  const script = join(checkout, 'test', 'run', 'agreements', 'child.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complained = '';
  const heard = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (/"stage":"agreements","done":2/.test(said)) heard.resolve();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text;
  });
  const ended = new Promise<AgreementsOutcome>((resolve, reject) => {
    child.on('close', () => {
      heard.resolve();
      const last = said.trimEnd().split('\n').at(-1) ?? '';
      if (last.includes('"kind":"agreements"')) resolve(JSON.parse(last) as AgreementsOutcome);
      else reject(new Error(`no outcome: ${complained}`));
    });
  });
  return { child, isUnderWay: heard.promise, ended };
}

async function expectAllSound(database: DatabaseOptions, out: string): Promise<void> {
  for (const id of inForce) expect((await soundManifest(out, id)).edition).toBe(1);
  await using opened = await openDatabase(database);
  const { editions } = await readLedger(opened);
  expect(editions.map(({ subject, number }) => [subject, number]).toSorted()).toEqual(
    inForce.map((id) => [id, 1]).toSorted(),
  );
  expect(await readdir(join(out, '.staging'))).toEqual([]);
}

async function placeWithAgreements(make: () => Promise<DatabaseOptions>): Promise<DatabaseOptions> {
  const options = await make();
  await using database = await openDatabase(options);
  await putAgreementsOnRecord(database);
  return options;
}

test('a run that is killed on the way is taken up where it stopped, by the same command', async () => {
  const database = await placeWithAgreements(place);
  const out = newOut();
  const killed = startChild({ database, out, cache: home });
  killed.ended.catch(() => undefined);
  await killed.isUnderWay;
  killed.child.kill('SIGKILL');
  await expect(killed.ended).rejects.toThrow('no outcome');
  const outcome = await startChild({ database, out, cache: home }).ended;
  expect(outcome.failed).toEqual([]);
  expect(outcome.unchanged.length).toBeGreaterThanOrEqual(2);
  expect([...outcome.unchanged, ...outcome.published].toSorted()).toEqual(inForce.toSorted());
  expect(outcome.published.length).toBeGreaterThan(0);
  await expectAllSound(database, out);
}, 240_000);

test('an agreement that is begun once more after it was published is handed over, and left alone where it stood before', async () => {
  await using database = await open();
  await putAgreementsOnRecord(database);
  /** Every task is interrupted after it was published, and begun once more. */
  const crew: Crew = {
    each: async (tasks, here) => {
      await Promise.all(tasks.map((task) => here(task, false)));
      return Promise.all(tasks.map((task) => here(task, true)));
    },
  };
  const press = { ...pressWithoutBrowser(newOut()), crew };
  const asked = { ...order, formats: formats.filter(({ id }) => id === 'html') };
  const first = await runAgreements(asked, press, effectsOn(database));
  expect(first).toMatchObject({ published: inForce, unchanged: [], failed: [] });
  const second = await runAgreements(asked, press, effectsOn(database));
  expect(second).toMatchObject({ published: [], unchanged: inForce, failed: [] });
});

describeOnServer('two runs at the same time', (engine) => {
  test('do each other no harm: every agreement has one edition, and neither run fails', async () => {
    const database = await placeWithAgreements(engine.place);
    const out = newOut();
    const both = [startChild({ database, out, cache: home }), startChild({ database, out, cache: home })];
    const outcomes = await Promise.all(both.map(({ ended }) => ended));
    expect(outcomes.flatMap(({ failed }) => failed)).toEqual([]);
    expect(outcomes.flatMap(({ published }) => published).toSorted()).toEqual(inForce.toSorted());
    expect(outcomes.flatMap(({ unchanged }) => unchanged)).toHaveLength(inForce.length);
    await expectAllSound(database, out);
  }, 240_000);
});
