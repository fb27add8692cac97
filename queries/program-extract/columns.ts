import type { Agency, Agreement, AgreementStatusSpan } from '../agreements.ts';
import type { CoverageTable } from '../coverage.ts';
import type { EnforcementEvent, EventStatusTable } from '../events.ts';
import type { CriminalCharge, Evidence } from '../evidence.ts';
import type { FieldOffice } from '../offices.ts';

/** Says what each column of a row means; the type checker finds a column that nobody described. */
export type Described<Row> = Readonly<Record<keyof Row, string>>;

const officeOf = 'Code of a field office';
const facts = 'withheld, unknown or not-recorded where there is none';

/** The columns of `field_offices`. */
export const fieldOfficeColumns: Described<FieldOffice> = {
  office_code: 'Two or three capital letters.',
  name: 'Name without "Field Office".',
  exists_from: 'First day on which it existed.',
  exists_until: 'First day on which it no longer existed; blank: it exists.',
};

/** The columns of `agencies`. */
export const agencyColumns: Described<Agency> = {
  agency_id: "The program's own key of the agency.",
  name: 'Name of the agency.',
  state: 'Postal code of the state, district or territory.',
  county: 'County; blank: the agency belongs to none, or none is recorded.',
  agency_type: 'Kind of agency.',
};

/** The columns of `agreements`. */
export const agreementColumns: Described<Agreement> = {
  agreement_id: "The program's own key of the agreement.",
  agency_id: 'Key of the agency that holds it.',
  model: 'Model of the agreement.',
  office_code: `${officeOf} that supervises it; blank: not recorded.`,
  signed_on: 'Day of signing; blank: not recorded.',
};

/** The columns of `agreement_status`. */
export const agreementStatusColumns: Described<AgreementStatusSpan> = {
  agreement_id: 'Key of the agreement.',
  status: 'Status on these days.',
  valid_from: 'First day of the status.',
  valid_until: 'First day on which it no longer held; blank: it holds.',
  agency_id: "Agency that held the agreement on these days; blank, or no such column: the agreement's own agency.",
  template:
    'Year of the template of the Memorandum of Agreement under which it stood on these days; blank, or no such column: not recorded.',
};

/** The columns of `enforcement_events`. */
export const eventColumns: Described<EnforcementEvent> = {
  kind: 'Kind of event.',
  occurred_on: 'Day of the event in New York.',
  occurred_at: 'Instant with its offset, such as 2020-06-30T23:15:00-04:00; blank: not recorded.',
  source_key: "The program's own key of the event: never a name, nor a number of a person.",
  encounter_key:
    'Key of the encounter that led to this event, which may lie outside the extract; blank: none recorded.',
  agreement_id: 'Key of the agreement under which it came about; blank: none.',
  office_code: `${officeOf} in whose area it happened; ${facts}.`,
  program: `Final program as recorded, such as 287G Program; ${facts}.`,
  method: `Apprehension method as recorded, such as 287(g) Program; ${facts}.`,
  landmark: 'Place as recorded; blank: none. It is stored and never published.',
  disposition: `Code of the processing disposition; ${facts}. Any other text is kept and shown as unmapped.`,
  form: 'Form of a charging document or warrant; blank for all other events.',
  citizenship: `Code of the country (ISO 3166-1 alpha-3); ${facts}. Any other text is kept and shown as unmapped.`,
  sex: `Sex; ${facts}.`,
  birth_year: 'Year of birth; blank where the next column says why.',
  birth_year_absence: 'Why there is no year of birth; blank where there is one.',
  criminality: `Criminality at the time of the action; ${facts}.`,
  threat_level: `Criminal offense level; none: the source says that there is no level; ${facts}.`,
  most_serious_conviction: `Four-digit NCIC code, or none; ${facts}. Any other text is kept and shown as unmapped.`,
};

/** The columns of `event_status`. */
export const eventStatusColumns: Described<EventStatusTable> = {
  event_id: 'source_key of the event.',
  status: 'What became of it.',
  occurred_on: 'Day of the change.',
};

const determined = 'Whether an officer determined';
const noDetermination = 'false: such determinations are recorded, and there is none; blank: they are not recorded.';
const marked = 'Whether the form of the detainer is marked:';
const dayOf = (what: string) => `Day of ${what}; blank: there was none, or the day is not known.`;

/** The columns of `evidence`. */
export const evidenceColumns: Described<Evidence> = {
  event_id: 'source_key of the event.',
  criminal_history_complete:
    'true: the criminal charges on record here are all that the records of the program show; otherwise there may be others.',
  conviction_count: 'Convictions on record on the day of the event.',
  pending_charge_count: 'Criminal charges then pending.',
  aggravated_felony_conviction: 'Whether some conviction is for an aggravated felony, INA 101(a)(43).',
  outstanding_criminal_warrant: 'Whether a criminal warrant was outstanding.',
  gang_participation: 'Whether the person took part in an organized criminal gang.',
  gang_participation_age: 'Age in years at the participation; blank: there was none, or the age is not known.',
  mandatory_offense_admitted: 'Whether the person admits to have committed an offense of Public Law 119-1.',
  national_security_concern:
    'Whether the person engaged in or is suspected of terrorism or espionage, or is otherwise a danger to national security.',
  apprehended_at_border:
    'Whether the person was apprehended at the border or a port of entry while attempting to enter unlawfully.',
  apprehended_at_border_on: dayOf('that apprehension'),
  unlawful_entry: 'Whether the person entered the country unlawfully.',
  unlawful_entry_on: dayOf('that entry'),
  continuously_present_since: 'First day of the present continuous presence; blank: not known.',
  recent_border_violation:
    'Whether the person recently violated immigration controls at the border or a port of entry, or knowingly abused a visa, as recorded.',
  prior_removal: 'Whether the person was removed before.',
  prior_removal_on: dayOf('that removal'),
  final_order: 'Whether there was a final order of removal.',
  final_order_on: dayOf('the final order'),
  final_order_complied: 'Whether the final order was complied with.',
  fugitive: 'Whether the person was a fugitive from immigration proceedings.',
  fraud_finding: 'Whether fraud or willful misrepresentation before an agency was found.',
  benefit_abuse_finding: 'Whether abuse of a program of public benefits was found.',
  removable: 'Whether the person is removable.',
  inadmissible_entry_or_documents: 'Whether the person is inadmissible under INA 212(a)(6)(A), (6)(C) or (7).',
  released_from_incarceration: 'Whether the person was released from jail or prison.',
  released_from_incarceration_on: dayOf('that release'),
  marked_prior_felony: `${marked} a prior felony.`,
  marked_multiple_misdemeanors: `${marked} several prior misdemeanors.`,
  marked_violent_misdemeanor: `${marked} a misdemeanor that involves violence or another serious risk.`,
  marked_illegal_entry: `${marked} a conviction of illegal entry.`,
  marked_illegal_reentry: `${marked} illegal reentry after removal.`,
  marked_deportation_ordered: `${marked} removal was ordered.`,
  marked_immigration_fraud: `${marked} immigration fraud.`,
  marked_significant_risk: `${marked} a significant risk to national security, border security or public safety.`,
  serious_risk_determined: `${determined} a serious risk to public safety; ${noDetermination}`,
  visa_abuse_determined: `${determined} knowing abuse of a visa or of the visa waiver program; ${noDetermination}`,
  significant_visa_abuse_determined: `${determined} significant abuse of a visa or of the visa waiver program; ${noDetermination}`,
  federal_interest_determined: `${determined} that removal would serve an important federal interest; ${noDetermination}`,
  chargeable_acts_determined: `${determined} acts that constitute a chargeable criminal offense; ${noDetermination}`,
  public_safety_risk_determined: `${determined} a risk to public safety or national security; ${noDetermination}`,
  public_safety_threat_determined: `${determined} a threat to public safety; ${noDetermination}`,
  preapproval_determined: `Whether the action was approved beforehand, as it had to be; ${noDetermination}`,
  national_security_danger_determined: `${determined} a danger to national security; ${noDetermination}`,
  current_threat_determined: `${determined} a current threat to public safety; ${noDetermination}`,
  compelling_border_case_determined: `${determined} compelling facts of border security; ${noDetermination}`,
  public_safety_or_national_security_determined: `${determined} that the person endangers public safety or national security; ${noDetermination}`,
};

/** The columns of `criminal_charges`. */
export const criminalChargeColumns: Described<CriminalCharge> = {
  event_id: 'source_key of the event.',
  charge_number: 'Numbers the offenses of one event, from 1.',
  status: 'What became of the offense by the day of the event.',
  ncic_code: `Four-place NCIC code; ${facts}. A label of the agency becomes its code; any other text is kept and shown as unmapped.`,
  offense_class: 'Class of the offense.',
  sentenced_as: 'Class under which the court sentenced; blank: not known, or not sentenced.',
  charged_on: 'Day of the arrest or charge; blank: not known.',
  convicted_on: 'Day of the conviction; blank: not known, or not convicted.',
  sentence_days: 'Custody imposed, in days; blank: not known.',
  sentence_suspended: 'Whether that custody was suspended.',
  incident: 'Any name that the offenses of one incident share; blank: not known.',
  aggravated_felony: 'Whether it is an aggravated felony, INA 101(a)(43).',
  immigration_status_element: "Whether an essential element of it is the person's immigration status.",
  gang_element: 'Whether an element of it is active participation in a criminal street gang, 18 U.S.C. 521(a).',
  domestic_violence: 'Whether it is an offense of domestic violence.',
  caused_death_or_serious_injury: 'Whether it caused death or serious bodily injury.',
};

/** The columns of `coverage`. */
export const coverageColumns: Described<Omit<CoverageTable, 'as_of' | 'source_name' | 'synthetic'>> = {
  kind: 'Kind of event; agreement or application for the register; or a kind of record about agreements, such as complaint.',
  office_code: `${officeOf}; blank: all offices.`,
  covers_from: 'First day covered.',
  covers_until: 'First day no longer covered.',
  identifies_287g:
    'true: rows say by which program an event came about, or link it to an agreement. It says nothing of kinds that are not events.',
};
