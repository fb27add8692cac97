import { type Cell, shareOf } from '../../pipeline/cell.ts';
import type { Chart, Column, ReportRow, ReportTable } from '../../pipeline/compose.ts';
import type { WindowId } from '../../pipeline/period.ts';
import type { Codes } from './codes.ts';

/** The total of each window; null: the sources do not cover it. */
export type Totals = Readonly<Partial<Record<WindowId, number | null>>>;

const headers: Readonly<Record<WindowId, readonly [header: string, description: string]>> = {
  period: ['June 2020', 'June 1, 2020 through June 30, 2020'],
  previous: ['May 2020', 'May 1, 2020 through May 31, 2020'],
  'year-earlier': ['June 2019', 'June 1, 2019 through June 30, 2019'],
  fytd: ['FY2020 to date', 'October 1, 2019 through June 30, 2020'],
  'prior-fytd': ['FY2019 to date', 'October 1, 2018 through June 30, 2019'],
  'all-time': ['All time', 'September 30, 1996 through June 30, 2020'],
};

/** `total` spread over the codes by weight, in whole numbers that add up to it; the largest takes what rounding leaves. */
function spread(codes: Codes, total: number | null): readonly Cell[] {
  if (total === null) return codes.map(() => ({ kind: 'unavailable' }));
  const weight = codes.reduce((sum, [, , part]) => sum + part, 0);
  const parts = codes.map(([, , part]) => Math.floor((total * part) / weight));
  const largest = codes.reduce((best, [, , part], at) => (part > (codes[best]?.[2] ?? 0) ? at : best), 0);
  const left = total - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((value, at) => ({ kind: 'count', value: at === largest ? value + left : value }));
}

/** One figure of each table is a revised one. */
function asRevised(cell: Cell | readonly [], isRevised: boolean): Cell | readonly [] {
  return isRevised && 'kind' in cell && cell.kind === 'count' ? { ...cell, revised: true } : cell;
}

function rowsOf(codes: Codes, totals: Totals): readonly ReportRow[] {
  const windows = Object.values(totals).map((total) => spread(codes, total));
  const margin = Object.values(totals).map(
    (total): Cell => (total === null ? { kind: 'unavailable' } : { kind: 'count', value: total }),
  );
  const whole: Cell = margin[0] ?? { kind: 'unavailable' };
  const row = (code: string, label: string, isTotal: boolean, cells: readonly Cell[]): ReportRow => ({
    code,
    label,
    isTotal,
    cells: [...cells, shareOf(cells[0] ?? { kind: 'unavailable' }, whole)],
  });
  const body = codes.map(([code, label], at) =>
    row(
      code,
      label,
      false,
      windows.flatMap((cells, window) => asRevised(cells[at] ?? [], window === 0 && at === 1)),
    ),
  );
  return [...body, row('total', 'Total', true, margin)];
}

function columnsOf(measure: string, totals: Totals): readonly Column[] {
  const windows = (Object.keys(totals) as WindowId[]).map((id): Column => {
    const [header, description] = headers[id];
    return { id, header, description, unit: 'count', open: { measure, window: id } };
  });
  return [
    ...windows,
    {
      id: 'share',
      header: 'Share, %',
      description: 'Share of the total of June 2020, percent',
      unit: 'percent',
      open: null,
    },
  ];
}

/** What a sample table counts, by what. */
export interface TableWords {
  readonly number: number;
  readonly measure: string;
  readonly label: string;
  readonly breakdown: string;
  readonly rowHeader: string;
  readonly notes?: readonly string[];
}

/** A table whose rows add up to the totals; a total of null makes its column unavailable. */
export function table(words: TableWords, codes: Codes, totals: Totals): ReportTable {
  return {
    id: `${words.measure}-by-${words.breakdown}`,
    number: words.number,
    title: `${words.label} by ${words.rowHeader.toLowerCase()}, June 2020`,
    measure: words.measure,
    breakdown: words.breakdown,
    rowHeader: words.rowHeader,
    columns: columnsOf(words.measure, totals),
    rows: rowsOf(codes, totals),
    notes: words.notes ?? [],
  };
}

/** A bar chart of some columns of a table. */
export function chartOf(of: ReportTable, title: string, columns: readonly number[]): Chart {
  const rows = of.rows.filter((row) => !row.isTotal);
  const value = (cell: Cell | undefined) => (cell?.kind === 'count' ? cell.value : null);
  return {
    id: `${of.id}-chart`,
    form: 'bar',
    title,
    alternative: `Bar chart of ${title}. The largest is ${rows[0]?.label ?? 'none'}. Table ${of.number} holds the figures.`,
    tableId: of.id,
    series: columns.map((at) => ({ id: of.columns[at]?.id ?? 'period', label: of.columns[at]?.header ?? '' })),
    rows: rows.map((row) => ({ code: row.code, label: row.label, values: columns.map((at) => value(row.cells[at])) })),
  };
}
