import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shiftDate } from '../../pipeline/period.ts';
import type { ReportSchedule } from '../../pipeline/reports/report/schedule.ts';
import { dueOf } from './reckoned.ts';
import { schedule } from './schedules.ts';
import { day, type Happening, hour, type Moving, moving, type Publication, type World } from './simulated-world.ts';

const years = 4;
const months = years * 12;
/** Worlds begin in any month from 2018 on: leap years, both rules of Juneteenth, every weekday of every holiday. */
const firstMonth = fc.integer({ min: 0, max: 20 * 12 }).map((past) => shiftDate('2018-01-01', past, 'month'));

const who = fc.constantFrom('one' as const, 'other' as const);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('look' as const), who }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('act' as const), who, slots: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 8, arbitrary: passing(hour, 15 * day) },
  // An outage of both, of hours to ten weeks.
  { weight: 1, arbitrary: passing(4 * hour, 70 * day) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), who }) },
  { weight: 1, arbitrary: clockSet(hour) },
  { weight: 1, arbitrary: clockSet(45 * day) },
);

function passing(min: number, max: number): fc.Arbitrary<Happening> {
  return fc.record({ kind: fc.constant('pass' as const), time: fc.integer({ min, max }) });
}

function clockSet(most: number): fc.Arbitrary<Happening> {
  return fc.record({ kind: fc.constant('set-clock' as const), who, off: fc.integer({ min: -most, max: most }) });
}

/** Sources that arrive hours to months after a month's end; in order, or in any. */
function worlds(told: Partial<ReportSchedule>, inOrder: boolean): fc.Arbitrary<World> {
  const delays = fc.array(fc.integer({ min: 6 * hour, max: 60 * day }), { minLength: months, maxLength: months });
  return fc.tuple(firstMonth, delays).map(([first, late]) => {
    let latest = 0;
    const arrivals = late.map((delay, at) => {
      const from = shiftDate(first, at, 'month');
      const until = shiftDate(from, 1, 'month');
      const arrival = Date.parse(until) + delay;
      latest = Math.max(latest, arrival);
      return { from, until, at: inOrder ? latest : arrival };
    });
    const from = first.slice(0, 7) as ReportSchedule['from'];
    const reports = [
      { id: 'fifth-day', schedule: schedule({ from, ...told }) },
      { id: 'tenth-day', schedule: schedule({ from, on: { businessDay: 10 }, ...told }) },
    ];
    return { reports, begins: Date.parse(first), arrivals };
  });
}

const happenings = fc.array(happening, { minLength: 100, maxLength: 300, size: 'max' });

/** Lets years happen, then sets both clocks right and lets each look until all is done that can be. */
function live(world: World, events: readonly Happening[]): Moving {
  const moved = moving(world);
  for (const event of events) moved.happen(event);
  for (const each of ['one', 'other'] as const) moved.happen({ kind: 'set-clock', who: each, off: 0 });
  for (let round = 0; round < months / 2; round += 1) {
    const each = round % 2 === 0 ? 'one' : 'other';
    moved.happen({ kind: 'look', who: each });
    moved.happen({ kind: 'act', who: each, slots: months });
  }
  return moved;
}

const businessDayOf = (report: string) => (report === 'fifth-day' ? 5 : 10);

/** Nobody publishes twice, the wrong month, too early by the clock that was read, or what the sources do not cover. */
function expectSound(world: World, publications: readonly Publication[]): void {
  const names = publications.map(({ report, slot }) => `${report} ${slot.period.id}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { report, slot, shown, looked } of publications) {
    const { period, due } = slot;
    const [year = 0, month = 0] = period.id.split('-').map(Number);
    expect(period.from).toBe(`${period.id}-01`);
    expect(period.until).toBe(shiftDate(period.from, 1, 'month'));
    expect(Date.parse(due)).toBe(dueOf(year, month, businessDayOf(report)));
    expect(shown).toBeGreaterThanOrEqual(Date.parse(due));
    // Whatever the clock showed, the month was over and its sources were there.
    const arrival = world.arrivals.find(({ from }) => from === period.from)?.at ?? Number.POSITIVE_INFINITY;
    expect(looked).toBeGreaterThanOrEqual(arrival);
    expect(looked).toBeGreaterThan(Date.parse(period.until));
  }
}

/** By a count of its own: the months that are due and covered at the true time, for each report. */
function expectedAt(world: World, time: number, report: string): readonly string[] {
  return world.arrivals
    .filter(({ from, at }) => {
      const [year = 0, month = 0] = from.split('-').map(Number);
      return at <= time && dueOf(year, month, businessDayOf(report)) <= time;
    })
    .map(({ from }) => from.slice(0, 7));
}

const periodsOf = (publications: readonly Publication[], id: string) =>
  publications.filter(({ report }) => report === id).map(({ slot }) => slot.period.id);

/** Clocks that ran ahead may have published what is not due yet by the true time; nothing else may be beyond it. */
function expectAll(world: World, { publications, time }: Moving): void {
  for (const { id } of world.reports) {
    const published = periodsOf(publications, id);
    const expected = expectedAt(world, time(), id);
    expect(published).toEqual(expect.arrayContaining([...expected]));
    const early = publications.filter(({ report, slot }) => report === id && !expected.includes(slot.period.id));
    for (const { shown, looked } of early) expect(shown).toBeGreaterThan(looked);
  }
}

describe('two schedulers on one ledger, over years of outages, restarts and clocks that are set', () => {
  test('publish every due period exactly once, for the right month, never before it is due, and in order', () => {
    fc.assert(
      fc.property(worlds({ catchUp: 'all', atMost: 3 }, true), happenings, (world, events) => {
        const moved = live(world, events);
        expectSound(world, moved.publications);
        expectAll(world, moved);
        for (const { id } of world.reports) {
          const published = periodsOf(moved.publications, id);
          expect(published).toEqual(published.toSorted());
        }
        expect(moved.due().filter(({ state }) => state !== 'waiting')).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  test('publish every due period exactly once where sources arrive in any order', () => {
    fc.assert(
      fc.property(worlds({ catchUp: 'all', atMost: 12 }, false), happenings, (world, events) => {
        const moved = live(world, events);
        expectSound(world, moved.publications);
        expectAll(world, moved);
      }),
      { numRuns: 8 },
    );
  });

  test('replace each month that a person published too early once, when its sources are there, and no other', () => {
    const byHand = fc.record({
      kind: fc.constant('by-hand' as const),
      report: fc.integer({ min: 0, max: 1 }),
      month: fc.integer({ min: 0, max: months - 1 }),
    });
    const either = fc.array(fc.oneof({ weight: 3, arbitrary: happening }, { weight: 1, arbitrary: byHand }), {
      ...{ minLength: 100, maxLength: 300, size: 'max' },
    });
    fc.assert(
      fc.property(worlds({ catchUp: 'all', atMost: 12 }, false), either, (world, events) => {
        const moved = live(world, events);
        expectSound(world, moved.publications);
        expect(moved.due().filter(({ state }) => state !== 'waiting')).toEqual([]);
        for (const { id } of world.reports) {
          const expected = expectedAt(world, moved.time(), id);
          const byHand = moved.byHand.filter(({ report }) => report === id);
          const ofPersons = byHand.map(({ period }) => period);
          expect([...periodsOf(moved.publications, id), ...ofPersons]).toEqual(expect.arrayContaining([...expected]));
          for (const { period, lacking } of byHand) {
            const replaced = moved.publications.filter(
              ({ report, slot }) => report === id && slot.period.id === period,
            );
            // Clocks that run ahead may replace one before the schedule says.
            const least = lacking.length > 0 && expected.includes(period) ? 1 : 0;
            expect(replaced.length).toBeGreaterThanOrEqual(least);
            expect(replaced.length).toBeLessThanOrEqual(Math.min(1, lacking.length));
            expect(replaced.every(({ slot }) => slot.replaces === 1)).toBe(true);
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  test.each(['latest', 'ask'] as const)(
    'with %s, publish each once, and tell of every other why it is not',
    (catchUp) => {
      fc.assert(
        fc.property(worlds({ catchUp }, false), happenings, (world, events) => {
          const moved = live(world, events);
          expectSound(world, moved.publications);
          const due = moved.due();
          for (const { id } of world.reports) {
            const published = periodsOf(moved.publications, id);
            const left = due.filter(({ report }) => report === id);
            expect(left.every(({ reasons }) => reasons.length > 0)).toBe(true);
            // The latest that can be run was run; what is left is older, or waits.
            const states = new Set(left.map(({ state }) => state));
            expect(
              [...states].filter((state) => !['waiting', catchUp === 'ask' ? 'asks' : 'skipped'].includes(state)),
            ).toEqual([]);
            const expected = expectedAt(world, moved.time(), id);
            if (catchUp === 'latest')
              expect(expected.length === 0 || published.includes(expected.at(-1) ?? '')).toBe(true);
            expect([...published, ...left.map(({ period }) => period.id)]).toEqual(
              expect.arrayContaining([...expected]),
            );
          }
        }),
        { numRuns: 5 },
      );
    },
  );

  test('a clock that jumps back makes nothing due again', () => {
    // All that is due is run in the first turn: none is left for a later one by the bound of a look.
    fc.assert(
      fc.property(worlds({ catchUp: 'all', atMost: months }, true), (world) => {
        const moved = moving(world);
        const turn = (off: number) => {
          moved.happen({ kind: 'set-clock', who: 'one', off });
          moved.happen({ kind: 'look', who: 'one' });
          moved.happen({ kind: 'act', who: 'one', slots: 2 * months });
        };
        moved.happen({ kind: 'pass', time: 400 * day });
        turn(0);
        const before = moved.publications.length;
        expect(before).toBeGreaterThan(10);
        for (const off of [-hour, -40 * day, -399 * day, 0]) turn(off);
        expect(moved.publications).toHaveLength(before);
      }),
      { numRuns: 20 },
    );
  });
});
