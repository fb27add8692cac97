import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { changesOfRegister } from '../../pipeline/register/changes.ts';
import { assessList } from '../../pipeline/register/implausibility.ts';
import { buildRegister, figuresOn, type Register } from '../../pipeline/register.ts';
import { agencyContract, agreementContract, agreementStatusContract } from '../../queries/agreements.ts';
import type { AgreementList } from '../../queries/register-listings.ts';
import { hasPublished, publishedFolder, publishedLists } from './published-lists.ts';

/** The day of a list, and the row of the independent series that was computed from it. */
const sameFigures = [
  ['2021-01-31', '2021-02-01'],
  ['2022-12-30', '2023-01-02'],
  ['2024-12-29', '2025-01-04'],
  ['2025-02-26', '2025-03-01'],
  ['2025-03-31', '2025-04-01'],
  ['2025-04-30', '2025-05-01'],
] as const;

interface SeriesRow {
  readonly agreements: number;
  readonly agencies: number;
  readonly states: number;
  readonly byModel: Readonly<Record<string, number>>;
}

function independentSeries(): ReadonlyMap<string, SeriesRow> {
  const lines = readFileSync(join(publishedFolder, 'agreements_monthly_to_2025-10.csv'), 'utf8').trim().split('\n');
  return new Map(
    lines.slice(1).map((line) => {
      const [day = '', , ...figures] = line.split(',');
      const [agreements = 0, agencies = 0, states = 0, JEM = 0, WSO = 0, TFM = 0] = figures.map(Number);
      return [day, { agreements, agencies, states, byModel: { JEM, WSO, TFM } }];
    }),
  );
}

describe.skipIf(!hasPublished)('the register of the published lists', () => {
  let lists: readonly AgreementList[] = [];
  let register: Register = buildRegister([]);
  beforeAll(() => {
    lists = publishedLists().map(({ list }) => list);
    register = buildRegister(lists);
  });
  const figures = (day: string) => {
    const { byModel, ...counts } = figuresOn(register, day);
    return { ...counts, byModel: { JEM: 0, WSO: 0, TFM: 0, ...byModel } };
  };

  it('reads 16 lists with all their rows, refusing none', () => {
    const read = publishedLists();
    expect(read).toHaveLength(16);
    expect(read.flatMap(({ read: { rejects } }) => rejects)).toEqual([]);
    expect(read.reduce((sum, { read: { rowsRead } }) => sum + rowsRead, 0)).toBe(7_861);
    const findings = read.flatMap(({ read: { findings } }) => findings.map(({ finding }) => finding));
    expect(findings).toEqual(Array(3).fill('signing date "05/082025" is not a date; kept as not recorded'));
  });

  it('equals the independent series in every column on six days', () => {
    const series = independentSeries();
    for (const [day, row] of sameFigures) expect({ day, ...figures(day) }).toEqual({ day, ...series.get(row) });
  });

  it('equals it on 30 September 2025 in all but agencies: 859 for 858', () => {
    const { agencies, ...rest } = figures('2025-09-30');
    const { agencies: theirs, ...others } = independentSeries().get('2025-10-01') ?? { agencies: 0 };
    expect(rest).toEqual(others);
    expect([agencies, theirs]).toEqual([859, 858]);
  });

  it('would count 858 if a person said that the two names of Walker County, Texas, are one agency, and then 414 for 415 in April', () => {
    const said = buildRegister(lists, [
      {
        agreement: "TX | Walker County Sheriff's Department | JEM",
        action: 'same-agency',
        value: "TX | Walker County Sheriff's Office | WSO",
        reason: 'the county has one sheriff',
        by_role: 'program office',
      },
    ]);
    expect(figuresOn(said, '2025-09-30').agencies).toBe(858);
    expect(figuresOn(said, '2025-04-30').agencies).toBe(414);
  });

  it('is in force, on the day of each list, in as many agreements as the list has rows', () => {
    for (const list of lists.filter(({ kind }) => kind === 'participating')) {
      expect([list.as_of, figuresOn(register, list.as_of).agreements]).toEqual([list.as_of, list.listings.length]);
    }
  });

  it('fits the contracts of agencies, agreements and their histories, whose spans do not overlap', () => {
    for (const { names, ...agency } of register.agencies) {
      expect(names.length).toBeGreaterThan(0);
      agencyContract.parse(agency);
    }
    for (const {
      first_signed_on: _,
      last_listed_on: __,
      moa_url: ___,
      addendum_url: ____,
      ...agreement
    } of register.agreements) {
      agreementContract.parse(agreement);
    }
    let last = { agreement_id: '', valid_until: '' as string | null };
    for (const { agency_id: _, basis: __, ...span } of register.statuses) {
      agreementStatusContract.parse(span);
      const follows =
        span.agreement_id !== last.agreement_id || (last.valid_until !== null && last.valid_until <= span.valid_from);
      expect(follows, `${span.agreement_id} ${span.valid_from}`).toBe(true);
      last = span;
    }
    expect(new Set(register.agreements.map(({ agreement_id }) => agreement_id)).size).toBe(register.agreements.length);
    expect(new Set(register.agencies.map(({ agency_id }) => agency_id)).size).toBe(register.agencies.length);
  });

  it('records one decision for every row, and one for every agreement that a list no longer holds', () => {
    const rows = register.decisions.filter(
      ({ row, kind }) => row !== null && kind !== 'redated' && kind !== 're-signed',
    );
    expect(new Set(rows.map(({ row }) => `${row?.list_sha256} ${row?.row_number}`)).size).toBe(7_861);
    const kinds = Object.groupBy(register.decisions, ({ kind }) => kind);
    expect(kinds.ended).toHaveLength(37);
    expect(kinds.returned?.map(({ agreement_id }) => agreement_id)).toEqual(['OH-butler-county-sheriffs-office-JEM']);
    expect(kinds.ended?.every(({ reason }) => /^ended, date unknown, last listed on /.test(reason))).toBe(true);
  });

  it('is the same register whatever the order of importing', () => {
    const expected = JSON.stringify(register);
    const numbers = lists.map((_, at) => at);
    fc.assert(
      fc.property(fc.shuffledSubarray(numbers, { minLength: numbers.length }), (order) => {
        const shuffled = order.flatMap((at) => lists[at] ?? []);
        const rowsToo = shuffled.map((list) => ({ ...list, listings: list.listings.toReversed() }));
        expect(JSON.stringify(buildRegister(rowsToo)) === expected).toBe(true);
      }),
      { numRuns: 8, seed: 287 },
    );
  });

  it('names the changes of a month, with as many beginnings as agreements came into force', () => {
    const changes = changesOfRegister(register, { from: '2025-09-01', until: '2025-10-01' });
    const began = changes.filter(({ decision }) => ['new', 'signed', 'returned'].includes(decision.kind));
    const growth = figuresOn(register, '2025-09-30').agreements - figuresOn(register, '2025-08-31').agreements;
    const ended = changes.filter(({ decision }) => decision.kind === 'ended');
    expect(began.length - ended.length).toBe(growth);
    expect(ended).toHaveLength(3);
  });

  it('holds none of the published lists, whether it comes last or in between', () => {
    const none = { rejected: 0, sameNameAs: null };
    for (const list of lists.filter(({ as_of }) => as_of >= '2024-12-29' && as_of <= '2025-04-30')) {
      const earlier = lists.filter(({ as_of }) => as_of < list.as_of);
      expect(assessList(list, earlier, [], none).reasons).toEqual([]);
      expect(
        assessList(
          list,
          lists.filter((other) => other !== list),
          [],
          none,
        ).reasons,
      ).toEqual([]);
    }
  });

  it('would hold half a list, and a list under a wrong day', () => {
    const list = lists.find(({ as_of }) => as_of === '2025-09-30');
    if (list === undefined) throw new Error('the list of 30 September 2025 is missing');
    const others = lists.filter((other) => other !== list);
    const none = { rejected: 0, sameNameAs: null };
    const half = { ...list, listings: list.listings.slice(0, 500) };
    expect(assessList(half, others, [], none).reasons[0]).toMatch(
      /of 956 agreements would end from the list of 2025-08-29/,
    );
    const early = { ...list, as_of: '2021-06-01' };
    expect(assessList(early, others, [], none).reasons).toHaveLength(2);
  });
});
