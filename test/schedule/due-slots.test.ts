import { describe, expect, test } from 'vitest';
import { parsePeriod, shiftDate } from '../../pipeline/period.ts';
import type { ReportSchedule } from '../../pipeline/reports/report/schedule.ts';
import { missingDays } from '../../pipeline/schedule/missing-days.ts';
import { type DueSlot, dueSlots, type StandingEdition } from '../../pipeline/schedule.ts';
import type { CoverageSpan } from '../../queries/provenance.ts';
import { covered, edition, schedule } from './schedules.ts';

const everything = [covered('encounter', '2020-01-01', '2030-01-01'), covered('agreement', '2020-01-01', '2030-01-01')];

/** What is due of one report, after the fifth business day of February 2026 unless told: October to January. */
function due(
  told: Partial<ReportSchedule>,
  coverage: readonly CoverageSpan[] = everything,
  editions: readonly StandingEdition[] = [],
  now = '2026-02-06T11:00:00Z',
): readonly DueSlot[] {
  return dueSlots([{ id: 'a-report', schedule: schedule(told) }], editions, coverage, now);
}

const states = (slots: readonly DueSlot[]) => slots.map(({ period, state }) => `${period.id} ${state}`);

describe('what is due', () => {
  test('is what is required and has no edition', () => {
    const published = [edition('a-report', '2025-11'), edition('a-report', '2025-12')];
    expect(states(due({}, everything, published))).toEqual(['2025-10 ready', '2026-01 ready']);
  });

  test('is not met by an edition of another report, audience or subject', () => {
    const others = [
      edition('another', '2025-10'),
      edition('a-report', '2025-11', { audience: 'public' }),
      edition('a-report', '2025-12', { subject: 'an-agreement' }),
      edition('a-report', '2025-10-01--2025-10-31'),
    ];
    expect(due({}, everything, others)).toHaveLength(4);
  });

  test('is nothing of a report without a schedule, and nothing before the first instant', () => {
    expect(dueSlots([{ id: 'a-report' }], [], everything, '2030-01-01T00:00:00Z')).toEqual([]);
    expect(due({}, everything, [], '2025-11-07T10:59:59Z')).toEqual([]);
  });
});

describe('a slot', () => {
  const now = '2025-11-07T11:00:00Z';
  const only = (coverage: readonly CoverageSpan[], at = now) => {
    const [slot, another] = due({}, coverage, [], at);
    if (slot === undefined || another !== undefined) throw new Error('not one slot');
    return slot;
  };

  test('is ready where each required source covers every day', () => {
    const spans = [
      covered('agreement', '2025-09-12', '2025-11-03'),
      covered('encounter', '2025-10-16', '2025-11-01'),
      covered('encounter', '2025-10-01', '2025-10-16'),
    ];
    expect(only(spans)).toMatchObject({ state: 'ready', isOverdue: false, missing: [], audience: 'internal' });
  });

  test('waits, and names what is missing and of which days', () => {
    const spans = [
      covered('encounter', '2025-09-01', '2025-10-05'),
      covered('encounter', '2025-10-03', '2025-10-20'),
      covered('encounter', '2025-10-21', '2025-10-30'),
    ];
    expect(only(spans)).toMatchObject({
      state: 'waiting',
      isOverdue: false,
      missing: [
        {
          kind: 'encounter',
          days: [
            { from: '2025-10-20', until: '2025-10-21' },
            { from: '2025-10-30', until: '2025-11-01' },
          ],
        },
        { kind: 'agreement', days: [{ from: '2025-10-01', until: '2025-11-01' }] },
      ],
      reasons: [
        'encounter: no source covers October 20, 2025, nor October 30, 2025 through October 31, 2025',
        'agreement: no source covers October 1, 2025 through October 31, 2025 (a later list may close the gap)',
      ],
    });
  });

  test.each([
    ['one office', { office: 'ATL' }],
    ['events that may not be of the program', { identifies287g: false }],
  ])('is not covered by a source of %s', (_what, told) => {
    const spans = [
      covered('encounter', '2025-10-01', '2025-11-01', told),
      covered('agreement', '2025-10-01', '2025-11-01'),
    ];
    expect(only(spans).missing.map(({ kind }) => kind)).toEqual(['encounter']);
  });

  test('does not ask of the register whether events are of the program', () => {
    const spans = [
      covered('encounter', '2025-10-01', '2025-11-01'),
      covered('agreement', '2025-10-01', '2025-11-01', { identifies287g: false }),
    ];
    expect(only(spans).state).toBe('ready');
  });

  test('is overdue from the third business day on, waiting or ready', () => {
    // Veterans Day lies between.
    expect(only([], '2025-11-13T10:59:59Z').isOverdue).toBe(false);
    for (const spans of [[], everything]) {
      const slot = only(spans, '2025-11-13T11:00:00Z');
      expect(slot.isOverdue).toBe(true);
      expect(slot.reasons.at(-1)).toBe('overdue since November 13, 2025 at 6:00 AM (New York)');
    }
  });
});

describe('after an outage', () => {
  const months = ['2025-10', '2025-11', '2025-12', '2026-01'];
  const allBut = (missing: string) => [
    covered('agreement', '2020-01-01', '2030-01-01'),
    ...months
      .filter((month) => month !== missing)
      .map((month) => covered('encounter', `${month}-01`, shiftDate(`${month}-01`, 1, 'month'))),
  ];

  test('all are run, the oldest first, and those beyond the most in one go are told', () => {
    const slots = due({ catchUp: 'all', atMost: 2 });
    expect(states(slots)).toEqual(['2025-10 ready', '2025-11 ready', '2025-12 queued', '2026-01 queued']);
    expect(slots[3]?.reasons[0]).toBe('3 older periods are run first, 2 in one go');
    expect(states(due({ catchUp: 'all', atMost: 2 }, everything, [edition('a-report', '2025-10')]))).toEqual([
      '2025-11 ready',
      '2025-12 ready',
      '2026-01 queued',
    ]);
  });

  test('one that waits holds up no other', () => {
    expect(states(due({ catchUp: 'all', atMost: 2 }, allBut('2025-10')))).toEqual([
      '2025-10 waiting',
      '2025-11 ready',
      '2025-12 ready',
      '2026-01 queued',
    ]);
  });

  test('the latest alone is run, and older ones are skipped and never overdue', () => {
    const slots = due({ catchUp: 'latest' }, everything, [], '2026-03-02T00:00:00Z');
    expect(states(slots)).toEqual(['2025-10 skipped', '2025-11 skipped', '2025-12 skipped', '2026-01 ready']);
    expect(slots.map(({ isOverdue }) => isOverdue)).toEqual([false, false, false, true]);
    expect(slots[0]?.reasons).toEqual(['January 2026 can be run, and only the latest period is run by itself']);
    expect(states(due({ catchUp: 'latest' }, everything, [edition('a-report', '2026-01')]))).toEqual([
      '2025-10 skipped',
      '2025-11 skipped',
      '2025-12 skipped',
    ]);
  });

  test('the latest is the latest that can be run: sources that are always late skip nothing', () => {
    expect(states(due({ catchUp: 'latest' }, allBut('2026-01')))).toEqual([
      '2025-10 skipped',
      '2025-11 skipped',
      '2025-12 ready',
      '2026-01 waiting',
    ]);
    expect(states(due({ catchUp: 'latest' }, []))).toEqual(months.map((month) => `${month} waiting`));
  });

  test('a person is asked about older ones, and what still waits is told as waiting', () => {
    const slots = due({ catchUp: 'ask' }, allBut('2025-11'));
    expect(states(slots)).toEqual(['2025-10 asks', '2025-11 waiting', '2025-12 asks', '2026-01 ready']);
    expect(slots[0]?.reasons[0]).toBe(
      'January 2026 can be run, and only the latest period is run by itself; a person decides',
    );
    const after = [edition('a-report', '2026-01'), edition('a-report', '2025-10')];
    expect(states(due({ catchUp: 'ask' }, everything, after))).toEqual(['2025-11 asks', '2025-12 asks']);
  });
});

describe('an edition that a person had made before its sources covered the period', () => {
  const lacking = missingDays(['encounter', 'agreement'], parsePeriod('2025-10'), [
    covered('encounter', '2025-10-01', '2025-10-16'),
    covered('agreement', '2025-09-01', '2025-12-01'),
  ]);
  const early = edition('a-report', '2025-10', { number: 2, lacking });
  const others = ['2025-11', '2025-12', '2026-01'].map((period) => edition('a-report', period));

  test('is replaced as soon as they do, and why is told', () => {
    expect(due({}, everything, [early, ...others])).toMatchObject([
      {
        ...{ period: { id: '2025-10' }, state: 'ready', replaces: 2 },
        reasons: [
          'every required source covers its days',
          'edition 2 was made before its sources covered the period (encounter)',
          'overdue since November 13, 2025 at 6:00 AM (New York)',
        ],
      },
    ]);
    expect(due({}, everything, [edition('a-report', '2025-10', { number: 3 }), ...others])).toEqual([]);
  });

  test('stands while days are missing, and where older periods are not run by themselves', () => {
    expect(due({}, [covered('agreement', '2020-01-01', '2030-01-01')], [early, ...others])).toEqual([]);
    for (const catchUp of ['latest', 'ask'] as const)
      expect(due({ catchUp }, everything, [early, ...others])).toEqual([]);
    // The latest is run by itself, preliminary or not.
    const latest = due({ catchUp: 'latest' }, everything, [early], '2025-11-08T11:00:00Z');
    expect(latest).toMatchObject([{ state: 'ready', replaces: 2 }]);
  });
});
