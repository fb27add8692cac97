import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../pipeline/cli/press.ts';
import { apart } from './apart.ts';
import type { Place } from './fresh-database.ts';
import { benchImport, type ImportFigures } from './import.ts';
import { importTable } from './import-table.ts';
import { currentLoad, describeMachine, type Machine } from './machine.ts';
import type { RunFigures } from './report-run.ts';
import { runTable } from './run-table.ts';
import { makeScratch } from './scratch.ts';

// Measures the program on generated data, each thing beside the least that could do the same in the same session. It
// judges nothing; it fails only where something that was to be measured did not run.

const usage = 'usage: npm run bench -- [--rows 143470] [--only import|run] [--json]';
/** As many as the release of arrests of fiscal year 2017 has. */
const rowsOfOneYear = 143_470;
const roundsOfRuns = 5;

interface Wanted {
  readonly rows: number;
  readonly parts: readonly ('import' | 'run')[];
  readonly json: boolean;
}

/** Everything that is printed. */
interface Results {
  readonly machine: Machine;
  readonly engines: Readonly<Record<string, string>>;
  readonly loadAtEnd: number;
  readonly rows: number;
  readonly import: readonly ImportFigures[] | null;
  readonly run: RunFigures | null;
}

function readWanted(): Wanted | null {
  try {
    const { values } = parseArgs({
      options: { rows: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean' } },
    });
    const rows = Number(values.rows ?? rowsOfOneYear);
    const parts = (['import', 'run'] as const).filter((part) => part === (values.only ?? part));
    if (!Number.isInteger(rows) || rows < 1_000 || rows > 20_000_000 || parts.length === 0) return null;
    return { rows, parts, json: values.json ?? false };
  } catch {
    return null;
  }
}

async function measure({ rows, parts }: Wanted): Promise<Results> {
  const machine = describeMachine();
  const scratch = makeScratch();
  const say = (text: string) => console.error(`bench: ${text}`);
  const template = join(scratch, 'template');
  const embedded = await apart('template', { folder: template }, scratch);
  const url = process.env.DATABASE_URL;
  const place: Place = url ? { kind: 'server', url } : { kind: 'private-server' };
  const server = parts.includes('import') ? await apart('engine', place, scratch) : null;
  if (parts.includes('import') && server === null) say('no PostgreSQL on this machine: only the embedded engine');
  const imported = parts.includes('import')
    ? await benchImport({
        rows,
        tenfold: rows <= rowsOfOneYear,
        template,
        realFile: join(root, '..', 'shared', 'data', 'enforcement', 'EROArrests_FY2017.csv.gz'),
        server: server === null ? null : place,
        scratch,
        say,
      })
    : null;
  if (parts.includes('run')) say(`runs over ${rows} events`);
  const run = parts.includes('run')
    ? await apart('run', { template, events: rows, rounds: roundsOfRuns }, scratch)
    : null;
  const engines = { embedded, ...(server === null ? {} : { [place.kind]: server }) };
  return { machine, engines, loadAtEnd: currentLoad(), rows, import: imported, run };
}

function printed({ machine, engines, loadAtEnd, import: imported, run }: Results): string {
  const { cores, processor, system, memory, load, node, packages } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `${cores} cores (${processor}), ${memory.toFixed(1)} GB, ${system}; load ${load.toFixed(1)} at the start, ${loadAtEnd.toFixed(1)} at the end`,
    [`Node ${node}`, ...Object.values(engines), ...(run === null ? [] : [run.browser]), ...versions].join(', '),
    ...(imported === null ? [] : ['', importTable(imported, engines)]),
    ...(run === null ? [] : ['', runTable(run)]),
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
