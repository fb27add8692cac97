import { readFile } from 'node:fs/promises';
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
import { type Samples, spending } from './samples.ts';

/** The run that is measured. */
export const measured = { definition: enforcementActions, period: parsePeriod('2020-06') } as const;

/** The least that can do the same work, as the table names it. */
export const floor = {
  sql: 'the same SQL alone',
  count: 'count(*) of the same scan',
  launch: 'launching the bare browser',
  print: 'bare browser, same HTML, two at a time',
  printAnew: '… with a new page for each',
  cells: 'bare ExcelJS, same cells',
  drawing: 'bare browser and bare ExcelJS',
  together: 'the same SQL, browser and ExcelJS alone',
} as const;

/** The lines that are no stage, format or check. */
export const line = {
  drawing: 'documents: render and check',
  repair: '  repairs again',
  disk: '  disk again',
} as const;

/** The name of a format's line. */
export const formatLine = (id: string): string => `  ${id} again`;
/** The name of a check's line. */
export const checkLine = (id: string): string => `  ${id} again`;

/** What a round needs. `parts`: with each format and check once more by itself, which takes as long as the run. */
interface Round {
  readonly parts: boolean;
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
  /** Of the shortest and of the longest document. */
  readonly pages: { readonly least: number; readonly most: number };
  readonly memory: Memory;
  readonly browserMemory: BrowserMemory;
}

/** One run as a command makes it, its formats and checks once more one by one where they are asked for, and the floors. */
export async function roundOf(round: Round): Promise<RoundFacts> {
  const { database, taken, out } = round;
  const config = readConfig({ ...process.env, DATABASE_URL: '', REPORT287_SCHEMA: '', REPORT287_OUT: out }, root);
  const drawn = await drawOnPress(config, round, watchMemory());
  await taken.time(floor.sql, () => runAlone(database, round.queries));
  await taken.time(floor.count, () => countScanned(database, measured.definition, measured.period));
  const printed = await printBare(drawn.pages, config, taken);
  const sheets = await Promise.all(drawn.workbooks.map(readSheets));
  await taken.time(floor.cells, async () => {
    for (const workbook of sheets) await writeSheets(workbook);
  });
  if (round.parts) await repairAgain(printed, drawn.documents, taken);
  taken.addTogether(line.drawing, ['render', 'check']);
  taken.addTogether(floor.drawing, [floor.print, floor.cells]);
  taken.addTogether(floor.together, [floor.sql, floor.print, floor.cells]);
  const { browser, memory, browserMemory } = drawn;
  const counts = printed.map(countPages);
  const pages = { least: Math.min(...counts), most: Math.max(...counts) };
  return { browser, documents: drawn.pages.length, pages, memory, browserMemory };
}

/** The browser writes its pages as plain objects. */
function countPages(pdf: Uint8Array): number {
  return (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type\s*\/Page\b/g)?.length ?? 0
  );
}

async function repairAgain(printed: readonly Uint8Array[], documents: readonly ReportModel[], taken: Samples) {
  await taken.time(line.repair, async () => {
    for (const [at, bytes] of printed.entries()) await repairPdf(bytes, propertiesOf(documents[at]));
  });
}

function propertiesOf(model: ReportModel | undefined): DocumentProperties {
  if (model === undefined) throw new Error('more was printed than there are documents');
  return { title: model.title, subject: model.report.purpose, language: model.language, dated: model.asOf.iso };
}

async function drawOnPress(config: Config, { database, taken, parts }: Round, seen: () => Memory) {
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
  const { artifacts } = outcome;
  const folder = join(config.out, outcome.edition.folder);
  if (parts) {
    await drawAgain(documents, press, taken);
    for (const { id, examine } of checks)
      await taken.time(checkLine(id), () => examine({ folder, models: documents, artifacts }));
  }
  const written = artifacts.filter(({ format }) => format === 'xlsx').map(({ path }) => readFile(join(folder, path)));
  // With room for page numbers, as a run prints them.
  const pages = documents.map((model) => withPageSlots(press.tools.html(model)));
  return {
    browser: press.made.browser,
    documents,
    pages,
    workbooks: await Promise.all(written),
    memory,
    browserMemory,
  };
}

function runOnce(press: Press, html: Press['tools']['html'], database: Database, taken: Samples) {
  const order = {
    ...measured,
    audience: 'internal',
    documents: 'all',
    subject: null,
    formats,
    cases: false,
    disclosure: none,
    recipients: [],
    revise: true,
    dryRun: false,
  } as const;
  const progress = stageWatch(taken);
  return run(order, { ...press, tools: { ...press.tools, html } }, { database, progress, now: () => new Date() });
}

/** Takes down what each stage spends. */
function stageWatch(taken: Samples): ProgressEffect['progress'] {
  let spent = spending();
  return (event) => {
    if (event.kind !== 'stage') return;
    if (event.state === 'started') spent = spending();
    else taken.add(event.stage, spent());
  };
}

/** Draws every document in each format once more, now that the browser is warm, and writes them. */
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
}

/** Each way in a browser of its own, as a run has one; returns what was printed. */
async function printBare(pages: readonly string[], { browser, cache }: Config, taken: Samples) {
  const choice = { ...(browser === undefined ? {} : { executablePath: browser }), cacheFolder: join(cache, 'browser') };
  {
    await using anew = await openBareBrowser(choice);
    await taken.time(floor.printAnew, () => anew.printAll(pages, 'new'));
  }
  await using bare = await taken.time(floor.launch, () => openBareBrowser(choice));
  return await taken.time(floor.print, () => bare.printAll(pages, 'reused'));
}
