import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { cellNumber, cellStatus } from '../../cell.ts';
import type { ReportTable } from '../../compose.ts';
import { csvPath } from '../../formats/csv.ts';
import { allTables, type PrintedTable, printedTable, type Reading } from './reading.ts';

/** A figure and its status, as one text to compare. */
const figure = (value: string, status: string): string => (status === '' ? value : `${value}[${status}]`);

/** A code without the apostrophe that open data sets before what a spreadsheet would run. */
const bare = (code: string): string => code.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/, '');

function readTable(bytes: Uint8Array, table: ReportTable): readonly PrintedTable[] {
  let lines: readonly (readonly string[])[];
  try {
    lines = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return [];
  }
  const [header = [], ...body] = lines;
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

/** Open data: one file a table, one line a figure. */
export const csvReading: Reading = {
  format: 'csv',
  files: (model) => allTables(model).map((table) => ({ path: csvPath(table.id), tables: [table] })),
  holds: ({ open }) => open !== null,
  prints: (cell) => figure(String(cellNumber(cell) ?? ''), cellStatus(cell)),
  read: async ({ folder }, path, tables) => {
    const bytes = await readFile(join(folder, path));
    return tables.flatMap((table) => readTable(bytes, table));
  },
};
