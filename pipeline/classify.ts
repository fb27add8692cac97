import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely';
import type { Code } from '../queries/codelists.ts';
import { PipelineError } from './errors.ts';
import { type DateWindow, type IsoDate, programStart } from './period.ts';
import type { Axis, DeclaredGap, EvidenceRow, PriorityRegime } from './priorities/regime.ts';

/** What is said of each day of the calendar on each axis: which regime is applied, or why none can be. */
export interface Classification {
  readonly spans: readonly ClassifiedSpan[];
  /** One SQL expression over `event` and `evidence` that gives each event its determination on an axis. */
  readonly determination: (axis: Axis) => Expression<string>;
  /** The words for every code that an axis can give on the days of a window, in the order in which tables list them. */
  readonly labels: (axis: Axis, window: DateWindow) => readonly Code[];
}

/** A span of days on which one regime holds, or a declared gap. */
export type ClassifiedSpan =
  | { readonly kind: 'regime'; readonly axis: Axis; readonly window: DateWindow; readonly regime: PriorityRegime }
  | { readonly kind: 'gap'; readonly axis: Axis; readonly window: DateWindow; readonly gap: DeclaredGap };

/** The end of the calendar for spans that are still open. */
export const openEnd: IsoDate = '9999-12-31';

/** The code of an event for which no rule holds and at least one could not be decided. */
export const undetermined = 'cannot-be-determined';

/**
 * Lays the dated regimes and the declared gaps side by side.
 * @throws PipelineError `regime` where two hold on one day of an axis, or a day of an axis has neither.
 */
export function classify(regimes: readonly PriorityRegime[], gaps: readonly DeclaredGap[]): Classification {
  const spans: readonly ClassifiedSpan[] = [
    ...regimes.flatMap((regime) =>
      regime.inForce === 'agreement'
        ? []
        : regime.inForce.map((window) => ({ kind: 'regime', axis: regime.axis, window, regime }) as const),
    ),
    ...gaps.map((gap) => ({ kind: 'gap', axis: gap.axis, window: gap.window, gap }) as const),
  ].toSorted((a, b) => (a.axis + a.window.from < b.axis + b.window.from ? -1 : 1));
  for (const axis of new Set(spans.map((span) => span.axis))) {
    proveTiling(
      axis,
      spans.filter((span) => span.axis === axis),
    );
  }
  for (const regime of regimes) proveRules(regime);
  return {
    spans,
    determination: (axis) => determinationOn(spans, axis),
    labels: (axis, window) => labelsOn(spans, axis, window),
  };
}

/** One name for a span in messages. */
function nameOf(span: ClassifiedSpan): string {
  return span.kind === 'regime' ? span.regime.id : `${span.gap.kind} from ${span.window.from}`;
}

function proveTiling(axis: Axis, spans: readonly ClassifiedSpan[]): void {
  let covered = programStart;
  let last = 'the program’s start';
  for (const span of spans) {
    if (span.window.from > covered) {
      throw new PipelineError(
        'regime',
        `axis ${axis}: no regime from ${covered} until ${span.window.from}`,
        'declare the gap in priorities/none-in-force.ts',
      );
    }
    if (span.window.from < covered) {
      throw new PipelineError(
        'regime',
        `axis ${axis}: ${nameOf(span)} overlaps ${last} on ${span.window.from}`,
        'mend the inForce windows',
      );
    }
    covered = span.window.until;
    last = nameOf(span);
  }
  if (covered !== openEnd) {
    throw new PipelineError(
      'regime',
      `axis ${axis}: no regime from ${covered}`,
      `let the last window end on ${openEnd}, or declare the gap`,
    );
  }
}

function proveRules(regime: PriorityRegime): void {
  const known = Object.keys(regime.categories);
  const problems = [
    ...(known.includes(regime.otherwise) ? [] : [`"otherwise" names the unknown category ${regime.otherwise}`]),
    ...regime.rules.flatMap((rule, at) => [
      ...(rule.cite.trim() === '' ? [`rule ${at + 1} has no citation`] : []),
      ...(known.includes(rule.category) ? [] : [`rule ${at + 1} names the unknown category ${rule.category}`]),
    ]),
  ];
  if (problems.length > 0) {
    throw new PipelineError('regime', `regime ${regime.id} is not sound`, 'mend its file in priorities/', {
      details: problems,
    });
  }
}

/** `eo-13768-2017-01-25:C1`: a determination names its regime, so that two regimes in one period stay apart. */
export function determinationCode(regime: Pick<PriorityRegime, 'id'>, category: string): string {
  return `${regime.id}:${category}`;
}

/**
 * The first rule that holds decides; where none holds and one could not be decided (SQL's third value),
 * `cannot-be-determined`; else the regime's `otherwise`.
 */
function determinationOn(spans: readonly ClassifiedSpan[], axis: Axis): Expression<string> {
  const arms = spans
    .filter((span) => span.axis === axis)
    .map((span) => {
      const { from, until } = span.window;
      const value = span.kind === 'gap' ? sql`${sql.lit(span.gap.kind)}` : regimeExpression(span.regime);
      return sql`when event.occurred_on >= ${sql.lit(from)}::date and event.occurred_on < ${sql.lit(until)}::date then ${value}`;
    });
  return sql<string>`case ${sql.join(arms, sql` `)} else 'none-in-force' end`;
}

function regimeExpression(regime: PriorityRegime): Expression<string> {
  const evidence = expressionBuilder<EvidenceRow, 'evidence'>();
  const rules = regime.rules.map((rule) => ({ rule, holds: rule.holds(evidence) }));
  const decided = rules.map(
    ({ rule, holds }) => sql`when ${parenthesised(holds)} then ${sql.lit(determinationCode(regime, rule.category))}`,
  );
  const undecided = rules.map(({ holds }) => sql`${parenthesised(holds)} is null`);
  return sql<string>`case ${sql.join(decided, sql` `)} when ${sql.join(undecided, sql` or `)} then ${sql.lit(determinationCode(regime, undetermined))} else ${sql.lit(determinationCode(regime, regime.otherwise))} end`;
}

function parenthesised(expression: Expression<SqlBool>): Expression<SqlBool> {
  return sql<SqlBool>`(${expression})`;
}

function labelsOn(all: readonly ClassifiedSpan[], axis: Axis, window: DateWindow): readonly Code[] {
  const spans = all.filter(
    (span) => span.axis === axis && span.window.from < window.until && span.window.until > window.from,
  );
  const several = new Set(spans.map(nameOf)).size > 1;
  return spans.flatMap((span) => {
    if (span.kind === 'gap') return [{ code: span.gap.kind, label: gapLabels[span.gap.kind] }];
    const prefix = several ? `${span.regime.knownAs}: ` : '';
    const ordered = [...new Set([...span.regime.rules.map((rule) => rule.category), span.regime.otherwise])];
    return [
      ...ordered.map((category) => ({
        code: determinationCode(span.regime, category),
        label: prefix + (span.regime.categories[category]?.label ?? category),
      })),
      { code: determinationCode(span.regime, undetermined), label: `${prefix}Cannot be determined from recorded data` },
    ];
  });
}

const gapLabels = {
  'none-in-force': 'No regime in force on the day',
  'not-catalogued': 'Regime of the day not yet in this program’s catalogue',
} as const satisfies Record<DeclaredGap['kind'], string>;
