import { PipelineError } from '../errors.ts';
import { type IsoDate, programStart } from '../period.ts';
import type { Axis, DeclaredGap, PriorityRegime } from '../priorities/regime.ts';

interface Span {
  readonly axis: Axis;
  readonly window: { readonly from: IsoDate; readonly until: IsoDate };
  readonly regime?: PriorityRegime;
  readonly gap?: DeclaredGap;
}

/**
 * Proves that regimes can be applied: on each calendar axis every day has one regime or one declared gap, and every
 * regime's rules are whole. `spans` in order of axis and time.
 * @throws PipelineError `regime` naming the day, the regimes and what to mend.
 */
export function proveRegimes(regimes: readonly PriorityRegime[], spans: readonly Span[], openEnd: IsoDate): void {
  for (const axis of new Set(spans.map((span) => span.axis))) {
    proveTiling(
      axis,
      spans.filter((span) => span.axis === axis),
      openEnd,
    );
  }
  for (const regime of regimes) proveRules(regime);
  const ids = regimes.map((regime) => regime.id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw new PipelineError('regime', `two regimes are called ${twice}`, 'rename one of them');
}

/** One name for a span in messages. */
const nameOf = ({ regime, gap, window }: Span) => regime?.id ?? `${gap?.kind} from ${window.from}`;

function proveTiling(axis: Axis, spans: readonly Span[], openEnd: IsoDate): void {
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

/** Parts of a determination's text are divided by these. */
const divider = /[|:,]/;

function proveRules(regime: PriorityRegime): void {
  const known = Object.keys(regime.categories);
  const problems = [
    ...(known.includes(regime.otherwise) ? [] : [`"otherwise" names the unknown category ${regime.otherwise}`]),
    ...[regime.id, ...known].filter((name) => divider.test(name)).map((name) => `"${name}" must not hold | : or ,`),
    ...(regime.rules.length > 0 ? [] : ['it has no rule']),
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
