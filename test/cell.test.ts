import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cell, cellFact, cellNumber, cellStatus, cellText, shareOf, shownSigns, signs } from '../pipeline/cell.ts';

const count = (value: number): Cell => ({ kind: 'count', value });
const share = (value: number): Cell => ({ kind: 'share', value });
const withheld: Cell = { kind: 'withheld' };
const unavailable: Cell = { kind: 'unavailable' };
const notApplicable: Cell = { kind: 'not-applicable' };

describe('a cell', () => {
  test.each<[Cell, string, number | null, string]>([
    [count(0), '-', 0, ''],
    [count(1), '1', 1, ''],
    [count(999), '999', 999, ''],
    [count(1000), '1,000', 1000, ''],
    [count(24_999), '24,999', 24_999, ''],
    [count(1_234_567), '1,234,567', 1_234_567, ''],
    [share(0), '0.0', 0, ''],
    [share(12.3), '12.3', 12.3, ''],
    [share(50), '50.0', 50, ''],
    [share(100), '100.0', 100, ''],
    [withheld, 'D', null, 'D'],
    [unavailable, 'NA', null, 'NA'],
    [notApplicable, 'X', null, 'X'],
    [{ kind: 'duration', value: 0 }, '0', 0, ''],
    [{ kind: 'duration', value: 258 }, '258', 258, ''],
    [{ kind: 'duration', value: 1061.2 }, '1,061.2', 1061.2, ''],
    [{ kind: 'date', date: '2020-06-03' }, 'Jun 3, 2020', null, ''],
    [{ kind: 'text', text: 'NA' }, 'NA', null, ''],
  ])('%j is printed as %s, and its open data are %s and "%s"', (cell, text, number, status) => {
    expect(cellText(cell)).toBe(text);
    expect(cellNumber(cell)).toBe(number);
    expect(cellStatus(cell)).toBe(status);
  });

  test('that has no number is never printed as one, nor as zero', () => {
    for (const cell of [withheld, unavailable, notApplicable]) {
      expect(cellText(cell)).not.toMatch(/\d/);
      expect(cellText(cell)).not.toBe(signs.zero.sign);
    }
  });

  test('has a sign of its own for each reason', () => {
    const all = Object.values(signs).map(({ sign }) => sign);
    expect(new Set(all).size).toBe(all.length);
  });

  test('shows the sign of its zero, of what is missing and of what was revised, and none where its words look like one', () => {
    expect(shownSigns(count(0))).toEqual(['-']);
    expect(shownSigns(unavailable)).toEqual(['NA']);
    expect(shownSigns({ kind: 'count', value: 0, revised: true })).toEqual(['-', 'r']);
    expect(shownSigns(count(5))).toEqual([]);
    for (const text of ['NA', 'X', '-', 'r']) expect(shownSigns({ kind: 'text', text })).toEqual([]);
  });

  test('gives its date or its words as a fact, and nothing else', () => {
    expect(cellFact({ kind: 'date', date: '2020-06-03' })).toBe('2020-06-03');
    expect(cellFact({ kind: 'text', text: 'Cobb' })).toBe('Cobb');
    for (const cell of [count(3), share(1), withheld, unavailable, notApplicable]) expect(cellFact(cell)).toBeNull();
  });

  test('prints the digits of its number and nothing else but commas', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (value) => {
        expect(cellText(count(value)).replaceAll(',', '')).toBe(String(value));
      }),
    );
  });
});

/** Tenths of a percent, rounded half up, in exact whole numbers. */
const exactTenths = (part: number, whole: number) =>
  Number((2000n * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)));

describe('a share', () => {
  test.each<[number, number, number]>([
    [1, 2, 50],
    [1, 3, 33.3],
    [2, 3, 66.7],
    [1, 8, 12.5],
    [1, 16, 6.3],
    [3, 16, 18.8],
    [1, 2000, 0.1],
    [1, 2001, 0],
    [1999, 2000, 100],
    [0, 7, 0],
    [7, 7, 100],
    [1, 400, 0.3],
    [5, 80, 6.3],
    [23, 2000, 1.2],
  ])('of %i in %i is %d percent', (part, whole, expected) => {
    expect(shareOf(count(part), count(whole))).toEqual(share(expected));
  });

  test('is rounded half up exactly, as whole numbers say', () => {
    const parts = fc
      .integer({ min: 1, max: 10_000_000_000 })
      .chain((whole) => fc.tuple(fc.integer({ min: 0, max: whole }), fc.constant(whole)));
    fc.assert(
      fc.property(parts, ([part, whole]) => {
        expect(shareOf(count(part), count(whole))).toEqual(share(exactTenths(part, whole) / 10));
      }),
      { numRuns: 2000 },
    );
  });

  test('that lies exactly between two tenths is rounded up, always', () => {
    // part / whole = (2k + 1) / 2000 exactly, for every k and for wholes of every size.
    const ties = fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 4_000_000 }));
    fc.assert(
      fc.property(ties, ([k, scale]) => {
        expect(shareOf(count((2 * k + 1) * scale), count(2000 * scale))).toEqual(share((k + 1) / 10));
      }),
      { numRuns: 2000 },
    );
  });

  test('prints its one decimal as it was rounded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (tenths) => {
        expect(cellText(share(tenths / 10))).toBe(`${Math.floor(tenths / 10)}.${tenths % 10}`);
      }),
    );
  });

  test('of zero is not applicable, and what has no number stays what it is', () => {
    expect(shareOf(count(0), count(0))).toEqual(notApplicable);
    expect(shareOf(withheld, count(5))).toEqual(withheld);
    expect(shareOf(count(5), unavailable)).toEqual(unavailable);
    expect(shareOf(unavailable, withheld)).toEqual(unavailable);
  });
});
