import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import { PipelineError } from './errors.ts';

dayjs.extend(utc);

/** A civil date `YYYY-MM-DD` in `America/New_York`, the zone of the agency of record. Never an instant. */
export type IsoDate = string;

/** A half-open span of civil dates: `from` is inside, `until` is the first day outside. */
export interface DateWindow {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

/**
 * What a report covers. `id` names folders and files: `2020-06`, `FY2020-Q3`, `FY2020` or `2020-06-01--2020-06-15`
 * (both days of a range inside). Fiscal years run 1 October to 30 September and are named by the ending year
 * (31 U.S.C. 1102).
 */
export interface Period extends DateWindow {
  readonly kind: 'month' | 'fiscal-quarter' | 'fiscal-year' | 'range';
  readonly id: string;
  readonly label: string;
}

/** The windows that every table sets side by side, in the order of its columns. */
export const windowIds = ['period', 'previous', 'year-earlier', 'fytd', 'prior-fytd', 'all-time'] as const;
export type WindowId = (typeof windowIds)[number];

/** A calendar month: `2020-06`. */
export type Month = `${number}-${number}`;

/** The first day that any record may bear; `all-time` begins here. The statute is of 30 September 1996 (Pub. L. 104-208). */
export const programStart: IsoDate = '1996-09-30';

/** The end of the calendar for spans that are still open. */
export const openEnd: IsoDate = '9999-12-31';

const day = (date: IsoDate) => dayjs.utc(date);
const iso = (date: dayjs.Dayjs): IsoDate => date.format('YYYY-MM-DD');

/** Whether `text` is a real day of the calendar, written `YYYY-MM-DD`. */
export function isIsoDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && iso(day(text)) === text;
}

/** `date` moved by whole calendar units; a day that the target month lacks becomes that month's last day. */
export function shiftDate(date: IsoDate, amount: number, unit: 'day' | 'month' | 'year'): IsoDate {
  return iso(day(date).add(amount, unit));
}

/** Whole days in a window. */
export function daysIn(window: DateWindow): number {
  return day(window.until).diff(day(window.from), 'day');
}

/** The last day inside a window. */
export function lastDay(window: DateWindow): IsoDate {
  return shiftDate(window.until, -1, 'day');
}

/** The fiscal year that a day belongs to, named by its ending year. */
export function fiscalYearOf(date: IsoDate): number {
  const at = day(date);
  return at.month() >= 9 ? at.year() + 1 : at.year();
}

/** 1 October that begins fiscal year `year`. */
export function fiscalYearStart(year: number): IsoDate {
  return `${year - 1}-10-01`;
}

/** A date in words: `June 30, 2020`. */
export function dateInWords(date: IsoDate): string {
  return day(date).format('MMMM D, YYYY');
}

/** A window in words, both days inside: `June 1, 2020 through June 30, 2020`. */
export function windowInWords(window: DateWindow): string {
  return `${dateInWords(window.from)} through ${dateInWords(lastDay(window))}`;
}

const usage = (text: string, remedy: string) =>
  new PipelineError('usage', `period "${text}" is not understood`, remedy);
const forms = 'give a month (2020-06), a fiscal quarter (FY2020-Q3), a fiscal year (FY2020), or --from and --through';

/**
 * Reads `2020-06`, `FY2020-Q3` or `FY2020`.
 * @throws PipelineError `usage` for anything else, or before the program's statute of 1996.
 */
export function parsePeriod(text: string): Period {
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (month) return monthPeriod(`${text}-01`);
  const fiscal = /^FY(\d{4})(?:-Q([1-4]))?$/.exec(text);
  if (!fiscal) throw usage(text, forms);
  const year = Number(fiscal[1]);
  if (year < 1997 || year > 2199) throw usage(text, 'fiscal years run from FY1997 to FY2199');
  const start = fiscalYearStart(year);
  if (fiscal[2] === undefined) {
    return {
      kind: 'fiscal-year',
      id: text,
      label: `fiscal year ${year}`,
      from: start,
      until: shiftDate(start, 12, 'month'),
    };
  }
  const quarter = Number(fiscal[2]);
  const from = shiftDate(start, (quarter - 1) * 3, 'month');
  return {
    kind: 'fiscal-quarter',
    id: text,
    label: `quarter ${quarter} of fiscal year ${year}`,
    from,
    until: shiftDate(from, 3, 'month'),
  };
}

/** The month that begins on `first`. */
function monthPeriod(first: IsoDate): Period {
  if (first < '1996-10-01' || first > '2199-12-01') {
    throw usage(first.slice(0, 7), 'months run from 1996-10, when the program began, to 2199-12');
  }
  return {
    kind: 'month',
    id: first.slice(0, 7),
    label: day(first).format('MMMM YYYY'),
    from: first,
    until: shiftDate(first, 1, 'month'),
  };
}

/**
 * The days from `from` through `through`, both inside.
 * @throws PipelineError `usage` where a date is not one, or the range ends before it begins.
 */
export function rangePeriod(from: string, through: string): Period {
  for (const [flag, date] of [
    ['--from', from],
    ['--through', through],
  ] as const) {
    if (!isIsoDate(date))
      throw new PipelineError('usage', `${flag} "${date}" is not a date`, 'write dates as 2020-06-01');
    if (date < programStart || date > '2199-12-31') throw usage(date, `dates run from ${programStart} to 2199-12-31`);
  }
  if (through < from) {
    throw new PipelineError(
      'usage',
      `the range ends (${through}) before it begins (${from})`,
      'exchange --from and --through',
    );
  }
  const window = { from, until: shiftDate(through, 1, 'day') };
  return { kind: 'range', id: `${from}--${through}`, label: windowInWords(window), ...window };
}

/**
 * The windows that a period is compared with. `previous` is the period before of the same kind (for a range, as many
 * days just before it); `year-earlier` the same dates a year before; `fytd` from the start of the fiscal year of the
 * period's last day to the period's end; `prior-fytd` the same a year before; `all-time` from the program's start.
 * A year before the end of a month is the end of that month, so that February always counts whole.
 */
export function comparisonWindows(period: Period): Readonly<Record<WindowId, DateWindow>> {
  const known = windowsOfPeriods.get(period) ?? windowsBeside(period);
  windowsOfPeriods.set(period, known);
  return known;
}

/** They are asked for with every cell. */
const windowsOfPeriods = new WeakMap<Period, Readonly<Record<WindowId, DateWindow>>>();

function windowsBeside(period: Period): Readonly<Record<WindowId, DateWindow>> {
  const { from, until } = period;
  const months = { month: 1, 'fiscal-quarter': 3, 'fiscal-year': 12, range: 0 }[period.kind];
  const previousFrom = months > 0 ? shiftDate(from, -months, 'month') : shiftDate(from, -daysIn(period), 'day');
  const fiscalStart = fiscalYearStart(fiscalYearOf(lastDay(period)));
  const yearBefore = (date: IsoDate) => shiftDate(date, -1, 'year');
  // The end of a range is shifted as its last day, so that a range through 29 February ends on 28 February.
  const yearBeforeEnd = shiftDate(yearBefore(lastDay(period)), 1, 'day');
  const endsMonth = until.endsWith('-01');
  const priorUntil = endsMonth ? yearBefore(until) : yearBeforeEnd;
  return {
    period: { from, until },
    previous: { from: previousFrom, until: from },
    'year-earlier': { from: yearBefore(from), until: priorUntil },
    fytd: { from: fiscalStart, until },
    'prior-fytd': { from: yearBefore(fiscalStart), until: priorUntil },
    'all-time': { from: programStart, until },
  };
}

/** Whether earlier periods are set beside it: of one longer than a year the years before say nothing. */
export const isCompared = (period: DateWindow): boolean => period.until <= shiftDate(period.from, 1, 'year');

/** Months of the trend that every report shows. */
const monthsOfTrend = 24;

/** The months up to the one of the period's last day, in order, each with its days. */
export function trendMonths(period: DateWindow): readonly { readonly month: Month; readonly window: DateWindow }[] {
  const last = `${lastDay(period).slice(0, 7)}-01`;
  return Array.from({ length: monthsOfTrend }, (_, at) => {
    const from = shiftDate(last, at + 1 - monthsOfTrend, 'month');
    return { month: from.slice(0, 7) as Month, window: { from, until: shiftDate(from, 1, 'month') } };
  });
}

const monthAndYear = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `June 2020` */
export function monthInWords(month: Month): string {
  return monthAndYear.format(new Date(`${month}-01T00:00:00Z`));
}

/** How many days of a window lie in some windows that do not overlap. */
export function daysWithin(window: DateWindow, spans: readonly DateWindow[]): number {
  return spans.reduce((sum, { from, until }) => {
    const both = {
      from: from > window.from ? from : window.from,
      until: until < window.until ? until : window.until,
    };
    return sum + (both.from < both.until ? daysIn(both) : 0);
  }, 0);
}

/** Whether every day of a window lies in one of some windows that do not overlap. */
export function isWithin(window: DateWindow, spans: readonly DateWindow[]): boolean {
  return daysWithin(window, spans) === daysIn(window);
}

const newYork = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'America/New_York',
});

/** An instant as readers see it, in the agency's zone: `October 1, 2025 at 12:00 AM (New York)`. */
export function instantInWords(iso: string): string {
  return `${newYork.format(new Date(iso)).replaceAll('\u202f', ' ')} (New York)`;
}
