import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { DatabaseEffect, ProgressEffect } from '../effects.ts';
import { createPageRenderer } from '../formats/html/page.ts';
import { openBrowser } from '../formats/pdf/browser.ts';
import { openRepairs } from '../formats/pdf/repairs-apart.ts';
import { hashTree } from '../publish/manifest.ts';
import { shared } from '../run/crew.ts';
import { openQueue } from '../run/queue.ts';
import type { Press } from '../run.ts';
import { termsOf } from './distribution.ts';

/** The checkout that the program runs from. */
export const root = join(import.meta.dirname, '..', '..');

/** SHA-256 of the program as it lies in the checkout now, which may be another than the one that runs. */
export const hashOfProgram = (): string => hashTree(root, ['pipeline', 'queries', 'templates', 'package-lock.json']);

/** Opens the browser and everything else that a run draws with; closed when the run is over. */
export async function openPress(config: Config, database: string): Promise<Press & AsyncDisposable> {
  const browser = await openBrowser({
    ...(config.browser === undefined ? {} : { executablePath: config.browser }),
    cacheFolder: join(config.cache, 'browser'),
  });
  const repairs = openRepairs();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return {
    out: config.out,
    tools: {
      html: createPageRenderer(),
      print: async (html, properties) => repairs.repair(await browser.print(html), properties),
    },
    made: {
      version,
      code: hashOfProgram(),
      drawing: hashTree(root, ['templates', 'pipeline/formats', 'pipeline/charts', 'package-lock.json']),
      node: process.version,
      browser: browser.version,
      database,
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([browser[Symbol.asyncDispose](), repairs[Symbol.asyncDispose]()]);
    },
  };
}

/** Opens a press, and with `workers` the queue through which workers draw beside this process. */
export async function openPressWith(
  config: Config,
  workers: boolean,
  { database, progress }: DatabaseEffect & ProgressEffect,
): Promise<Press & AsyncDisposable> {
  await using opened = new AsyncDisposableStack();
  const press = opened.use(await openPress(config, `${database.engine} ${database.version}`));
  const queue = workers ? opened.use(await openQueue(database, (text) => progress({ kind: 'note', text }))) : null;
  const all = opened.move();
  return {
    ...press,
    ...(queue === null ? {} : { crew: shared(queue, press, database, termsOf(config)) }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
