import { type DateWindow, daysIn, type IsoDate, lastDay, programStart, shiftDate } from '../period.ts';

/** Records by their day. */
export type DayCounts = ReadonlyMap<IsoDate, number>;

/** Days in a row without a record, and how many the days around them would let one expect; null: nothing is on record. */
export interface EmptyDays extends DateWindow {
  readonly expected: number | null;
}

/** The longest that an area of responsibility with a record a day or more has been without one: Thanksgiving and its weekend. */
const longestWeekend = 4;

/** So many records are not missing by chance from more days than a long weekend has. */
const fewExpected = 12;

/** So many records are not missing from any days, a long weekend among them. */
const manyExpected = 400;

/** Days on each side that tell how many records there are a day: the pace of a year ago says nothing of today's. */
const daysAround = 91;

/**
 * The days of a span for which records are missing rather than absent, in order: before the first record, after the last, or
 * between two. Days without a record are believed where they are few for the pace of the days around them. The bounds come
 * from the releases of fiscal year 2017 (arrests of a year, encounters and removals of a quarter):
 *
 * - The nation had no day without a record in any of the three, and none without a 287(g) arrest (19.6 a day).
 * - Of 77 series of one area of responsibility, those with a record a day or more had at most four such days in a row, in
 *   which at most 333 were to be expected (New York, encounters, Christmas 2016). Headquarters, with a record in twenty days,
 *   had 131, in which 7 were.
 * - In 200 draws from the 287(g) arrests, of half a record a day to five, more than four days in a row let expect 11.9 at most.
 *
 * So a file that ends ten days early is known from 1.2 records a day on, one that ends five days early from 2.4 on; the
 * nation's by a day or two. Of what is rarer nobody can tell. The 287(g) events of one area alone may pause for longer (Houston
 * 36 days in spring 2017): that needs a person's word.
 * @param edges `sharp`: before the first record and after the last the pace of the days with records holds, however few they
 * are; `soft`: the days without count as well, so that fewer than twelve records never say that more were due.
 */
export function missingRecords(counts: DayCounts, span: DateWindow, edges: 'sharp' | 'soft'): readonly EmptyDays[] {
  const days = [...counts.keys()].filter((day) => day >= span.from && day < span.until).toSorted();
  if (days.length === 0) return [{ ...span, expected: null }];
  const expectedIn = paceOf(days, counts, edges);
  const ends = [...days, span.until];
  return [span.from, ...days.map((day) => shiftDate(day, 1, 'day'))].flatMap((from, at) => {
    const gap = { from, until: ends[at] ?? span.until };
    if (gap.from >= gap.until) return [];
    const expected = expectedIn(gap);
    return isBelieved(daysIn(gap), expected) ? [] : [{ ...gap, expected }];
  });
}

const isBelieved = (days: number, expected: number): boolean =>
  expected < fewExpected || (days <= longestWeekend && expected < manyExpected);

const numberOf = (day: IsoDate): number => daysIn({ from: programStart, until: day });

/** How many records one would expect in a gap between days with records, which are asked about in order. */
function paceOf(days: readonly IsoDate[], counts: DayCounts, edges: 'sharp' | 'soft'): (gap: DateWindow) => number {
  const numbers = days.map(numberOf);
  const recorded = { from: numbers[0] ?? 0, until: (numbers.at(-1) ?? 0) + 1 };
  let sum = 0;
  const sums = [0, ...days.map((day) => (sum += counts.get(day) ?? 0))];
  let low = 0;
  let high = 0;
  return (gap) => {
    const from = numberOf(gap.from);
    const until = numberOf(gap.until);
    while ((numbers[low] ?? from) < from - daysAround) low += 1;
    while ((numbers[high] ?? Number.POSITIVE_INFINITY) < until + daysAround) high += 1;
    const before = Math.max(0, Math.min(daysAround, from - recorded.from));
    const after = Math.max(0, Math.min(daysAround, recorded.until - until));
    const isSharp = edges === 'sharp' && (before === 0 || after === 0);
    const counted = before + after + (isSharp ? 0 : until - from);
    return (((sums[high] ?? 0) - (sums[low] ?? 0)) / counted) * (until - from);
  };
}

/** `from 2017-03-12 through 2017-03-18 (7 days, in which some 3,276 were to be expected)` */
export function emptyInWords({ from, until, expected }: EmptyDays): string {
  const window = { from, until };
  const days = daysIn(window);
  const many = days === 1 ? '1 day' : `${days} days`;
  const due =
    expected === null ? '' : `, in which some ${Math.round(expected).toLocaleString('en-US')} were to be expected`;
  return `from ${from} through ${lastDay(window)} (${many}${due})`;
}
