import { describe, expect, test } from 'vitest';
import { coverageKindOf } from '../../pipeline/measures/measure.ts';
import { reports } from '../../pipeline/reports/index.ts';
import { measuresOf } from '../../pipeline/reports/report.ts';
import { dueInstant, nextOccurrence, occurrenceOf, occurrencesUntil } from '../../pipeline/schedule/occurrences.ts';
import { dueOf } from './reckoned.ts';
import { schedule } from './schedules.ts';

describe('a month', () => {
  test.each([
    ['2025-10', '2025-11-07T11:00:00.000Z'],
    ['2026-02', '2026-03-06T11:00:00.000Z'],
    ['2026-06', '2026-07-08T10:00:00.000Z'],
    ['2026-12', '2027-01-08T11:00:00.000Z'],
    ['2024-02', '2024-03-07T11:00:00.000Z'],
  ] as const)('%s falls due at %s', (month, instant) => {
    expect(dueInstant(schedule(), month)).toBe(instant);
  });

  test('is overdue so many business days later, holidays and change of clocks observed', () => {
    expect(occurrenceOf(schedule(), '2026-10').overdue).toBe('2026-11-12T11:00:00.000Z');
    expect(occurrenceOf(schedule(), '2026-02').overdue).toBe('2026-03-11T10:00:00.000Z');
  });

  test('falls due when an independent reckoning says so, for thirty years and any business day', () => {
    for (const businessDay of [1, 5, 22]) {
      for (let at = 0; at < 30 * 12; at += 1) {
        const [year, month] = [2010 + Math.floor(at / 12), (at % 12) + 1];
        const due = dueInstant(schedule({ on: { businessDay } }), `${year}-${String(month).padStart(2, '0')}` as never);
        expect(Date.parse(due), `${year}-${month}, ${businessDay}`).toBe(dueOf(year, month, businessDay));
      }
    }
  });
});

describe('what is due', () => {
  const months = (now: string) => occurrencesUntil(schedule(), now).map(({ period }) => period.id);

  test('begins with the first month of the schedule, in the second in which it falls due', () => {
    expect(months('2025-11-07T10:59:59.999Z')).toEqual([]);
    expect(months('2025-11-07T11:00:00.000Z')).toEqual(['2025-10']);
    expect(months('2025-11-07T06:00:00-05:00')).toEqual(['2025-10']);
  });

  test('is every month since then, each once and in order, over the turn of a year and a leap day', () => {
    expect(months('2026-03-31T00:00:00Z')).toEqual(['2025-10', '2025-11', '2025-12', '2026-01', '2026-02']);
    const many = months('2049-01-01T00:00:00Z');
    expect(many).toEqual([...new Set(many)].toSorted());
    expect(many).toHaveLength(278);
  });

  test('is followed by the first month that is not', () => {
    expect(nextOccurrence(schedule(), '2020-01-01T00:00:00Z').period.id).toBe('2025-10');
    expect(nextOccurrence(schedule(), '2025-11-07T11:00:00Z').period.id).toBe('2025-11');
  });
});

describe('the schedule of each report', () => {
  test.each(reports.map((report) => [report.id, report] as const))('%s can be kept', (_id, report) => {
    const { schedule: own } = report;
    if (own === undefined) throw new Error('it has none');
    expect(own.on.businessDay).toBeGreaterThanOrEqual(1);
    expect(Number.isInteger(own.on.businessDay) && Number.isInteger(own.overdueAfter.businessDays)).toBe(true);
    expect(own.atMost).toBeGreaterThanOrEqual(1);
    expect(own.at).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
    expect(occurrenceOf(own, own.from).period.id).toBe(own.from);
    // What is required and never counted would hold a report back for nothing.
    expect(measuresOf(report).map(coverageKindOf)).toEqual(expect.arrayContaining([...own.requires]));
    expect(own.requires.length).toBeGreaterThan(0);
  });
});
