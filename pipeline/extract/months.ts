import { type AgreementParts, countAgreements } from '../../queries/agreement-tallies.ts';
import { countRecords } from '../../queries/records.ts';
import { type CountedCode, countEventMonths, type Windows } from '../../queries/tallies.ts';
import type { Breakdown, Measure } from '../measures/measure.ts';
import { type Month, trendMonths } from '../period.ts';
import { type TrendColumn, trendsOf } from '../reports/report.ts';
import type { Reading } from './reading.ts';
import { groupingsOf, recordCode } from './records.ts';
import { scopeOf } from './tally.ts';

/** A count of one measure in one month of the trend: of all of it (`code` null), or for one code of a breakdown. */
export interface MonthTally {
  readonly measure: string;
  readonly scope: string;
  readonly breakdown: string | null;
  readonly code: string | null;
  readonly month: Month;
  readonly count: number;
}

/** Every month of the trends of a report. */
export async function monthTallies(reading: Reading): Promise<readonly MonthTally[]> {
  const columns = trendsOf(reading.definition).flatMap((trend) => trend.columns);
  return [...(await eventMonths(columns, reading)), ...(await otherMonths(columns, reading))];
}

/** Every month of the trend, for every event measure that a trend shows. */
async function eventMonths(columns: readonly TrendColumn[], { period, parts, session }: Reading) {
  const measures = columns.flatMap(({ measure }) => (measure.entity === 'event' ? [measure] : []));
  const months = trendMonths(period);
  const days = { from: months[0]?.window.from ?? period.from, until: months.at(-1)?.window.until ?? period.until };
  const kinds = [...new Set(measures.map(({ kind }) => kind))];
  const counted = await countEventMonths(session.source, kinds, days, parts);
  return [...new Map(measures.map((measure) => [measure.id, measure])).values()].flatMap((measure): MonthTally[] => {
    const own = counted.filter((each) => each.counted === measure.kind);
    const national = [...Map.groupBy(own, ({ month }) => month)].map(([month, same]) => ({
      month,
      office: null,
      count: same.reduce((sum, { count }) => sum + count, 0),
    }));
    return [...(parts.by === 'office' ? national : []), ...own].map(({ month, office, count }) => ({
      measure: measure.id,
      scope: scopeOf(office),
      breakdown: null,
      code: null,
      month,
      count,
    }));
  });
}

/** What stands at the end of each month of the trend, or came about in it. */
async function otherMonths(columns: readonly TrendColumn[], reading: Reading) {
  const windows: Windows = Object.fromEntries(trendMonths(reading.period).map(({ month, window }) => [month, window]));
  const tallies: MonthTally[] = [];
  const found = new Map<string, readonly CountedCode[]>();
  for (const { measure, row } of columns) {
    const by = row?.by ?? null;
    // The columns of one breakdown are rows of one answer.
    const key = JSON.stringify([measure.id, by?.id ?? null]);
    const counted = found.get(key) ?? (await countMonths(measure, by, windows, reading));
    found.set(key, counted);
    for (const { code, office, counts } of counted) {
      if (row !== undefined && code !== row.code) continue;
      const place = { measure: measure.id, scope: scopeOf(office), breakdown: by?.id ?? null, code: row?.code ?? null };
      for (const [month, count = 0] of Object.entries(counts)) tallies.push({ ...place, month: month as Month, count });
    }
  }
  return tallies;
}

async function countMonths(
  measure: Measure,
  by: Breakdown | null,
  windows: Windows,
  { parts, session: { source } }: Reading,
): Promise<readonly CountedCode[]> {
  const counted: CountedCode[] = [];
  if (measure.entity === 'agreement' && (by === null || by.entity === 'agreement')) {
    const wanted: readonly AgreementParts[] = parts.by === 'office' ? ['all', 'each'] : [parts.ids];
    for (const each of wanted) counted.push(...(await countAgreements(source, measure, by, windows, each)));
  }
  if (measure.entity === 'record' && (by === null || by.entity === 'record' || by.entity === 'agreement')) {
    for (const each of groupingsOf(parts))
      counted.push(...(await countRecords(source, measure, recordCode(by), windows, each)));
  }
  return counted;
}
