import { fiscalYearStart } from '../../pipeline/period.ts';
import { type Day, dateOf, dayOf, weekdayOf } from './calendar.ts';
import { randomStream } from './random.ts';

/** One fiscal year of the series. */
interface CaseloadYear {
  readonly fiscalYear: number;
  /** 287(g) encounters of the year at volume 1. */
  readonly encounters: number;
  /** Weight of the year's first and last day: the caseload grew as agreements were signed. */
  readonly growth: readonly [first: number, last: number];
}

const thin = (fiscalYear: number, encounters: number): CaseloadYear => ({ fiscalYear, encounters, growth: [1, 1] });

/**
 * Encounters by fiscal year: a thin series, and full volume in fiscal years 2017 to 2020. "Almost 25,000" in fiscal year
 * 2019 is published (`domain.md` §8.1); the exact figure and all other years are ours.
 */
const years: readonly CaseloadYear[] = [
  ...[2010, 2011, 2012, 2013, 2014, 2015, 2016].map((year) => thin(year, 300)),
  { fiscalYear: 2017, encounters: 6_804, growth: [0.75, 1.25] },
  { fiscalYear: 2018, encounters: 12_163, growth: [0.7, 1.3] },
  { fiscalYear: 2019, encounters: 24_938, growth: [0.8, 1.12] },
  { fiscalYear: 2020, encounters: 14_412, growth: [1, 1] },
  ...[2021, 2022, 2023, 2024].map((year) => thin(year, 360)),
  thin(2025, 600),
];

/** The first day of the series. */
export const eventsBegin = dayOf(fiscalYearStart(2010));
/** The first day after the series. */
export const eventsEnd = dayOf(fiscalYearStart(2026));

/** Sunday to Saturday: most interviews are held on working days. */
const weekdayWeights = [0.45, 1.15, 1.2, 1.15, 1.15, 1.1, 0.6] as const;
/** January to December. */
const monthWeights = [0.95, 0.95, 1.05, 1.05, 1.08, 1.02, 1, 1.04, 1, 1.03, 0.93, 0.85] as const;
/** Fewer people were booked into jails from March 2020 on. */
const pandemicWeights: ReadonlyMap<string, number> = new Map([
  ['2020-03', 0.82],
  ['2020-04', 0.42],
  ['2020-05', 0.45],
  ['2020-06', 0.52],
  ['2020-07', 0.58],
  ['2020-08', 0.62],
  ['2020-09', 0.66],
]);

/** How many 287(g) encounters there were on a day. */
export interface CaseloadDay {
  readonly day: Day;
  readonly encounters: number;
  /** In the full series, which is as a program's own records would be; the thin one only keeps other years from being empty. */
  readonly full: boolean;
}

/** Every day of the series, in order. Each year's days add up to its encounters, times `volume` and rounded. */
export function* caseload(seed: number, volume: number): Generator<CaseloadDay> {
  for (const year of years) yield* daysOf(year, seed, volume);
}

function* daysOf(
  { fiscalYear, encounters, growth }: CaseloadYear,
  seed: number,
  volume: number,
): Generator<CaseloadDay> {
  const from = dayOf(fiscalYearStart(fiscalYear));
  const until = dayOf(fiscalYearStart(fiscalYear + 1));
  const random = randomStream(seed, `caseload ${fiscalYear}`);
  const weights = Array.from({ length: until - from }, (_, at) => {
    const trend = growth[0] + ((growth[1] - growth[0]) * at) / (until - from);
    return trend * weightOf(from + at) * (0.75 + 0.5 * random.next());
  });
  const wanted = Math.round(encounters * volume);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  let given = 0;
  for (const [at, weight] of weights.entries()) {
    sum += weight;
    // Rounding what has come so far, rather than each day, is what makes the days add up to the year.
    const upTo = at === weights.length - 1 ? wanted : Math.floor((wanted * sum) / all);
    yield { day: from + at, encounters: upTo - given, full: encounters > 1_000 };
    given = upTo;
  }
}

function weightOf(day: Day): number {
  const month = dateOf(day).slice(0, 7);
  const season = monthWeights[Number(month.slice(5)) - 1] ?? 1;
  return (weekdayWeights[weekdayOf(day)] ?? 1) * season * (pandemicWeights.get(month) ?? 1);
}
