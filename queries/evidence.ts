import { z } from 'zod';
import type { IsoDate } from '../pipeline/period.ts';
import { chargeStatuses, offenseClasses } from './codelists.ts';

const codesOf = <C extends string>(list: readonly { readonly code: C }[]) =>
  list.map((entry) => entry.code) as [C, ...C[]];

/** A yes, a no, or null: cannot be known. */
const fact = z.boolean().nullable();
const count = z.int().min(0).max(10_000).nullable();
const day = z.iso.date().nullable();

/**
 * What is on record about one event beyond its row, on the day of the event, one row an event (`domain.md` §3.1). NULL
 * means *cannot be known*, and only that: `0` and `false` are statements of the source. A day is null where there is none
 * or it is not known; the fact beside it says which.
 */
export const evidenceContract = z.strictObject({
  event_id: z.string().min(1).max(150),
  /** true: the criminal charges on record here are all that the source's records show; else there may be others. */
  criminal_history_complete: fact,
  /** Convictions, where the source gives their number. */
  conviction_count: count,
  /** Criminal charges then pending, where the source gives their number. */
  pending_charge_count: count,
  /** Whether some conviction is for an aggravated felony, INA 101(a)(43). */
  aggravated_felony_conviction: fact,
  outstanding_criminal_warrant: fact,
  gang_participation: fact,
  /** Age in years at the participation. */
  gang_participation_age: z.int().min(0).max(120).nullable(),
  /** The person admits to have committed one of the offenses of Public Law 119-1. */
  mandatory_offense_admitted: fact,
  /** Engaged in or suspected of terrorism or espionage, or otherwise a danger to national security. */
  national_security_concern: fact,
  /** Apprehended at the border or a port of entry while attempting to enter unlawfully. */
  apprehended_at_border: fact,
  apprehended_at_border_on: day,
  /** Entered the country unlawfully. */
  unlawful_entry: fact,
  unlawful_entry_on: day,
  /** First day of the present continuous presence; null: not known. */
  continuously_present_since: day,
  /** Recently violated immigration controls at the border or a port of entry, or knowingly abused a visa, as recorded. */
  recent_border_violation: fact,
  prior_removal: fact,
  prior_removal_on: day,
  final_order: fact,
  final_order_on: day,
  final_order_complied: fact,
  fugitive: fact,
  fraud_finding: fact,
  benefit_abuse_finding: fact,
  removable: fact,
  /** Inadmissible under INA 212(a)(6)(A), (6)(C) or (7). */
  inadmissible_entry_or_documents: fact,
  released_from_incarceration: fact,
  released_from_incarceration_on: day,
  /** Marks on the form of the detainer, I-247 of December 2012 and after. */
  marked_prior_felony: fact,
  marked_multiple_misdemeanors: fact,
  marked_violent_misdemeanor: fact,
  marked_illegal_entry: fact,
  marked_illegal_reentry: fact,
  marked_deportation_ordered: fact,
  marked_immigration_fraud: fact,
  marked_significant_risk: fact,
  /** Determinations by an officer; false: the source carries determinations and this event has none. */
  serious_risk_determined: fact,
  visa_abuse_determined: fact,
  significant_visa_abuse_determined: fact,
  federal_interest_determined: fact,
  chargeable_acts_determined: fact,
  public_safety_risk_determined: fact,
  public_safety_threat_determined: fact,
  preapproval_determined: fact,
  national_security_danger_determined: fact,
  current_threat_determined: fact,
  compelling_border_case_determined: fact,
  public_safety_or_national_security_determined: fact,
});
export type Evidence = Readonly<z.infer<typeof evidenceContract>>;

/** The view or table `evidence`. */
export type EvidenceTable = Evidence;

/** Columns of the facts, in the order of the contract, without the key. */
export const evidenceFacts = Object.keys(evidenceContract.shape).filter(
  (column) => column !== 'event_id',
) as readonly EvidenceFact[];
/** Facts with a day of their own, each with its column. */
export const datedFacts = {
  apprehended_at_border: 'apprehended_at_border_on',
  unlawful_entry: 'unlawful_entry_on',
  prior_removal: 'prior_removal_on',
  final_order: 'final_order_on',
  released_from_incarceration: 'released_from_incarceration_on',
} as const satisfies Partial<Readonly<Record<EvidenceFact, EvidenceFact>>>;

/** One of the facts. */
export type EvidenceFact = Exclude<keyof Evidence, 'event_id'>;

/**
 * One arrest, charge or conviction that was on record about an event on its day, one row an offense. A null flag cannot be
 * known from the record; for what the code of the offense tells, see `offenses.ts`.
 */
export const criminalChargeContract = z.strictObject({
  event_id: z.string().min(1).max(150),
  /** Numbers the offenses of one event, from 1. */
  charge_number: z.int().min(1).max(10_000),
  status: z.enum(codesOf(chargeStatuses)),
  /** A four-place NCIC code, `unmapped:` and the recorded text, or the reason why there is none. */
  ncic_code: z.string().min(1).max(300),
  offense_class: z.enum(codesOf(offenseClasses)),
  /** The class under which the court sentenced; null: not known or not sentenced. */
  sentenced_as: z.enum(['felony', 'misdemeanor', 'infraction']).nullable(),
  charged_on: day,
  convicted_on: day,
  /** Custody imposed, in days; null: not known. */
  sentence_days: z.int().min(0).max(1_000_000).nullable(),
  sentence_suspended: fact,
  /** Offenses of one incident share it; null: not known. */
  incident: z.string().min(1).max(100).nullable(),
  /** INA 101(a)(43). */
  aggravated_felony: fact,
  /** An essential element is the person's immigration status. */
  immigration_status_element: fact,
  /** An element is active participation in a criminal street gang, 18 U.S.C. 521(a). */
  gang_element: fact,
  domestic_violence: fact,
  caused_death_or_serious_injury: fact,
});
export type CriminalCharge = Readonly<z.infer<typeof criminalChargeContract>>;

/** The view or table `criminal_charge`. */
export type CriminalChargeTable = CriminalCharge;

/**
 * What rules count in the charges of one event. Each is known as an interval: what is certainly so (`…_least`) and what
 * could be so (`…_most`, null where there is no bound). Definitions: `evidence/criminal-record.ts`.
 */
export const chargeTallies = [
  'convictions',
  'pending_charges',
  'offenses',
  'felony_convictions',
  'misdemeanor_convictions',
  'aggravated_felony_convictions',
  'gang_element_convictions',
  'non_status_felony_convictions',
  'significant_misdemeanor_convictions',
  'other_misdemeanor_incidents',
  'violent_or_major_drug_offenses',
  'minor_drug_or_property_offenses',
  'illegal_entry_convictions',
  'illegal_reentry_convictions',
  'mandatory_detention_offenses',
] as const;
/** One of them. */
export type ChargeTally = (typeof chargeTallies)[number];

/** The table or view `criminal_record`: for each event with charges, how many are certain and how many possible. */
export type CriminalRecordTable = { readonly event_id: string } & Readonly<
  Record<ChargeTally | `${ChargeTally}_possible`, number>
>;

/** The one row that rules read about an event: its facts as of its day, and the tallies of its charges. */
export type EvidenceOnRecord = Readonly<Record<`${ChargeTally}_least`, number>> &
  Readonly<Record<`${ChargeTally}_most`, number | null>> & {
    /** The agency's recorded offense level, ICE 2010; null: not recorded. */
    readonly recorded_offense_level: string | null;
    /** The template of the agreement under which the event came about, on its day; null: not recorded. */
    readonly agreement_template: string | null;
  } & { readonly [F in EvidenceFact]: F extends `${string}_on` | `${string}_since` ? IsoDate | null : Evidence[F] };
