import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../queries/database.ts';
import { migrate } from '../../queries/migrations/migrate.ts';
import { embeddedEngine } from '../engines.ts';

type Child = ChildProcessByStdio<null, Readable, null>;

const child = (task: 'hold' | 'write', folder: string): Child =>
  spawn(process.execPath, [join(import.meta.dirname, 'database', 'child.ts'), task, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const kill = (victim: Child) =>
  new Promise<void>((gone) => {
    victim.once('close', () => gone());
    victim.kill('SIGKILL');
  });

/** The first line that begins so, and every line before it. */
async function linesUntil(source: Child, beginning: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of createInterface(source.stdout)) {
    lines.push(line);
    if (line.startsWith(beginning)) break;
  }
  return lines;
}

describe('the lock of an embedded database', () => {
  const { place } = embeddedEngine();

  test('keeps a second opening in the same process out, and says what to do', async () => {
    const { folder } = await place();
    await using first = await openDatabase({ folder });
    await expect(openDatabase({ folder })).rejects.toMatchObject({
      kind: 'source',
      message: expect.stringContaining(`in use by process ${process.pid}, started 20`),
      remedy: expect.stringContaining('DATABASE_URL'),
    });
    expect(await first.transaction('snapshot', async () => 'still works')).toBe('still works');
  });

  test('is free again after the database is closed', async () => {
    const { folder } = await place();
    for (let times = 0; times < 2; times += 1) {
      await using database = await openDatabase({ folder });
      expect(database.engine).toBe('pglite');
    }
  });

  test('keeps this process out while another lives, and lets it in when that one was killed', async () => {
    const { folder } = await place();
    const holder = child('hold', folder);
    expect(await linesUntil(holder, 'open')).toEqual(['open']);
    await expect(openDatabase({ folder })).rejects.toThrow(`in use by process ${holder.pid}`);
    await kill(holder);
    await using database = await openDatabase({ folder });
    expect(database.engine).toBe('pglite');
  });

  test('believes no process id that a dead holder left behind', async () => {
    const { folder } = await place();
    await writeFile(`${folder}.holder`, `process ${process.pid}, started 2020-01-01T00:00:00.000Z\n`);
    await using database = await openDatabase({ folder });
    expect(database.engine).toBe('pglite');
  });

  test('goes to one of three that start at the same moment', async () => {
    const { folder } = await place();
    const contenders = [child('hold', folder), child('hold', folder), child('hold', folder)];
    const answers = await Promise.all(contenders.map(async (one) => (await linesUntil(one, ''))[0] ?? ''));
    await Promise.all(contenders.filter((one) => one.exitCode === null).map(kill));
    expect(answers.filter((answer) => answer === 'open')).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('source: the embedded database in'))).toHaveLength(2);
  });
});

describe('an embedded database whose process is killed', () => {
  const { place } = embeddedEngine();

  test.each([1, 3])(
    'while it writes, after commit %i, holds what was committed and nothing of what was not',
    async (commits) => {
      const { folder } = await place();
      const writer = child('write', folder);
      await linesUntil(writer, `committed ${commits}`);
      await kill(writer);
      await using database = await openDatabase({ folder });
      const { runs, offices } = await database.transaction('snapshot', async ({ own }) => ({
        runs: await own.selectFrom('run').select('run_id').orderBy('run_id').execute(),
        offices: await own.selectFrom('field_office').select('office_code').execute(),
      }));
      expect(runs.length).toBeGreaterThanOrEqual(commits);
      expect(offices).toHaveLength(runs.length * 26 * 26);
    },
  );
});

describe('a first start', () => {
  const made = mkdtemp(join(tmpdir(), 'report287-first-'));
  afterAll(async () => rm(await made, { recursive: true, force: true }));

  test('that was killed is begun again, in a folder that did not exist', async () => {
    const folder = join(await made, 'deep', 'database');
    const starter = child('hold', folder);
    while (!existsSync(`${folder}.unfinished`)) await setTimeout(20);
    await kill(starter);
    expect(await readdir(join(folder, '..'))).toContain('database.unfinished');
    await using database = await openDatabase({ folder });
    expect((await migrate(database)).length).toBeGreaterThan(0);
    expect(await readdir(join(folder, '..'))).not.toContain('database.unfinished');
  });

  test('in a folder that holds something else is refused, and leaves it as it was', async () => {
    const folder = await mkdtemp(join(await made, 'other-'));
    await writeFile(join(folder, 'letter.txt'), 'not a database');
    await expect(openDatabase({ folder })).rejects.toMatchObject({
      kind: 'source',
      message: expect.stringContaining(folder),
    });
    expect(await readdir(folder)).toEqual(['letter.txt']);
  });
});
