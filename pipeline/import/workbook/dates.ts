import type { IsoDate } from '../../period.ts';

/** Built-in number formats that show a day; 18 to 21 and 45 to 47 show a time alone (ECMA-376 part 1, 18.8.30). */
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** Whether a cell in that number format shows a day of the calendar. */
export function showsDay(formatId: number, code: string | undefined): boolean {
  if (code === undefined) return builtInDates.has(formatId);
  const [positive = ''] = code.split(';');
  const bare = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase();
  if (bare.includes('general')) return false;
  return /[yd]/.test(bare) || (bare.includes('m') && !/[hs]/.test(bare));
}

/** The last serial that Excel shows as a day: 31 December 9999. */
const lastSerial = 2_958_465;
const daysBeforeUnixEpoch = 25_569;
const daysBetweenEpochs = 1_462;

/**
 * The civil date of a serial number, or undefined where Excel shows none. Whole days are counted, so that no time zone
 * can move the date; the fraction, a time of day, is left behind. Excel counts a 29 February 1900 that never was.
 */
export function dateOfSerial(serial: number, since1904: boolean): IsoDate | undefined {
  const days = Math.floor(serial) + (since1904 ? daysBetweenEpochs : 0);
  if (!(days >= 1 && days <= lastSerial)) return undefined;
  const afterPhantomDay = days >= 61 ? days : days + 1;
  return new Date((afterPhantomDay - daysBeforeUnixEpoch) * 86_400_000).toISOString().slice(0, 10);
}
