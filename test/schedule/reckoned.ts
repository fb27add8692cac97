// The calendar of federal offices in New York, reckoned from the statutes and without the code under test: 5 U.S.C. 6103,
// Executive Order 11582 (days observed), and 15 U.S.C. 260a (daylight saving since 2007).

const dayLength = 86_400_000;
const civil = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day);
const weekdayOf = (at: number) => new Date(at).getUTCDay();

/** A civil date of a moment at midnight UTC. */
export const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

function nth(year: number, month: number, weekday: number, count: number): number {
  const first = civil(year, month, 1);
  return first + (((weekday - weekdayOf(first) + 7) % 7) + 7 * (count - 1)) * dayLength;
}

function lastOf(year: number, month: number, weekday: number): number {
  const last = civil(year, month + 1, 0);
  return last - ((weekdayOf(last) - weekday + 7) % 7) * dayLength;
}

function observed(at: number): number {
  const weekday = weekdayOf(at);
  return at + (weekday === 6 ? -dayLength : weekday === 0 ? dayLength : 0);
}

/** The holidays of a year, on the days on which they are observed; the first may lie in the year before. */
export function holidaysOf(year: number): readonly string[] {
  return [
    civil(year, 1, 1),
    nth(year, 1, 1, 3),
    nth(year, 2, 1, 3),
    lastOf(year, 5, 1),
    ...(year >= 2021 ? [civil(year, 6, 19)] : []),
    civil(year, 7, 4),
    nth(year, 9, 1, 1),
    nth(year, 10, 1, 2),
    civil(year, 11, 11),
    nth(year, 11, 4, 4),
    civil(year, 12, 25),
  ].map((at) => dateOf(observed(at)));
}

/** Whether offices are open, told of a moment at midnight UTC. */
function isOpen(at: number): boolean {
  const year = new Date(at).getUTCFullYear();
  const closed = reckoned.get(year) ?? new Set([...holidaysOf(year), ...holidaysOf(year + 1)]);
  reckoned.set(year, closed);
  return weekdayOf(at) % 6 !== 0 && !closed.has(dateOf(at));
}

const reckoned = new Map<number, ReadonlySet<string>>();

/** Business days from the day after one date to another, that one inside. */
export function openDaysBetween(after: string, through: string): number {
  let count = 0;
  for (let at = Date.parse(after) + dayLength; at <= Date.parse(through); at += dayLength) if (isOpen(at)) count += 1;
  return count;
}

/** Six in the morning of New York on a day of 2007 or later, in milliseconds. */
export function sixInNewYork(date: string): number {
  const year = Number(date.slice(0, 4));
  const at = Date.parse(date);
  // Clocks change at two in the morning, so that at six the day's own time is in force.
  const isSummer = at >= nth(year, 3, 0, 2) && at < nth(year, 11, 0, 1);
  return at + (isSummer ? 10 : 11) * 3_600_000;
}

/** When a month falls due on a business day of those that follow it, at six in New York, in milliseconds. */
export function dueOf(year: number, month: number, businessDay: number): number {
  let at = civil(year, month + 1, 0);
  for (let left = businessDay; left > 0; ) {
    at += dayLength;
    if (isOpen(at)) left -= 1;
  }
  return sixInNewYork(dateOf(at));
}
