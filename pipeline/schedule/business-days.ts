import { allForYear } from '@18f/us-federal-holidays';
import type { IsoDate } from '../period.ts';

/** Days by year, because one year is asked for again and again. */
const known = new Map<number, ReadonlySet<IsoDate>>();

/**
 * The days on which federal holidays (5 U.S.C. 6103) are observed in a calendar year: Friday for a Saturday, Monday for a
 * Sunday; Juneteenth from 2021. Not among them: Inauguration Day, which is a holiday in the area of Washington alone, and
 * days on which the President closes offices by order, which no rule foretells.
 */
export function federalHolidays(year: number): ReadonlySet<IsoDate> {
  const found = known.get(year);
  if (found !== undefined) return found;
  // New Year's Day of the next year may be observed on December 31 of this one. Its `date` is an instant in the zone of
  // this machine; only `dateString` is a civil date.
  const days = [...allForYear(year), ...allForYear(year + 1)].map(({ dateString }) => dateString);
  const holidays = new Set(days.filter((day) => day.startsWith(`${year}-`)));
  known.set(year, holidays);
  return holidays;
}

/** The business day, Monday to Friday and no holiday observed, that is number `count` of those after `date`, itself not counted. */
export function businessDayAfter(date: IsoDate, count: number): IsoDate {
  const day = new Date(date);
  for (let left = count; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (isOpen(day)) left -= 1;
  }
  return isoOf(day);
}

/** Of a civil date at midnight UTC, as a date without a time is read. */
function isOpen(day: Date): boolean {
  const weekday = day.getUTCDay();
  return weekday !== 0 && weekday !== 6 && !federalHolidays(day.getUTCFullYear()).has(isoOf(day));
}

const isoOf = (day: Date): IsoDate => day.toISOString().slice(0, 10);
