import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classify } from '../../pipeline/classify.ts';
import { type Extract, extract, extractEach } from '../../pipeline/extract.ts';
import { type Period, parsePeriod, rangePeriod } from '../../pipeline/period.ts';
import { gaps, regimes } from '../../pipeline/priorities/index.ts';
import { moaStatistics } from '../../pipeline/reports/moa-statistics.ts';
import { definitionOn, measuresOf, tablesOf } from '../../pipeline/reports/report.ts';
import { readAgreementSubject } from '../../queries/agreement-subjects.ts';
import type { Database } from '../../queries/database.ts';
import { fillWithSyntheticData } from '../../queries/demo.ts';
import { embeddedEngine } from '../engines.ts';
import { windowsOf } from './moa-recount/calendar.ts';
import { type Place, recount } from './moa-recount/count.ts';
import { type Register, registerOf } from './moa-recount/register.ts';
import { type Rows, readRows } from './moa-recount/rows.ts';
import {
  caseRules,
  dutyRules,
  equipmentRules,
  inspectionRules,
  personnelRules,
  type Rule,
  reviewRules,
  trainingRules,
} from './moa-recount/rules.ts';

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
const offices = ['ATL', 'HOU', 'MIA', 'DAL', 'NOL', 'not-recorded'];

let database: Database;
let rows: Rows;
let register: Register;
let rules: Readonly<Record<string, Rule>>;

beforeAll(async () => {
  database = await engine.open();
  await fillWithSyntheticData(database, { volume: 0.02 }, { progress: () => undefined });
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
  const definition = definitionOn(moaStatistics, isOfAgreement ? 'agreement' : 'areas');
  const windows = windowsOf(of.period, months);
  const found: Difference[] = [];
  let compared = 0;
  for (const measure of measuresOf(definition)) {
    if (measure.entity !== 'record') continue;
    const rule = rules[measure.id];
    if (rule === undefined) throw new Error(`no rule for ${measure.id}`);
    const by = tablesOf(definition).flatMap((table) => (table.measure.id === measure.id ? [table.by.id] : []));
    for (const breakdown of [null, ...by]) {
      for (const [scope, place] of places) {
        const own = of.tallies.filter(
          (tally) => tally.measure === measure.id && tally.scope === scope && tally.breakdown === breakdown,
        );
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

describe.each(periods)('%o', (period, months) => {
  test('every figure of records is what a count by hand comes to, of the nation and of field offices', async () => {
    const read = await extract(moaStatistics, period, classification, { cases: false }, { database });
    const places: readonly (readonly [string, Place])[] = [
      ['national', { kind: 'nation' }],
      ...offices.map((code) => [code, { kind: 'office', code }] as const),
    ];
    const { found, compared } = differences(read, months, places, false);
    console.log(period.id, 'compared', compared, 'different', found.length);
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
    await extractEach(moaStatistics, period, classification, wanted, take, { database });
    expect(found).toEqual([]);
  });
});
