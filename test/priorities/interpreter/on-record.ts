import type { IsoDate } from '../../../pipeline/period.ts';
import type { ChargeTally, Evidence, EvidenceFact } from '../../../queries/evidence.ts';
import type { Case } from './case.ts';
import { atLeast, type Truth } from './kleene.ts';
import { talliesOf } from './tallies.ts';

type YesOrNo = { [F in EvidenceFact]: Evidence[F] extends boolean | null ? F : never }[EvidenceFact];
type Dated = Extract<EvidenceFact, `${string}_on` | `${string}_since`>;

/** A fact with a day of its own. */
export type DatedFact =
  | 'apprehended_at_border'
  | 'unlawful_entry'
  | 'prior_removal'
  | 'final_order'
  | 'released_from_incarceration';

/** What a rule may ask about an event. */
export interface OnRecord {
  /** Whether a fact stood on the day of the event. */
  readonly is: (fact: YesOrNo) => Truth;
  readonly on: (fact: Dated) => IsoDate | null;
  readonly age: number | null;
  readonly has: (number: number, tally: ChargeTally) => Truth;
  /** The agency's recorded offense level; null: not recorded. */
  readonly level: string | null;
}

const datedFacts: readonly string[] = [
  'apprehended_at_border',
  'unlawful_entry',
  'prior_removal',
  'final_order',
  'released_from_incarceration',
] satisfies readonly DatedFact[];
const isDated = (fact: string): fact is DatedFact => datedFacts.includes(fact);

/** The record of an event as its rules see it. */
export function onRecord(event: Case): OnRecord {
  const { facts, day, threatLevel } = event;
  const tallies = talliesOf(event);
  const on = (fact: Dated) => facts?.[fact] ?? null;
  return {
    is: (fact) => {
      const since = isDated(fact) ? on(`${fact}_on`) : null;
      // What came to be on a later day was not so on the day of the event.
      return since !== null && since > day ? false : (facts?.[fact] ?? null);
    },
    on,
    age: facts?.gang_participation_age ?? null,
    has: (number, tally) => atLeast(number, tallies[tally]),
    level: ['1', '2', '3', 'none'].includes(threatLevel) ? threatLevel : null,
  };
}
