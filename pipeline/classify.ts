import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely';
import type { Code } from '../queries/codelists.ts';
import { proveRegimes } from './classify/soundness.ts';
import {
  determinationCode,
  determinationText,
  gapLabels,
  notDetermined,
  ruleCode,
  undetermined,
} from './determination.ts';
import { type DateWindow, openEnd } from './period.ts';
import type { AgreementSpan, Axis, DeclaredGap, EvidenceRow, PriorityRegime } from './priorities/regime.ts';

/** What is said of each day of the calendar on each axis: which regime is applied, or why none can be. */
export interface Classification {
  /** In order of axis and time; regimes that hold by agreement are in none of them. */
  readonly spans: readonly ClassifiedSpan[];
  /** Regimes that hold on the days on which an agreement stood under a template. */
  readonly byAgreement: readonly PriorityRegime[];
  /**
   * One SQL expression over `event` and `evidence` that gives each event of a window its determination on an axis, as
   * `readDetermination` reads it. Without a window: for every day of the program.
   */
  readonly determination: (axis: Axis, window?: DateWindow) => Expression<string>;
  /** The regimes and gaps of an axis on the days of a window, in order of time: each is a block of a table. */
  readonly blocks: (axis: Axis, window: DateWindow) => readonly RegimeBlock[];
}

/** A span of days on which one regime holds, or a declared gap. */
export type ClassifiedSpan =
  | { readonly kind: 'regime'; readonly axis: Axis; readonly window: DateWindow; readonly regime: PriorityRegime }
  | { readonly kind: 'gap'; readonly axis: Axis; readonly window: DateWindow; readonly gap: DeclaredGap };

/** One regime, or the days without one, as a table lists it. */
export interface RegimeBlock {
  /** The regime's id, or the kind of the gap. */
  readonly id: string;
  readonly label: string;
  /** Every span of days on which it holds, in order; null: it holds by agreement. */
  readonly inForce: readonly DateWindow[] | null;
  /** The words for every category that it can give, in the order of its rules. */
  readonly categories: readonly Code[];
  /** The words for every rule, in order, and for what no rule decides. */
  readonly rules: readonly Code[];
}

/**
 * Lays the dated regimes and the declared gaps side by side.
 * @throws PipelineError `regime` where two hold on one day of an axis, a day of an axis has neither, or a rule is unsound.
 */
export function classify(regimes: readonly PriorityRegime[], gaps: readonly DeclaredGap[]): Classification {
  const spans = spansOf(regimes, gaps);
  const byAgreement = regimes.filter((regime) => agreementSpanOf(regime) !== null);
  proveRegimes(regimes, spans, openEnd);
  return {
    spans,
    byAgreement,
    determination: (axis, window) => determinationOn(spans, byAgreement, axis, window),
    blocks: (axis, window) => blocksOn(spans, byAgreement, axis, window),
  };
}

/** Under which template a regime holds; null: it holds by the calendar. */
export function agreementSpanOf({ inForce }: PriorityRegime): AgreementSpan | null {
  return 'template' in inForce ? inForce : null;
}

function spansOf(regimes: readonly PriorityRegime[], gaps: readonly DeclaredGap[]): readonly ClassifiedSpan[] {
  const dated = regimes.flatMap((regime) =>
    'template' in regime.inForce
      ? []
      : regime.inForce.map((window) => ({ kind: 'regime', axis: regime.axis, window, regime }) as const),
  );
  const declared = gaps.map((gap) => ({ kind: 'gap', axis: gap.axis, window: gap.window, gap }) as const);
  return [...dated, ...declared].toSorted((a, b) => (a.axis + a.window.from < b.axis + b.window.from ? -1 : 1));
}

const overlaps = (a: DateWindow, b: DateWindow) => a.from < b.until && a.until > b.from;

function determinationOn(
  spans: readonly ClassifiedSpan[],
  byAgreement: readonly PriorityRegime[],
  axis: Axis,
  within: DateWindow | undefined,
): Expression<string> {
  // The spans of an axis are in order and leave no day out, so that each day is in the first that ends after it.
  const dated = spans
    .filter((span) => span.axis === axis && (within === undefined || overlaps(span.window, within)))
    .map((span) => {
      const value = span.kind === 'gap' ? sql`${sql.lit(notDetermined(span.gap.kind))}` : regimeExpression(span.regime);
      return sql`when event.occurred_on < ${sql.lit(span.window.until)}::date then ${value}`;
    });
  const agreed = byAgreement
    .filter((regime) => regime.axis === axis)
    .map(
      (regime) =>
        sql`when evidence.agreement_template = ${sql.lit(agreementSpanOf(regime)?.template ?? '')} then ${regimeExpression(regime)}`,
    );
  const arms = [...dated, ...agreed];
  const none = sql`${sql.lit(notDetermined('none-in-force'))}::text`;
  // By bytes: events are sorted or hashed by it, and a collation of words makes that several times slower.
  return arms.length === 0
    ? sql<string>`(${none} collate "C")`
    : sql<string>`((case ${sql.join(arms, sql` `)} else ${none} end) collate "C")`;
}

/**
 * The first rule that holds decides, and names the higher ones that could not be decided (SQL's third value); where none
 * holds and one could not be decided, `cannot-be-determined`; else the regime's `otherwise`.
 */
function regimeExpression(regime: PriorityRegime): Expression<string> {
  const evidence = expressionBuilder<EvidenceRow, 'evidence'>();
  const verdicts = regime.rules.map((rule) => sql<SqlBool>`(${rule.holds(evidence)})`);
  // Inside the arm of a rule the higher ones did not hold, so that each is false or undecided.
  const undecided = (upTo: number) =>
    verdicts
      .slice(0, upTo)
      .map((verdict, at) => sql`case when ${verdict} is null then ${sql.lit(`${at + 1},`)} else '' end`);
  const said = (category: string, rule: number, upTo: number) =>
    sql.join([sql.lit(determinationText(regime.id, category, rule)), ...undecided(upTo)], sql` || `);
  const arms = regime.rules.map((rule, at) => sql`when ${verdicts[at]} then ${said(rule.category, at + 1, at)}`);
  const allExcluded = sql.join(
    verdicts.map((verdict) => sql`(${verdict}) is not null`),
    sql` and `,
  );
  return sql<string>`case ${sql.join(arms, sql` `)} when ${allExcluded} then ${sql.lit(determinationText(regime.id, regime.otherwise, 0))} else ${said(undetermined, 0, verdicts.length)} end`;
}

function blocksOn(
  spans: readonly ClassifiedSpan[],
  byAgreement: readonly PriorityRegime[],
  axis: Axis,
  window: DateWindow,
): readonly RegimeBlock[] {
  const onAxis = spans.filter((span) => span.axis === axis);
  const inWindow = onAxis.filter((span) => overlaps(span.window, window));
  const blocks = inWindow.map((span) => {
    const sameBlock = (other: ClassifiedSpan) => blockId(other) === blockId(span);
    const inForce = onAxis.filter(sameBlock).map((other) => other.window);
    return span.kind === 'gap' ? gapBlock(span.gap, inForce) : regimeBlock(span.regime, inForce);
  });
  const agreed = byAgreement.filter((regime) => regime.axis === axis).map((regime) => regimeBlock(regime, null));
  return [...new Map([...blocks, ...agreed].map((block) => [block.id, block])).values()];
}

const blockId = (span: ClassifiedSpan) => (span.kind === 'gap' ? span.gap.kind : span.regime.id);

function gapBlock({ kind }: DeclaredGap, inForce: readonly DateWindow[]): RegimeBlock {
  const only = [{ code: kind, label: gapLabels[kind] }];
  return { id: kind, label: gapLabels[kind], inForce, categories: only, rules: only };
}

function regimeBlock(regime: PriorityRegime, inForce: readonly DateWindow[] | null): RegimeBlock {
  const labelOf = (category: string) => regime.categories[category]?.label ?? category;
  const ordered = [...new Set([...regime.rules.map((rule) => rule.category), regime.otherwise])];
  const open = { code: determinationCode(regime.id, undetermined), label: 'Cannot be determined from recorded data' };
  return {
    id: regime.id,
    label: regime.knownAs,
    inForce,
    categories: [
      ...ordered.map((category) => ({ code: determinationCode(regime.id, category), label: labelOf(category) })),
      open,
    ],
    rules: [
      ...regime.rules.map((rule, at) => ({
        code: ruleCode(regime.id, at + 1),
        label: rule.label ?? `${rule.cite}: ${labelOf(rule.category)}`,
      })),
      { code: determinationCode(regime.id, regime.otherwise), label: `No rule holds: ${labelOf(regime.otherwise)}` },
      open,
    ],
  };
}
