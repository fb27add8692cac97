import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copies, recipients } from '../../pipeline/cli/doctor/channels.ts';
import { cache, data, examineFolder, output, standing } from '../../pipeline/cli/doctor/folders.ts';
import { staging } from '../../pipeline/cli/doctor/leftovers.ts';
import { fullDisk } from '../../pipeline/cli/full-disk.ts';
import { readConfig } from '../../pipeline/config.ts';
import { hashOf } from '../../pipeline/publish/manifest.ts';
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

  test('on a full disk is named where the system names none, with the room that there is in each', async () => {
    const { root } = newPatient();
    // Nothing is free there, ever.
    const config = readConfig({ HOME: root, REPORT287_OUT: '/proc/report287' }, root);
    expect(await fullDisk(config, new Error('no space left'))).toMatchObject({
      message: '/proc/report287: the disk is full',
      remedy: 'make room there, or set REPORT287_OUT to a folder on another disk',
      details: ['/proc/report287 (REPORT287_OUT): 0 kB free', ...Array(3).fill(expect.stringMatching(/B free$/))],
    });
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

describe('published editions', () => {
  const known = (number: number, text: string) => ({
    folder: `internal/enforcement-actions/2025-0${number}/edition-1`,
    manifest_sha256: hashOf(text),
  });
  const editions = [known(1, '{}'), known(2, '{}'), known(3, '{}')];

  test('that do not lie in the output folder are a fault that does not say to run them again', async () => {
    const { root } = newPatient();
    const found = () => foundWith(standing, { editions }, { more: { REPORT287_OUT: root } });
    expect(await foundWith(standing, {})).toMatchObject([{ state: 'well', found: 'none so far' }]);
    const [none] = await found();
    expect(none).toMatchObject({ state: 'fault', facts: { known: 3, absent: 3, other: 0 } });
    expect(none?.found).toContain(`the ledger knows 3 editions; none of them lies in ${root}: internal/`);
    expect(none?.remedy).toMatch(/^mount the output folder or restore it/);
    for (const { folder } of editions) mkdirSync(join(root, folder), { recursive: true });
    for (const { folder } of editions) writeFileSync(join(root, folder, 'manifest.json'), '{}');
    expect(await found()).toMatchObject([{ state: 'well', found: `each of 3 lies in ${root}` }]);
    writeFileSync(join(root, editions[0]?.folder ?? '', 'manifest.json'), '{"other":1}');
    expect((await found())[0]?.found).toContain('2 of them lie in');
    expect((await found())[0]?.facts).toMatchObject({ absent: 0, other: 1 });
  });

  test('have folders of reports and periods, each of which is tried', async () => {
    const patient = newPatient();
    const report = join(patient.root, 'out', 'internal', 'enforcement-actions');
    for (const period of ['2025-09', '2025-10']) mkdirSync(join(report, period), { recursive: true });
    const { findings } = await examined(patient, [output]);
    expect(findings.at(-1)).toMatchObject({ what: 'folders of editions', found: '3 folders can be written' });
    expect(readdirSync(report)).toEqual(['2025-09', '2025-10']);
    // Where nobody may write, whoever asks.
    symlinkSync('/proc', join(patient.root, 'out', 'public'));
    const { findings: closed } = await examined(patient, [output]);
    expect(closed.at(-1)).toMatchObject({ state: 'fault', found: expect.stringContaining(join('out', 'public')) });
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
