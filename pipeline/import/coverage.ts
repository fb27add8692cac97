import { type DateWindow, fiscalYearStart, type IsoDate, shiftDate } from '../period.ts';
import type { DayCounts } from './empty-days.ts';

/**
 * The span that title lines state, from the first fiscal year that they name to the last: `ERO Encounters for FY2017`.
 * Null where they name none.
 */
export function statedSpan(titleLines: readonly string[]): DateWindow | null {
  const years = titleLines.flatMap((line) =>
    Array.from(line.matchAll(/\bFY\s?((?:19|20)\d{2})\b/gi), (found) => Number(found[1])),
  );
  if (years.length === 0) return null;
  return { from: fiscalYearStart(Math.min(...years)), until: fiscalYearStart(Math.max(...years) + 1) };
}

/** What the days of a file's rows show. */
export interface Evidence {
  /** First and last day with rows inside the stated span; null: there are none. */
  readonly inside: { readonly first: IsoDate; readonly last: IsoDate } | null;
  /** First and last day with rows at all. */
  readonly anywhere: { readonly first: IsoDate; readonly last: IsoDate } | null;
  /** Rows by their day, inside the stated span. */
  readonly counts: DayCounts;
  /** Rows whose day lies outside the stated span. */
  readonly rowsOutside: number;
}

/** Follows the days of rows against the stated span; without one, no day is outside. */
export function dayWatch(span: DateWindow | null): {
  /** Some rows of one day; one if not said. */
  readonly see: (day: IsoDate, rows?: number) => void;
  readonly evidence: () => Evidence;
} {
  const inside = extent();
  const anywhere = extent();
  const counts = new Map<IsoDate, number>();
  let rowsOutside = 0;
  return {
    see: (day, rows = 1) => {
      anywhere.see(day);
      if (span === null || (day >= span.from && day < span.until)) {
        inside.see(day);
        counts.set(day, (counts.get(day) ?? 0) + rows);
      } else rowsOutside += rows;
    },
    evidence: () => ({ inside: inside.range(), anywhere: anywhere.range(), counts, rowsOutside }),
  };
}

function extent() {
  let first: IsoDate | undefined;
  let last: IsoDate | undefined;
  return {
    see: (day: IsoDate) => {
      if (first === undefined || day < first) first = day;
      if (last === undefined || day > last) last = day;
    },
    range: () => (first === undefined || last === undefined ? null : { first, last }),
  };
}

/**
 * The days that a file covers where the operator does not say: because titles promise more than files hold, from the first
 * to the last day with rows inside the stated span. Rows outside it never widen coverage. Null: no day at all.
 */
export function coveredBy(inside: Evidence['inside']): DateWindow | null {
  return inside && { from: inside.first, until: shiftDate(inside.last, 1, 'day') };
}

/** What of a window is left without some others, in order. */
export function daysWithout(window: DateWindow, holes: readonly DateWindow[]): readonly DateWindow[] {
  const left: DateWindow[] = [];
  let from = window.from;
  for (const hole of holes.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    if (hole.from >= window.until) break;
    if (hole.from > from) left.push({ from, until: hole.from });
    if (hole.until > from) from = hole.until;
  }
  return from < window.until ? [...left, { from, until: window.until }] : left;
}
