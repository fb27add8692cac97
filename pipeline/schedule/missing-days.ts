import { eventKinds } from '../../queries/codelists.ts';
import { type CoverageKind, registerKinds } from '../../queries/coverage.ts';
import type { CoverageSpan } from '../../queries/provenance.ts';
import { type DateWindow, dateInWords, daysIn, windowInWords } from '../period.ts';

/** Days of a period that no source covers for some kind of fact. */
export interface MissingDays {
  readonly kind: CoverageKind;
  /** In order, none touching another. */
  readonly days: readonly DateWindow[];
}

/**
 * What the sources do not cover of a period: of each required kind, in their order, the days that no source covers for all
 * offices. A source of events that cannot tell those of the program does not count.
 */
export function missingDays(
  requires: readonly CoverageKind[],
  period: DateWindow,
  coverage: readonly CoverageSpan[],
): readonly MissingDays[] {
  return requires.flatMap((kind) => {
    const spans = coverage.filter((span) => span.kind === kind && span.office === null && tells(span));
    const days = gapsIn(period, spans);
    return days.length === 0 ? [] : [{ kind, days }];
  });
}

const ofEvents: ReadonlySet<string> = new Set(eventKinds.map(({ code }) => code));

const tells = ({ kind, identifies287g }: CoverageSpan) => identifies287g || !ofEvents.has(kind);

function gapsIn(window: DateWindow, spans: readonly DateWindow[]): readonly DateWindow[] {
  const gaps: DateWindow[] = [];
  let day = window.from;
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    if (span.from >= window.until) break;
    if (span.from > day) gaps.push({ from: day, until: span.from });
    if (span.until > day) day = span.until;
  }
  return day < window.until ? [...gaps, { from: day, until: window.until }] : gaps;
}

/** `encounter: no source covers June 14, 2020 through June 30, 2020` */
export function missingInWords({ kind, days }: MissingDays): string {
  const words = days.map((window) => (daysIn(window) === 1 ? dateInWords(window.from) : windowInWords(window)));
  const remedy = (registerKinds as readonly string[]).includes(kind) ? ' (a later list may close the gap)' : '';
  return `${kind}: no source covers ${words.join(', nor ')}${remedy}`;
}
