import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../pipeline/cli/press.ts';
import { type AgreementsFigures, agreementsTable } from './agreements.ts';
import { apart } from './apart.ts';
import { type ClassificationFigures, classificationTable } from './classification.ts';
import type { Place } from './fresh-database.ts';
import { benchImport, type ImportFigures } from './import.ts';
import { importTable } from './import-table.ts';
import { type ListFigures, listsIn, listTable } from './lists.ts';
import { benchLongList, type LongListFigures, longListTable } from './long-list.ts';
import { currentLoad, describeMachine, type Machine } from './machine.ts';
import type { RunFigures } from './report-run.ts';
import { runTable } from './run-table.ts';
import { makeScratch } from './scratch.ts';
import { benchWorkers, type WorkersFigures, workersTable } from './workers.ts';

// Measures the program on generated data, each thing beside the least that could do the same in the same session. It
// judges nothing; it fails only where something that was to be measured did not run.

const usage =
  'usage: npm run bench -- [--rows 143470] [--only import|lists|classification|long-list|run|agreements|workers] [--agreements 60] [--data folder] [--rounds 2] [--json]';
/** As many as the release of arrests of fiscal year 2017 has. */
const rowsOfOneYear = 143_470;
const roundsOfRuns = 5;
/** Each takes a minute, and two later ones already agree. */
const roundsOfReports = 2;
const classifiedEvents = 1_000_000;
const rowsOfLongList = 200_000;
const agreementsOfOneRun = 60;
/** What is drawn of an agreement does not depend on them. */
const eventsBehindWorkers = 10_000;

interface Wanted {
  readonly rows: number;
  readonly parts: readonly ('import' | 'lists' | 'classification' | 'long-list' | 'run' | 'agreements' | 'workers')[];
  /** Documents of single agreements; in May 2026 there were 1,843. */
  readonly agreements: number;
  /** Where the synthetic data of a run are kept for the next time; null: made anew and thrown away. */
  readonly data: string | null;
  /** Of runs, after the first; 0: the first alone. */
  readonly rounds: number;
  readonly json: boolean;
}

/** Everything that is printed. */
interface Results {
  readonly machine: Machine;
  readonly engines: Readonly<Record<string, string>>;
  readonly loadAtEnd: number;
  readonly rows: number;
  readonly import: readonly ImportFigures[] | null;
  /** null: not asked for, or the published lists are absent. */
  readonly lists: ListFigures | null;
  readonly classification: readonly ClassificationFigures[] | null;
  readonly longList: LongListFigures | null;
  readonly run: RunFigures | null;
  readonly agreements: AgreementsFigures | null;
  /** null: not asked for, or there is no PostgreSQL. */
  readonly workers: WorkersFigures | null;
}

function readWanted(): Wanted | null {
  try {
    const { values } = parseArgs({
      options: {
        rows: { type: 'string' },
        only: { type: 'string' },
        data: { type: 'string' },
        rounds: { type: 'string' },
        agreements: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const rows = Number(values.rows ?? rowsOfOneYear);
    const rounds = Number(values.rounds ?? roundsOfReports);
    const parts = (['import', 'lists', 'classification', 'long-list', 'run', 'agreements', 'workers'] as const).filter(
      (part) => part === (values.only ?? part),
    );
    if (!Number.isInteger(rows) || rows < 1_000 || rows > 20_000_000 || parts.length === 0) return null;
    const agreements = Number(values.agreements ?? agreementsOfOneRun);
    if (!Number.isInteger(agreements) || agreements < 3 || agreements > 10_000) return null;
    if (!Number.isInteger(rounds) || rounds < 0 || rounds > 100) return null;
    return { rows, parts, agreements, data: values.data ?? null, rounds, json: values.json ?? false };
  } catch {
    return null;
  }
}

const say = (text: string) => console.error(`bench: ${text}`);

async function measure({ rows, parts, agreements: many, data, rounds }: Wanted): Promise<Results> {
  const machine = describeMachine();
  const scratch = makeScratch();
  const template = join(scratch, 'template');
  const engines: Record<string, string> = { embedded: await apart('template', { folder: template }, scratch) };
  let imported: Results['import'] = null;
  if (parts.includes('import')) {
    const server = await findServer(engines, scratch);
    const realFile = join(root, '..', 'shared', 'data', 'enforcement', 'EROArrests_FY2017.csv.gz');
    const tenfold = rows <= rowsOfOneYear;
    imported = await benchImport({ rows, tenfold, template, realFile, server, scratch, say });
  }
  const lists = parts.includes('lists') ? await measureLists(template, scratch) : null;
  const classification = parts.includes('classification')
    ? await measureClassification(template, engines, scratch)
    : null;
  const longList = parts.includes('long-list') ? await measureLongList(scratch) : null;
  const run = parts.includes('run') ? await measureRun({ rows, data, rounds }, scratch) : null;
  const agreements = parts.includes('agreements') ? await measureAgreements({ rows, data, many }, scratch) : null;
  const workers = parts.includes('workers') ? await measureWorkers({ rows, many }, scratch) : null;
  const found = { import: imported, lists, classification, longList, run, agreements, workers };
  return { machine, engines, loadAtEnd: currentLoad(), rows, ...found };
}

/** A real PostgreSQL, whose name is added to the engines; null where there is none. */
async function findServer(engines: Record<string, string>, scratch: string): Promise<Place | null> {
  const url = process.env.DATABASE_URL;
  const place: Place = url ? { kind: 'server', url } : { kind: 'private-server' };
  const engine = await apart('engine', place, scratch);
  if (engine === null) {
    say('this machine has no PostgreSQL: only the embedded engine is measured');
    return null;
  }
  engines[place.kind] = engine;
  return place;
}

async function measureLists(template: string, scratch: string): Promise<ListFigures | null> {
  const lists = listsIn(join(root, '..', 'shared', 'data', 'agreements'));
  if (lists.length === 0) {
    say('the published lists are absent: their import is not measured');
    return null;
  }
  say(`importing ${lists.length} published lists`);
  return apart('lists', { lists, database: { kind: 'embedded', template } }, scratch);
}

async function measureClassification(template: string, engines: Record<string, string>, scratch: string) {
  const server = await findServer(engines, scratch);
  const places: readonly Place[] = [{ kind: 'embedded', template }, ...(server === null ? [] : [server])];
  const figures: ClassificationFigures[] = [];
  for (const database of places) {
    say(`classifying ${classifiedEvents} events, ${database.kind}`);
    const task = { events: classifiedEvents, rounds: roundsOfRuns, database };
    figures.push(await apart('classification', task, scratch));
  }
  return figures;
}

function measureLongList(scratch: string): Promise<LongListFigures> {
  say(`writing lists of ${rowsOfLongList} rows`);
  return benchLongList(rowsOfLongList, roundsOfRuns, scratch);
}

async function measureRun(
  { rows, data, rounds }: Pick<Wanted, 'rows' | 'data' | 'rounds'>,
  scratch: string,
): Promise<RunFigures> {
  const synthetic = join(resolve(data ?? scratch), `synthetic-${rows}`);
  say(`filling a database with ${rows} synthetic events`);
  const events = await apart('fill', { folder: synthetic, events: rows }, scratch);
  say(`runs over ${events} events`);
  return apart('run', { synthetic, events, rounds }, scratch);
}

async function measureAgreements(
  { rows, data, many }: { readonly rows: number; readonly data: string | null; readonly many: number },
  scratch: string,
): Promise<AgreementsFigures> {
  const synthetic = join(resolve(data ?? scratch), `synthetic-${rows}`);
  say(`filling a database with ${rows} synthetic events`);
  await apart('fill', { folder: synthetic, events: rows }, scratch);
  say(`documents of ${many} agreements`);
  return apart('agreements', { synthetic, agreements: many }, scratch);
}

async function measureWorkers({ rows, many }: { readonly rows: number; readonly many: number }, scratch: string) {
  say(`documents of ${many} agreements with more and more workers`);
  const url = process.env.DATABASE_URL ?? null;
  const figures = await benchWorkers(
    { agreements: many, events: Math.min(rows, eventsBehindWorkers), url, scratch },
    say,
  );
  if (figures === null) say('this machine has no PostgreSQL: workers are not measured');
  return figures;
}

function printed({
  machine,
  engines,
  loadAtEnd,
  import: imported,
  lists,
  classification,
  longList,
  run,
  agreements,
  workers,
}: Results): string {
  const { cores, processor, system, memory, load, node, packages } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `${cores} cores (${processor}), ${memory.toFixed(1)} GB, ${system}; load ${load.toFixed(1)} at the start, ${loadAtEnd.toFixed(1)} at the end`,
    [`Node ${node}`, ...Object.values(engines), ...(run === null ? [] : [run.browser]), ...versions].join(', '),
    ...(imported === null ? [] : ['', importTable(imported, engines)]),
    ...(lists === null ? [] : ['', listTable(lists)]),
    ...(classification === null ? [] : ['', classificationTable(classification)]),
    ...(longList === null ? [] : ['', longListTable(longList)]),
    ...(run === null ? [] : ['', runTable(run)]),
    ...(agreements === null ? [] : ['', agreementsTable(agreements)]),
    ...(workers === null ? [] : ['', workersTable(workers)]),
  ].join('\n');
}

const wanted = readWanted();
if (wanted === null) {
  console.error(usage);
  process.exit(64);
}
try {
  const results = await measure(wanted);
  console.log(wanted.json ? JSON.stringify(results, null, 2) : printed(results));
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
