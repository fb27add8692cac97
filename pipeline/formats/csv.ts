import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { cellFact, cellNumber, cellStatus } from '../cell.ts';
import type { ReportModel, ReportRow, ReportTable } from '../compose.ts';
import { PipelineError } from '../errors.ts';
import type { Drawing, Format } from './format.ts';

/** The file of a table's open data, relative to the document's folder. */
export function csvPath(tableId: string): string {
  return `tables/${tableId}.csv`;
}

/** One figure of open data. */
export interface OpenFigure {
  readonly code: string;
  /** Empty in a wide file, where the window is the column. */
  readonly measure: string;
  readonly window: string;
  readonly value: number | null;
  readonly status: string;
  /** The date or the words that stand in place of a figure; absent: neither. */
  readonly fact?: string;
}

/**
 * Whether a table's open data have one line a row, with a column for each of the table's: facts about one thing belong side
 * by side. All other tables have one line a figure, which no new window or measure changes in shape.
 */
export const isWide = ({ kind }: Pick<ReportTable, 'kind'>): boolean => kind !== undefined;

/**
 * One figure a row and column. Of a table with one line a figure, shares and changes are left out, because anybody can work
 * them out.
 */
export function openFigures(table: ReportTable): readonly OpenFigure[] {
  return table.rows.flatMap((row) =>
    table.columns.flatMap((column, at) => {
      const cell = row.cells[at];
      const place = isWide(table) ? { measure: '', window: column.id } : column.open;
      if (place === null || cell === undefined) return [];
      const fact = cellFact(cell);
      const figure = { code: row.code, ...place, value: cellNumber(cell), status: cellStatus(cell) };
      return [fact === null ? figure : { ...figure, fact }];
    }),
  );
}

/** The columns of open data with one line a figure, in order; the breakdown, measure and window of a line are its key. */
export function openColumns({ breakdown }: ReportTable): readonly [string, 'measure', 'window', 'value', 'status'] {
  return [breakdown, 'measure', 'window', 'value', 'status'];
}

/** The columns of open data with one line a row, in order: the key of a line, its words, the table's own, and their signs. */
export function wideColumns({ id, breakdown, columns }: ReportTable): readonly string[] {
  const names = [breakdown, 'label', ...columns.map((column) => column.id), 'status'];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return names;
  throw new PipelineError(
    'render',
    `the open data of table "${id}" have two columns named "${twice}"`,
    'give the column another id in the definition of the report',
  );
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
  const lines = isWide(table)
    ? [wideColumns(table), ...table.rows.map((row) => wideLine(row, table))]
    : [openColumns(table), ...openFigures(table).map(longLine)];
  return { path: csvPath(table.id), bytes: new TextEncoder().encode(openText(lines)) };
}

const longLine = ({ code, measure, window, value, status }: OpenFigure) => [code, measure, window, value, status];

/** The signs stand beside the values, by column, so that each column is of one type. */
function wideLine({ code, label, cells }: ReportRow, { columns }: ReportTable): readonly (string | number | null)[] {
  const values = cells.map((cell) => cellNumber(cell) ?? cellFact(cell));
  const statuses = cells.flatMap((cell, at) => {
    const status = cellStatus(cell);
    return status === '' ? [] : [`${columns[at]?.id ?? ''}:${status}`];
  });
  return [code, label, ...values, statuses.join(' ')];
}

/** The figures of a file of open data that this program wrote. */
export function readOpenData(text: string): readonly OpenFigure[] {
  const [header = [], ...lines]: readonly (readonly string[])[] = parse(text);
  if (header[1] === 'label') return lines.flatMap((line) => readWideLine(line, header));
  return lines.map(([code = '', measure = '', window = '', value = '', status = '']) => ({
    code: unguarded(code),
    measure,
    window,
    value: value === '' ? null : Number(value),
    status,
  }));
}

/** What is a number is read as one: of two files of one table, the same text gives the same figure. */
function readWideLine([code = '', , ...rest]: readonly string[], header: readonly string[]): readonly OpenFigure[] {
  const statuses = statusesOf(rest.at(-1) ?? '');
  return header.slice(2, -1).map((window, at) => {
    const text = rest[at] ?? '';
    const isNumber = /^-?\d+(\.\d+)?$/.test(text);
    const figure = {
      code: unguarded(code),
      measure: '',
      window,
      value: isNumber ? Number(text) : null,
      status: statuses.get(window) ?? '',
    };
    return isNumber || text === '' ? figure : { ...figure, fact: unguarded(text) };
  });
}

/** The signs of one line of a wide file, by column. */
function statusesOf(text: string): ReadonlyMap<string, string> {
  const parts = text === '' ? [] : text.split(' ');
  return new Map(
    parts.map((part) => {
      const colon = part.lastIndexOf(':');
      return [part.slice(0, colon), part.slice(colon + 1)] as const;
    }),
  );
}

/** Every table of a document, printed or not. */
export function openTables(model: ReportModel): readonly ReportTable[] {
  return model.sections
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])))
    .concat(model.unavailable ?? []);
}

/** Open data: one file a table, one line a figure or, of lists and of figures worked out one by one, a row. UTF-8, RFC 4180 quoting, lines that end in a line feed. */
export const csv: Format = {
  id: 'csv',
  draw: async (model) => openTables(model).map(drawTable),
};
