import { beforeAll, expect, test } from 'vitest';
import { agreementSpanOf, type Classification, classify } from '../pipeline/classify.ts';
import { programStart, shiftDate } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import type { PriorityRegime } from '../pipeline/priorities/regime.ts';
import { describeOnEachEngine } from './engines.ts';
import { casesOf, type PriorityCase } from './priorities/case-files.ts';
import { edgeDaysWithoutCase, missingFieldsWithoutCase, rulesWithoutCase } from './priorities/completeness.ts';
import { type DecidedCase, decide } from './priorities/decided-cases.ts';

const classification = classify(regimes, gaps);
const regimeOf = new Map(regimes.map((regime) => [regime.id, regime]));

/** A case as its file states it, or as the database decides it: two of them are compared. */
interface Outcome {
  readonly inForce: boolean;
  readonly category: string;
  readonly cite: string;
  readonly notExcluded: readonly string[];
}

const citesOf = (regime: PriorityRegime | undefined, rules: readonly number[]) =>
  rules.map((rule) => regime?.rules[rule - 1]?.cite ?? `rule ${rule}`).toSorted();

function expectedOf(each: PriorityCase): Outcome {
  const { regime, day, event } = each;
  const template = agreementSpanOf(regime)?.template;
  const from = event.get('template_from') ?? programStart;
  const until = event.get('template_until') ?? '9999-12-31';
  const inForce =
    'template' in regime.inForce
      ? event.get('template') === template && from <= day && day < until
      : regime.inForce.some((window) => window.from <= day && day < window.until);
  return { inForce, category: each.expected, cite: each.cite, notExcluded: each.notExcluded.toSorted() };
}

function outcomeOf(each: PriorityCase, decided: DecidedCase | undefined): Outcome | null {
  if (decided === undefined) return null;
  const { block, category, rule, notExcluded } = decided.determination;
  const regime = regimeOf.get(block);
  return {
    inForce: block === each.regime.id,
    category,
    cite: citesOf(regime, rule === null ? [] : [rule])[0] ?? '',
    notExcluded: citesOf(regime, notExcluded),
  };
}

describeOnEachEngine('the cases of every regime', ({ open }) => {
  let cases: readonly PriorityCase[] = [];
  let decided: ReadonlyMap<string, DecidedCase> = new Map();
  beforeAll(async () => {
    cases = regimes.flatMap(casesOf);
    decided = await decide(cases, classification, await open());
  });

  test.for(regimes.map(({ id }) => id))('%s decides each as its file says', (id) => {
    const its = cases.filter(({ regime }) => regime.id === id);
    const told = (of: (each: PriorityCase) => Outcome | null) =>
      Object.fromEntries(its.map((each) => [`${each.id} ${each.name}`, of(each)]));
    expect(its.length).toBeGreaterThan(0);
    expect(told((each) => outcomeOf(each, decided.get(each.id)))).toEqual(told(expectedOf));
  });

  test.for(regimes.map((regime) => [regime.id, regime] as const))(
    '%s has a case for every rule, edge day and missing field',
    ([, regime]) => {
      const its = cases.filter((each) => each.regime === regime);
      expect({
        rules: rulesWithoutCase(regime, its, decided),
        edgeDays: edgeDaysWithoutCase(regime, its),
        missingFields: missingFieldsWithoutCase(regime, its, decided),
      }).toEqual({ rules: [], edgeDays: [], missingFields: [] });
    },
  );
});

/** What is said of a day on an axis; more or less than one is a defect. */
const blocksOf = ({ spans }: Classification, axis: string, day: string) =>
  spans.filter((span) => span.axis === axis && span.window.from <= day && day < span.window.until);

test.for(['priority', 'detainer', 'mandatory-detention'])('the windows of the %s axis tile the calendar', (axis) => {
  let days = 0;
  for (let day = programStart; day <= '2030-12-31'; day = shiftDate(day, 1, 'day')) {
    const blocks = blocksOf(classification, axis, day);
    if (blocks.length !== 1) expect.fail(`${axis} on ${day}: ${blocks.length} blocks`);
    days += 1;
  }
  expect(days).toBe(12_511);
  const edges = classification.spans.filter((span) => span.axis === axis).flatMap(({ window: { from } }) => [from]);
  expect(new Set(edges).size).toBe(edges.length);
});
