import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, open, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
import { processName } from '../../pipeline/process-name.ts';
import { refusedFiles } from '../../pipeline/schedule/inbox/refused.ts';
import { emptyInbox, type Inbox } from '../../pipeline/schedule/inbox.ts';

const clock = { now: () => new Date('2025-11-07T12:00:00Z') };
const never = new AbortController().signal;

/** A folder with files in it, and an importer that keeps their names. */
async function inboxWith(names: readonly string[], refusal: (name: string) => Error | null = () => null) {
  const folder = await mkdtemp(join(tmpdir(), 'report287-inbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of names) await writeFile(join(folder, name), `content of ${name}`);
  const asked: string[] = [];
  const importFile: Inbox['importFile'] = async (path) => {
    const name = basename(path);
    asked.push(name);
    const error = refusal(name);
    if (error !== null) throw error;
    return { state: 'imported' };
  };
  return { inbox: { folder, importFile, quiet: 50 }, asked };
}

/** The same inbox, of whose files the content is kept; `during` is done while the named one is imported. */
function reading({ inbox }: { readonly inbox: Inbox }, during: Readonly<Record<string, () => Promise<unknown>>> = {}) {
  const contents: string[] = [];
  const importFile: Inbox['importFile'] = async (path) => {
    contents.push(await readFile(path, 'utf8'));
    await during[basename(path)]?.();
    return { state: 'imported' };
  };
  return { inbox: { ...inbox, importFile }, contents };
}

/** Puts a file where a process that imports it would have it. */
async function leave({ folder }: Inbox, process: string, name: string, content = 'left') {
  await mkdir(join(folder, 'importing', process), { recursive: true });
  await writeFile(join(folder, 'importing', process, name), content);
}

/** The sender of another process of this machine. */
const senderOf = (pid: number | undefined) => `${hostname()}.${pid}.00000000-0000-4000-8000-000000000000`;

const listed = async ({ folder }: Inbox, where = '') => (await readdir(join(folder, where))).toSorted();
const held = () => new PipelineError('contract', 'the list is held', 'import it with --confirm', { details: ['odd'] });

describe('the inbox', () => {
  test('imports lists of agencies in the order of their days, and moves what was imported', async () => {
    const names = ['participatingAgencies10012025.xlsx', 'participatingAgencies09152025am.xlsx', 'arrests.csv'];
    const { inbox, asked } = await inboxWith(names);
    const { imported, refused, problems } = await emptyInbox(inbox, never, clock);
    expect(asked).toEqual([
      'arrests.csv',
      'participatingAgencies09152025am.xlsx',
      'participatingAgencies10012025.xlsx',
    ]);
    expect(imported.map(({ file }) => file)).toEqual(asked);
    expect([refused, problems]).toEqual([[], []]);
    expect(await listed(inbox)).toEqual(['imported']);
    expect(await listed(inbox, 'imported')).toEqual(names.toSorted());
  });

  test('moves what is refused beside its reason and remedy, and goes on', async () => {
    const { inbox } = await inboxWith(['a.xlsx', 'b.csv'], (name) => (name === 'a.xlsx' ? held() : null));
    const { imported, refused } = await emptyInbox(inbox, never, clock);
    expect(imported.map(({ file }) => file)).toEqual(['b.csv']);
    expect(refused).toEqual([
      { file: 'a.xlsx', message: 'the list is held', remedy: 'import it with --confirm', details: ['odd'] },
    ]);
    expect(await listed(inbox, 'refused')).toEqual(['a.xlsx', 'a.xlsx.reason.txt']);
    expect(await readFile(join(inbox.folder, 'refused', 'a.xlsx.reason.txt'), 'utf8')).toBe(
      'the list is held\n  - odd\nWhat to do: import it with --confirm.\n',
    );
  });

  test('names a refused file where it lies in what it says to do, and keeps it as imported once it is on record', async () => {
    const { inbox } = await inboxWith(['a list.xlsx', 'b.csv']);
    const importFile: Inbox['importFile'] = async (path) => {
      throw new PipelineError('contract', `${basename(path)} is held`, `report287 import --confirm '${path}'`);
    };
    await emptyInbox({ ...inbox, importFile }, never, clock);
    const remedy = `report287 import --confirm '${join(inbox.folder, 'refused', 'a list.xlsx')}'`;
    expect((await refusedFiles(inbox.folder))[0]).toEqual({
      file: 'a list.xlsx',
      message: 'a list.xlsx is held',
      remedy,
    });
    const isImported = async (path: string) => basename(path) === 'a list.xlsx';
    const { imported } = await emptyInbox({ ...inbox, isImported }, never, clock);
    expect(imported).toEqual([{ file: 'a list.xlsx', state: 'already-imported' }]);
    expect(await listed(inbox, 'imported')).toEqual(['a list.xlsx', 'a list.xlsx.reason.txt']);
    expect((await refusedFiles(inbox.folder)).map(({ file }) => file)).toEqual(['b.csv']);
  });

  test('leaves alone what is hidden, a link, named for a copy in the making, or still growing', async () => {
    const names = ['.hidden.csv', 'a.csv.part', 'b.tmp', '~$c.xlsx', 'grows.csv'];
    const { inbox, asked } = await inboxWith(names);
    await symlink('/etc/hostname', join(inbox.folder, 'link.csv'));
    const growing = setTimeout(20).then(() => appendFile(join(inbox.folder, 'grows.csv'), 'more'));
    expect(await emptyInbox(inbox, never, clock)).toEqual({ imported: [], refused: [], problems: [] });
    await growing;
    expect(asked).toEqual([]);
    expect(await listed(inbox)).toEqual([...names, 'link.csv'].toSorted());
    const { imported } = await emptyInbox(inbox, never, clock);
    expect(imported.map(({ file }) => file)).toEqual(['grows.csv']);
  });

  test('hands over a folder as one thing, once nothing in it changes any more', async () => {
    const { inbox, asked } = await inboxWith([]);
    const extract = join(inbox.folder, 'extract-2025-10');
    await mkdir(extract);
    await writeFile(join(extract, 'agency.csv'), 'agency_id\n');
    const growing = setTimeout(20).then(() => writeFile(join(extract, 'agreement.csv'), 'agreement_id\n'));
    expect((await emptyInbox(inbox, never, clock)).imported).toEqual([]);
    await growing;
    expect((await emptyInbox(inbox, never, clock)).imported).toEqual([{ file: 'extract-2025-10', state: 'imported' }]);
    expect((await emptyInbox(inbox, never, clock)).imported).toEqual([]);
    expect(asked).toEqual(['extract-2025-10']);
    expect(await listed(inbox, 'imported/extract-2025-10')).toEqual(['agency.csv', 'agreement.csv']);
  });

  test('never writes over a file of the same name', async () => {
    const { inbox } = await inboxWith(['list.xlsx']);
    await emptyInbox(inbox, never, clock);
    for (const content of ['second', 'third']) {
      await writeFile(join(inbox.folder, 'list.xlsx'), content);
      await emptyInbox(inbox, never, clock);
    }
    expect(await listed(inbox, 'imported')).toEqual(['list-2.xlsx', 'list-3.xlsx', 'list.xlsx']);
    expect(await readFile(join(inbox.folder, 'imported', 'list-2.xlsx'), 'utf8')).toBe('second');
  });

  test('leaves a file where it is that the disk or the database would not let it import, and tells it', async () => {
    const cause = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    const lost = new PipelineError('source', 'the connection to the database was lost', 'start again', { cause });
    const { inbox } = await inboxWith(['a.csv', 'b.csv'], (name) => (name === 'a.csv' ? lost : new Error('what?')));
    const { imported, refused, problems } = await emptyInbox(inbox, never, clock);
    expect([imported, refused]).toEqual([[], []]);
    expect(problems.map(({ what }) => what)).toEqual(['inbox: a.csv', 'inbox: b.csv']);
    expect(await listed(inbox)).toEqual(['a.csv', 'b.csv']);
  });

  test('begins no file once it is told to stop', async () => {
    const { inbox, asked } = await inboxWith(['a.csv', 'b.csv']);
    const stop = new AbortController();
    const importFile: Inbox['importFile'] = async (path) => {
      stop.abort();
      return inbox.importFile(path);
    };
    await emptyInbox({ ...inbox, importFile }, stop.signal, clock);
    expect(asked).toEqual(['a.csv']);
    expect(await listed(inbox)).toEqual(['b.csv', 'imported']);
  });

  test('makes its folder where there is none', async () => {
    const { inbox } = await inboxWith([]);
    await rm(inbox.folder, { recursive: true });
    expect(await emptyInbox(inbox, never, clock)).toEqual({ imported: [], refused: [], problems: [] });
    expect(await listed(inbox)).toEqual([]);
  });
});

describe('a file that changes while others are imported, or itself', () => {
  test('is imported in both versions where a copy of its name replaces it', async () => {
    const made = await inboxWith(['list.csv']);
    const path = join(made.inbox.folder, 'list.csv');
    let replaced = false;
    const replace = async () => {
      if (!replaced) await writeFile(path, 'the second');
      replaced = true;
    };
    const { inbox, contents } = reading(made, { 'list.csv': replace });
    expect((await emptyInbox(inbox, never, clock)).imported).toEqual([{ file: 'list.csv', state: 'imported' }]);
    expect((await emptyInbox(inbox, never, clock)).imported).toEqual([{ file: 'list-2.csv', state: 'imported' }]);
    expect(contents).toEqual(['content of list.csv', 'the second']);
    expect(await readFile(join(inbox.folder, 'imported', 'list.csv'), 'utf8')).toBe('content of list.csv');
    expect(await readFile(join(inbox.folder, 'imported', 'list-2.csv'), 'utf8')).toBe('the second');
  });

  test('waits for the next look where it is written to before its turn', async () => {
    const made = await inboxWith(['a.csv', 'b.csv']);
    const write = () => appendFile(join(made.inbox.folder, 'b.csv'), ' and more');
    const { inbox, contents } = reading(made, { 'a.csv': write });
    expect((await emptyInbox(inbox, never, clock)).imported.map(({ file }) => file)).toEqual(['a.csv']);
    expect(await listed(inbox)).toEqual(['b.csv', 'imported']);
    expect((await emptyInbox(inbox, never, clock)).imported.map(({ file }) => file)).toEqual(['b.csv']);
    expect(contents).toEqual(['content of a.csv', 'content of b.csv and more']);
  });

  test('is imported once more where whoever had it open goes on writing', async () => {
    const made = await inboxWith(['a.csv']);
    const writer = await open(join(made.inbox.folder, 'a.csv'), 'a');
    let ended = false;
    const write = async () => {
      if (!ended) await writer.appendFile(' and more').then(() => writer.close());
      ended = true;
    };
    const { inbox, contents } = reading(made, { 'a.csv': write });
    expect(await emptyInbox(inbox, never, clock)).toEqual({ imported: [], refused: [], problems: [] });
    expect((await emptyInbox(inbox, never, clock)).imported.map(({ file }) => file)).toEqual(['a.csv']);
    expect(contents).toEqual(['content of a.csv', 'content of a.csv and more']);
  });

  test('is a problem where it is taken away', async () => {
    const made = await inboxWith(['a.csv']);
    const remove = () => rm(join(made.inbox.folder, 'importing', processName(), 'a.csv'));
    const { inbox } = reading(made, { 'a.csv': remove });
    const { imported, problems } = await emptyInbox(inbox, never, clock);
    expect(imported).toEqual([]);
    expect(problems.map(({ what }) => what)).toEqual(['inbox: a.csv']);
  });
});

describe('several looks at one inbox', () => {
  test('import each file once when they come at the same time, and tell nothing of what the other has', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `file-${index}.csv`);
    const { inbox, asked } = await inboxWith(names);
    const both = await Promise.all([emptyInbox(inbox, never, clock), emptyInbox(inbox, never, clock)]);
    const files = both.flatMap(({ imported }) => imported.map(({ file }) => file));
    expect(files.toSorted()).toEqual(names.toSorted());
    expect(asked.toSorted()).toEqual(names.toSorted());
    expect(both.flatMap(({ problems, refused }) => [...problems, ...refused])).toEqual([]);
    expect(await listed(inbox, 'imported')).toEqual(names.toSorted());
    await emptyInbox(inbox, never, clock);
    expect(asked).toHaveLength(names.length);
  });

  test('take over first what a process left that has ended', async () => {
    const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(ended, 'exit');
    const { inbox, asked } = await inboxWith(['a.csv']);
    await leave(inbox, senderOf(ended.pid), 'z.csv');
    expect((await emptyInbox(inbox, never, clock)).imported.map(({ file }) => file)).toEqual(['z.csv', 'a.csv']);
    expect(asked).toEqual(['z.csv', 'a.csv']);
    expect(await listed(inbox)).toEqual(['imported']);
  });

  test('take up again what this process could not put back', async () => {
    const { inbox, asked } = await inboxWith([]);
    await leave(inbox, processName(), 'a.csv');
    await emptyInbox(inbox, never, clock);
    expect(asked).toEqual(['a.csv']);
    expect(await listed(inbox)).toEqual(['imported']);
  });

  test('leave alone what a process is at work on that lives, or runs on another machine', async () => {
    const { inbox, asked } = await inboxWith([]);
    const others = [senderOf(process.ppid), 'elsewhere.1.00000000-0000-4000-8000-000000000000'];
    for (const other of others) await leave(inbox, other, 'z.csv');
    expect(await emptyInbox(inbox, never, clock)).toEqual({ imported: [], refused: [], problems: [] });
    expect(asked).toEqual([]);
    for (const other of others) expect(await listed(inbox, join('importing', other))).toEqual(['z.csv']);
  });

  test('tell what another machine has had for more than an hour', async () => {
    const { inbox, asked } = await inboxWith([]);
    const other = 'elsewhere.1.00000000-0000-4000-8000-000000000000';
    await leave(inbox, other, 'z.csv');
    const since = new Date('2025-11-07T10:00:00Z');
    await utimes(join(inbox.folder, 'importing', other), since, since);
    const { problems } = await emptyInbox(inbox, never, clock);
    expect(problems).toMatchObject([
      { what: `inbox: importing/${other}`, message: expect.stringContaining('z.csv'), remedy: expect.any(String) },
    ]);
    expect(asked).toEqual([]);
  });
});

describe('an inbox that cannot be read', () => {
  test('is one problem where it lies below a file', async () => {
    const { inbox } = await inboxWith(['file']);
    const below = { ...inbox, folder: join(inbox.folder, 'file', 'inbox') };
    const { imported, refused, problems } = await emptyInbox(below, never, clock);
    expect([imported, refused]).toEqual([[], []]);
    expect(problems).toMatchObject([{ what: 'inbox', message: expect.stringContaining('ENOTDIR') }]);
  });

  test('is one problem where it does not answer, until it does', async () => {
    const { inbox } = await inboxWith(['a.csv']);
    const pipe = join(await mkdtemp(join(tmpdir(), 'report287-pipe-')), 'pipe');
    onTestFinished(() => rm(dirname(pipe), { recursive: true, force: true }));
    execFileSync('mkfifo', [pipe]);
    // Every thread that could read the folder waits for a writer.
    const waiting = Array.from({ length: 32 }, () => open(pipe, 'r'));
    const first = await emptyInbox({ ...inbox, patience: 20 }, never, clock);
    const second = await emptyInbox(inbox, never, clock);
    const writer = openSync(pipe, 'r+');
    for (const reader of await Promise.all(waiting)) await reader.close();
    closeSync(writer);
    expect(first.problems).toMatchObject([{ what: 'inbox', message: expect.stringContaining('within 0.02 seconds') }]);
    expect(second.problems).toMatchObject([{ what: 'inbox', message: expect.stringContaining('an earlier look') }]);
    const again = async () => (await emptyInbox(inbox, never, clock)).imported.map(({ file }) => file);
    await expect.poll(again, { timeout: 4_000 }).toEqual(['a.csv']);
  });
});

test('a refusal that cannot write its reason moves nothing', async () => {
  const { inbox } = await inboxWith(['a.xlsx'], held);
  await mkdir(join(inbox.folder, 'refused', 'a.xlsx.reason.txt'), { recursive: true });
  const { refused, problems } = await emptyInbox(inbox, never, clock);
  expect(refused).toEqual([]);
  expect(problems.map(({ what }) => what)).toEqual(['inbox: a.xlsx']);
  expect(await listed(inbox)).toEqual(['a.xlsx', 'refused']);
  expect(await listed(inbox, 'refused')).toEqual(['a.xlsx.reason.txt']);
});
