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

/** The columns of a table's open data, in order; the breakdown, measure and window of a line are its key. */
export function openColumns({ breakdown }: ReportTable): readonly [string, 'measure', 'window', 'value', 'status'] {
  return [breakdown, 'measure', 'window', 'value', 'status'];
}

/** Lines of open data as text. A zero is `0`, null is empty. */
export function openText(lines: readonly (readonly (string | number | null)[])[]): string {
  // Text that a spreadsheet would run as a formula gets an apostrophe (OWASP, CSV injection); numbers stay bare.
  return stringify(
    lines.map((line) => [...line]),
    { escape_formulas: true, record_delimiter: '\n' },
  );
}

/** With what a text begins that a spreadsheet would run as a formula. */
const formulaStart = /[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A text as a file of open data has it: with an apostrophe before what a spreadsheet would run as a formula. */
export function guarded(text: string): string {
  return text.search(formulaStart) === 0 ? `'${text}` : text;
}

/** A text of a file of open data without the apostrophe that was put before it. */
export function unguarded(text: string): string {
  return text.startsWith("'") && text.search(formulaStart) === 1 ? text.slice(1) : text;
}

function drawTable(table: ReportTable): Drawing {
  const lines = openFigures(table).map(({ code, measure, window, value, status }) => [
    code,
    measure,
    window,
    value,
    status,
  ]);
  return { path: csvPath(table.id), bytes: new TextEncoder().encode(openText([openColumns(table), ...lines])) };
}

/** The figures of a file of open data that this program wrote. */
export function readOpenData(text: string): readonly OpenFigure[] {
  const lines: readonly (readonly string[])[] = parse(text);
  return lines.slice(1).map(([code = '', measure = '', window = '', value = '', status = '']) => ({
    code: unguarded(code),
    measure,
    window,
    value: value === '' ? null : Number(value),
    status,
  }));
}

/** Every table of a document, printed or not. */
export function openTables(model: ReportModel): readonly ReportTable[] {
  return model.sections
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])))
    .concat(model.unavailable ?? []);
}

/** Open data: one file a table, one line a figure. UTF-8, RFC 4180 quoting, lines that end in a line feed. */
export const csv: Format = {
  id: 'csv',
  draw: async (model) => openTables(model).map(drawTable),
};
