import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig, settings } from '../pipeline/config.ts';
import { PipelineError } from '../pipeline/errors.ts';

test('an empty environment is a whole configuration, and paths are absolute', () => {
  expect(readConfig({ HOME: '/home/user' }, '/checkout')).toEqual({
    sourceSchema: 'report287',
    data: '/checkout/.report287',
    cache: '/home/user/.cache/report287',
    out: '/checkout/out',
    deliverTo: [],
    delivery: {
      channels: { patience: 60_000 },
      approvals: { internal: [], public: ['release-authority'] },
      stated: [],
    },
    scheduling: { interval: 60_000, grace: 60_000 },
  });
});

/** What is wrong with variables; none: an empty list. No problem tells a value. */
function problemsOf(variables: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(variables, '/checkout');
    return [];
  } catch (error) {
    const { kind, details } = error as PipelineError;
    expect(kind).toBe('config');
    expect(details.join()).not.toContain('hidden');
    return details;
  }
}

test('an empty variable counts as unset', () => {
  expect(readConfig({ HOME: '/h', DATABASE_URL: '', REPORT287_OUT: '' }, '/checkout').out).toBe('/checkout/out');
});

test('every problem is told at once, without the values', () => {
  try {
    readConfig(
      { DATABASE_URL: 'mysql://u:secret@h', REPORT287_SCHEMA: 'Bad Name', PUPPETEER_EXECUTABLE_PATH: 'chrome' },
      '/checkout',
    );
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(PipelineError);
    const { kind, details } = error as PipelineError;
    expect(kind).toBe('config');
    expect(details.map((detail) => detail.split(':')[0])).toEqual([
      'DATABASE_URL',
      'REPORT287_SCHEMA',
      'PUPPETEER_EXECUTABLE_PATH',
    ]);
    expect(details.join()).not.toContain('secret');
  }
});

test.each([
  [
    { REPORT287_APPROVALS_PUBLC: 'a' },
    'REPORT287_APPROVALS_PUBLC: is no setting; the nearest is REPORT287_APPROVALS_PUBLIC',
  ],
  [{ REPROT287_OUT: 'hidden' }, 'REPROT287_OUT: is no setting; the nearest is REPORT287_OUT'],
  [{ report287_data: 'hidden' }, 'report287_data: is no setting; the nearest is REPORT287_DATA'],
  [{ REPORT287_OUT_FILE: 'hidden' }, 'REPORT287_OUT_FILE: only secrets are given as files; set REPORT287_OUT'],
  [{ REPORT287_FROM: '2027-13' }, 'REPORT287_FROM: must be a month, such as 2027-03'],
  [{ REPORT287_FROM: 'FY2027' }, 'REPORT287_FROM: must be a month, such as 2027-03'],
])('%o is not overlooked', (variables, problem) => {
  expect(problemsOf(variables)).toEqual([problem]);
});

test('variables of others, of the tests and of secrets in files are no misspelt settings', () => {
  const others = { REPORT_OUT: 'a', DATABASE_URI: 'b', XDG_DATA_HOME: 'c', REPORT287_LONG: '1', REPORT287_OUTT: '' };
  expect(problemsOf({ ...others, REPORT287_SFTP_KEY_FILE: 'd', DATABASE_URL_FILE: 'e' })).toEqual([]);
  expect(readConfig({ REPORT287_FROM: '2027-03' }, '/checkout').scheduling.from).toBe('2027-03');
});

test('another schema needs a server', () => {
  expect(() => readConfig({ REPORT287_SCHEMA: 'program' }, '/checkout')).toThrow(PipelineError);
  const config = readConfig({ REPORT287_SCHEMA: 'program', DATABASE_URL: 'postgresql://u@h/d' }, '/checkout');
  expect(config.sourceSchema).toBe('program');
});

test('channels are read whole: addresses, secrets, and what they need beside', () => {
  const { channels, approvals, stated } = readConfig(
    {
      REPORT287_SMTP: 'smtp://mailer:p%40ss@mail.example.gov',
      REPORT287_SMTP_FROM: 'Reports <reports@example.gov>',
      REPORT287_SFTP: 'sftp://drop:secret@files.example.gov:2222',
      REPORT287_SFTP_HOST_KEY: `SHA256:${'a'.repeat(43)}`,
      REPORT287_S3_REGION: 'us-gov-west-1',
      REPORT287_S3_ACCESS_KEY: 'id',
      REPORT287_S3_SECRET: 'secret',
      REPORT287_PATIENCE: '5',
      REPORT287_APPROVALS_INTERNAL: 'statistics, privacy',
      REPORT287_APPROVALS_PUBLIC: 'none',
    },
    '/checkout',
  ).delivery;
  expect(channels).toEqual({
    smtp: {
      ...{ host: 'mail.example.gov', port: 587, secure: false, allowPlain: false, user: 'mailer', password: 'p@ss' },
      ...{ from: 'Reports <reports@example.gov>', sizeLimit: 20_000_000 },
    },
    sftp: { host: 'files.example.gov', port: 2222, user: 'drop', password: 'secret', hostKey: 'a'.repeat(43) },
    s3: { region: 'us-gov-west-1', accessKeyId: 'id', secretAccessKey: 'secret', forcePathStyle: false },
    patience: 5000,
  });
  expect(approvals).toEqual({ internal: ['statistics', 'privacy'], public: [] });
  expect(stated).toEqual(['internal', 'public']);
});

test.each([
  [{ REPORT287_SMTP: 'smtps://mail.example.gov' }, 'REPORT287_SMTP: needs REPORT287_SMTP_FROM'],
  [{ REPORT287_SMTP: 'https://u:secret@mail.example.gov' }, 'REPORT287_SMTP: must be of the form'],
  [{ REPORT287_SFTP: 'sftp://u:secret@h' }, 'REPORT287_SFTP: needs REPORT287_SFTP_HOST_KEY'],
  [
    { REPORT287_S3_REGION: 'us-east-1', REPORT287_S3_SECRET: 'secret' },
    'REPORT287_S3_REGION: needs REPORT287_S3_ACCESS_KEY',
  ],
  [{ REPORT287_APPROVALS_PUBLIC: 'A Person' }, 'REPORT287_APPROVALS_PUBLIC: must be roles'],
  [{ REPORT287_PATIENCE: '0' }, 'REPORT287_PATIENCE: must be a number of seconds'],
])('%o is no whole channel', (variables, problem) => {
  try {
    readConfig(variables, '/checkout');
    expect.unreachable();
  } catch (error) {
    expect((error as PipelineError).details.join('; ')).toContain(problem);
    expect((error as PipelineError).details.join()).not.toContain('secret');
  }
});

test('the README lists every setting as the program defines it', async () => {
  const readme = await readFile(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  for (const { name, default: standard, meaning } of settings) {
    expect(readme).toContain(`| \`${name}\` | ${standard} | ${meaning} |`);
  }
  const listed = readme
    .slice(readme.indexOf('<!-- settings'))
    .split('\n\n')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(listed).toHaveLength(settings.length);
});
