import { join } from 'node:path';
import type { RootOperationNode } from 'kysely';
import { checks } from '../../pipeline/checks/index.ts';
import { openPress, root } from '../../pipeline/cli/press.ts';
import type { ReportModel } from '../../pipeline/compose.ts';
import { type Config, readConfig } from '../../pipeline/config.ts';
import { none } from '../../pipeline/disclosure/none.ts';
import type { ProgressEffect } from '../../pipeline/effects.ts';
import type { Drawing, Format } from '../../pipeline/formats/format.ts';
import { formats } from '../../pipeline/formats/index.ts';
import { withPageSlots } from '../../pipeline/formats/pdf/contents-pages.ts';
import type { DocumentProperties } from '../../pipeline/formats/pdf/document-properties.ts';
import { repairPdf } from '../../pipeline/formats/pdf/repair.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import { render } from '../../pipeline/render.ts';
import { enforcementActions } from '../../pipeline/reports/enforcement-actions.ts';
import { type Press, run } from '../../pipeline/run.ts';
import type { Database } from '../../queries/database.ts';
import { openBareBrowser, readSheets, writeSheets } from './bare-drawing.ts';
import { countScanned, runAlone } from './bare-sql.ts';
import { type BrowserMemory, watchBrowserMemory } from './browser-memory.ts';
import { type Memory, watchMemory } from './memory.ts';
import type { Samples } from './samples.ts';

/** The run that is measured. */
export const measured = { definition: enforcementActions, period: parsePeriod('2020-06') } as const;

/** The least that can do the same work, as the table names it. */
export const floor = {
  sql: 'the same SQL alone',
  count: 'count(*) of the same scan',
  launch: 'launching the bare browser',
  firstPrint: 'bare browser, same pages, two at a time',
  nextPrint: 'bare browser, the same once more',
  cells: 'bare ExcelJS, same cells',
  drawing: 'bare browser and bare ExcelJS',
  together: 'the same SQL, browser and ExcelJS alone',
} as const;

/** The lines that are no stage, format or check. */
export const line = {
  drawing: 'drawing: render and check',
  repair: '  repairs again',
  disk: '  disk again',
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
  readonly browserMemory: BrowserMemory;
}

/** One run as a command makes it, its formats and checks once more one by one, and then the floors. */
export async function roundOf(round: Round): Promise<RoundFacts> {
  const { database, taken, out } = round;
  const config = readConfig({ ...process.env, DATABASE_URL: '', REPORT287_SCHEMA: '', REPORT287_OUT: out }, root);
  const seen = watchMemory();
  const drawn = await drawOnPress(config, round, seen);
  await taken.time(floor.sql, () => runAlone(database, round.queries));
  await taken.time(floor.count, () => countScanned(database, measured.definition, measured.period));
  const printed = await printBare(drawn.pages, config, taken);
  await taken.time(line.repair, async () => {
    for (const [at, bytes] of printed.entries()) await repairPdf(bytes, propertiesOf(drawn.documents[at]));
  });
  const sheets = await Promise.all(drawn.workbooks.map(readSheets));
  await taken.time(floor.cells, async () => {
    for (const workbook of sheets) await writeSheets(workbook);
  });
  taken.addTogether(line.drawing, ['render', 'check']);
  taken.addTogether(floor.drawing, [floor.firstPrint, floor.cells]);
  taken.addTogether(floor.together, [floor.sql, floor.firstPrint, floor.cells]);
  const { browser, memory, browserMemory } = drawn;
  return { browser, documents: drawn.pages.length, memory, browserMemory };
}

function propertiesOf(model: ReportModel | undefined): DocumentProperties {
  if (model === undefined) throw new Error('more was printed than there are documents');
  return { title: model.title, subject: model.report.purpose, language: model.language, dated: model.asOf.iso };
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
  const seenOfBrowser = watchBrowserMemory();
  const outcome = await taken.time('whole run', () => runOnce(press, html, database, taken));
  const [memory, browserMemory] = [seen(), seenOfBrowser()];
  if (outcome.kind !== 'published') throw new Error(`the run was to publish, and came to "${outcome.kind}"`);
  const documents = [...models.values()];
  const workbooks = await drawAgain(documents, press, taken);
  const folder = join(config.out, outcome.edition.folder);
  for (const { id, examine } of checks) {
    const candidate = { folder, models: documents, artifacts: outcome.artifacts };
    await taken.time(checkLine(id), () => examine(candidate));
  }
  // With room for page numbers, as a run prints them.
  const pages = documents.map((model) => withPageSlots(press.tools.html(model)));
  return { browser: press.made.browser, documents, pages, workbooks, memory, browserMemory };
}

function runOnce(press: Press, html: Press['tools']['html'], database: Database, taken: Samples) {
  const order = {
    ...measured,
    audience: 'internal',
    documents: 'all',
    cases: false,
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

/** Draws every document in each format once more, now that the browser is warm, and writes them; returns the workbooks. */
async function drawAgain(models: readonly ReportModel[], { tools, out }: Press, taken: Samples) {
  const drawn: { readonly model: ReportModel; readonly format: Format; readonly drawings: readonly Drawing[] }[] = [];
  for (const format of formats) {
    const draw = async (model: ReportModel) => {
      drawn.push({ model, format, drawings: await format.draw(model, tools) });
    };
    await taken.time(formatLine(format.id), () => Promise.all(models.map(draw)));
  }
  const again = formats.map((format) => ({
    ...format,
    draw: async (model: ReportModel) => drawn.find((of) => of.model === model && of.format === format)?.drawings ?? [],
  }));
  const quiet = { progress: () => undefined };
  await taken.time(line.disk, () => render(models, [], join(out, 'again'), again, tools, quiet));
  return drawn.flatMap(({ format, drawings }) => (format.id === 'xlsx' ? drawings.map(({ bytes }) => bytes) : []));
}

async function printBare(pages: readonly string[], { browser, cache }: Config, taken: Samples) {
  const choice = { ...(browser === undefined ? {} : { executablePath: browser }), cacheFolder: join(cache, 'browser') };
  await using bare = await taken.time(floor.launch, () => openBareBrowser(choice));
  const printed = await taken.time(floor.firstPrint, () => bare.printAll(pages));
  await taken.time(floor.nextPrint, () => bare.printAll(pages));
  return printed;
}
