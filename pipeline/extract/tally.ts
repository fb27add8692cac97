import type { CountedCode, Counts } from '../../queries/tallies.ts';

/** A count of one measure for one code of one breakdown, or for all of it (`breakdown` null), in each window. */
export interface Tally {
  readonly measure: string;
  /** `national`, or a field office: of an event its area on its day, of an agreement the office that supervises it. */
  readonly scope: string;
  readonly breakdown: string | null;
  readonly code: string;
  readonly counts: Counts;
}

/** What is recorded as an office, or no office for all of them together, as a scope. */
export const scopeOf = (office: string | null) => office ?? 'national';

/** Counts of a measure as tallies. */
export function talliesOf(measure: string, counted: readonly CountedCode[]): readonly Tally[] {
  return counted.map(({ breakdown, code, office, counts }) => ({
    measure,
    scope: scopeOf(office),
    breakdown,
    code,
    counts,
  }));
}
