import {
  type DateWindow,
  dateInWords,
  fiscalYearOf,
  lastDay,
  type Period,
  shiftDate,
  type WindowId,
} from '../period.ts';

const monthAndYear = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The words over a column of counts: `June 2020`, `FY 2020 to date`, `June 1–15, 2020`. */
export function columnHeader(id: WindowId, window: DateWindow, period: Period): string {
  switch (id) {
    case 'period':
    case 'previous':
    case 'year-earlier':
      return spanHeader(window, period.kind);
    case 'fytd':
    case 'prior-fytd':
      return `FY ${fiscalYearOf(lastDay(window))} to ${dayOfYear(window)}`;
    case 'all-time':
      return 'All time';
  }
}

/** What a column means, for the notes and for the second line of a heading. */
export const columnDescriptions: Readonly<Record<WindowId, string>> = {
  period: 'the period of this report',
  previous: 'the period before',
  'year-earlier': 'the same period a year earlier',
  fytd: 'from the start of the fiscal year to the end of the period',
  'prior-fytd': 'the same part of the fiscal year before',
  'all-time': 'everything on record up to the end of the period',
};

const dayOfYear = (window: DateWindow) =>
  dateInWords(lastDay(window))
    .replace(/, \d{4}$/, '')
    .replace(/^(\w{3})\w*/, '$1');

/** A span as its kind of period is named; a range by its days. */
function spanHeader(window: DateWindow, kind: Period['kind']): string {
  switch (kind) {
    case 'month':
      return monthAndYear.format(new Date(`${window.from}T00:00:00Z`));
    case 'fiscal-quarter':
      return `Q${((Math.floor((Number(window.from.slice(5, 7)) - 1) / 3) + 1) % 4) + 1} FY ${fiscalYearOf(window.from)}`;
    case 'fiscal-year':
      return `FY ${fiscalYearOf(window.from)}`;
    case 'range':
      return rangeHeader(window);
  }
}

function rangeHeader(window: DateWindow): string {
  const last = lastDay(window);
  const short = (date: string) => dateInWords(date).replace(/^(\w{3})\w*/, '$1');
  if (window.from === last) return short(last);
  if (window.from.slice(0, 7) === last.slice(0, 7)) {
    return short(window.from).replace(/^(\w{3}) (\d+),/, `$1 $2–${Number(last.slice(8))},`);
  }
  return `${short(window.from)} – ${short(last)}`;
}

/** Where the period before lies, as a comparison names it: `in May 2020`, `in the 15 days before`. */
export function previousInWords(window: DateWindow, period: Period): string {
  return period.kind === 'range' ? `in ${rangeHeader(window)}` : `in ${spanHeader(window, period.kind)}`;
}

/** The end of a window as a stock names it: `on June 30, 2020`. */
export function endInWords(window: DateWindow): string {
  return `on ${dateInWords(shiftDate(window.until, -1, 'day'))}`;
}
