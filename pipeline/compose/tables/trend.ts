import { cellNumber, percentChangeOf } from '../../cell.ts';
import type { Column, ReportTable } from '../../compose.ts';
import { PipelineError } from '../../errors.ts';
import { isStock } from '../../measures/measure.ts';
import type { TrendColumn, TrendDefinition } from '../../reports/report.ts';
import { fill } from '../../wording.ts';
import type { Drawn } from '../drawn.ts';
import { unitNote } from './words.ts';

/** Names a column of a trend, and its measure in open data. */
export function trendMeasureId({
  measure,
  row,
}: Pick<TrendColumn, 'measure'> & { readonly row?: TrendColumn['row'] | undefined }): string {
  return row === undefined ? measure.id : `${measure.id}-${row.code.toLowerCase()}`;
}

/** One row a month. */
export function composeTrend(definition: TrendDefinition, drawn: Drawn): ReportTable {
  const table = composeMonths(definition, drawn);
  return definition.sinceFirst === true ? withChange(table, drawn) : table;
}

/** With the change of the first column since the first month of which it is known. */
function withChange(table: ReportTable, { words }: Drawn): ReportTable {
  const first = table.rows.find(({ cells }) => cells[0]?.kind === 'count');
  const before = first?.cells[0];
  if (first === undefined || before === undefined) return table;
  const { changeSince, changeSinceMeaning } = words.tables.columns;
  const column: Column = {
    id: 'change-since-first',
    header: fill(changeSince, { month: first.label }),
    description: changeSinceMeaning,
    unit: 'percent-change',
    open: null,
  };
  const rows = table.rows.map((row) => ({
    ...row,
    cells: [...row.cells, percentChangeOf(before, row.cells[0] ?? { kind: 'unavailable' })],
  }));
  return { ...table, kind: 'figures', columns: [...table.columns, column], rows };
}

function composeMonths({ id, title, columns: defined, notes = [] }: TrendDefinition, drawn: Drawn): ReportTable {
  const trend = drawn.trends.find((each) => each.id === id);
  if (trend === undefined) throw new PipelineError('internal', `there is no trend ${id}`, 'report this defect');
  const words = drawn.words.tables;
  // What never was in these months has no column, as it has no row elsewhere.
  const isShown = ({ row }: TrendColumn, at: number) =>
    row === undefined || trend.rows.some(({ cells }) => (cellNumber(cells[at] ?? { kind: 'unavailable' }) ?? 0) > 0);
  const shown = defined.map((column, at) => ({ column, at })).filter(({ column, at }) => isShown(column, at));
  const columns = shown.map(({ column }) => column);
  const rows = trend.rows.map((row) => ({ ...row, cells: shown.flatMap(({ at }) => row.cells[at] ?? []) }));
  const isMissing = rows.some(({ cells }) => cells.some((cell) => cell.kind === 'unavailable'));
  return {
    id,
    number: 0,
    title: fill(words.titleOfTrend, {
      title,
      count: String(trend.rows.length),
      last: trend.rows.at(-1)?.label ?? '',
    }),
    measure: columns[0]?.measure.id ?? id,
    breakdown: 'month',
    rowHeader: words.monthHeader,
    columns: columns.map(({ header, measure, row }) => ({
      id: trendMeasureId({ measure, row }),
      header,
      description: isStock(measure) ? words.columns.monthOfStock : words.columns.monthOfFlow,
      unit: 'count',
      open: {
        measure: trendMeasureId({ measure, row }),
        window: 'month',
      },
    })),
    rows: rows.map(({ code, label, cells }) => ({ code, label, isTotal: false, cells })),
    notes: [
      unitNote(
        columns.map(({ measure }) => measure),
        words,
      ),
      ...(isMissing ? [words.notes.someMonths] : []),
      ...(drawn.extract.period.until.endsWith('-01') ? [] : [words.notes.wholeLastMonth]),
      ...notes,
    ],
  };
}
