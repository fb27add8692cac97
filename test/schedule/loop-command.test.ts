import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import { finish, type Place, report287, start } from '../run/command-line.ts';

async function makePlace(): Promise<Place & { readonly inbox: string }> {
  const home = await mkdtemp(join(tmpdir(), 'report287-schedule-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const inbox = join(home, 'inbox');
  await mkdir(inbox);
  // A database that is there already: to make one takes longer than all else.
  await cp(inject('engines').pgliteTemplate, join(home, 'data', 'database'), { recursive: true });
  return { data: join(home, 'data'), out: join(home, 'out'), inbox };
}

/** Waits until a file is there. */
async function appears(folder: string, name: string): Promise<void> {
  for (let left = 1000; left > 0; left -= 1) {
    if ((await readdir(folder).catch(() => [] as string[])).includes(name)) return;
    await setTimeout(100);
  }
  throw new Error(`${name} did not appear in ${folder}`);
}

test('report287 schedule takes files from its inbox while it runs, and ends at SIGTERM with nothing half done', {
  timeout: 150_000,
}, async () => {
  const place = await makePlace();
  const child = start(place, ['schedule', '--json'], { REPORT287_INBOX: place.inbox, REPORT287_INTERVAL: '1' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const finished = finish(child);
  await writeFile(join(place.inbox, 'note.txt'), 'no release of the agency');
  await appears(join(place.inbox, 'refused'), 'note.txt.reason.txt');
  expect(await readFile(join(place.inbox, 'refused', 'note.txt.reason.txt'), 'utf8')).toContain('What to do: ');
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await finished;
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ kind: 'stopped' });
  expect(stderr).toContain('note.txt: refused: ');
});

test('report287 schedule --once looks once, and its exit code says whether something is left', {
  timeout: 150_000,
}, async () => {
  const place = await makePlace();
  const settings = { REPORT287_INBOX: place.inbox };
  const quiet = await report287(place, ['schedule', '--once'], settings);
  expect(quiet, quiet.stderr).toMatchObject({ code: 0, stdout: 'Nothing was to be done.\n' });
  await writeFile(join(place.inbox, 'note.txt'), 'no release of the agency');
  const refused = await report287(place, ['schedule', '--once', '--json'], settings);
  expect(refused, refused.stderr).toMatchObject({ code: 75 });
  expect(JSON.parse(refused.stdout)).toMatchObject({ refused: [{ file: 'note.txt' }], ran: [], problems: [] });
});
