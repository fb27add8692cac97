import type { Cell } from '../cell.ts';
import type { Extract } from '../extract.ts';
import { monthInWords, trendMonths } from '../period.ts';
import { type ReportDefinition, type TrendDefinition, trendsOf } from '../reports/report.ts';
import type { Trend } from '../tabulate.ts';
import { isAvailable } from './covered.ts';

/** The trends of one scope; a month that the sources do not wholly cover is unavailable, whatever was counted in it. */
export function trendsIn(scope: string, extract: Extract, definition: ReportDefinition): readonly Trend[] {
  const counts = new Map(
    extract.months
      .filter((tally) => tally.scope === scope)
      .map((tally) => [keyOf(tally.measure, tally.breakdown, tally.code, tally.month), tally.count]),
  );
  return trendsOf(definition).map((trend) => trendOf(trend, scope, extract, counts));
}

const keyOf = (...parts: readonly (string | null)[]) => parts.join(' ');

function trendOf(
  { id, columns }: TrendDefinition,
  scope: string,
  extract: Extract,
  counts: ReadonlyMap<string, number>,
): Trend {
  return {
    id,
    scope,
    rows: trendMonths(extract.period).map(({ month, window }) => ({
      code: month,
      label: monthInWords(month),
      cells: columns.map(({ measure, row }): Cell => {
        if (!isAvailable(measure, scope, month, window, extract)) return { kind: 'unavailable' };
        const value = counts.get(keyOf(measure.id, row?.by.id ?? null, row?.code ?? null, month)) ?? 0;
        return { kind: 'count', value };
      }),
    })),
  };
}
