import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely';
import type { ChargeTally, EvidenceFact, EvidenceOnRecord } from '../../queries/evidence.ts';
import type { DateWindow, IsoDate } from '../period.ts';

/** A question that regimes answer; on each calendar axis exactly one regime holds on each day, or a declared gap. */
export type Axis = 'priority' | 'detainer' | 'moa-level' | 'mandatory-detention';

/** Every axis in the order in which they are told, in the field's words. */
export const axisLabels: Readonly<Record<Axis, string>> = {
  priority: 'Civil-enforcement priority',
  detainer: 'Detainer policy',
  'moa-level': 'Level under the agreement of 2009',
  'mandatory-detention': 'Mandatory detention',
};

/** What the expressions of a rule read: one row of evidence, in which NULL means *cannot be known* and only that. */
export interface EvidenceRow {
  readonly evidence: EvidenceOnRecord;
}

/** A published policy, for as long as it was in force. Data and expressions only. */
export interface PriorityRegime<C extends string = string> {
  /** Issuer and date of issue, `dhs-2014-11-20`; also the file's name. */
  readonly id: string;
  readonly knownAs: string;
  readonly axis: Axis;
  readonly source: { readonly title: string; readonly issued: IsoDate; readonly url: string };
  /** Half-open; two windows where a court set it aside and it revived; or each agreement's own span under a template. */
  readonly inForce: readonly DateWindow[] | AgreementSpan;
  /** Days on which sources differ about when it held: which was chosen, and why. */
  readonly edges?: readonly DisputedEdge[];
  /** What readers must know of it, in whole sentences: how an unordered list is tried, what was left out. */
  readonly remarks?: readonly string[];
  readonly categories: Readonly<Record<C, { readonly label: string }>>;
  /** Tried in order; the first that holds decides. */
  readonly rules: readonly PriorityRule<NoInfer<C>>[];
  /** The category where no rule holds and every rule could be decided. */
  readonly otherwise: NoInfer<C>;
}

/** In force on the days on which the agreement of the event stood under this template. */
export interface AgreementSpan {
  readonly template: string;
}

/** A day on which a regime begins or ends according to one source, and another according to another. */
export interface DisputedEdge {
  readonly chosen: { readonly on: IsoDate; readonly source: string };
  readonly other: { readonly on: IsoDate; readonly source: string };
  readonly why: string;
}

export interface PriorityRule<C extends string = string> {
  /** As the source numbers it. */
  readonly cite: string;
  /** Its row in a table; absent: its citation and its category, which here do not say the same twice. */
  readonly label?: string;
  /** false: known only from memory, not read in the instrument; the report's notes list it. */
  readonly confirmed: boolean;
  readonly category: C;
  /** `recorded`: an officer's determination, read and never inferred. */
  readonly basis: 'computed' | 'recorded';
  readonly holds: (evidence: EvidenceExpressions) => Expression<SqlBool>;
}

/** Builds expressions over one row of evidence. */
export type EvidenceExpressions = ExpressionBuilder<EvidenceRow, 'evidence'>;

/**
 * Whether a tally of charges reaches a number: true where so many are certain, false where there cannot be so many, and
 * else not to be known.
 */
export function atLeast(evidence: EvidenceExpressions, number: number, tally: ChargeTally): Expression<SqlBool> {
  const least = evidence.ref(`evidence.${tally}_least`);
  const most = evidence.ref(`evidence.${tally}_most`);
  const wanted = sql.lit(number);
  return sql<SqlBool>`case when ${least} >= ${wanted} then true when ${most} < ${wanted} then false end`;
}

/** Days on which no regime of this axis can be applied, and why: declared, never left out. */
export interface DeclaredGap {
  readonly axis: Axis;
  readonly window: DateWindow;
  /** `none-in-force`: there was none. `not-catalogued`: there was one, and this program does not have it. */
  readonly kind: 'none-in-force' | 'not-catalogued';
  readonly why: string;
}

/** The facts and tallies of the row of evidence that a rule reads, in order of first reading. */
export function evidenceRead(rule: PriorityRule): readonly (EvidenceFact | ChargeTally | 'recorded_offense_level')[] {
  const columns = columnsIn(rule.holds(expressionBuilder<EvidenceRow, 'evidence'>()).toOperationNode());
  return [...new Set(columns.map((column) => column.replace(/_(least|most)$/, '')))] as ReturnType<typeof evidenceRead>;
}

function columnsIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(columnsIn);
  const { kind, column } = node as { readonly kind?: unknown; readonly column?: unknown };
  if (kind === 'ColumnNode') return [(column as { readonly name: string }).name];
  return Object.values(node).flatMap(columnsIn);
}
