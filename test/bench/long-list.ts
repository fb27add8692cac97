import { createWriteStream, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import { writeLongList } from '../../pipeline/formats/xlsx/long-list.ts';
import { apart } from './apart.ts';
import { generatedList } from './long-list-rows.ts';
import { type Memory, watchMemory } from './memory.ts';
import { median, medianTook, type Took, timed } from './stopwatch.ts';
import { alignedTable, count, seconds, times } from './table.ts';

/** What writing one list once took. */
export interface ListTaken extends Took {
  readonly memory: Memory;
  /** Of the file. */
  readonly bytes: number;
}

/** A list through our writer and through ExcelJS's bare one. Medians of the rounds. */
export interface LongListFigures {
  readonly rows: number;
  readonly rounds: number;
  readonly ours: ListTaken;
  readonly bare: ListTaken;
  /** Ours divided by the bare one's. */
  readonly ratio: number;
  readonly cpuRatio: number;
}

/** Writes a list of so many generated rows. */
export async function writeList(task: { readonly rows: number; readonly by: 'ours' | 'bare' }): Promise<ListTaken> {
  const folder = await mkdtemp(join(tmpdir(), 'list-'));
  const write = { ours: writeOurs, bare: writeBare }[task.by];
  // A short one first: what is measured is neither the loading of modules nor their first steps.
  await write(500, join(folder, 'warm-up.xlsx'));
  const path = join(folder, 'list.xlsx');
  const watched = watchMemory();
  const { result: _, ...took } = await timed(() => write(task.rows, path));
  return { ...took, memory: watched(), bytes: statSync(path).size };
}

async function writeOurs(rows: number, path: string): Promise<void> {
  await writeLongList(generatedList(rows), path);
}

/** Rows after which the bare writer is given time for its streams: without, it would hold the whole file in memory. */
const rowsAtOnce = 2_000;

/** The same rows, dates as dates, without style, width, words or table. */
async function writeBare(rows: number, path: string): Promise<void> {
  const list = generatedList(rows);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: createWriteStream(path) });
  const sheet = workbook.addWorksheet(list.name);
  sheet.addRow(list.columns.map(({ header }) => header)).commit();
  const isDate = list.columns.map(({ kind }) => kind === 'date');
  let at = 0;
  for await (const row of list.rows) {
    sheet
      .addRow(row.map((value, column) => (isDate[column] && typeof value === 'string' ? new Date(value) : value)))
      .commit();
    at += 1;
    if (at % rowsAtOnce === 0) await setImmediate();
  }
  sheet.commit();
  await workbook.commit();
}

/** Measures both, in turns, each time in a process of its own. */
export async function benchLongList(rows: number, rounds: number, scratch: string): Promise<LongListFigures> {
  const taken = { ours: [] as ListTaken[], bare: [] as ListTaken[] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const by of ['bare', 'ours'] as const) taken[by].push(await apart('longList', { rows, by }, scratch));
  }
  const ours = medianTaken(taken.ours);
  const bare = medianTaken(taken.bare);
  return {
    rows,
    rounds,
    ours,
    bare,
    ratio: ours.seconds / bare.seconds,
    cpuRatio: ours.cpuSeconds / bare.cpuSeconds,
  };
}

function medianTaken(rounds: readonly ListTaken[]): ListTaken {
  const of = (part: 'before' | 'peak' | 'added') => median(rounds.map(({ memory }) => memory[part]));
  const method = rounds.every(({ memory }) => memory.method === 'kernel') ? 'kernel' : 'sampled';
  return {
    ...medianTook(rounds),
    memory: { before: of('before'), peak: of('peak'), added: of('added'), method },
    bytes: median(rounds.map(({ bytes }) => bytes)),
  };
}

/** The part of the output that is about long lists. */
export function longListTable({ rows, rounds, ours, bare, ratio, cpuRatio }: LongListFigures): string {
  const line = (what: string, taken: ListTaken, ratios: readonly string[]) => [
    what,
    seconds(taken.seconds),
    seconds(taken.cpuSeconds),
    ...ratios,
    count(taken.memory.added),
    (taken.bytes / 1_000_000).toFixed(1),
  ];
  return [
    alignedTable(
      [`a list of ${count(rows)} rows`, 's', 'CPU s', 'ratio', 'CPU ratio', 'MB added', 'MB of file'],
      [
        line('as XLSX, with styles and table', ours, [times(ratio), times(cpuRatio)]),
        line('by ExcelJS’s streaming writer alone', bare, ['', '']),
      ],
    ),
    '',
    `Medians of ${rounds} rounds in turns, each in a process of its own. Lines to keep: ratio 1.50, 250 MB added.`,
  ].join('\n');
}
