import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { browser } from '../pipeline/cli/doctor/browser.ts';
import { type Examination, type Finding, warning, well } from '../pipeline/cli/doctor/examination.ts';
import { examined, newPatient, type Patient } from './doctor/patient.ts';

const root = join(import.meta.dirname, '..');

/** The command as an operator calls it. */
async function command({ root: folder, variables }: Patient, more: Readonly<Record<string, string>>, asJson: boolean) {
  const environment = {
    PATH: '/usr/bin:/bin',
    XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? '',
    ...variables,
    ...more,
  };
  const child = spawn(process.execPath, [join(root, 'pipeline/cli.ts'), 'doctor', ...(asJson ? ['--json'] : [])], {
    cwd: folder,
    env: { ...environment, HOME: process.env.HOME },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [out, told] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, told, exitCode: child.exitCode };
}

test('a command whose reader has closed the pipe ends quietly', async () => {
  const child = spawn(process.execPath, [join(root, 'pipeline/cli.ts'), 'settings', '--json'], { cwd: root });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdout.destroy();
  const [told] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect([told, child.exitCode]).toEqual(['', 0]);
});

describe('report287 doctor', () => {
  test('goes on after each fault, and says everything as JSON, without a secret', async () => {
    const patient = newPatient();
    const more = {
      DATABASE_URL: 'postgresql://reports:0dd%3ASecret@127.0.0.1:1/reports',
      REPORT287_SMTP: 'smtp://reports:An0ther%2FSecret@127.0.0.1:1',
      REPORT287_SMTP_FROM: 'reports@example.gov',
      REPORT287_INTERVAL: 'often',
      report287_inbox: 'in',
      PUPPETEER_EXECUTABLE_PATH: '/nowhere/chrome',
    };
    const { out, told, exitCode } = await command(patient, more, true);
    const { findings, ...counts } = JSON.parse(out) as { readonly findings: readonly Finding[] };
    for (const finding of findings) {
      expect(Object.keys(finding)).toEqual(['what', 'state', 'found', 'remedy', 'facts']);
      expect(finding.remedy === null).toBe(finding.state === 'well');
      expect(finding.found).not.toBe('');
    }
    const faults = findings.filter(({ state }) => state === 'fault').map(({ what }) => what);
    expect(faults).toEqual(['settings', 'settings', 'database', 'browser', 'channel smtp']);
    expect(findings.map(({ what }) => what)).toEqual(expect.arrayContaining(['output folder', 'calendar', 'claims']));
    expect(counts).toMatchObject({ faults: 5 });
    expect(exitCode).toBe(78);
    expect(out + told).not.toMatch(/0dd|An0ther|Secret/);
  });

  test('is a line for each finding and a line for each remedy, and ends well with warnings alone', async () => {
    const fine: Examination = { what: 'one', reads: [], examine: async () => [well('one', 'as it\nshould be')] };
    const poor: Examination = {
      what: 'another',
      reads: [],
      examine: async () => [warning('another', 'old', 'renew it')],
    };
    const { lines, exitCode, data } = await examined(newPatient(), [fine, poor]);
    expect(lines).toEqual([
      'well     one      as it should be',
      'warning  another  old',
      '                  What to do: renew it.',
      '2 findings: 1 well, 1 to be looked at (warning), 0 to be mended (fault).',
    ]);
    expect(exitCode).toBe(0);
    expect(data).toMatchObject({ well: 1, warnings: 1, faults: 0 });
  });

  test('gives up an examination that does not end or breaks, and makes the others', async () => {
    const endless: Examination = { what: 'endless', reads: [], examine: () => new Promise(() => undefined) };
    const broken: Examination = { what: 'broken', reads: [], examine: () => Promise.reject(new Error('it broke')) };
    const fine: Examination = { what: 'fine', reads: [], examine: async () => [well('fine', 'it is')] };
    const { findings, exitCode } = await examined(newPatient(), [endless, broken, fine], { limit: 50 });
    expect(findings.map(({ what, state, found }) => `${state}: ${what}: ${found}`)).toEqual([
      'fault: endless: no answer within 0.05 s',
      'fault: broken: it broke',
      'well: fine: it is',
    ]);
    expect(exitCode).toBe(69);
  });
});

describe('the browser', () => {
  test('prints a tagged page with every sign of the legend in the embedded typeface', async () => {
    const { HOME = '', XDG_CACHE_HOME = join(HOME, '.cache') } = process.env;
    const { findings } = await examined(newPatient(), [browser], { more: { XDG_CACHE_HOME } });
    expect(findings.map(({ what, state }) => `${state}: ${what}`)).toEqual(['well: browser', 'well: typeface']);
    expect(findings[0]?.facts.version).toMatch(/Chrome\/\d+/);
    expect(findings[1]?.found).toMatch(/SourceSans3/);
  });

  test('that is none is a fault with its path', async () => {
    const more = { PUPPETEER_EXECUTABLE_PATH: '/bin/false' };
    const { findings, exitCode } = await examined(newPatient(), [browser], { more });
    expect(findings).toMatchObject([{ what: 'browser', state: 'fault', found: expect.stringContaining('/bin/false') }]);
    expect(exitCode).toBe(69);
  });
});
