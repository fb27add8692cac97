import { axes } from '../classify/axes.ts';
import { agreementSpanOf, type ClassifiedSpan, classify } from '../classify.ts';
import { gapLabels } from '../determination.ts';
import { PipelineError } from '../errors.ts';
import { type DateWindow, type IsoDate, isIsoDate, openEnd, programStart } from '../period.ts';
import { gaps, regimes } from '../priorities/index.ts';
import { type Axis, axisLabels, type PriorityRegime, type PriorityRule } from '../priorities/regime.ts';
import type { Answer } from './commands.ts';

/** What `report287 regimes` is asked for. */
export interface RegimesFlags {
  readonly on?: string;
  readonly axis?: string;
}

/** When something holds; `until` is the first day outside, null: still open. */
type InForce =
  | { readonly kind: 'days'; readonly from: IsoDate; readonly until: IsoDate | null }
  | { readonly kind: 'by-agreement'; readonly template: string };

/** One entry of the timeline. A regime that was set aside and revived has two. */
type Entry = { readonly axis: Axis; readonly inForce: InForce } & (
  | {
      readonly kind: 'regime';
      readonly regime: Pick<PriorityRegime, 'id' | 'knownAs' | 'source'>;
      readonly edges: NonNullable<PriorityRegime['edges']>;
      readonly remarks: readonly string[];
      readonly categories: readonly { readonly code: string; readonly label: string }[];
      readonly rules: readonly (Pick<PriorityRule, 'cite' | 'category' | 'basis' | 'confirmed'> & {
        readonly number: number;
      })[];
    }
  | { readonly kind: 'gap'; readonly gap: keyof typeof gapLabels; readonly why: string }
);

/** The timeline of every axis: which regime was in force when, from which source, and the days without one. */
export function listRegimes(flags: RegimesFlags): Answer {
  const axis = readAxis(flags.axis);
  const on = readDay(flags.on);
  const timeline = timelineOf(axes.filter((each) => axis === null || each === axis)).filter(
    (entry) => on === null || isInForce(entry, on),
  );
  const headings = axes.filter((each) => timeline.some((entry) => entry.axis === each));
  return {
    data: { on, axis, timeline },
    lines: headings.flatMap((each) => [
      `${axisLabels[each]} (${each})`,
      ...timeline.filter((entry) => entry.axis === each).flatMap((entry) => describe(entry, on !== null)),
    ]),
    exitCode: 0,
  };
}

function readAxis(text: string | undefined): Axis | null {
  const found = axes.find((axis) => axis === text);
  if (text === undefined || found !== undefined) return found ?? null;
  throw new PipelineError('usage', `there is no axis "${text}"`, `give one of: ${axes.join(', ')}`);
}

function readDay(text: string | undefined): IsoDate | null {
  if (text === undefined) return null;
  if (isIsoDate(text) && text >= programStart && text < openEnd) return text;
  throw new PipelineError('usage', `"${text}" is no day of the program`, `give a day from ${programStart} on`);
}

function timelineOf(wanted: readonly Axis[]): readonly Entry[] {
  const { spans, byAgreement } = classify(regimes, gaps);
  return wanted.flatMap((axis) => [
    ...byAgreement.filter((regime) => regime.axis === axis).map((regime) => regimeEntry(regime, null)),
    ...spans.filter((span) => span.axis === axis).map(spanEntry),
  ]);
}

const daysOf = ({ from, until }: DateWindow): InForce => ({
  kind: 'days',
  from,
  until: until === openEnd ? null : until,
});

function spanEntry(span: ClassifiedSpan): Entry {
  if (span.kind === 'regime') return regimeEntry(span.regime, span.window);
  const { axis, window, gap } = span;
  return { kind: 'gap', axis, inForce: daysOf(window), gap: gap.kind, why: gap.why };
}

function regimeEntry(regime: PriorityRegime, window: DateWindow | null): Entry {
  const { id, knownAs, source, axis, edges = [], remarks = [], categories, rules } = regime;
  return {
    kind: 'regime',
    axis,
    inForce:
      window === null ? { kind: 'by-agreement', template: agreementSpanOf(regime)?.template ?? '' } : daysOf(window),
    regime: { id, knownAs, source },
    edges: edges.filter(({ chosen }) => window === null || [window.from, window.until].includes(chosen.on)),
    remarks,
    categories: Object.entries(categories).map(([code, { label }]) => ({ code, label })),
    rules: rules.map(({ cite, category, basis, confirmed }, at) => ({
      number: at + 1,
      cite,
      category,
      basis,
      confirmed,
    })),
  };
}

/** A regime that holds by agreement may be in force on any day since it was issued. */
function isInForce(entry: Entry, day: IsoDate): boolean {
  if (entry.inForce.kind === 'days') {
    const { from, until } = entry.inForce;
    return from <= day && (until === null || day < until);
  }
  return entry.kind === 'gap' || entry.regime.source.issued <= day;
}

function describe(entry: Entry, inFull: boolean): readonly string[] {
  const when = whenInWords(entry.inForce);
  if (entry.kind === 'gap') return [`  ${gapLabels[entry.gap]}: ${when}`, `    ${entry.why}`];
  const { regime, edges, remarks } = entry;
  return [
    `  ${regime.id}: ${when}`,
    `    ${regime.knownAs}`,
    `    ${regime.source.title}, issued ${regime.source.issued}: ${regime.source.url}`,
    ...edges.flatMap(({ chosen, other, why }) => [
      `    Disputed edge: ${chosen.on} (${chosen.source}) was chosen; ${other.on} (${other.source}) was not. ${why}`,
    ]),
    ...remarks.map((remark) => `    ${remark}`),
    ...(inFull ? rulesInWords(entry) : []),
  ];
}

function whenInWords(inForce: InForce): string {
  if (inForce.kind === 'by-agreement') {
    return `on the days on which the agreement stood under the template of ${inForce.template}`;
  }
  return inForce.until === null ? `from ${inForce.from}, open` : `from ${inForce.from} until ${inForce.until}`;
}

function rulesInWords({ categories, rules }: Entry & { kind: 'regime' }): readonly string[] {
  return [
    ...categories.map(({ code, label }) => `    category ${code}: ${label}`),
    ...rules.map(
      ({ number, cite, category, basis, confirmed }) =>
        `    rule ${number} -> ${category}: ${cite}; ${basis}; ${confirmed ? 'confirmed' : 'not confirmed in the instrument'}`,
    ),
  ];
}
