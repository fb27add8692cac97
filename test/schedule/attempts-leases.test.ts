import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shiftDate } from '../../pipeline/period.ts';
import { dueOf } from './reckoned.ts';
import { schedule } from './schedules.ts';
import { type Arrival, type LeasedHappening, type LeasedWorld, lease, leasedWorld } from './world/leased-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const months = 18;
const first = '2023-11-01';

const who = fc.constantFrom('one' as const, 'other' as const);
const doing = (kind: 'look' | 'claim' | 'renew' | 'publish' | 'fail') => fc.record({ kind: fc.constant(kind), who });
const passing = (min: number, max: number) =>
  fc.record({ kind: fc.constant('pass' as const), time: fc.integer({ min, max }) });
const clockSet = (most: number) =>
  fc.record({
    kind: fc.constant('set-clock' as const),
    who: fc.constantFrom('one' as const, 'other' as const, 'database' as const),
    off: fc.integer({ min: -most, max: most }),
  });

const happening: fc.Arbitrary<LeasedHappening> = fc.oneof(
  { weight: 10, arbitrary: doing('look') },
  { weight: 10, arbitrary: doing('claim') },
  { weight: 3, arbitrary: doing('renew') },
  { weight: 8, arbitrary: doing('publish') },
  { weight: 3, arbitrary: doing('fail') },
  { weight: 6, arbitrary: passing(1, 2 * lease) },
  { weight: 4, arbitrary: passing(hour, 10 * day) },
  { weight: 1, arbitrary: passing(10 * day, 60 * day) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('kill' as const), who, isKnown: fc.boolean() }) },
  { weight: 1, arbitrary: clockSet(hour) },
  { weight: 1, arbitrary: clockSet(45 * day) },
  { weight: 1, arbitrary: fc.constant({ kind: 'import' as const }) },
);

const happenings = fc.array(happening, { minLength: 150, maxLength: 400, size: 'max' });

const arrivals: fc.Arbitrary<readonly Arrival[]> = fc
  .array(fc.integer({ min: 6 * hour, max: 30 * day }), { minLength: months, maxLength: months })
  .map((late) =>
    late.map((delay, at) => {
      const from = shiftDate(first, at, 'month');
      const until = shiftDate(from, 1, 'month');
      return { from, until, at: Date.parse(until) + delay };
    }),
  );

const plan = schedule({ from: '2023-11' });

/** Lets things happen; then the clocks are right, both start anew, something is imported, and each works for a while. */
function live(world: LeasedWorld, events: readonly LeasedHappening[]): LeasedWorld {
  for (const event of events) world.happen(event);
  for (const each of ['one', 'other', 'database'] as const) world.happen({ kind: 'set-clock', who: each, off: 0 });
  for (const each of ['one', 'other'] as const) world.happen({ kind: 'kill', who: each, isKnown: false });
  // Whatever clock reckoned them, the longest claim and the longest rest are over.
  world.happen({ kind: 'pass', time: 100 * day });
  world.happen({ kind: 'import' });
  for (let round = 0; round < 4 * months; round += 1)
    for (const kind of ['look', 'claim', 'publish'] as const)
      world.happen({ kind, who: round % 2 === 0 ? 'one' : 'other' });
  return world;
}

function expectSound({ publications }: LeasedWorld, sources: readonly Arrival[]): void {
  const ids = publications.map(({ slot }) => slot.period.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { slot, shown, looked } of publications) {
    const [year = 0, month = 0] = slot.period.id.split('-').map(Number);
    expect(slot.period.from).toBe(`${slot.period.id}-01`);
    expect(Date.parse(slot.due)).toBe(dueOf(year, month, 5));
    expect(shown).toBeGreaterThanOrEqual(Date.parse(slot.due));
    const arrival = sources.find(({ from }) => from === slot.period.from)?.at ?? Number.POSITIVE_INFINITY;
    expect(looked).toBeGreaterThanOrEqual(arrival);
  }
}

describe('two schedulers that claim under leases, over outages, kills, failures and clocks that are set', () => {
  test('publish every due period exactly once, for the right month, and none before it is due and complete', () => {
    fc.assert(
      fc.property(arrivals, happenings, (sources, events) => {
        const world = live(leasedWorld(plan, Date.parse(first), sources), events);
        expectSound(world, sources);
        expect(world.due().filter(({ state }) => state !== 'waiting')).toEqual([]);
        const complete = sources.filter(
          ({ from, at }) =>
            at <= world.time() && dueOf(Number(from.slice(0, 4)), Number(from.slice(5, 7)), 5) <= world.time(),
        );
        const ids = world.publications.map(({ slot }) => slot.period.id);
        expect(ids).toEqual(expect.arrayContaining(complete.map(({ from }) => from.slice(0, 7))));
      }),
      { numRuns: process.env.REPORT287_LONG === undefined ? 15 : 500 },
    );
  });

  test('a holder that stalled longer than its lease is refused, and whoever took over publishes', () => {
    const sources = [{ from: first, until: '2023-12-01', at: Date.parse('2023-12-02') }];
    const world = leasedWorld(plan, Date.parse('2023-12-20'), sources);
    for (const kind of ['look', 'claim'] as const) world.happen({ kind, who: 'one' });
    world.happen({ kind: 'pass', time: lease + 1 });
    for (const kind of ['look', 'claim'] as const) world.happen({ kind, who: 'other' });
    world.happen({ kind: 'publish', who: 'one' });
    expect([world.publications.length, world.refused()]).toEqual([0, 1]);
    world.happen({ kind: 'publish', who: 'other' });
    expect(world.publications.map(({ slot }) => slot.period.id)).toEqual(['2023-11']);
  });
});
