import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { cellNumber, cellStatus } from '../cell.ts';
import type { ReportModel, ReportTable } from '../compose.ts';
import type { Drawing, Format } from './format.ts';

/** The file of a table's open data, relative to the document's folder. */
export function csvPath(tableId: string): string {
  return `tables/${tableId}.csv`;
}

/** One figure of open data. */
export interface OpenFigure {
  readonly code: string;
  readonly measure: string;
  readonly window: string;
  readonly value: number | null;
  readonly status: string;
}

/** One figure a row and column: shares and changes are left out, because anybody can work them out. */
export function openFigures(table: ReportTable): readonly OpenFigure[] {
  return table.rows.flatMap((row) =>
    table.columns.flatMap((column, at) => {
      const cell = row.cells[at];
      if (column.open === null || cell === undefined) return [];
      const [value, status] = [cellNumber(cell), cellStatus(cell)];
      return [{ code: row.code, ...column.open, value, status }];
    }),
  );
}

function drawTable(table: ReportTable): Drawing {
  const header = [table.breakdown, 'measure', 'window', 'value', 'status'];
  // Text that a spreadsheet would run as a formula gets an apostrophe (OWASP, CSV injection); numbers stay bare.
  const lines = openFigures(table).map(({ code, measure, window, value, status }) => [
    code,
    measure,
    window,
    value,
    status,
  ]);
  const text = stringify([header, ...lines], { escape_formulas: true, record_delimiter: '\n' });
  return { path: csvPath(table.id), bytes: new TextEncoder().encode(text) };
}

/** The figures of a file of open data that this program wrote. */
export function readOpenData(text: string): readonly OpenFigure[] {
  const lines: readonly (readonly string[])[] = parse(text);
  return lines.slice(1).map(([code = '', measure = '', window = '', value = '', status = '']) => ({
    code: code.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/, ''),
    measure,
    window,
    value: value === '' ? null : Number(value),
    status,
  }));
}

const tablesOf = (model: ReportModel): readonly ReportTable[] =>
  model.sections
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])))
    .concat(model.unavailable ?? []);

/** Open data: one file a table, one line a figure. UTF-8, RFC 4180 quoting, lines that end in a line feed. */
export const csv: Format = {
  id: 'csv',
  draw: async (model) => tablesOf(model).map(drawTable),
};
