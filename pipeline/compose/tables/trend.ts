import type { ReportTable } from '../../compose.ts';
import { PipelineError } from '../../errors.ts';
import { isStock } from '../../measures/measure.ts';
import type { TrendDefinition } from '../../reports/report.ts';
import type { Drawn } from '../drawn.ts';
import { fill } from '../wording.ts';
import { unitNote } from './words.ts';

/** One row a month. */
export function composeTrend({ id, title, columns, notes = [] }: TrendDefinition, drawn: Drawn): ReportTable {
  const trend = drawn.trends.find((each) => each.id === id);
  if (trend === undefined) throw new PipelineError('internal', `there is no trend ${id}`, 'report this defect');
  const words = drawn.words.tables;
  const isMissing = trend.rows.some(({ cells }) => cells.some((cell) => cell.kind === 'unavailable'));
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
      id: row === undefined ? measure.id : `${measure.id}-${row.code.toLowerCase()}`,
      header,
      description: isStock(measure) ? words.columns.monthOfStock : words.columns.monthOfFlow,
      unit: 'count',
      open: {
        measure: row === undefined ? measure.id : `${measure.id}-${row.code.toLowerCase()}`,
        window: 'month',
      },
    })),
    rows: trend.rows.map(({ code, label, cells }) => ({ code, label, isTotal: false, cells })),
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
