import { type Day, dateOf, dayOf } from './calendar.ts';
import type { Conviction, CourtClass } from './charges.ts';
import type { Determination } from './determinations.ts';
import type { RecordedCase } from './evidence.ts';
import type { PersonFacts } from './person.ts';
import type { ChargeFacts, PersonRecord } from './record.ts';
import type { Template } from './templates.ts';

/** A case of the thin series, for which a record may be planned. */
export interface PlannedCase extends RecordedCase {
  /** The template under which its agreement stood on the day; null: none, or no agreement is on record. */
  readonly template: Template;
  readonly hasDetainer: boolean;
}

/** One record that a category of a regime asks for. It says only what makes it so: all else is known, and is no. */
export interface Plan {
  /** The category that it is meant for, `dhs-2014-11-20: P2.c`. */
  readonly meant: string;
  /** The days of its regime, half-open. */
  readonly on: readonly (readonly [from: Day, until: Day])[];
  /** The event that is classified is the case's detainer. */
  readonly ofDetainer: boolean;
  /** Whether what the events say of the person and the case can go with it. */
  readonly fits: (entry: PlannedCase) => boolean;
  readonly facts?: (day: Day) => Partial<PersonRecord>;
  readonly determined?: Determination;
  /** Convictions, of which the first is the most serious one. */
  readonly convictions?: (code: string) => readonly Conviction[];
  /** Codes of the charges then pending. */
  readonly pending?: readonly string[];
  /** Nothing beyond criminality is on record: what is left cannot be known. */
  readonly unknown?: true;
  readonly significantRisk?: true;
  /** Taken once, and left to chance from then on. */
  readonly once?: true;
}

type Fits = Plan['fits'];
/** A plan without its regime. */
type Sketch = Omit<Plan, 'meant' | 'on' | 'ofDetainer'>;

const is =
  (...criminalities: readonly PersonFacts['criminality'][]): Fits =>
  ({ person, disposition }) =>
    criminalities.includes(person.criminality) && disposition !== 'reinst' && disposition !== 'fbusc';
/** Neither a conviction nor a pending charge. */
export const uncharged = is('other-violator');
/** Pending charges. */
export const charged = is('pending-charges');
/** No conviction. */
export const unconvicted = is('other-violator', 'pending-charges');
/** No conviction and no charge that criminality would tell of. */
export const unclear = is('other-violator', 'withheld', 'unknown', 'not-recorded');
/** Whatever is on record. */
export const anyone: Fits = ({ disposition }) => disposition !== 'fbusc';

/** Convicted at one of these offense levels, or at none that is on record, with a most serious conviction of these codes. */
export const convictedAt =
  (levels: string, codes = /./): Fits =>
  ({ person, disposition }) =>
    person.criminality === 'convicted' &&
    disposition !== 'fbusc' &&
    [...levels.split(' '), 'not-recorded', 'withheld', 'unknown'].includes(person.threat_level) &&
    codes.test(person.most_serious_conviction);
/** Convicted, at this offense level. */
export const levelOf =
  (level: string): Fits =>
  ({ person, disposition }) =>
    person.criminality === 'convicted' && disposition !== 'fbusc' && person.threat_level === level;

/** Certain in what counts; of an incident of its own, numbered. */
export const sure = (
  code: string,
  court: CourtClass,
  incident: number,
  more: Partial<ChargeFacts> = {},
): Conviction => ({
  code,
  court,
  certain: {
    offense_class: court,
    sentenced_as: court,
    incident: String(incident),
    aggravated_felony: false,
    gang_element: false,
    ...more,
  },
});
/** One felony, under its most serious code. */
export const felony: NonNullable<Plan['convictions']> = (code) => [sure(code, 'felony', 1)];
/** One aggravated felony. */
export const aggravatedFelony: NonNullable<Plan['convictions']> = (code) => [
  sure(code, 'felony', 1, { aggravated_felony: true, sentence_days: 900, sentence_suspended: false }),
];
/** A misdemeanor under the definition of an aggravated felony. */
export const aggravatedMisdemeanor: NonNullable<Plan['convictions']> = (code) => [
  sure(code, 'misdemeanor', 1, { aggravated_felony: true, sentence_days: 365, sentence_suspended: false }),
];
/** A misdemeanor with 90 days in custody or more. */
export const longMisdemeanor: NonNullable<Plan['convictions']> = (code) => [
  sure(code, 'misdemeanor', 1, { sentence_days: 120, sentence_suspended: false }),
];
/** Misdemeanors of three incidents. */
export const threeMisdemeanors: NonNullable<Plan['convictions']> = (code) =>
  [1, 2, 3].map((at) => sure(code, 'misdemeanor', at));

/** Took part in a gang at 17. */
export const gang = { gang_participation: true, gang_participation_age: 17 };
/** The date so many days before. */
export const daysBefore = (day: Day, days: number) => dateOf(day - days);
/** A final order of so many days before, not complied with. */
export const orderedDaysBefore =
  (days: number) =>
  (day: Day): Partial<PersonRecord> => ({
    final_order: true,
    final_order_on: daysBefore(day, days),
    final_order_complied: false,
  });
/** Apprehended at the border so many days before. */
export const arrivedDaysBefore =
  (days: number) =>
  (day: Day): Partial<PersonRecord> => ({
    apprehended_at_border: true,
    apprehended_at_border_on: daysBefore(day, days),
    unlawful_entry: true,
    unlawful_entry_on: daysBefore(day, days),
    continuously_present_since: daysBefore(day, days),
    recent_border_violation: true,
  });
/** A danger to national security. */
export const concern: Sketch = { fits: anyone, facts: () => ({ national_security_concern: true }), once: true };
/** No rule holds. */
export const nothing: Sketch = { fits: uncharged };
/** No rule can be decided. */
export const notKnown: Sketch = { fits: unclear, unknown: true };

/** The plans of one regime; its days as in `domain.md` §3.0. */
export const planned = (
  regime: string,
  spans: readonly (readonly [from: string, until: string])[],
  sketches: Readonly<Record<string, Sketch>>,
  also: (entry: PlannedCase) => boolean = () => true,
  ofDetainer = false,
): readonly Plan[] =>
  Object.entries(sketches).map(([category, sketch]) => ({
    ...sketch,
    meant: `${regime}: ${category}`,
    on: spans.map(([from, until]) => [dayOf(from), dayOf(until)] as const),
    ofDetainer,
    fits: (entry) => also(entry) && sketch.fits(entry),
  }));
