import type { ReportTable } from '../../compose.ts';
import { PipelineError } from '../../errors.ts';
import { isStock } from '../../measures/measure.ts';
import type { TrendDefinition } from '../../reports/report.ts';
import type { Drawn } from '../drawn.ts';
import { unitOf } from './words.ts';

/** One row a month. */
export function composeTrend({ id, title, columns, notes = [] }: TrendDefinition, drawn: Drawn): ReportTable {
  const trend = drawn.trends.find((each) => each.id === id);
  if (trend === undefined) throw new PipelineError('internal', `there is no trend ${id}`, 'report this defect');
  const isMissing = trend.rows.some(({ cells }) => cells.some((cell) => cell.kind === 'unavailable'));
  return {
    id,
    number: 0,
    title: `${title}, ${trend.rows.length} months to ${trend.rows.at(-1)?.label ?? ''}`,
    measure: columns[0]?.measure.id ?? id,
    breakdown: 'month',
    rowHeader: 'Month',
    columns: columns.map(({ header, measure, row }) => ({
      id: row === undefined ? measure.id : `${measure.id}-${row.code.toLowerCase()}`,
      header,
      description: isStock(measure) ? 'at the end of the month' : 'in the month',
      unit: 'count',
      open: {
        measure: row === undefined ? measure.id : `${measure.id}-${row.code.toLowerCase()}`,
        window: 'month',
      },
    })),
    rows: trend.rows.map(({ code, label, cells }) => ({ code, label, isTotal: false, cells })),
    notes: [
      `Unit: ${[...new Set(columns.map(({ measure }) => unitOf(measure)))].join('; ')}.`,
      ...(isMissing ? ['NA: the sources do not wholly cover the month.'] : []),
      ...(drawn.extract.period.until.endsWith('-01') ? [] : ['The last month is whole, beyond the period’s last day.']),
      ...notes,
    ],
  };
}
