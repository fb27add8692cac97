import { type Cell, changeOf, percentChangeOf } from '../../cell.ts';
import type { Column, ReportRow } from '../../compose.ts';
import { isCompared, isWithin, type Period, type WindowId } from '../../period.ts';
import type { ReportWords } from '../../reports/words.ts';
import type { Table, TableRow } from '../../tabulate.ts';
import { fill } from '../../wording.ts';
import type { Drawn } from '../drawn.ts';
import { columnDescription, columnHeader, type MeasuredWindows, windowHeader } from '../headers.ts';

const unavailable: Cell = { kind: 'unavailable' };
const notApplicable: Cell = { kind: 'not-applicable' };

/** A row with its cells. */
export const rowOf = ({ code, label }: TableRow, cells: readonly Cell[]): ReportRow => ({
  code,
  label,
  isTotal: code === 'total',
  cells,
});

/**
 * The windows of a period that are printed: one longer than a year is not compared with the years before it, and one that
 * begins with the signing is all time itself, of which a single year tells nothing.
 */
function printedWindows(ids: readonly WindowId[], period: Period, days: MeasuredWindows['days']): readonly WindowId[] {
  const isAllTime = days['all-time'].from === period.from;
  return ids
    .filter((id) => isCompared(period) || (id !== 'previous' && id !== 'year-earlier'))
    .filter((id) => !isAllTime || !['all-time', 'fytd', 'prior-fytd'].includes(id));
}

/** Tables that are printed as one, with the windows of their columns. */
export interface Printed {
  readonly tables: readonly Table[];
  /** That all time has no figure in any of them, and so no column. */
  readonly notes: readonly string[];
}

/** Each table with the windows that are printed of it, and a note where all time would be a column without a figure. */
export function printed(tables: readonly Table[], windows: MeasuredWindows, { extract, words }: Drawn): Printed {
  const { period } = extract;
  const isTold = tables.some(({ rows }) => rows.some(({ cells: { 'all-time': cell } }) => isKnown(cell)));
  const left = tables.map((table) => {
    const ids = printedWindows(table.windows, period, windows.days);
    return { ...table, windows: ids.filter((id) => isTold || id !== 'all-time') };
  });
  const isLeftOut = tables.some(({ windows: ids }) => printedWindows(ids, period, windows.days).includes('all-time'));
  const columns = columnHeader('all-time', windows, period, words.periods);
  return { tables: left, notes: isTold || !isLeftOut ? [] : [fill(words.tables.notes.untoldWindow, { columns })] };
}

const isKnown = (cell: Cell | undefined): boolean => cell !== undefined && cell.kind !== 'unavailable';

/** One column of counts for each window that is printed. */
export function windowColumns(
  measure: string,
  ids: readonly WindowId[],
  windows: MeasuredWindows,
  period: Period,
  words: ReportWords['periods'],
): readonly Column[] {
  return ids.map((id) => ({
    id,
    header: columnHeader(id, windows, period, words),
    description: columnDescription(id, windows, words),
    unit: 'count',
    open: { measure, window: id },
  }));
}

/** From the same period a year earlier, which the season does not tint. */
export function changeColumns(windows: MeasuredWindows, period: Period, words: ReportWords): readonly Column[] {
  if (!isCompared(period)) return [];
  const before = columnHeader('year-earlier', windows, period, words.periods);
  const { change, percentChange, changeMeaning: description } = words.tables.columns;
  return [
    { id: 'change', header: fill(change, { before }), description, unit: 'change', open: null },
    { id: 'percent-change', header: fill(percentChange, { before }), description, unit: 'percent-change', open: null },
  ];
}

/** The cells of the windows, then the changes. */
export function cellsOf(
  { cells }: TableRow,
  { windows, regime }: Table,
  days: MeasuredWindows['days'],
  period: Period,
): readonly Cell[] {
  const counts = windows.map((id) => cells[id] ?? unavailable);
  if (!isCompared(period)) return counts;
  const [before, after] = [cells['year-earlier'] ?? unavailable, cells.period ?? unavailable];
  const held = regime?.inForce ?? null;
  // Some days of a month are not compared with all days of another.
  const isComparable = held === null || (isWithin(days.period, held) && isWithin(days['year-earlier'], held));
  return [
    ...counts,
    ...(isComparable ? [changeOf(before, after), percentChangeOf(before, after)] : [notApplicable, notApplicable]),
  ];
}

/** In the document of an office, the nation’s figures beside its own. */
export function nationalColumn({ national, words }: Drawn, period: Period): readonly Column[] {
  if (national === null) return [];
  const { columns } = words.tables;
  const header = fill(columns.national, { period: windowHeader('period', period, period, words.periods) });
  return [{ id: 'national', header, description: columns.nationalMeaning, unit: 'count', open: null }];
}

/** The nation's figure of the same row; what one table lists as others is not what another does. */
export function nationalCell({ code }: TableRow, table: Table, { national, extract }: Drawn): readonly Cell[] {
  if (national === null) return [];
  if (code === 'others') return [notApplicable];
  const whole = national.find(({ id }) => id === table.id);
  const row = whole?.rows.find((each) => each.code === code);
  if (row !== undefined) return [row.cells.period ?? unavailable];
  // Determinations list every category; what no row of the nation has cannot be told.
  if (table.regime !== null) return [unavailable];
  const total = whole?.rows.at(-1)?.cells.period;
  if (total?.kind !== 'count') return [total ?? unavailable];
  const tally = extract.tallies.find(
    (each) =>
      each.scope === 'national' &&
      each.measure === table.measure &&
      each.breakdown === table.breakdown &&
      each.code === code,
  );
  return [{ kind: 'count', value: tally?.counts.period ?? 0 }];
}
