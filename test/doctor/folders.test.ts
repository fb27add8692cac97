import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copies, recipients } from '../../pipeline/cli/doctor/channels.ts';
import { cache, data, examineFolder, output } from '../../pipeline/cli/doctor/folders.ts';
import { staging } from '../../pipeline/cli/doctor/leftovers.ts';
import { examined, foundWith, newPatient, subscriptionOf } from './patient.ts';

describe('a folder', () => {
  test('that can be written is well and holds afterwards what it held before', async () => {
    const { root } = newPatient();
    writeFileSync(join(root, 'a'), '');
    const found = await examineFolder('output folder', root, { least: 1, enough: 2 }, 'REPORT287_OUT');
    expect(found).toMatchObject({ state: 'well', facts: { path: root, made: true } });
    expect(readdirSync(root)).toEqual(['a']);
  });

  test('that is not made yet is judged by the one in which it will be made, and is not made', async () => {
    const { root } = newPatient();
    const path = join(root, 'deep', 'down');
    const found = await examineFolder('output folder', path, { least: 1, enough: 2 }, 'REPORT287_OUT');
    expect(found).toMatchObject({ state: 'well', found: expect.stringContaining('(not made yet)') });
    expect(readdirSync(root)).toEqual([]);
  });

  test('in whose place a file lies is a fault for every folder of the settings', async () => {
    const patient = newPatient();
    const file = join(patient.root, 'file');
    writeFileSync(file, 'a letter');
    const more = { REPORT287_OUT: file, REPORT287_DATA: join(file, 'data'), XDG_CACHE_HOME: file };
    const { findings, exitCode } = await examined(patient, [output, data, cache], { more });
    const states = findings.map(({ what, state, found }) => `${state}: ${what}: ${found}`);
    expect(states).toEqual([
      `fault: output folder: ${file}: it is no folder`,
      `fault: data folder: ${file}: it is no folder`,
      `fault: cache folder: ${file}: it is no folder`,
    ]);
    expect(exitCode).toBe(69);
  });

  test('is a warning and then a fault as its disk fills', async () => {
    const { root } = newPatient();
    const roomy = (least: number, enough: number) => examineFolder('output folder', root, { least, enough }, 'X');
    const beyond = 1e18;
    expect(await roomy(1, beyond)).toMatchObject({ state: 'warning', remedy: expect.stringContaining('make room') });
    expect(await roomy(beyond, beyond)).toMatchObject({ state: 'fault', remedy: expect.stringContaining('make room') });
  });

  test('of which a part lies in another file system cannot publish whole editions', async () => {
    const patient = newPatient();
    const out = join(patient.root, 'out');
    mkdirSync(join(out, 'internal'), { recursive: true });
    expect((await examined(patient, [output])).states).toContain('well: file system of editions');
    const foreign = ['/dev/shm', '/proc'].find((path) => isOther(path, out));
    if (foreign === undefined) throw new Error('this machine has one file system only');
    symlinkSync(foreign, join(out, '.staging'));
    const { findings } = await examined(patient, [output]);
    expect(findings[1]).toMatchObject({ state: 'fault', found: 'another one begins at .staging' });
  });
});

function isOther(path: string, than: string): boolean {
  try {
    return statSync(path).dev !== statSync(than).dev;
  } catch {
    return false;
  }
}

describe('folders that receive editions', () => {
  test('are tried, each', async () => {
    const { root } = newPatient();
    writeFileSync(join(root, 'file'), '');
    const more = { REPORT287_DELIVER_TO: [root, join(root, 'later'), join(root, 'file')].join(':') };
    const found = await foundWith(copies, {}, { more });
    expect(found.map(({ state }) => state)).toEqual(['well', 'warning', 'fault']);
    expect(readdirSync(root)).toEqual(['file']);
  });

  test('of recipients are faults where they must be there and are not, and of no interest where nobody is active', async () => {
    const { root } = newPatient();
    const address = join(root, 'share');
    const named = (recipient: string, more = {}) => subscriptionOf({ recipient, address, ...more });
    const subscriptions = [
      named('here', { address: root }),
      named('made-later'),
      named('share', { options: '{"existing":"yes"}' }),
      named('asleep', { options: '{"existing":"yes"}', active: false }),
    ];
    const found = await foundWith(recipients, { subscriptions });
    expect(found.map(({ state, what }) => `${state}: ${what}`)).toEqual([
      'warning: folder of made-later',
      'fault: folder of share',
    ]);
    const [whole] = await foundWith(recipients, { subscriptions: subscriptions.slice(0, 1) });
    expect(whole).toMatchObject({ state: 'well', facts: { folders: 1 } });
  });
});

describe('staging', () => {
  test('tells what killed runs of this machine left, and leaves it', async () => {
    const patient = newPatient();
    const parent = join(patient.root, 'out', '.staging');
    const left = join(parent, `${hostname()}.999999999.00000000-0000-4000-8000-000000000000`);
    mkdirSync(left, { recursive: true });
    mkdirSync(join(parent, 'elsewhere.1.00000000-0000-4000-8000-000000000000'));
    writeFileSync(join(left, 'a.pdf'), Buffer.alloc(2_000_000));
    const { findings } = await examined(patient, [staging]);
    expect(findings).toMatchObject([
      { state: 'warning', found: '1 folder of killed runs, 2 MB', facts: { left: 1, bytes: 2_000_000, others: 1 } },
    ]);
    expect(readdirSync(parent)).toHaveLength(2);
  });
});
