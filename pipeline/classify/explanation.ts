import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import { type ChargeTally, chargeTallies } from '../../queries/evidence.ts';
import type { Answered, EvidenceValue, Question } from '../../queries/explain.ts';
import type { Classification } from '../classify.ts';
import { type Determination, readDetermination, undetermined } from '../determination.ts';
import { PipelineError } from '../errors.ts';
import { type EvidenceRow, evidenceRead, type PriorityRegime, type PriorityRule } from '../priorities/regime.ts';
import type { Applied } from './axes.ts';

/** What a rule says of an event. */
export type Verdict = 'holds' | 'does-not-hold' | 'cannot-be-determined';

/** One fact of the record, or one tally of its charges, as rules read it. */
export type Reading =
  /** `value` null: cannot be known. */
  | { readonly kind: 'fact'; readonly name: string; readonly value: EvidenceValue }
  /** So many are certain; `most` null: there is no bound. */
  | { readonly kind: 'tally'; readonly name: string; readonly least: number; readonly most: number | null };

/** One rule of a regime, applied to one event. */
export interface RuleExplanation {
  /** From 1, in the order of trying. */
  readonly number: number;
  readonly cite: string;
  readonly category: string;
  readonly label: string;
  readonly basis: PriorityRule['basis'];
  readonly confirmed: boolean;
  readonly verdict: Verdict;
  readonly evidence: readonly Reading[];
}

/** What one axis says of one event, and why. */
export type AxisExplanation =
  | (Pick<Applied & { kind: 'regime' }, 'kind' | 'axis'> & {
      readonly regime: Pick<PriorityRegime, 'id' | 'knownAs' | 'source'>;
      readonly rules: readonly RuleExplanation[];
      readonly determination: Determination & { readonly label: string };
      /** What the rules read that could not be decided, and is not on record; once each. */
      readonly missing: readonly Reading[];
    })
  | (Applied & { readonly kind: 'none' });

/** What is to be asked of the database about an axis: the expressions that count, and what they read. */
export function questionOn({ axis, regime }: Applied & { kind: 'regime' }, classification: Classification): Question {
  const evidence = expressionBuilder<EvidenceRow, 'evidence'>();
  const verdicts: readonly Expression<SqlBool>[] = regime.rules.map((rule) => rule.holds(evidence));
  const columns = new Set(regime.rules.flatMap(evidenceRead).flatMap(columnsOf));
  return { verdicts, columns: [...columns], determination: classification.determination(axis) };
}

const isTally = (name: string): name is ChargeTally => (chargeTallies as readonly string[]).includes(name);
const columnsOf = (name: string) => (isTally(name) ? [`${name}_least`, `${name}_most`] : [name]);

/**
 * Tells what an axis says of an event from the answers of the database.
 * @throws PipelineError `internal` where the verdicts do not give the determination that is counted.
 */
export function explain(applied: Applied & { kind: 'regime' }, answered: Answered): AxisExplanation {
  const { axis, regime } = applied;
  const rules = regime.rules.map((rule, at) => explainRule(regime, rule, at, answered));
  const determination = readDetermination(answered.determination);
  proveAgreement(determination, decide(regime, rules));
  const open = rules.filter(({ number }) => determination.notExcluded.includes(number));
  const missing = open.flatMap(({ evidence }) => evidence.filter((reading) => isMissing(reading, evidence)));
  return {
    kind: 'regime',
    axis,
    regime: { id: regime.id, knownAs: regime.knownAs, source: regime.source },
    rules,
    determination: { ...determination, label: labelOf(regime, determination.category) },
    missing: [...new Map(missing.map((reading) => [reading.name, reading])).values()],
  };
}

const labelOf = (regime: PriorityRegime, category: string) =>
  category === undetermined
    ? 'Cannot be determined from recorded data'
    : (regime.categories[category]?.label ?? category);

function explainRule(regime: PriorityRegime, rule: PriorityRule, at: number, answered: Answered): RuleExplanation {
  const said = answered.verdicts[at] ?? null;
  return {
    number: at + 1,
    cite: rule.cite,
    category: rule.category,
    label: labelOf(regime, rule.category),
    basis: rule.basis,
    confirmed: rule.confirmed,
    verdict: said === null ? 'cannot-be-determined' : said ? 'holds' : 'does-not-hold',
    evidence: evidenceRead(rule).map((name) => readingOf(name, answered.evidence)),
  };
}

function readingOf(name: string, evidence: Answered['evidence']): Reading {
  if (!isTally(name)) return { kind: 'fact', name, value: evidence[name] ?? null };
  const most = evidence[`${name}_most`] ?? null;
  return { kind: 'tally', name, least: Number(evidence[`${name}_least`]), most: most === null ? null : Number(most) };
}

/** A day or a detail of what is recorded as *no* is not missing. */
function isMissing(reading: Reading, beside: readonly Reading[]): boolean {
  if (reading.kind === 'tally') return reading.most === null || reading.least < reading.most;
  const isDetailOfNo = beside.some(
    (other) => other.kind === 'fact' && other.value === false && reading.name.startsWith(`${other.name}_`),
  );
  return reading.value === null && !isDetailOfNo;
}

/** The determination once more, from the verdicts alone. */
function decide(regime: PriorityRegime, rules: readonly RuleExplanation[]): Determination {
  const first = rules.find(({ verdict }) => verdict === 'holds');
  const notExcluded = rules
    .filter(({ verdict, number }) => verdict === 'cannot-be-determined' && number < (first?.number ?? Infinity))
    .map(({ number }) => number);
  const category = first?.category ?? (notExcluded.length > 0 ? undetermined : regime.otherwise);
  return { block: regime.id, category, rule: first?.number ?? null, notExcluded };
}

function proveAgreement(counted: Determination, decided: Determination): void {
  const [one, other] = [counted, decided].map(({ block, category, rule, notExcluded }) =>
    JSON.stringify([block, category, rule, notExcluded]),
  );
  if (one === other) return;
  throw new PipelineError(
    'internal',
    `the rules of ${decided.block} give ${other}, and the determination that is counted is ${one}`,
    'report this as a defect of report287: figures by this regime are not to be used',
  );
}
