import type { Code } from '../../../queries/codelists.ts';
import type { Cell } from '../../cell.ts';
import type { Column, ReportRow, ReportTable } from '../../compose.ts';
import { isByDeterminations, officesIn } from '../../measures/measure.ts';
import { comparisonWindows, type DateWindow, isCompared } from '../../period.ts';
import type { CodedRows, FigureColumn, FiguresDefinition, NamedRow } from '../../reports/report/figures.ts';
import { readBy } from '../../reports/report/figures.ts';
import { tableId } from '../../reports/report.ts';
import { fill } from '../../wording.ts';
import type { Drawn } from '../drawn.ts';
import { windowHeader } from '../headers.ts';
import { withoutEmptyColumns } from './empty-columns.ts';
import { figureCell, type Place } from './figure-cell.ts';

/** A table of which each cell is worked out for itself; none where nothing is known of what it is about. */
export function composeFigures(definition: FiguresDefinition, drawn: Drawn): readonly ReportTable[] {
  const columns = definition.columns.filter((column) => isCompared(drawn.extract.period) || !compares(column));
  const table = composeTable({ ...definition, columns }, drawn);
  const at = columns.findIndex(({ id }) => id === definition.about);
  const isTold = at < 0 || table.rows.some(({ cells }) => 'value' in (cells[at] ?? {}));
  return isTold ? [withoutEmptyColumns(table, drawn.words.tables.notes)] : [];
}

/** Whether a column tells of an earlier period, or of the change since. */
const compares = ({ window, figure }: FigureColumn): boolean =>
  window === 'previous' || window === 'year-earlier' || figure?.kind === 'trend';

function composeTable(definition: FiguresDefinition, drawn: Drawn): ReportTable {
  const { id, title, rowHeader, rows, columns, notes = [] } = definition;
  const { period } = drawn.extract;
  const words = drawn.words.tables;
  const all = 'by' in rows ? codedRows(rows, definition, drawn) : rows.map((row) => namedRow(row, columns, drawn));
  const { made, untold, empty } = 'by' in rows ? { made: all, untold: [], empty: [] } : toldRows(all);
  const isMissing = made.some(({ cells }) => cells.some(({ kind }) => kind === 'unavailable'));
  return {
    id,
    number: 0,
    title: fill(words.titleOfPeriod, { title, period: period.label }),
    measure: id,
    breakdown: 'by' in rows ? rows.by.id : 'measure',
    kind: 'figures',
    rowHeader,
    columns: columns.map((column) => columnOf(column, drawn)),
    rows: made,
    notes: [
      ...(isMissing ? [words.notes.someMeasures] : []),
      ...(untold.length === 0 ? [] : [fill(words.notes.untoldRows, { rows: untold.join('; ') })]),
      ...(empty.length === 0 ? [] : [fill(words.notes.emptyRows, { rows: empty.join('; ') })]),
      ...notes,
    ],
  };
}

function columnOf({ id, header, meaning, unit, window = 'period' }: FigureColumn, drawn: Drawn): Column {
  const { period } = drawn.extract;
  const { periods } = drawn.words;
  if (!header.includes('{window}')) return { id, header, description: meaning, unit, open: null };
  const name =
    window === 'all-time'
      ? periods.header.sinceSigning
      : windowHeader(window, comparisonWindows(period)[window], period, periods);
  return { id, header: fill(header, { window: name }), description: meaning, unit, open: null };
}

/**
 * Rows of their own without a figure stand in a note, as long as others have one: `untold`, where the sources do not cover it;
 * `empty`, where they do, and there was nothing to measure.
 */
function toldRows(rows: readonly ReportRow[]) {
  const isTold = ({ cells }: ReportRow) => cells.some((cell) => 'value' in cell);
  const made = rows.filter(isTold);
  if (made.length === 0) return { made: rows, untold: [], empty: [] };
  const isCovered = ({ cells }: ReportRow) => cells.every(({ kind }) => kind !== 'unavailable');
  const labelsOf = (covered: boolean) =>
    rows.filter((row) => !isTold(row) && isCovered(row) === covered).map(({ label }) => label);
  return { made, untold: labelsOf(false), empty: labelsOf(true) };
}

function namedRow(row: NamedRow, columns: readonly FigureColumn[], drawn: Drawn): ReportRow {
  const cells = columns.map((column) => cellIn(column, row, drawn));
  return { code: row.code, label: row.label, isTotal: false, cells };
}

function codedRows(rows: CodedRows, definition: FiguresDefinition, drawn: Drawn): readonly ReportRow[] {
  const { columns } = definition;
  const made = codesOf(rows, definition, drawn).map(({ code, label }) => ({
    code,
    label,
    isTotal: false,
    cells: columns.map((column) => cellIn(column, { by: rows.by, code }, drawn)),
  }));
  if (rows.total === undefined) return made;
  const cells = columns.map((column) => cellIn(column, null, drawn));
  return [...made, { code: 'total', label: rows.total, isTotal: true, cells }];
}

function cellIn({ figure, window = 'period' }: FigureColumn, row: Place['row'], drawn: Drawn): Cell {
  const wanted = figure ?? (row !== null && 'figure' in row ? row.figure : undefined);
  return wanted === undefined ? { kind: 'not-applicable' } : figureCell(wanted, { row, window }, drawn);
}

/** The rows: what the breakdown lists, in its order, then what else some column has. */
function codesOf(
  { by, rows, months, others: named = {} }: CodedRows,
  definition: FiguresDefinition,
  drawn: Drawn,
): readonly Code[] {
  const read = readBy(definition).filter((each) => each.by?.id === by.id);
  const tables = read.flatMap(({ measure }) => drawn.tables.filter(({ id }) => id === tableId(measure, by)));
  const isWanted = ({ code }: Code) =>
    code !== 'total' && (months === undefined || isMonthIn(comparisonWindows(drawn.extract.period)[months], code));
  const counted = tables.flatMap((table) => table.rows.filter(isWanted));
  const present = new Map(counted.map(({ code, label }) => [code, label]));
  const listed = listedCodes(by.codes, drawn);
  const shown = rows === 'listed' ? listed : listed.filter(({ code }) => present.has(code));
  const others = [...present].filter(([code]) => !listed.some((each) => each.code === code));
  return [...shown, ...others.map(([code, label]) => ({ code, label: named[code] ?? label }))];
}

/** Whether the month with which a code begins begins in a window. */
const isMonthIn = ({ from, until }: DateWindow, code: string): boolean => {
  const first = `${code.slice(0, 'YYYY-MM'.length)}-01`;
  return first >= from && first < until;
};

function listedCodes(codes: CodedRows['by']['codes'], { extract: { period, offices } }: Drawn): readonly Code[] {
  if (codes === 'field-offices')
    return officesIn(period, offices).map(({ office_code: code, name: label }) => ({ code, label }));
  return isByDeterminations(codes) ? [] : codes;
}
