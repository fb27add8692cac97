import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PipelineError } from '../pipeline/errors.ts';
import {
  comparisonWindows,
  dateInWords,
  daysIn,
  fiscalYearOf,
  fiscalYearStart,
  type IsoDate,
  isIsoDate,
  lastDay,
  type Period,
  parsePeriod,
  programStart,
  rangePeriod,
  shiftDate,
  windowIds,
  windowInWords,
} from '../pipeline/period.ts';

// Reckoned apart from the code under test: whole days since 1970 in UTC, where every day has 24 hours.
const msOfDay = 86_400_000;
const dayNumber = (date: IsoDate) => Date.parse(`${date}T00:00:00Z`) / msOfDay;
const dateOf = (number: number): IsoDate => new Date(number * msOfDay).toISOString().slice(0, 10);

const first = dayNumber(programStart);
const last = dayNumber('2199-12-31');
const dates = fc.integer({ min: first, max: last }).map(dateOf);
const months = fc.integer({ min: 1996 * 12 + 9, max: 2199 * 12 + 11 }).map((month) => {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
});
const fiscal = fc
  .tuple(fc.integer({ min: 1997, max: 2199 }), fc.constantFrom('', '-Q1', '-Q2', '-Q3', '-Q4'))
  .map(([year, quarter]) => `FY${year}${quarter}`);
const ranges = fc.tuple(dates, dates).map(([a, b]) => (a <= b ? rangePeriod(a, b) : rangePeriod(b, a)));
const periods: fc.Arbitrary<Period> = fc.oneof(months.map(parsePeriod), fiscal.map(parsePeriod), ranges);

const usageError = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof PipelineError) return error;
  }
  throw new Error('no PipelineError was thrown');
};

describe('a civil date', () => {
  test.each(['2020-02-29', '2000-02-29', '1996-09-30', '2199-12-31', '9999-12-31'])('%s is one', (text) => {
    expect(isIsoDate(text)).toBe(true);
  });

  test.each([
    '2019-02-29',
    '1900-02-29',
    '2100-02-29',
    '2020-13-01',
    '2020-00-10',
    '2020-06-31',
    '2020-6-1',
    '20200601',
    '',
  ])('"%s" is none', (text) => expect(isIsoDate(text)).toBe(false));

  test.each(['2020-06-01T00:00', ' 2020-06-01', '2020-06-01\n', '+2020-06-01', '06/01/2020'])('%j is none', (text) => {
    expect(isIsoDate(text)).toBe(false);
  });

  test.each<[IsoDate, number, 'day' | 'month' | 'year', IsoDate]>([
    ['2020-02-29', -1, 'year', '2019-02-28'],
    ['2020-02-29', 4, 'year', '2024-02-29'],
    ['2020-01-31', 1, 'month', '2020-02-29'],
    ['2019-01-31', 1, 'month', '2019-02-28'],
    ['2020-12-31', 1, 'day', '2021-01-01'],
    ['2020-03-08', 1, 'day', '2020-03-09'],
    ['2020-11-01', 1, 'day', '2020-11-02'],
    ['2100-02-28', 1, 'day', '2100-03-01'],
  ])('%s moved by %i %s is %s', (date, amount, unit, expected) => {
    expect(shiftDate(date, amount, unit)).toBe(expected);
  });

  test('moves by whole days across every leap day and change of clocks', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -400, max: 400 }), (date, days) => {
        expect(shiftDate(date, days, 'day')).toBe(dateOf(dayNumber(date) + days));
      }),
    );
  });

  test('is written in words as readers write it', () => {
    expect(dateInWords('2020-06-30')).toBe('June 30, 2020');
    expect(windowInWords({ from: '2020-06-01', until: '2020-07-01' })).toBe('June 1, 2020 through June 30, 2020');
  });
});

describe('a fiscal year', () => {
  test.each([
    ['2019-09-30', 2019],
    ['2019-10-01', 2020],
    ['2019-12-31', 2020],
    ['2020-01-01', 2020],
    ['2020-09-30', 2020],
    ['2020-10-01', 2021],
  ])('holds %s in %i', (date, year) => {
    expect(fiscalYearOf(date)).toBe(year);
  });

  test('holds each day exactly once', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const year = fiscalYearOf(date);
        expect(fiscalYearStart(year) <= date && date < fiscalYearStart(year + 1)).toBe(true);
      }),
    );
  });
});

describe('a period that is asked for', () => {
  test.each([
    ['2020-06', 'month', '2020-06-01', '2020-07-01', 'June 2020'],
    ['2020-02', 'month', '2020-02-01', '2020-03-01', 'February 2020'],
    ['2020-12', 'month', '2020-12-01', '2021-01-01', 'December 2020'],
    ['FY2020', 'fiscal-year', '2019-10-01', '2020-10-01', 'fiscal year 2020'],
    ['FY2020-Q1', 'fiscal-quarter', '2019-10-01', '2020-01-01', 'quarter 1 of fiscal year 2020'],
    ['FY2020-Q2', 'fiscal-quarter', '2020-01-01', '2020-04-01', 'quarter 2 of fiscal year 2020'],
    ['FY2020-Q4', 'fiscal-quarter', '2020-07-01', '2020-10-01', 'quarter 4 of fiscal year 2020'],
    ['FY1997', 'fiscal-year', '1996-10-01', '1997-10-01', 'fiscal year 1997'],
    ['1996-10', 'month', '1996-10-01', '1996-11-01', 'October 1996'],
    ['2199-12', 'month', '2199-12-01', '2200-01-01', 'December 2199'],
  ])('as %s is a %s from %s until %s', (text, kind, from, until, label) => {
    expect(parsePeriod(text)).toEqual({ kind, id: text, label, from, until });
  });

  test.each([
    ...['2020-13', '2020-00', '2020-6', '2020', '202006', 'FY20', 'fy2020', 'FY2020-Q5', 'FY2020-Q0', 'FY2020Q1', 'Q1'],
    ...['June 2020', '2020-06-01', ' 2020-06', '2020-06\n', '', '1996-09', '0000-01', '2200-01', 'FY1996', 'FY2200'],
  ])('as %j is refused, with what to write instead', (text) => {
    const error = usageError(() => parsePeriod(text));
    expect(error.kind).toBe('usage');
    expect(error.remedy).toMatch(/2020-06|FY1997|1996-10/);
  });

  test('as a range has both days inside', () => {
    expect(rangePeriod('2020-06-01', '2020-06-15')).toEqual({
      kind: 'range',
      id: '2020-06-01--2020-06-15',
      label: 'June 1, 2020 through June 15, 2020',
      from: '2020-06-01',
      until: '2020-06-16',
    });
    expect(daysIn(rangePeriod('2020-02-29', '2020-02-29'))).toBe(1);
  });

  test.each([
    ['2020-06-02', '2020-06-01', /ends .* before it begins/],
    ['2019-02-29', '2020-06-01', /--from "2019-02-29" is not a date/],
    ['2020-06-01', 'today', /--through "today" is not a date/],
    ['1996-09-29', '2020-06-01', /1996-09-29/],
    ['2020-06-01', '2200-01-01', /2200-01-01/],
  ])('as a range from %s through %s is refused', (from, through, message) => {
    const error = usageError(() => rangePeriod(from, through));
    expect(error.kind).toBe('usage');
    expect(error.message).toMatch(message);
  });

  test('is at least a day long, and its id is safe as the name of a folder', () => {
    fc.assert(
      fc.property(periods, (period) => {
        expect(daysIn(period)).toBe(dayNumber(period.until) - dayNumber(period.from));
        expect(daysIn(period)).toBeGreaterThan(0);
        expect(shiftDate(lastDay(period), 1, 'day')).toBe(period.until);
        expect(period.id).toMatch(/^[A-Z0-9-]+$/);
      }),
    );
  });

  test('as a fiscal year is its four quarters, and as a quarter its three months, end to end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1997, max: 2199 }), (year) => {
        const whole = parsePeriod(`FY${year}`);
        const quarters = [1, 2, 3, 4].map((quarter) => parsePeriod(`FY${year}-Q${quarter}`));
        expect([whole.from, ...quarters.map((quarter) => quarter.until)]).toEqual([
          ...quarters.map((quarter) => quarter.from),
          whole.until,
        ]);
        for (const quarter of quarters) {
          const three = [0, 1, 2].map((month) => parsePeriod(shiftDate(quarter.from, month, 'month').slice(0, 7)));
          expect([quarter.from, ...three.map((month) => month.until)]).toEqual([
            ...three.map((month) => month.from),
            quarter.until,
          ]);
        }
      }),
    );
  });
});

describe('the windows that a period is compared with', () => {
  const windows = (period: Period) =>
    Object.fromEntries(
      Object.entries(comparisonWindows(period)).map(([id, { from, until }]) => [id, `${from} ${until}`]),
    );

  const cases: readonly (readonly [Period, Readonly<Record<string, string>>])[] = [
    [
      parsePeriod('2020-06'),
      {
        period: '2020-06-01 2020-07-01',
        previous: '2020-05-01 2020-06-01',
        'year-earlier': '2019-06-01 2019-07-01',
        fytd: '2019-10-01 2020-07-01',
        'prior-fytd': '2018-10-01 2019-07-01',
        'all-time': '1996-09-30 2020-07-01',
      },
    ],
    [
      parsePeriod('2020-10'),
      { previous: '2020-09-01 2020-10-01', fytd: '2020-10-01 2020-11-01', 'prior-fytd': '2019-10-01 2019-11-01' },
    ],
    [
      parsePeriod('2020-09'),
      { fytd: '2019-10-01 2020-10-01', 'prior-fytd': '2018-10-01 2019-10-01', 'year-earlier': '2019-09-01 2019-10-01' },
    ],
    [parsePeriod('2020-02'), { 'year-earlier': '2019-02-01 2019-03-01', 'prior-fytd': '2018-10-01 2019-03-01' }],
    [parsePeriod('2021-02'), { 'year-earlier': '2020-02-01 2020-03-01', 'prior-fytd': '2019-10-01 2020-03-01' }],
    [parsePeriod('2020-03'), { previous: '2020-02-01 2020-03-01' }],
    [
      parsePeriod('FY2020-Q1'),
      {
        previous: '2019-07-01 2019-10-01',
        'year-earlier': '2018-10-01 2019-01-01',
        fytd: '2019-10-01 2020-01-01',
        'prior-fytd': '2018-10-01 2019-01-01',
      },
    ],
    [
      parsePeriod('FY2020'),
      {
        previous: '2018-10-01 2019-10-01',
        'year-earlier': '2018-10-01 2019-10-01',
        fytd: '2019-10-01 2020-10-01',
        'prior-fytd': '2018-10-01 2019-10-01',
      },
    ],
    [
      rangePeriod('2020-06-01', '2020-06-15'),
      {
        previous: '2020-05-17 2020-06-01',
        'year-earlier': '2019-06-01 2019-06-16',
        fytd: '2019-10-01 2020-06-16',
        'prior-fytd': '2018-10-01 2019-06-16',
      },
    ],
    [rangePeriod('2020-02-10', '2020-02-29'), { 'year-earlier': '2019-02-10 2019-03-01' }],
    [
      rangePeriod('2020-02-29', '2020-02-29'),
      { previous: '2020-02-28 2020-02-29', 'year-earlier': '2019-02-28 2019-03-01' },
    ],
    [rangePeriod('2021-02-10', '2021-02-28'), { 'year-earlier': '2020-02-10 2020-03-01' }],
    [rangePeriod('2020-09-15', '2020-10-15'), { fytd: '2020-10-01 2020-10-16', 'prior-fytd': '2019-10-01 2019-10-16' }],
  ];

  test.each(cases.map(([period, expected]) => ({ id: period.id, period, expected })))(
    'of $id',
    ({ period, expected }) => {
      expect(windows(period)).toMatchObject(expected);
    },
  );

  test('are all half-open, of at least a day, and stand where they should to one another', () => {
    fc.assert(
      fc.property(periods, (period) => {
        const all = comparisonWindows(period);
        expect(Object.keys(all)).toEqual([...windowIds]);
        for (const window of Object.values(all)) expect(daysIn(window)).toBeGreaterThan(0);
        expect(all.previous.until).toBe(period.from);
        expect(all['year-earlier'].until).toBe(all['prior-fytd'].until);
        expect(all.fytd.until).toBe(period.until);
        expect(fiscalYearOf(all.fytd.from)).toBe(fiscalYearOf(lastDay(period)));
        expect(fiscalYearOf(lastDay(all['prior-fytd']))).toBe(fiscalYearOf(lastDay(period)) - 1);
        expect(all['prior-fytd'].from).toBe(fiscalYearStart(fiscalYearOf(lastDay(period)) - 1));
        expect(all['all-time']).toEqual({ from: programStart, until: period.until });
      }),
    );
  });

  test('of a month are whole months', () => {
    fc.assert(
      fc.property(months, (month) => {
        for (const { from, until } of Object.values(comparisonWindows(parsePeriod(month)))) {
          if (from !== programStart) expect(from).toMatch(/-01$/);
          expect(until).toMatch(/-01$/);
        }
      }),
    );
  });

  test('of a range before it are as many days', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        expect(daysIn(comparisonWindows(range).previous)).toBe(daysIn(range));
      }),
    );
  });
});
