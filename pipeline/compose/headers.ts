import { shortDate } from '../cell.ts';
import { isStock, type Measure } from '../measures/measure.ts';
import {
  type DateWindow,
  dateInWords,
  fiscalYearOf,
  lastDay,
  type Month,
  monthInWords,
  type Period,
  type WindowId,
} from '../period.ts';
import type { ReportWords } from '../reports/words.ts';
import { fill } from '../wording.ts';

type PeriodWords = ReportWords['periods'];

/** The words over a measure's column of counts: `June 2020`, `FY 2020 to Jun 30`, `June 1–15, 2020`, `Ever in force`. */
export function columnHeader(id: WindowId, windows: MeasuredWindows, period: Period, words: PeriodWords): string {
  return id === 'all-time' ? allTimeHeader(windows, words) : windowHeader(id, windows.days[id], period, words);
}

/** The days of a measure's windows, and which measure's they are. */
export interface MeasuredWindows {
  readonly measure: Measure;
  readonly days: Readonly<Record<WindowId, DateWindow>>;
}

function allTimeHeader({ measure, days }: MeasuredWindows, { header }: PeriodWords): string {
  if (measure.entity !== 'agreement') return header.sinceSigning;
  if (measure.counted === 'pending') return header.everPending;
  return isStock(measure) ? header.everInForce : fill(header.since, { day: shortDate(days['all-time'].from) });
}

/** The words of a window that is the same for every measure. */
export function windowHeader(
  id: Exclude<WindowId, 'all-time'>,
  window: DateWindow,
  period: Period,
  words: PeriodWords,
): string {
  switch (id) {
    case 'period':
    case 'previous':
    case 'year-earlier':
      return spanHeader(window, period.kind, words);
    case 'fytd':
    case 'prior-fytd':
      return fill(words.header.toDate, { year: String(fiscalYearOf(lastDay(window))), day: dayOfYear(window) });
  }
}

/** What a column means, for the second line of a heading. */
export function columnDescription(
  id: WindowId,
  { measure, days }: MeasuredWindows,
  { meaning, allTime }: PeriodWords,
): string {
  if (id !== 'all-time') return meaning[id];
  if (measure.entity !== 'agreement') return allTime.underAgreement;
  return isStock(measure) ? fill(allTime.stock, { day: dateInWords(days['all-time'].from) }) : allTime.flow;
}

const dayOfYear = (window: DateWindow) =>
  dateInWords(lastDay(window))
    .replace(/, \d{4}$/, '')
    .replace(/^(\w{3})\w*/, '$1');

/** A span as its kind of period is named; a range by its days. */
function spanHeader(window: DateWindow, kind: Period['kind'], { header }: PeriodWords): string {
  switch (kind) {
    case 'month':
      return monthInWords(window.from.slice(0, 7) as Month);
    case 'fiscal-quarter':
      return fill(header.quarter, { quarter: fiscalQuarterOf(window), year: String(fiscalYearOf(window.from)) });
    case 'fiscal-year':
      return fill(header.fiscalYear, { year: String(fiscalYearOf(window.from)) });
    case 'range':
      return rangeHeader(window);
  }
}

const fiscalQuarterOf = ({ from }: DateWindow) =>
  String(((Math.floor((Number(from.slice(5, 7)) - 1) / 3) + 1) % 4) + 1);

function rangeHeader(window: DateWindow): string {
  const last = lastDay(window);
  if (window.from === last) return shortDate(last);
  if (window.from.slice(0, 7) === last.slice(0, 7)) {
    return shortDate(window.from).replace(/^(\w{3}) (\d+),/, `$1 $2–${Number(last.slice(8))},`);
  }
  return `${shortDate(window.from)} – ${shortDate(last)}`;
}

/** Where the period before lies, as a comparison names it: `in May 2020`, `in May 16–31, 2020`. */
export function previousInWords(window: DateWindow, period: Period, words: PeriodWords): string {
  return fill(words.when.during, { name: spanHeader(window, period.kind, words) });
}

/** The end of a window as a stock names it: `on June 30, 2020`. */
export function endInWords(window: DateWindow, words: PeriodWords): string {
  return fill(words.when.on, { day: dateInWords(lastDay(window)) });
}
