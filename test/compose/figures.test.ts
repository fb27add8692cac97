import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../pipeline/cell.ts';
import { figureCell, type Place } from '../../pipeline/compose/tables/figure-cell.ts';
import { composeFigures } from '../../pipeline/compose/tables/figures.ts';
import { composeTrend } from '../../pipeline/compose/tables/trend.ts';
import { activeOfficers } from '../../pipeline/measures/active-officers.ts';
import { agreementCases } from '../../pipeline/measures/agreement-cases.ts';
import { dutiesPerformed } from '../../pipeline/measures/duties-performed.ts';
import { duty } from '../../pipeline/measures/duty.ts';
import { managerKind } from '../../pipeline/measures/manager-kind.ts';
import { programManagers } from '../../pipeline/measures/program-managers.ts';
import type { Month } from '../../pipeline/period.ts';
import type { Figure } from '../../pipeline/reports/report/figures.ts';
import { type SmallDrawn, smallDrawn } from './small-drawn.ts';

const officers: Figure = { kind: 'count', measure: activeOfficers };
const cases: Figure = { kind: 'count', measure: agreementCases };
const field: Figure = { kind: 'count', measure: programManagers, row: { by: managerKind, code: 'field' } };

const whole: Place = { row: null, window: 'period' };
const at = (code: string): Place => ({ row: { by: duty, code }, window: 'period' });
const named = (figure: Figure): Place => ({ row: { code: 'a', label: 'A', figure }, window: 'period' });

const cellOf = (figure: Figure, tables: SmallDrawn['tables'], place = whole): Cell =>
  figureCell(figure, place, smallDrawn(tables === undefined ? {} : { tables }));
const count = (value: number): Cell => ({ kind: 'count', value });
const text = (words: string): Cell => ({ kind: 'text', text: words });
const unavailable: Cell = { kind: 'unavailable' };
const notApplicable: Cell = { kind: 'not-applicable' };

const both = (active: number | null, handled: number | null) => ({
  'active-officers': { total: active },
  'agreement-cases': { total: handled },
});

describe('a figure that is worked out of counts', () => {
  test('is a share, of nothing not applicable, and of what is not available not available', () => {
    const share: Figure = { kind: 'share', part: officers, of: cases };
    expect(cellOf(share, both(13, 22))).toEqual({ kind: 'share', value: 59.1 });
    expect(cellOf(share, both(0, 22))).toEqual({ kind: 'share', value: 0 });
    expect(cellOf(share, both(0, 0))).toEqual(notApplicable);
    expect(cellOf(share, both(null, 0))).toEqual(unavailable);
    expect(cellOf(share, both(3, null))).toEqual(unavailable);
  });

  test('means something only where there is any of another, and is not available where that is not known', () => {
    const wanted: Figure = { kind: 'where-any', of: officers, any: cases };
    expect(cellOf(wanted, both(0, 2))).toEqual(count(0));
    expect(cellOf(wanted, both(0, 0))).toEqual(notApplicable);
    expect(cellOf(wanted, both(null, null))).toEqual(unavailable);
    // Nothing was reported: zero does not agree with zero.
    const words = { agree: 'Agrees', within: 'Within', beyond: 'Beyond' };
    const status = { kind: 'agreement', of: wanted, with: wanted, tolerance: { least: 2, percent: 5 }, words } as const;
    expect(cellOf(status, both(0, 2))).toEqual(text('Agrees'));
    expect(cellOf(status, both(0, 0))).toEqual(notApplicable);
  });

  test('is a sum, a difference or a change, where each part is known', () => {
    expect(cellOf({ kind: 'sum', of: [officers, cases, officers] }, both(3, 4))).toEqual(count(10));
    expect(cellOf({ kind: 'sum', of: [officers, cases] }, both(3, null))).toEqual(unavailable);
    expect(cellOf({ kind: 'difference', of: officers, less: cases }, both(3, 4))).toEqual(count(-1));
    expect(cellOf({ kind: 'difference', of: officers, less: cases }, both(null, 4))).toEqual(unavailable);
    expect(cellOf({ kind: 'change', from: officers, to: cases }, both(212, 374))).toEqual({
      kind: 'change',
      value: 162,
    });
    const growth: Figure = { kind: 'percent-change', from: officers, to: cases };
    expect(cellOf(growth, both(212, 374))).toEqual({ kind: 'percent-change', value: 76.4 });
    expect(cellOf(growth, both(0, 374))).toEqual(notApplicable);
    expect(cellOf(growth, both(212, null))).toEqual(unavailable);
  });

  test('needs one for each begun twelve officers or 2,000 cases, whichever is more', () => {
    const needed: Figure = {
      kind: 'needed',
      for: [
        { figure: officers, each: 12 },
        { figure: cases, each: 2_000 },
      ],
    };
    const of = (active: number | null, handled: number | null) => cellOf(needed, both(active, handled));
    expect(of(374, 4_879)).toEqual(count(32));
    expect([of(0, 0), of(1, 0), of(12, 0), of(13, 0)]).toEqual([count(0), count(1), count(1), count(2)]);
    expect([of(12, 2_000), of(12, 2_001), of(25, 4_000)]).toEqual([count(1), count(2), count(3)]);
    expect([of(null, 4_000), of(25, null)]).toEqual([unavailable, unavailable]);
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(1_000_000), (active, handled) => {
        const cell = of(active, handled);
        const value = cell.kind === 'count' ? cell.value : -1;
        expect(value * 12).toBeGreaterThanOrEqual(active);
        expect(value * 2_000).toBeGreaterThanOrEqual(handled);
        expect((value - 1) * 12 < active || (value - 1) * 2_000 < handled || value === 0).toBe(true);
      }),
    );
  });

  test('is zero for a code that has none, unless the sources tell no codes at all', () => {
    const of = (rows: Record<string, number | null>) =>
      cellOf(field, { 'program-managers': { total: rows.total ?? null }, 'program-managers-by-manager-kind': rows });
    expect(of({ field: 20, national: 7, total: 27 })).toEqual(count(20));
    expect(of({ national: 7, total: 7 })).toEqual(count(0));
    expect(of({ total: 0 })).toEqual(count(0));
    expect(of({ total: null })).toEqual(unavailable);
    expect(of({ 'not-recorded': 27, total: 27 })).toEqual(unavailable);
    expect(of({ national: 7, 'not-recorded': 20, total: 27 })).toEqual(count(0));
  });
});

describe('a time', () => {
  const times = (rows: Record<string, number>, total: number | null = 1) => ({
    'duties-performed': { total },
    'duties-performed-by-elapsed': { ...rows, total: Object.values(rows).reduce((sum, value) => sum + value, 0) },
  });
  const median: Figure = { kind: 'median', measure: dutiesPerformed };
  const longest: Figure = { kind: 'longest', measure: dutiesPerformed };
  const hours = (value: number): Cell => ({ kind: 'duration', value });

  test('has a median: of an odd number the middle, of an even one the mean of the two in the middle', () => {
    expect(cellOf(median, times({ 'a|5': 1, 'a|1': 1, 'a|100': 1 }))).toEqual(hours(5));
    expect(cellOf(median, times({ 'a|5': 1, 'a|1': 1, 'a|10': 1, 'a|100': 1 }))).toEqual(hours(7.5));
    // Nine times one hour, and ten and twenty once each; then as many on either side of the middle.
    expect(cellOf(median, times({ 'a|1': 9, 'a|10': 1, 'a|20': 1 }))).toEqual(hours(1));
    expect(cellOf(median, times({ 'a|1': 2, 'a|20': 2 }))).toEqual(hours(10.5));
    expect(cellOf(median, times({ 'a|9': 1, 'a|10': 1, 'a|0': 1 }))).toEqual(hours(9));
    expect(cellOf(longest, times({ 'a|9': 1, 'a|10': 1, 'a|0': 1 }))).toEqual(hours(10));
  });

  test('is the median of all times one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 40 }), (all) => {
        const rows = Object.fromEntries(
          [...Map.groupBy(all, (time) => `a|${time}`)].map(([code, same]) => [code, same.length]),
        );
        const sorted = all.toSorted((a, b) => a - b);
        const half = sorted.length / 2;
        const middle = [sorted[Math.ceil(half) - 1] ?? Number.NaN, sorted[Math.floor(half)] ?? Number.NaN];
        expect(cellOf(median, times(rows))).toEqual(hours(middle.reduce((sum, time) => sum + time, 0) / 2));
        expect(cellOf(longest, times(rows))).toEqual(hours(Math.max(...all)));
      }),
    );
  });

  test('leaves out what cannot be measured and what is of another duty', () => {
    const rows = { 'a|5': 1, 'a|not-measurable': 7, 'b|50': 3, 'ab|70': 1 };
    expect(cellOf(median, times(rows), at('a'))).toEqual(hours(5));
    expect(cellOf(longest, times(rows), at('b'))).toEqual(hours(50));
    expect(cellOf({ ...longest, code: 'a' } as Figure, times(rows), named(longest))).toEqual(hours(5));
    expect(cellOf(median, times({ 'a|not-measurable': 7 }), at('a'))).toEqual(notApplicable);
    expect(cellOf(median, times({}, 0))).toEqual(notApplicable);
    expect(cellOf(median, times(rows, null))).toEqual(unavailable);
  });
});

describe('an outcome', () => {
  const tables = {
    'duties-performed': { total: 9 },
    'duties-performed-by-outcome': { 'a|within': 4, 'a|beyond': 2, 'b|within': 3, total: 9 },
  };
  const outcome = (what: string, code?: string): Figure => ({
    kind: 'outcome',
    measure: dutiesPerformed,
    outcome: what,
    ...(code === undefined ? {} : { code }),
  });

  test('is of the row’s records, of those that are named, or of all', () => {
    expect(cellOf(outcome('within'), tables)).toEqual(count(7));
    expect(cellOf(outcome('within'), tables, at('a'))).toEqual(count(4));
    expect(cellOf(outcome('beyond'), tables, at('b'))).toEqual(count(0));
    expect(cellOf(outcome('within', 'b'), tables, at('a'))).toEqual(count(3));
    expect(cellOf(outcome('within'), tables, named(outcome('within')))).toEqual(count(7));
    expect(cellOf(outcome('within'), { ...tables, 'duties-performed': { total: null } })).toEqual(unavailable);
  });
});

describe('words about figures', () => {
  const words = { agree: 'agrees', within: 'within', beyond: 'beyond' };
  const agreement: Figure = {
    kind: 'agreement',
    of: officers,
    with: cases,
    tolerance: { least: 5, percent: 2 },
    words,
  };

  test('tell whether two figures agree: the larger of both tolerances is still within', () => {
    const of = (theirs: number | null, ours: number | null) => cellOf(agreement, both(theirs, ours));
    expect([of(0, 0), of(7, 7)]).toEqual([text('agrees'), text('agrees')]);
    expect([of(15, 10), of(5, 10), of(16, 10), of(4, 10)]).toEqual(['within', 'within', 'beyond', 'beyond'].map(text));
    expect([of(1_020, 1_000), of(980, 1_000), of(1_021, 1_000), of(979, 1_000)]).toEqual(
      ['within', 'within', 'beyond', 'beyond'].map(text),
    );
    expect([of(null, 3), of(3, null)]).toEqual([unavailable, unavailable]);
  });

  test('tell how a figure changed, in tenths, and that it did not where no tenth differs', () => {
    const trend: Figure = {
      kind: 'trend',
      since: 'year-earlier',
      words: { higher: 'up {size}', lower: 'down {size}', same: 'the same' },
    };
    const share: Figure = { kind: 'share', part: officers, of: cases };
    const of = (now: readonly [number | null, number | null], before: readonly [number | null, number | null]) =>
      cellOf(
        trend,
        { 'active-officers': { total: [now[0], before[0]] }, 'agreement-cases': { total: [now[1], before[1]] } },
        named(share),
      );
    expect(of([735, 1_000], [647, 1_000])).toEqual(text('up 8.8'));
    expect(of([647, 1_000], [735, 1_000])).toEqual(text('down 8.8'));
    expect(of([1, 2], [2, 4])).toEqual(text('the same'));
    expect(of([100_004, 200_000], [1, 2])).toEqual(text('the same'));
    expect(of([1, 2], [0, 0])).toEqual(notApplicable);
    expect(of([null, 2], [1, 2])).toEqual(unavailable);
    expect(of([1, 2], [1, null])).toEqual(unavailable);
    expect(cellOf(trend, {}, whole)).toEqual(notApplicable);
  });

  test('tell a row’s target, or that none is set', () => {
    const target: Figure = { kind: 'target', none: 'No target set' };
    const row = (of?: { readonly words: string } | null): Place => ({
      row: { code: 'a', label: 'A', figure: officers, ...(of === undefined ? {} : { target: of }) },
      window: 'period',
    });
    expect(cellOf(target, {}, row({ words: '100 %' }))).toEqual(text('100 %'));
    expect([cellOf(target, {}, row(null)), cellOf(target, {}, row())]).toEqual(Array(2).fill(text('No target set')));
    expect(cellOf({ kind: 'words', of: { a: '1 hour' } }, {}, at('a'))).toEqual(text('1 hour'));
    expect(cellOf({ kind: 'words', of: { a: '1 hour' } }, {}, at('b'))).toEqual(notApplicable);
    expect(cellOf({ kind: 'words', of: { a: '1 hour' } }, {}, whole)).toEqual(notApplicable);
  });
});

describe('what is told of a listing', () => {
  const row = (code: string, office: string | null, facts: Record<string, string | number | null>) => ({
    ...{ code, label: code, agreement_id: code, office },
    facts,
  });
  const listings = [
    {
      listing: 'installations' as const,
      rows: [
        row('1', 'ATL', { state: 'within', days: 100 }),
        row('2', 'ATL', { state: 'beyond', days: 200 }),
        row('3', 'HOU', { state: 'beyond', days: 258 }),
        row('4', null, { state: 'unknown', days: null }),
      ],
    },
  ];
  const listed = (tell: 'number' | 'median' | 'longest', where?: readonly string[]): Figure => ({
    kind: 'listed',
    listing: 'installations',
    coverage: 'installation',
    ...(where === undefined ? {} : { where: { fact: 'state', in: where } }),
    tell: tell === 'number' ? tell : { kind: tell, fact: 'days' },
  });
  const of = (figure: Figure, more: SmallDrawn = {}, window: Place['window'] = 'period') =>
    figureCell(figure, { row: null, window }, smallDrawn({ listings, covered: ['installation'], ...more }));

  test('is a number, a median or the longest of those with one of some facts', () => {
    expect(of(listed('number'))).toEqual(count(4));
    expect(of(listed('number', ['within', 'beyond']))).toEqual(count(3));
    expect(of(listed('median'))).toEqual({ kind: 'duration', value: 200 });
    expect(of(listed('longest', ['within']))).toEqual({ kind: 'duration', value: 100 });
    expect(of(listed('longest', ['unknown']))).toEqual(notApplicable);
    expect(of(listed('number', ['nothing']))).toEqual(count(0));
  });

  test('is of an office’s own agreements, where each is known to be of one', () => {
    expect(of(listed('number'), { scope: 'ATL' })).toEqual(count(2));
    expect(of(listed('number'), { scope: 'ATL', everyAgreementHasOffice: false })).toEqual(unavailable);
  });

  test('is of the period alone, and not available where the last day is not covered', () => {
    expect(of(listed('number'), {}, 'year-earlier')).toEqual(notApplicable);
    expect(of(listed('number'), { covered: ['milestone'] })).toEqual(unavailable);
  });
});

describe('a trend with the change since the first month', () => {
  const months = (...active: readonly (number | null)[]) => [
    {
      id: 'officers',
      scope: 'national',
      rows: active.map((value, month) => ({
        code: `2017-0${month + 1}` as Month,
        label: `Month ${month + 1}`,
        cells: [value === null ? unavailable : count(value)],
      })),
    },
  ];
  const definition = {
    id: 'officers',
    title: 'Officers',
    columns: [{ header: 'Officers', measure: activeOfficers }],
    sinceFirst: true,
  } as const;
  const compose = (...active: readonly (number | null)[]) =>
    composeTrend(definition, smallDrawn({ trends: months(...active) }));

  test('counts from the first month that is known, and names it', () => {
    const { columns, rows } = compose(null, 212, 212, null, 374);
    expect(columns.at(-1)?.header).toContain('Month 2');
    expect(rows.map(({ cells }) => cells[1])).toEqual([
      unavailable,
      { kind: 'percent-change', value: 0 },
      { kind: 'percent-change', value: 0 },
      unavailable,
      { kind: 'percent-change', value: 76.4 },
    ]);
  });

  test('has no change where the first month has none, and no column where no month is known', () => {
    expect(compose(0, 5).rows.map(({ cells }) => cells[1])).toEqual([notApplicable, notApplicable]);
    expect(compose(null, null).columns).toHaveLength(1);
  });
});

describe('a table of figures', () => {
  test('has a row for each code of the breakdown, and of all together where it is asked for', () => {
    const definition = {
      id: 'a-table',
      title: 'A table',
      rowHeader: 'Duty',
      rows: { by: duty, rows: 'present', total: 'All' },
      columns: [
        {
          id: 'performed',
          header: 'Performed',
          meaning: '',
          unit: 'count',
          figure: { kind: 'count', measure: dutiesPerformed },
        },
      ],
    } as const;
    const [first = { code: '' }, second = { code: '' }] =
      typeof duty.codes === 'object' && 'length' in duty.codes ? duty.codes : [];
    const tables = {
      'duties-performed': { total: 5 },
      'duties-performed-by-duty': { [second.code]: 3, [first.code]: 1, unheard: 1, total: 5 },
    };
    const [table] = composeFigures(definition, smallDrawn({ tables }));
    expect(table?.rows.map(({ code, cells, isTotal }) => [code, cells[0], isTotal])).toEqual([
      [first.code, count(1), false],
      [second.code, count(3), false],
      ['unheard', count(1), false],
      ['total', count(5), true],
    ]);
  });

  test('says of rows without a figure whether the sources do not cover them, or there was nothing to measure', () => {
    const definition = {
      ...{ id: 'a-table', title: 'A table', rowHeader: 'Measure' },
      columns: [{ id: 'value', header: 'Value', meaning: '', unit: 'percent' }],
      rows: [
        { code: 'a', label: 'Known', figure: officers },
        { code: 'b', label: 'Of nothing', figure: { kind: 'share', part: cases, of: cases } },
        { code: 'c', label: 'Not covered', figure: { kind: 'count', measure: dutiesPerformed } },
      ],
    } as const;
    const tables = { ...both(13, 0), 'duties-performed': { total: null } };
    const [table] = composeFigures(definition, smallDrawn({ tables }));
    expect(table?.rows.map(({ label }) => label)).toEqual(['Known']);
    expect(table?.notes).toEqual([
      'Not available, because the sources do not cover it: Not covered.',
      'Not applicable, because there was nothing to measure: Of nothing.',
    ]);
  });
});
