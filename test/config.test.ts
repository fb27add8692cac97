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
  });
});

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

test('another schema needs a server', () => {
  expect(() => readConfig({ REPORT287_SCHEMA: 'program' }, '/checkout')).toThrow(PipelineError);
  const config = readConfig({ REPORT287_SCHEMA: 'program', DATABASE_URL: 'postgresql://u@h/d' }, '/checkout');
  expect(config.sourceSchema).toBe('program');
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
