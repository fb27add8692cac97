import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { cellFact, cellNumber, cellStatus } from '../../cell.ts';
import type { ReportTable } from '../../compose.ts';
import { csvPath, isWide } from '../../formats/csv.ts';
import { allTables, type PrintedTable, printedTable, type Reading } from './reading.ts';

/** A figure and its status, as one text to compare. */
const figure = (value: string, status: string): string => (status === '' ? value : `${value}[${status}]`);

/** A code without the apostrophe that open data sets before what a spreadsheet would run. */
const bare = (code: string): string => code.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/, '');

/** A text with the apostrophe. */
const guarded = (text: string): string => text.replace(/^(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/, "'");

function readTable(bytes: Uint8Array, table: ReportTable): readonly PrintedTable[] {
  let lines: readonly (readonly string[])[];
  try {
    lines = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return [];
  }
  const [header = [], ...body] = lines;
  if (isWide(table)) return readWide(header, body, table);
  if (header.join() !== `${table.breakdown},measure,window,value,status`) return [];
  const rows = new Map<string, (string | undefined)[]>();
  const repeated: string[] = [];
  for (const [code = '', measure, window, value = '', status = ''] of body) {
    const at = table.columns.findIndex(
      ({ open }) => open !== null && open.window === window && open.measure === measure,
    );
    if (at < 0) return [];
    const cells = rows.get(bare(code)) ?? [];
    if (cells[at] !== undefined) repeated.push(bare(code));
    cells[at] = figure(value, status);
    rows.set(bare(code), cells);
  }
  return [{ ...printedTable(table.id, [...rows]), repeated }];
}

/** One line a row, one column for each of the table's, and their signs by column at the end. */
function readWide(
  header: readonly string[],
  body: readonly (readonly string[])[],
  { id, breakdown, columns }: ReportTable,
): readonly PrintedTable[] {
  const names = columns.map((column) => column.id);
  if (header.join('\n') !== [breakdown, 'label', ...names, 'status'].join('\n')) return [];
  const rows = body.map(([code = '', _label, ...cells]) => {
    const signs = new Map((cells[names.length] ?? '').split(' ').map((part) => signOf(part)));
    const values = names.map((name, at) => figure(cells[at] ?? '', signs.get(name) ?? ''));
    // A sign of no column of the table belongs to nothing.
    const strays = [...signs.keys()].filter((name) => name !== '' && !names.includes(name));
    return [bare(code), [...values, ...strays]] as const;
  });
  return [printedTable(id, rows)];
}

function signOf(part: string): readonly [column: string, sign: string] {
  const colon = part.lastIndexOf(':');
  return [part.slice(0, Math.max(0, colon)), part.slice(colon + 1)];
}

/** Open data: one file a table, one line a figure or a row. */
export const csvReading: Reading = {
  format: 'csv',
  files: (model) => allTables(model).map((table) => ({ path: csvPath(table.id), tables: [table] })),
  holds: ({ open }, table) => isWide(table) || open !== null,
  prints: (cell) => figure(String(cellNumber(cell) ?? guarded(cellFact(cell) ?? '')), cellStatus(cell)),
  read: async ({ folder }, path, tables) => {
    const bytes = await readFile(join(folder, path));
    return tables.flatMap((table) => readTable(bytes, table));
  },
};
