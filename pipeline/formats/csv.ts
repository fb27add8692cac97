import { stringify } from 'csv-stringify/sync';
import { cellNumber, cellStatus } from '../cell.ts';
import type { ReportModel, ReportTable } from '../compose.ts';
import type { Drawing, Format } from './format.ts';

/** The file of a table's open data, relative to the document's folder. */
export function csvPath(tableId: string): string {
  return `tables/${tableId}.csv`;
}

/** One line a row and window: the share is left out, because it is no window and anybody can work it out. */
function lines(table: ReportTable): readonly (readonly (string | number | null)[])[] {
  return table.rows.flatMap((row) =>
    table.columns.flatMap((column, at) => {
      const cell = row.cells[at];
      if (column.id === 'share' || cell === undefined) return [];
      return [[row.code, table.measure, column.id, cellNumber(cell), cellStatus(cell)]];
    }),
  );
}

function drawTable(table: ReportTable): Drawing {
  const header = [table.breakdown, 'measure', 'window', 'value', 'status'];
  // Text that a spreadsheet would run as a formula gets an apostrophe (OWASP, CSV injection); numbers stay bare.
  const text = stringify([header, ...lines(table)], { escape_formulas: true, record_delimiter: '\n' });
  return { path: csvPath(table.id), bytes: new TextEncoder().encode(text) };
}

const tablesOf = (model: ReportModel): readonly ReportTable[] =>
  model.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])));

/** Open data: one file a table, one line a figure. UTF-8, RFC 4180 quoting, lines that end in a line feed. */
export const csv: Format = {
  id: 'csv',
  draw: async (model) => tablesOf(model).map(drawTable),
};
