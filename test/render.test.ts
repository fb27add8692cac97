import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportModel } from '../pipeline/compose.ts';
import type { ProgressEvent } from '../pipeline/effects.ts';
import type { Artifact, DrawingTools, Format } from '../pipeline/formats/format.ts';
import { createPageRenderer } from '../pipeline/formats/html/page.ts';
import { formats } from '../pipeline/formats/index.ts';
import { openBrowser } from '../pipeline/formats/pdf/browser.ts';
import { openRepairs } from '../pipeline/formats/pdf/repairs-apart.ts';
import { render } from '../pipeline/render.ts';
import { descendantsOf, leftAfter } from './formats/pdf/processes.ts';
import { sampleModel } from './sample-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'report287-render-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Documents of a few pages. */
const models: readonly ReportModel[] = ['national', 'ATL', 'BAL', 'BOS', 'BUF', 'CHI', 'DAL'].map((id) => ({
  ...sampleModel,
  fileStem: `enforcement-actions_2020-06_${id}`,
  title: `Report of ${id}`,
  scope: { id, label: id, short: id },
  sections: sampleModel.sections.filter((section) => section.id === 'key-figures' || section.id === 'agreements'),
}));

type Progress = (event: ProgressEvent) => void;

const records = [{ path: 'tallies.json', format: 'tallies', value: { month: '2020-06' } }] as const;

let editions = 0;
function renderTo(drawn: readonly ReportModel[], forms: readonly Format[], tools: DrawingTools, progress: Progress) {
  editions += 1;
  const edition = join(folder, `edition-${editions}`);
  return { edition, artifacts: render(drawn, records, edition, forms, tools, { progress }) };
}

/** Draws in every format with a browser of its own. */
async function drawn(order: readonly ReportModel[], progress: Progress = () => undefined, deadline = 60_000) {
  await using browser = await openBrowser({ deadline });
  await using repairs = openRepairs();
  const tools: DrawingTools = {
    html: createPageRenderer(),
    print: async (html, properties) => repairs.repair(await browser.print(html), properties),
  };
  return await renderTo(order, formats, tools, progress).artifacts;
}

/** Calls `act` when the first document is done, while others are printed. */
function onFirst(act: () => void): Progress {
  return (event) => {
    if (event.kind === 'count' && event.done === 1) act();
  };
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended with its parent.
    }
  }
}

describe('the documents of an edition', () => {
  let undisturbed: readonly Artifact[];
  const events: ProgressEvent[] = [];
  beforeAll(async () => {
    undisturbed = await drawn(models, (event) => events.push(event));
  });

  test('are drawn in every format, listed in order of path, and each says when it is done', () => {
    const paths = undisturbed.map(({ path }) => path);
    expect(paths).toEqual(paths.toSorted());
    for (const { scope, fileStem } of models) {
      for (const ending of ['html', 'pdf', 'xlsx']) expect(paths).toContain(`${scope.id}/${fileStem}.${ending}`);
    }
    expect(events).toEqual(
      models.map((_, at) => ({ kind: 'count', stage: 'render', done: at + 1, of: models.length, unit: 'documents' })),
    );
  });

  test('have the same bytes in whatever order they are drawn', async () => {
    expect(await drawn(models.toReversed())).toEqual(undisturbed);
  });

  test('have the same bytes when the browser is killed on the way', async () => {
    let killed: readonly number[] = [];
    const kill = onFirst(() => {
      killed = descendantsOf(process.pid);
      signalAll(killed, 'SIGKILL');
    });
    expect(await drawn(models, kill)).toEqual(undisturbed);
    expect(killed.length).toBeGreaterThan(0);
    expect(await leftAfter(5_000, [...killed, ...descendantsOf(process.pid)])).toEqual([]);
  });

  test('have the same bytes when the browser hangs on the way', async () => {
    let stopped: readonly number[] = [];
    const stop = onFirst(() => {
      stopped = descendantsOf(process.pid);
      signalAll(stopped, 'SIGSTOP');
    });
    expect(await drawn(models, stop, 12_000)).toEqual(undisturbed);
    expect(stopped.length).toBeGreaterThan(0);
    expect(await leftAfter(5_000, [...stopped, ...descendantsOf(process.pid)])).toEqual([]);
  });
});

describe('drawing', () => {
  const tools: DrawingTools = { html: () => 'page', print: () => Promise.reject(new Error('nothing is printed')) };
  const drawing = (text: string) => [{ path: 'file.csv', bytes: Buffer.from(text) }];
  const form = (draw: Format['draw']): Format => ({ id: 'csv', draw });

  test('has no more than four documents in hand, and makes the page of each once', async () => {
    let [inHand, most, pages] = [0, 0, 0];
    const slow = form(async (model, { html }) => {
      html(model);
      inHand += 1;
      most = Math.max(most, inHand);
      await setTimeout(5);
      inHand -= 1;
      return drawing(model.title);
    });
    const other: Format = {
      id: 'html',
      draw: async (model, { html }) => [{ path: 'x', bytes: Buffer.from(html(model)) }],
    };
    const html = () => {
      pages += 1;
      return 'page';
    };
    await renderTo(models, [slow, other], { ...tools, html }, () => undefined).artifacts;
    expect(most).toBe(4);
    expect(pages).toBe(models.length);
  });

  test('stops at the first document that fails: no other is begun, and nothing is written afterwards', async () => {
    const begun: string[] = [];
    const failing = form(async (model) => {
      begun.push(model.scope.id);
      await setTimeout(model.scope.id === 'ATL' ? 1 : 40);
      if (model.scope.id === 'ATL') throw new Error('ATL cannot be drawn');
      return drawing(model.title);
    });
    const { edition, artifacts } = renderTo(models, [failing], tools, () => undefined);
    await expect(artifacts).rejects.toThrow('ATL cannot be drawn');
    expect(begun).toEqual(['national', 'ATL', 'BAL', 'BOS']);
    const written = () => readdirSync(edition, { recursive: true }).toSorted();
    const then = written();
    await setTimeout(100);
    expect(written()).toEqual(then);
    expect(readFileSync(join(edition, 'national', 'file.csv'), 'utf8')).toBe('Report of national');
  });
});
