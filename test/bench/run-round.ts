import { join } from 'node:path';
import type { RootOperationNode } from 'kysely';
import { checks } from '../../pipeline/checks/index.ts';
import { openPress, root } from '../../pipeline/cli/press.ts';
import type { ReportModel } from '../../pipeline/compose.ts';
import { type Config, readConfig } from '../../pipeline/config.ts';
import { none } from '../../pipeline/disclosure/none.ts';
import type { ProgressEffect } from '../../pipeline/effects.ts';
import { formats } from '../../pipeline/formats/index.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import { enforcementActions } from '../../pipeline/reports/enforcement-actions.ts';
import { type Press, run } from '../../pipeline/run.ts';
import type { Database } from '../../queries/database.ts';
import { openBareBrowser, readSheets, writeSheets } from './bare-drawing.ts';
import { countScanned, runAlone } from './bare-sql.ts';
import { type Memory, watchMemory } from './memory.ts';
import type { Samples } from './samples.ts';

/** The run that is measured. */
export const measured = { definition: enforcementActions, period: parsePeriod('2020-06') } as const;

/** The least that can do the same work, as the table names it. */
export const floor = {
  sql: 'the same SQL alone',
  count: 'count(*) of the same scan',
  launch: 'launching the bare browser',
  firstPrint: 'bare browser, first print',
  nextPrint: 'bare browser, next print',
  cells: 'bare ExcelJS, same cells',
  drawing: 'bare browser (first print) and bare ExcelJS',
  together: 'the same SQL, browser and ExcelJS alone',
} as const;

/** The name of a format's line. */
export const formatLine = (id: string): string => `  ${id} again`;
/** The name of a check's line. */
export const checkLine = (id: string): string => `  ${id} again`;

/** What a round needs. */
interface Round {
  readonly database: Database;
  /** The SQL of the extract. */
  readonly queries: readonly RootOperationNode[];
  /** An output folder of its own, so that every run publishes. */
  readonly out: string;
  readonly taken: Samples;
}

/** What a round was made with and came to. */
export interface RoundFacts {
  readonly browser: string;
  readonly documents: number;
  readonly memory: Memory;
}

/** One run as a command makes it, its formats and checks once more one by one, and then the floors. */
export async function roundOf(round: Round): Promise<RoundFacts> {
  const { database, taken, out } = round;
  const config = readConfig({ ...process.env, DATABASE_URL: '', REPORT287_SCHEMA: '', REPORT287_OUT: out }, root);
  const seen = watchMemory();
  const drawn = await drawOnPress(config, round, seen);
  await taken.time(floor.sql, () => runAlone(database, round.queries));
  await taken.time(floor.count, () => countScanned(database, measured.definition, measured.period));
  await printBare(drawn.pages, config, taken);
  const sheets = await Promise.all(drawn.workbooks.map(readSheets));
  await taken.time(floor.cells, async () => {
    for (const workbook of sheets) await writeSheets(workbook);
  });
  taken.addTogether(floor.drawing, [floor.firstPrint, floor.cells]);
  taken.addTogether(floor.together, [floor.sql, floor.firstPrint, floor.cells]);
  return { browser: drawn.browser, documents: drawn.pages.length, memory: drawn.memory };
}

async function drawOnPress(config: Config, { database, taken }: Round, seen: () => Memory) {
  await using press = await taken.time('open the browser', () =>
    openPress(config, `${database.engine} ${database.version}`),
  );
  const models = new Map<string, ReportModel>();
  const html = (model: ReportModel) => {
    models.set(model.fileStem, model);
    return press.tools.html(model);
  };
  const outcome = await taken.time('whole run', () => runOnce(press, html, database, taken));
  const memory = seen();
  if (outcome.kind !== 'published') throw new Error(`the run was to publish, and came to "${outcome.kind}"`);
  const documents = [...models.values()];
  const workbooks = await drawAgain(documents, press, taken);
  const folder = join(config.out, outcome.edition.folder);
  for (const { id, examine } of checks) {
    const candidate = { folder, models: documents, artifacts: outcome.artifacts };
    await taken.time(checkLine(id), () => examine(candidate));
  }
  return { browser: press.made.browser, pages: documents.map(press.tools.html), workbooks, memory };
}

function runOnce(press: Press, html: Press['tools']['html'], database: Database, taken: Samples) {
  const order = {
    ...measured,
    audience: 'internal',
    disclosure: none,
    recipients: [],
    revise: true,
    dryRun: false,
  } as const;
  const progress = stageWatch(taken);
  return run(order, { ...press, tools: { ...press.tools, html } }, { database, progress, now: () => new Date() });
}

/** Takes down how long each stage lasts. */
function stageWatch(taken: Samples): ProgressEffect['progress'] {
  let began = 0;
  return (event) => {
    if (event.kind !== 'stage') return;
    if (event.state === 'started') began = performance.now();
    else taken.add(event.stage, (performance.now() - began) / 1_000);
  };
}

/** Draws every document in each format once more, now that the browser is warm; returns the workbooks. */
async function drawAgain(models: readonly ReportModel[], { tools }: Press, taken: Samples) {
  const workbooks: Uint8Array[] = [];
  for (const format of formats) {
    const drawings = await taken.time(formatLine(format.id), async () => {
      const drawn = [];
      for (const model of models) drawn.push(...(await format.draw(model, tools)));
      return drawn;
    });
    if (format.id === 'xlsx') workbooks.push(...drawings.map(({ bytes }) => bytes));
  }
  return workbooks;
}

async function printBare(pages: readonly string[], { browser, cache }: Config, taken: Samples): Promise<void> {
  const choice = { ...(browser === undefined ? {} : { executablePath: browser }), cacheFolder: join(cache, 'browser') };
  await using bare = await taken.time(floor.launch, () => openBareBrowser(choice));
  for (const what of [floor.firstPrint, floor.nextPrint]) {
    await taken.time(what, async () => {
      for (const page of pages) await bare.print(page);
    });
  }
}
