import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shiftDate } from '../../pipeline/period.ts';
import { businessDayAfter, federalHolidays } from '../../pipeline/schedule/business-days.ts';
import { holidaysOf, openDaysBetween } from './reckoned.ts';

/** As the Office of Personnel Management published them. */
const published: Readonly<Record<number, string>> = {
  2020: '01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25',
  2021: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31',
  2022: '01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26',
  2023: '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25',
  2024: '01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25',
  2025: '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25',
  2026: '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25',
};

describe('federal holidays', () => {
  test.each(Object.entries(published))('of %s are observed on the days that were published', (year, days) => {
    expect([...federalHolidays(Number(year))].toSorted()).toEqual(days.split(' ').map((day) => `${year}-${day}`));
  });

  test('equal those reckoned from the statutes, in every year that a period can lie in', () => {
    for (let year = 1996; year <= 2200; year += 1) {
      const reckoned = [...holidaysOf(year), ...holidaysOf(year + 1)].filter((day) => day.startsWith(`${year}-`));
      expect([...federalHolidays(year)].toSorted(), String(year)).toEqual(reckoned.toSorted());
    }
  });

  test('are the same days wherever the machine stands', () => {
    const own = process.env.TZ;
    // Far east and west; clocks that change at midnight; a date that was never had.
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Havana', 'America/Sao_Paulo', 'Pacific/Apia'];
    try {
      for (const zone of zones) {
        process.env.TZ = zone;
        expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
        // Years that no other test asks for, because days are kept once they are known.
        for (const year of [2301, 2302, 2303].map((first) => first + 10 * zones.indexOf(zone))) {
          const reckoned = [...holidaysOf(year), ...holidaysOf(year + 1)].filter((day) => day.startsWith(`${year}-`));
          expect([...federalHolidays(year)].toSorted(), `${zone} ${year}`).toEqual(reckoned.toSorted());
        }
      }
    } finally {
      if (own === undefined) delete process.env.TZ;
      else process.env.TZ = own;
    }
  });

  test('do not include an inauguration, and Juneteenth only from 2021', () => {
    expect(federalHolidays(2021)).not.toContain('2021-01-20');
    expect(federalHolidays(2020)).not.toContain('2020-06-19');
    expect(federalHolidays(2021)).toContain('2021-06-18');
  });
});

describe('business days', () => {
  test.each([
    // Labor Day, Independence Day, New Year’s Day observed in the old year, a leap day.
    ['2025-08-31', 5, '2025-09-08'],
    ['2026-06-30', 5, '2026-07-08'],
    ['2021-11-30', 22, '2022-01-03'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2025-10-31', 5, '2025-11-07'],
  ])('after %s, number %i is %s', (date, count, expected) => {
    expect(businessDayAfter(date, count)).toBe(expected);
  });

  test('are as many as an independent count finds', () => {
    const dates = fc.integer({ min: 0, max: 60 * 365 }).map((days) => shiftDate('1997-01-01', days, 'day'));
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 30 }), (date, count) => {
        const found = businessDayAfter(date, count);
        expect(openDaysBetween(date, found)).toBe(count);
        expect(openDaysBetween(date, shiftDate(found, -1, 'day'))).toBe(count - 1);
      }),
      { numRuns: 300 },
    );
  });
});
