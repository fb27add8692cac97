import { isStock, type Measure } from '../measures/measure.ts';
import {
  type DateWindow,
  dateInWords,
  fiscalYearOf,
  type IsoDate,
  lastDay,
  type Month,
  monthInWords,
  type Period,
  type WindowId,
} from '../period.ts';

/** The words over a measure's column of counts: `June 2020`, `FY 2020 to date`, `June 1–15, 2020`, `Ever in force`. */
export function columnHeader(id: WindowId, windows: MeasuredWindows, period: Period): string {
  return id === 'all-time' ? allTimeHeader(windows) : windowHeader(id, windows.days[id], period);
}

/** The days of a measure's windows, and which measure's they are. */
export interface MeasuredWindows {
  readonly measure: Measure;
  readonly days: Readonly<Record<WindowId, DateWindow>>;
}

function allTimeHeader({ measure, days }: MeasuredWindows): string {
  if (measure.entity === 'agreement' && measure.counted === 'pending') return 'Ever pending';
  return isStock(measure) ? 'Ever in force' : `Since ${shortDate(days['all-time'].from)}`;
}

/** The words of a window that is the same for every measure. */
export function windowHeader(id: Exclude<WindowId, 'all-time'>, window: DateWindow, period: Period): string {
  switch (id) {
    case 'period':
    case 'previous':
    case 'year-earlier':
      return spanHeader(window, period.kind);
    case 'fytd':
    case 'prior-fytd':
      return `FY ${fiscalYearOf(lastDay(window))} to ${dayOfYear(window)}`;
  }
}

/** What a column means, for the second line of a heading. */
export function columnDescription(id: WindowId, { measure, days }: MeasuredWindows): string {
  if (id !== 'all-time') return windowDescriptions[id];
  const since = dateInWords(days['all-time'].from);
  return isStock(measure)
    ? `on any day from ${since} to the end of the period`
    : 'from the first day that the register covers to the end of the period';
}

/** What the windows mean that are the same for every measure. */
export const windowDescriptions: Readonly<Record<Exclude<WindowId, 'all-time'>, string>> = {
  period: 'the period of this report',
  previous: 'the period before',
  'year-earlier': 'the same period a year earlier',
  fytd: 'from the start of the fiscal year to the end of the period',
  'prior-fytd': 'the same part of the fiscal year before',
};

const dayOfYear = (window: DateWindow) =>
  dateInWords(lastDay(window))
    .replace(/, \d{4}$/, '')
    .replace(/^(\w{3})\w*/, '$1');

/** A span as its kind of period is named; a range by its days. */
function spanHeader(window: DateWindow, kind: Period['kind']): string {
  switch (kind) {
    case 'month':
      return monthInWords(window.from.slice(0, 7) as Month);
    case 'fiscal-quarter':
      return `Q${((Math.floor((Number(window.from.slice(5, 7)) - 1) / 3) + 1) % 4) + 1} FY ${fiscalYearOf(window.from)}`;
    case 'fiscal-year':
      return `FY ${fiscalYearOf(window.from)}`;
    case 'range':
      return rangeHeader(window);
  }
}

/** `Jun 30, 2020` */
const shortDate = (date: IsoDate) => dateInWords(date).replace(/^(\w{3})\w*/, '$1');

function rangeHeader(window: DateWindow): string {
  const last = lastDay(window);
  if (window.from === last) return shortDate(last);
  if (window.from.slice(0, 7) === last.slice(0, 7)) {
    return shortDate(window.from).replace(/^(\w{3}) (\d+),/, `$1 $2–${Number(last.slice(8))},`);
  }
  return `${shortDate(window.from)} – ${shortDate(last)}`;
}

/** Where the period before lies, as a comparison names it: `in May 2020`, `in the 15 days before`. */
export function previousInWords(window: DateWindow, period: Period): string {
  return period.kind === 'range' ? `in ${rangeHeader(window)}` : `in ${spanHeader(window, period.kind)}`;
}

/** The end of a window as a stock names it: `on June 30, 2020`. */
export function endInWords(window: DateWindow): string {
  return `on ${dateInWords(lastDay(window))}`;
}
