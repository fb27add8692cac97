import type { IsoDate } from '../period.ts';

const dayLength = 86_400_000;

/** Making one is slow, and there are few zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const digits = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-US', { ...digits, second: 'numeric', hourCycle: 'h23', timeZone: zone });
  clocks.set(zone, made);
  return made;
}

/** What the clocks of a zone are ahead of UTC at an instant, in milliseconds; both in milliseconds of the epoch. */
function offsetAt(instant: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(instant);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return shown - instant;
}

/**
 * The instant, ISO in UTC, at which the clocks of a zone show a time of a day. A time that they show twice is the first of
 * the two; one that they skip is as long after the gap began as it would have been.
 * (The zone plugin of dayjs begins with the offset of today, so that its answers depend on when it is asked.)
 */
export function instantAt(date: IsoDate, time: string, zone: string): string {
  const shown = Date.parse(`${date}T${time}:00Z`);
  // No zone changes its clocks twice in two days.
  const [before, after] = [offsetAt(shown - dayLength, zone), offsetAt(shown + dayLength, zone)];
  const fitting = [before, after].filter((offset) => offsetAt(shown - offset, zone) === offset);
  // The larger offset is the earlier instant.
  const offset = fitting.length === 0 ? before : Math.max(...fitting);
  return new Date(shown - offset).toISOString();
}
