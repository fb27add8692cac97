/** A day of the calendar, `2020-06-30`. Days compare as text. */
export type Day = string;

/** Days from `from` up to, and without, `until`. */
export interface Days {
  readonly from: Day;
  readonly until: Day;
}

const milliseconds = { hour: 3_600_000, day: 86_400_000 };
const numberOf = (day: Day) => Date.parse(`${day}T00:00:00Z`) / milliseconds.day;
const dayOf = (number: number): Day => new Date(number * milliseconds.day).toISOString().slice(0, 10);

/** Days from one day to a later one; null where either is missing or they are in the wrong order. */
export function daysFrom(from: Day | null, to: Day | null): number | null {
  return from === null || to === null || to < from ? null : numberOf(to) - numberOf(from);
}

export const plusDays = (day: Day, days: number): Day => dayOf(numberOf(day) + days);

/** So many months on; a day that the month lacks becomes its last. */
export function plusMonths(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

export const plusYears = (day: Day, years: number): Day => plusMonths(day, 12 * years);

const newYork = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

function inNewYork(instant: number): { readonly day: Day; readonly hour: number } {
  const parts = Object.fromEntries(newYork.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { day: `${parts.year}-${parts.month}-${parts.day}`, hour: Number(parts.hour) };
}

/** The day in New York of an instant. */
export const newYorkDay = (instant: number): Day => inNewYork(instant).day;

/** The instant at which a day begins in New York: five hours behind UTC in winter, four in summer. */
function beginningOf(day: Day): number {
  const summer = numberOf(day) * milliseconds.day + 4 * milliseconds.hour;
  return inNewYork(summer).day === day ? summer : summer + milliseconds.hour;
}

/** Begun hours between two instants; null where either is missing or they are in the wrong order. */
export function hoursFrom(from: number | null, to: number | null): number | null {
  return from === null || to === null || to < from ? null : Math.ceil((to - from) / milliseconds.hour);
}

/** The same without what falls on a Saturday or Sunday in New York. */
export function weekdayHoursFrom(from: number | null, to: number | null): number | null {
  if (from === null || to === null || to < from) return null;
  let left = to - from;
  for (let day = newYorkDay(from); day <= newYorkDay(to); day = plusDays(day, 1)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) continue;
    left -= Math.min(to, beginningOf(plusDays(day, 1))) - Math.max(from, beginningOf(day));
  }
  return Math.ceil(left / milliseconds.hour);
}

/** The fiscal year begins on October 1. */
export function fiscalYearStart(day: Day): Day {
  const year = Number(day.slice(0, 4)) - (day.slice(5) >= '10-01' ? 0 : 1);
  return `${year}-10-01`;
}

/** What a period is compared with; `months` of the period: 0 for a range of days. */
export function windowsOf({ from, until }: Days, months: number): Readonly<Record<string, Days>> {
  const start = fiscalYearStart(plusDays(until, -1));
  const length = daysFrom(from, until) ?? 0;
  const before = months === 0 ? plusDays(from, -length) : plusMonths(from, -months);
  const yearEarlierEnd = until.endsWith('-01') ? plusYears(until, -1) : plusDays(plusYears(plusDays(until, -1), -1), 1);
  return {
    period: { from, until },
    previous: { from: before, until: from },
    'year-earlier': { from: plusYears(from, -1), until: yearEarlierEnd },
    fytd: { from: start, until },
    'prior-fytd': { from: plusYears(start, -1), until: yearEarlierEnd },
    'all-time': { from: '1996-09-30', until },
  };
}

/** The 24 months up to that of the last day. */
export function monthsTo(until: Day): Readonly<Record<string, Days>> {
  const last = `${plusDays(until, -1).slice(0, 7)}-01`;
  const firsts = Array.from({ length: 24 }, (_, at) => plusMonths(last, at - 23));
  return Object.fromEntries(firsts.map((from) => [from.slice(0, 7), { from, until: plusMonths(from, 1) }]));
}
