import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { ReportModel } from '../../pipeline/compose.ts';
import type { ProgressEvent } from '../../pipeline/effects.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { csv } from '../../pipeline/formats/csv.ts';
import type { Artifact } from '../../pipeline/formats/format.ts';
import type { Manifest } from '../../pipeline/publish/manifest.ts';
import { runAgreements } from '../../pipeline/run/agreements.ts';
import { type DocumentTask, renderTogether } from '../../pipeline/run/crew/document.ts';
import { alone, listsFor, shared } from '../../pipeline/run/crew.ts';
import { openQueue } from '../../pipeline/run/queue.ts';
import { scopeFolder } from '../../pipeline/scope-folder.ts';
import { openDatabase } from '../../queries/database.ts';
import { describeOnServer } from '../engines.ts';
import { sampleModel } from '../sample-model.ts';
import { agreementsIn, effectsOn, order, putAgreementsOnRecord } from './agreements/small-register.ts';
import { openSamePress } from './crew/same-press.ts';
import { type StartedWorker, startWorker } from './crew/workers.ts';

const home = await mkdtemp(join(tmpdir(), 'report287-crew-'));
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

let places = 0;
const newOut = async () => {
  places += 1;
  const out = join(home, `out-${places}`);
  await mkdir(out);
  return out;
};

/** A document of one table. */
function smallModel(at: number): ReportModel {
  const id = `A-${at}`;
  const section = sampleModel.sections.find((each) => each.id === 'agreements');
  const blocks = (section?.blocks ?? []).filter(({ kind }) => kind === 'table').slice(0, 1);
  const scope = { id, label: `Agreement ${at}`, short: id };
  return {
    ...sampleModel,
    scope,
    fileStem: `doc_${id}`,
    sections: [{ id: 'agreements', title: 'Agreements', blocks }],
  };
}

async function expectEachOnce(models: readonly ReportModel[], artifacts: readonly Artifact[], folder: string) {
  const drawn = artifacts.map(({ path }) => path);
  expect(new Set(drawn).size).toBe(drawn.length);
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files).toHaveLength(drawn.length);
  const scopes = new Set(drawn.map((path) => path.split('/')[0]));
  expect(scopes).toEqual(new Set(models.map(({ scope }) => scopeFolder(scope.id))));
  for (const { path, sha256, size } of artifacts) {
    const bytes = await readFile(join(folder, path));
    expect([bytes.byteLength, createHash('sha256').update(bytes).digest('hex')], path).toEqual([size, sha256]);
  }
}

/** Tells each count of a stage, and nothing else. */
const onCount = (stage: string, hear: (done: number) => void) => (event: ProgressEvent) => {
  if (event.kind === 'count' && event.stage === stage) hear(event.done);
};

/** The tasks that a worker has begun and not ended, on the desk of the run that is under way. */
async function underWay(out: string, { child }: StartedWorker): Promise<readonly string[]> {
  const staging = join(out, '.staging');
  const found: string[] = [];
  for (const run of await readdir(staging).catch(() => [])) {
    const desk = join(staging, run);
    const ended = new Set(await readdir(join(desk, 'outcomes')).catch(() => []));
    for (const name of await readdir(join(desk, 'words')).catch(() => [])) {
      const word = await readFile(join(desk, 'words', name), 'utf8').catch(() => '');
      if (word.includes(`.${child.pid}.`) && word.includes('"begun"') && !ended.has(name)) found.push(name);
    }
  }
  return found;
}

/**
 * Kills the first worker that is in the middle of a task: it is held still, so that what is seen is so when it dies.
 * @throws Error where the run ends before any worker has begun something.
 */
async function killOneAtWork(out: string, workers: readonly StartedWorker[], run: Promise<unknown>): Promise<void> {
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
  };
  run.then(end, end);
  while (!hasEnded) {
    for (const worker of workers) {
      worker.child.kill('SIGSTOP');
      await setTimeout(20);
      if ((await underWay(out, worker)).length > 0) {
        worker.child.kill('SIGKILL');
        await worker.ended;
        return;
      }
      worker.child.kill('SIGCONT');
      await setTimeout(20);
    }
  }
  throw new Error('the run ended before a worker could be killed at work');
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(20);
}

const stopAll = (workers: readonly StartedWorker[]) => {
  for (const { child } of workers) child.kill('SIGKILL');
};

describeOnServer('a crew', ({ place }) => {
  const documents = 1_843;

  test('two workers on a PostgreSQL with 1,843 queued documents lose and repeat none when one of them is killed', async () => {
    const options = await place();
    const out = await newOut();
    await using database = await openDatabase(options);
    await using press = await openSamePress(out, home);
    await using queue = await openQueue(database);
    const task = { database: options, out, cache: home, patience: 60_000 };
    const workers = [startWorker(task), startWorker(task)] as const;
    try {
      await Promise.all(workers.map(({ isReady }) => isReady));
      const models = Array.from({ length: documents }, (_, at) => smallModel(at));
      const folder = join(out, 'edition');
      await mkdir(folder);
      const counted: number[] = [];
      const effects = effectsOn(
        database,
        onCount('render', (done) => counted.push(done)),
      );
      const crew = shared(queue, press, database, { recipients: [] });
      const rendered = renderTogether(crew, models, [], folder, [csv], press, effects);
      await until(() => workers[0].done() >= 100 || counted.length === documents);
      await killOneAtWork(out, [workers[0]], rendered);
      const artifacts = await rendered;
      expect(workers[0].done()).toBeLessThan(documents);
      expect(workers[0].done()).toBeGreaterThanOrEqual(100);
      expect(workers[1].done()).toBeGreaterThanOrEqual(100);
      expect(counted).toEqual(Array.from({ length: documents }, (_, at) => at + 1));
      await expectEachOnce(models, artifacts, folder);
      expect(await readdir(join(out, '.staging'))).toEqual([]);
      expect(await queue.lists('crew/')).toEqual([]);
    } finally {
      stopAll(workers);
    }
  }, 180_000);

  test('every agreement has one edition when a worker is killed, the same as without workers', async () => {
    // More than the one who runs has hands for.
    const ids = Array.from({ length: 12 }, (_, at) => `A-${at + 1}`);
    const options = await place();
    const out = await newOut();
    await using database = await openDatabase(options);
    await putAgreementsOnRecord(database, ids);
    await using press = await openSamePress(out, home);
    await using queue = await openQueue(database);
    const task = { database: options, out, cache: home, patience: 60_000 };
    const workers = [startWorker(task), startWorker(task)] as const;
    try {
      await Promise.all(workers.map(({ isReady }) => isReady));
      const crewed = { ...press, crew: shared(queue, press, database, { recipients: [] }) };
      const running = runAgreements(order, crewed, effectsOn(database));
      await killOneAtWork(out, workers, running);
      const outcome = await running;
      expect(outcome).toMatchObject({ failed: [], unchanged: [], undelivered: [] });
      expect(outcome.published.toSorted()).toEqual(ids.toSorted());
    } finally {
      stopAll(workers);
    }
    const rows = await database.transaction('snapshot', ({ own }) =>
      own.selectFrom('edition').select(['subject', 'number']).execute(),
    );
    expect(rows.map(({ subject, number }) => [subject, number]).toSorted()).toEqual(
      ids.map((id) => [id, 1]).toSorted(),
    );
    expect(await readdir(join(out, '.staging'))).toEqual([]);

    const alongside = await openDatabase(await place());
    await putAgreementsOnRecord(alongside, ids);
    const other = await newOut();
    const without = await runAgreements(order, { ...press, out: other }, effectsOn(alongside));
    await alongside[Symbol.asyncDispose]();
    expect(without.published.toSorted()).toEqual(ids.toSorted());
    for (const id of ids) {
      const [together, single] = await Promise.all([out, other].map((each) => manifestIn(each, id)));
      expect(together?.fingerprint, id).toBe(single?.fingerprint);
      expect(together?.files, id).toEqual(single?.files);
      for (const { path, sha256 } of together?.files ?? []) {
        const bytes = await readFile(join(agreementsIn(out), scopeFolder(id), 'edition-1', path));
        expect(createHash('sha256').update(bytes).digest('hex'), path).toBe(sha256);
      }
    }
  }, 240_000);

  test('does all by itself where no worker is, and throws what a document throws', async () => {
    await using database = await openDatabase(await place());
    const out = await newOut();
    await using press = await openSamePress(out, home);
    await using queue = await openQueue(database);
    const crew = shared(queue, press, database, { recipients: [] });
    const tasks = Array.from({ length: 9 }, (_, at): DocumentTask => {
      return { kind: 'document', scope: `A-${at}`, model: `${at}`, into: `${at}`, formats: [] };
    });
    const heard: number[] = [];
    const here = async ({ model }: DocumentTask) => ({ folder: model, artifacts: [] });
    const results = await crew.each(tasks, here, (done) => heard.push(done));
    expect(results.map(({ folder }) => folder)).toEqual(tasks.map(({ model }) => model));
    expect(heard).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const refusal = new PipelineError('render', 'the page asks for more', 'mend the page');
    const refuse = async (task: DocumentTask) => {
      if (task.model === '5') throw refusal;
      return here(task);
    };
    await expect(crew.each(tasks, refuse, () => undefined)).rejects.toBe(refusal);
    await expect(alone.each(tasks, refuse, () => undefined)).rejects.toBe(refusal);
    expect(await queue.lists('crew/')).toEqual([]);
    expect(await readdir(join(out, '.staging'))).toEqual([]);
  });

  test('does anew what the queue has lost, and removes the list of a run that was killed on this machine', async () => {
    await using database = await openDatabase(await place());
    const out = await newOut();
    await using press = await openSamePress(out, home);
    await using queue = await openQueue(database);
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const prefix = listsFor(press, database, { recipients: [] });
    await queue.openList(`${prefix}${hostname()}.${gone}.${randomUUID()}`);
    const tasks = Array.from({ length: 8 }, (_, at): DocumentTask => {
      return { kind: 'document', scope: `A-${at}`, model: `${at}`, into: `${at}`, formats: [] };
    });
    let isFirst = true;
    const names: string[] = [];
    const here = async ({ model }: DocumentTask) => {
      if (isFirst) {
        isFirst = false;
        const lists = await queue.lists(prefix);
        names.push(...lists.map(({ name }) => name));
        await database.statement('delete from report287_queue.job');
      }
      return { folder: model, artifacts: [] };
    };
    const results = await shared(queue, press, database, { recipients: [] }).each(tasks, here, () => undefined);
    expect(results).toHaveLength(tasks.length);
    expect(names).toHaveLength(1);
    expect(names[0]).not.toContain(`.${gone}.`);
  });
});

async function manifestIn(out: string, agreement: string): Promise<Manifest> {
  return JSON.parse(
    await readFile(join(agreementsIn(out), scopeFolder(agreement), 'edition-1', 'manifest.json'), 'utf8'),
  );
}
