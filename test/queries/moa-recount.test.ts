import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classify } from '../../pipeline/classify.ts';
import { type Extract, extract, extractEach } from '../../pipeline/extract.ts';
import { detainers } from '../../pipeline/measures/detainers.ts';
import { encounters } from '../../pipeline/measures/encounters.ts';
import { type Period, parsePeriod, rangePeriod } from '../../pipeline/period.ts';
import { gaps, regimes } from '../../pipeline/priorities/index.ts';
import { moaStatistics } from '../../pipeline/reports/moa-statistics.ts';
import {
  type BlockDefinition,
  definitionOn,
  measuresOf,
  type ReportDefinition,
  tablesOf,
} from '../../pipeline/reports/report.ts';
import { readAgreementSubject } from '../../queries/agreement-subjects.ts';
import type { Database } from '../../queries/database.ts';
import { fillWithSyntheticData } from '../../queries/demo.ts';
import { embeddedEngine } from '../engines.ts';
import { monthsTo, windowsOf } from './moa-recount/calendar.ts';
import { type Place, recount } from './moa-recount/count.ts';
import { caseRules, dutyRules } from './moa-recount/duty-rules.ts';
import { agreementsListed, inspectionsListed, installationsListed, type Listed } from './moa-recount/listings.ts';
import { equipmentRules, inspectionRules, reviewRules } from './moa-recount/oversight-rules.ts';
import { personnelRules, trainingRules } from './moa-recount/personnel-rules.ts';
import { type Register, registerOf } from './moa-recount/register.ts';
import { type Rows, readRows } from './moa-recount/rows.ts';
import type { Rule } from './moa-recount/rule.ts';
import { addWildRecords } from './moa-recount/wild.ts';

const engine = embeddedEngine();
const classification = classify(regimes, gaps);

/** Periods, and how many months each has: none, where it is a range of days. */
const periods: readonly (readonly [Period, number])[] = [
  [parsePeriod('2018-03'), 1],
  [parsePeriod('2020-02'), 1],
  [parsePeriod('FY2019-Q4'), 3],
  [parsePeriod('2025-09'), 1],
  [rangePeriod('2023-03-08', '2023-11-08'), 0],
];
type Facts = Readonly<Record<string, string | number | null>>;

const isOfRecords = (block: BlockDefinition) =>
  measuresOf(moaStatistics, (each) => each === block).every(
    ({ entity }) => entity === 'record' || entity === 'agreement',
  );

/**
 * The report without what counts events, which is no matter of this recount and takes most of the time; but for their
 * totals, without which it would not ask what is covered of them.
 */
const ofRecords: ReportDefinition = {
  ...moaStatistics,
  sections: [
    ...moaStatistics.sections.map((section) => ({ ...section, blocks: section.blocks.filter(isOfRecords) })),
    {
      id: 'events',
      title: 'Events',
      blocks: [
        {
          kind: 'measures',
          table: { id: 'events', title: 'Events', rowHeader: 'Kind', measures: [encounters, detainers] },
        },
      ],
    },
  ],
};
const offices = ['ATL', 'HOU', 'MIA', 'not-recorded'];

/** What the product makes of each period; it is asked once. */
const reads = new Map<Period, Promise<Extract>>();
const readOf = (period: Period): Promise<Extract> => {
  const read = reads.get(period) ?? extract(ofRecords, period, classification, { cases: false }, { database });
  reads.set(period, read);
  return read;
};

let database: Database;
let rows: Rows;
let register: Register;
let rules: Readonly<Record<string, Rule>>;

beforeAll(async () => {
  database = await engine.open();
  await fillWithSyntheticData(database, { volume: 0.01 }, { progress: () => undefined });
  await addWildRecords(database);
  rows = await database.transaction('snapshot', readRows);
  register = registerOf(rows);
  rules = {
    ...personnelRules(rows),
    ...trainingRules(rows),
    ...equipmentRules(rows, register),
    ...reviewRules(rows, register),
    ...inspectionRules(rows, register),
    ...dutyRules(rows),
    ...caseRules(rows),
  };
});
afterAll(() => database[Symbol.asyncDispose]());

interface Difference {
  readonly what: string;
  readonly product: number;
  readonly recounted: number;
}

/** Every figure of administrative records in an extract, beside the recount. */
function differences(
  of: Extract,
  months: number,
  places: readonly (readonly [string, Place])[],
  isOfAgreement: boolean,
) {
  const definition = definitionOn(ofRecords, isOfAgreement ? 'agreement' : 'areas');
  const windows = windowsOf(of.period, months);
  const tallies = Map.groupBy(of.tallies, ({ measure, scope, breakdown }) => [measure, scope, breakdown].join(' '));
  const found: Difference[] = [];
  let compared = 0;
  for (const measure of measuresOf(definition)) {
    if (measure.entity !== 'record') continue;
    const rule = rules[measure.id];
    if (rule === undefined) throw new Error(`no rule for ${measure.id}`);
    const by = tablesOf(definition).flatMap((table) => (table.measure.id === measure.id ? [table.by.id] : []));
    for (const breakdown of [null, ...by]) {
      for (const [scope, place] of places) {
        const own = tallies.get([measure.id, scope, breakdown].join(' ')) ?? [];
        const ids =
          measure.counted === 'standing'
            ? ['period', 'previous', 'year-earlier']
            : Object.keys(windows).filter((id) => isOfAgreement || id !== 'all-time');
        for (const id of ids) {
          const window = windows[id];
          if (window === undefined) throw new Error(id);
          const expected = recount(rule, measure.of, breakdown, place, window, register);
          const counted = new Map(own.map((tally) => [tally.code, tally.counts[id as 'period'] ?? 0]));
          for (const code of new Set([...expected.keys(), ...counted.keys()])) {
            const [product, recounted] = [counted.get(code) ?? 0, expected.get(code) ?? 0];
            compared += 1;
            if (product !== recounted)
              found.push({
                what: [measure.id, scope, breakdown, code, id, window.until].join(' '),
                product,
                recounted,
              });
          }
        }
      }
    }
  }
  return { found, compared };
}

describe.each(periods.map(([period, months]) => ({ period, months })))('$period.id', ({ period, months }) => {
  test('every figure of records is what a count by hand comes to, of the nation and of field offices', async () => {
    const read = await readOf(period);
    const places: readonly (readonly [string, Place])[] = [
      ['national', { kind: 'nation' }],
      ...offices.map((code) => [code, { kind: 'office', code }] as const),
    ];
    const { found, compared } = differences(read, months, places, false);
    expect(compared).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });

  test('every figure of records is what a count by hand comes to, of single agreements', async () => {
    const ids = rows.agreement.map(({ agreement_id }) => agreement_id).toSorted();
    const some = ids.filter((_, at) => at % Math.ceil(ids.length / 20) === 0);
    const subjects = await database.transaction('snapshot', ({ source }) =>
      Promise.all(some.map((id) => readAgreementSubject(source, id))),
    );
    const found: Difference[] = [];
    const wanted = subjects.flatMap((subject) => subject ?? []);
    const take = async (of: Extract) => {
      const id = of.subject?.agreement_id ?? '';
      found.push(...differences(of, months, [[id, { kind: 'agreement', id }]], true).found);
    };
    await extractEach(ofRecords, period, classification, wanted, take, { database });
    expect(found).toEqual([]);
  });

  test('what is listed one by one, and each month of the trend, is what the rows say', async () => {
    const read = await readOf(period);
    const listed = (id: string) => read.listings.find(({ listing }) => listing === id)?.rows ?? [];
    const differ: string[] = [];
    const compare = (id: string, expected: Listed, factsOf: (facts: Facts) => Facts) => {
      const got = new Map(listed(id).map((row) => [row.code, factsOf(row.facts)]));
      for (const code of new Set([...got.keys(), ...expected.keys()])) {
        const [a, b] = [got.get(code), expected.get(code)].map((facts) => JSON.stringify(facts ?? null));
        if (a !== b) differ.push(`${id} ${code} ${a} ${b}`);
      }
    };
    compare('installations', installationsListed(rows, register, period), (facts) => ({
      installed: facts.installed_on ?? null,
      days: facts.days ?? null,
      steps: ['isa_signed_on', 'bids_closed_on', 'delivered_on'].map((step) => facts[step] ?? '~').join(' '),
      state: facts.state_of_goal ?? null,
    }));
    compare('inspections', inspectionsListed(rows, period), (facts) => ({
      on: facts.inspected_on ?? null,
      rating: facts.rating ?? null,
      found: facts.deficiencies ?? null,
    }));
    compare('agreements', agreementsListed(rows, register, period), (facts) => ({
      standing: facts.standing ?? null,
      addenda: facts.addenda ?? null,
    }));
    const active = rules['active-officers'];
    if (active === undefined) throw new Error('no rule');
    for (const [month, window] of Object.entries(monthsTo(period.until))) {
      const expected = recount(active, 'records', null, { kind: 'nation' }, window, register).get('total') ?? 0;
      const got = read.months.find(
        (tally) => tally.measure === 'active-officers' && tally.scope === 'national' && tally.month === month,
      );
      if ((got?.count ?? 0) !== expected) differ.push(`trend ${month} ${got?.count} ${expected}`);
    }
    expect(differ).toEqual([]);
  });
});
