import type { Day } from './calendar.ts';

/** One thing that is counted: made on the day `from`, or standing from it to the day before `until` (null: on). */
export interface Fact {
  readonly subject: string;
  readonly agreement: string | null;
  /** The post's own; absent: that of the agreement. */
  readonly office?: string | null;
  readonly from: Day;
  readonly until?: Day | null;
  readonly code: string;
  readonly outcome?: string;
  readonly elapsed?: number | null;
  readonly amount?: number;
}

/** What stands is read off day by day: all that stands at the end of a day. What is made is a list. */
export type Rule = { readonly made: readonly Fact[] } | { readonly standingOn: (day: Day) => readonly Fact[] };

/** Of facts, those that stand on a day. */
export const standing = (facts: readonly Fact[]): Rule => ({
  standingOn: (day) => facts.filter(({ from, until = null }) => from <= day && (until === null || until > day)),
});

/** A fact of each row that has a day. */
export const made = <R>(
  rows: readonly R[],
  factOf: (row: R) => (Omit<Fact, 'from'> & { from: Day | null }) | null,
): Rule => ({
  made: rows.flatMap((row) => {
    const fact = factOf(row);
    return fact === null || fact.from === null ? [] : [{ ...fact, from: fact.from }];
  }),
});
