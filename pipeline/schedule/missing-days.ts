import { eventKinds } from '../../queries/codelists.ts';
import { type CoverageKind, registerKinds } from '../../queries/coverage.ts';
import type { CoverageSpan } from '../../queries/provenance.ts';
import { daysWithout } from '../import/coverage.ts';
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
    const days = daysWithout(period, spans);
    return days.length === 0 ? [] : [{ kind, days }];
  });
}

const ofEvents: ReadonlySet<string> = new Set(eventKinds.map(({ code }) => code));

const tells = ({ kind, identifies287g }: CoverageSpan) => identifies287g || !ofEvents.has(kind);

/** `encounter: no source covers June 14, 2020 through June 30, 2020` */
export function missingInWords({ kind, days }: MissingDays): string {
  const words = days.map((window) => (daysIn(window) === 1 ? dateInWords(window.from) : windowInWords(window)));
  const remedy = (registerKinds as readonly string[]).includes(kind) ? ' (a later list may close the gap)' : '';
  return `${kind}: no source covers ${words.join(', nor ')}${remedy}`;
}
