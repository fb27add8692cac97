import type { IsoDate } from '../../pipeline/period.ts';

/** Days since 1 January 1970: civil dates as whole numbers, which is what makes generating them quick. */
export type Day = number;

const millisecondsInDay = 86_400_000;
const written = new Map<Day, IsoDate>();

/** The day that a civil date names. */
export function dayOf(date: IsoDate): Day {
  return Date.parse(`${date}T00:00:00Z`) / millisecondsInDay;
}

/** The civil date of a day. */
export function dateOf(day: Day): IsoDate {
  const known = written.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * millisecondsInDay).toISOString().slice(0, 10);
  written.set(day, date);
  return date;
}

/** 0 on Sunday to 6 on Saturday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/**
 * The instant of a civil date and a minute of that day in New York, such as `2020-06-05T14:07:00-04:00`.
 * Minutes run from 180 (3:00, when the hour that clocks skip or repeat is over) to 1,439.
 */
export function newYorkInstant(day: Day, minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${dateOf(day)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00${isSummerTime(day) ? '-04:00' : '-05:00'}`;
}

/** From the second Sunday of March to the first of November (15 U.S.C. 260a, since 2007). */
function isSummerTime(day: Day): boolean {
  const year = dateOf(day).slice(0, 4);
  return day >= sundayFrom(dayOf(`${year}-03-08`)) && day < sundayFrom(dayOf(`${year}-11-01`));
}

const sundayFrom = (day: Day): Day => day + ((7 - weekdayOf(day)) % 7);
