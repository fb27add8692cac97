import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
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
    const name = path.slice(folder.length + 1);
    asked.push(name);
    const error = refusal(name);
    if (error !== null) throw error;
    return { state: 'imported' };
  };
  return { inbox: { folder, importFile, quiet: 50 }, asked };
}

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
