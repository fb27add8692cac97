import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shiftDate } from '../../pipeline/period.ts';
import { instantAt } from '../../pipeline/schedule/zoned-time.ts';
import { sixInNewYork } from './reckoned.ts';

describe('the instant of a time of day', () => {
  test.each([
    ['in winter', '2026-01-08', '06:00', 'America/New_York', '2026-01-08T11:00:00.000Z'],
    ['in summer', '2026-07-08', '06:00', 'America/New_York', '2026-07-08T10:00:00.000Z'],
    ['on the day that clocks go forward', '2026-03-08', '06:00', 'America/New_York', '2026-03-08T10:00:00.000Z'],
    ['on the day before', '2026-03-07', '06:00', 'America/New_York', '2026-03-07T11:00:00.000Z'],
    ['on the day that clocks go back', '2026-11-01', '06:00', 'America/New_York', '2026-11-01T11:00:00.000Z'],
    ['just before a gap', '2026-03-08', '01:59', 'America/New_York', '2026-03-08T06:59:00.000Z'],
    ['within a gap', '2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['just after a gap', '2026-03-08', '03:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['shown twice', '2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['at midnight', '2026-11-01', '00:00', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['before the law of 2005', '2006-03-20', '06:00', 'America/New_York', '2006-03-20T11:00:00.000Z'],
    ['east of UTC, by half hours', '2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
    ['in Guam', '2026-01-08', '06:00', 'Pacific/Guam', '2026-01-07T20:00:00.000Z'],
  ])('%s', (_when, date, time, zone, instant) => {
    expect(instantAt(date, time, zone)).toBe(instant);
  });

  test('six in New York is what the law makes it, on every day of thirty years', () => {
    for (let date = '2007-01-01'; date < '2037-01-01'; date = shiftDate(date, 1, 'day')) {
      expect(Date.parse(instantAt(date, '06:00', 'America/New_York')), date).toBe(sixInNewYork(date));
    }
  });

  test('is shown by clocks of the zone, but within a gap', () => {
    const zones = fc.constantFrom('America/New_York', 'Europe/London', 'Asia/Kolkata', 'America/St_Johns', 'UTC');
    const minutes = fc.integer({ min: 0, max: 40 * 365 * 1440 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const wanted = new Date(Date.UTC(2000, 0, 1) + minute * 60_000).toISOString().slice(0, 16);
        const [date = '', time = ''] = wanted.split('T');
        const instant = new Date(instantAt(date, time, zone));
        const shown = instant.toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16).replace(' ', 'T');
        const isSkipped = shown !== wanted;
        // A time that is skipped lies in the hours in which clocks go forward, on a Sunday.
        expect(!isSkipped || new Date(`${wanted}Z`).getUTCDay() === 0).toBe(true);
        expect(Math.abs(Date.parse(`${shown}Z`) - Date.parse(`${wanted}Z`))).toBeLessThanOrEqual(3_600_000);
      }),
      { numRuns: 1_000 },
    );
  });
});
