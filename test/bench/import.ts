import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { apart } from './apart.ts';
import { writeArrests } from './arrests.ts';
import type { Place } from './fresh-database.ts';
import type { ImportTaken } from './import-tasks.ts';
import type { Memory } from './memory.ts';
import { median, medianTook, type Took } from './stopwatch.ts';

/** How fast a file was imported, with what memory, beside its floors. Medians of the rounds. */
export interface ImportFigures extends Took {
  readonly file: string;
  readonly packedBytes: number;
  readonly into: Place['kind'];
  readonly rows: number;
  readonly rounds: number;
  readonly rowsPerSecond: number;
  readonly rowsPerCpuSecond: number;
  readonly memory: Memory;
  readonly floors: { readonly copy: Floor; readonly reading: Floor };
}

/** The same rows by the least that could do a part of the work, in the same rounds; ratios are those of the import to it. */
export interface Floor extends Took {
  readonly ratio: number;
  readonly cpuRatio: number;
  readonly peak: number;
}

/** What is imported, where, and how often. */
interface Subject {
  readonly file: string;
  /** null: as many as it has. */
  readonly rows: number | null;
  readonly into: Place;
  readonly rounds: number;
}

/** What to measure. */
export interface ImportBench {
  readonly rows: number;
  /** Measure also ten times the rows, to see that memory does not grow with them. */
  readonly tenfold: boolean;
  /** Folder of a migrated embedded database. */
  readonly template: string;
  /** A real file, measured where it is there. */
  readonly realFile: string;
  /** A real PostgreSQL to measure too; null: none. */
  readonly server: Place | null;
  readonly scratch: string;
  readonly say: (text: string) => void;
}

/** Rows above which once is enough: the disturbances of a long measurement even out. */
const rowsOfOneRound = 400_000;
const rounds = (rows: number) => (rows > rowsOfOneRound ? 1 : 3);

/** Measures imports of generated files, and of a real one where there is one. */
export async function benchImport(bench: ImportBench): Promise<readonly ImportFigures[]> {
  const { rows, scratch, say } = bench;
  const embedded: Place = { kind: 'embedded', template: bench.template };
  const warmUp = join(scratch, 'warm-up.csv.gz');
  await writeArrests(warmUp, 2_000, 2010);
  const subjects: Subject[] = [];
  for (const size of bench.tenfold ? [rows, rows * 10] : [rows]) {
    say(`writing ${size} arrests`);
    const file = join(scratch, `generated-${size}.csv.gz`);
    await writeArrests(file, size, 2017);
    subjects.push({ file, rows: size, into: embedded, rounds: rounds(size) });
    if (size === rows && bench.server) subjects.push({ file, rows, into: bench.server, rounds: rounds(rows) });
  }
  if (existsSync(bench.realFile)) subjects.push({ file: bench.realFile, rows: null, into: embedded, rounds: 3 });
  const figures: ImportFigures[] = [];
  for (const subject of subjects) figures.push(await measure(subject, warmUp, bench));
  return figures;
}

async function measure(subject: Subject, warmUp: string, { scratch, say }: ImportBench): Promise<ImportFigures> {
  const { file, into } = subject;
  const task = { file, warmUp, database: into };
  const lines = await apart('lines', { ...task, path: join(scratch, 'lines') }, scratch);
  const imports: ImportTaken[] = [];
  const copies: ImportTaken[] = [];
  const readings: ImportTaken[] = [];
  for (let round = 1; round <= subject.rounds; round += 1) {
    say(`${basename(file)}, ${into.kind}, round ${round} of ${subject.rounds}`);
    imports.push(await apart('import', task, scratch));
    copies.push(await apart('copy', { lines, warmUp, database: into }, scratch));
    readings.push(await apart('read', { file }, scratch));
  }
  const rows = subject.rows ?? imports[0]?.rows ?? 0;
  const short = [...imports, ...copies].find((taken) => taken.rows !== rows);
  if (short) throw new Error(`${basename(file)}: ${short.rows} rows were read where there are ${rows}`);
  const took = medianTook(imports);
  return {
    file: basename(file),
    packedBytes: statSync(file).size,
    into: into.kind,
    rows,
    rounds: subject.rounds,
    ...took,
    rowsPerSecond: rows / took.seconds,
    rowsPerCpuSecond: rows / took.cpuSeconds,
    memory: medianMemory(imports),
    floors: { copy: floorOf(copies, took), reading: floorOf(readings, took) },
  };
}

function floorOf(rounds: readonly ImportTaken[], whole: Took): Floor {
  const took = medianTook(rounds);
  const { peak } = medianMemory(rounds);
  return { ...took, ratio: whole.seconds / took.seconds, cpuRatio: whole.cpuSeconds / took.cpuSeconds, peak };
}

function medianMemory(rounds: readonly ImportTaken[]): Memory {
  const of = (part: 'before' | 'peak' | 'added') => median(rounds.map(({ memory }) => memory[part]));
  const method = rounds.every(({ memory }) => memory.method === 'kernel') ? 'kernel' : 'sampled';
  return { before: of('before'), peak: of('peak'), added: of('added'), method };
}
