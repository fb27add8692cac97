import type { Agency, Agreement, AgreementStatusSpan } from '../agreements.ts';
import type { CoverageTable } from '../coverage.ts';
import type { EnforcementEvent, EventStatusTable } from '../events.ts';
import type { Evidence } from '../evidence.ts';
import type { FieldOffice } from '../offices.ts';

/** Says what each column of a row means; the type checker finds a column that nobody described. */
type Described<Row> = Readonly<Record<keyof Row, string>>;

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

/** The columns of `evidence`. */
export const evidenceColumns: Described<Evidence> = {
  event_id: 'source_key of the event.',
  conviction_count: 'Convictions on record on the day of the event.',
  pending_charge_count: 'Criminal charges then pending.',
  fraud_finding: 'Whether fraud or willful misrepresentation before an agency was found.',
  benefit_abuse_finding: 'Whether abuse of a program of public benefits was found.',
  final_order: 'Whether there was a final order of removal.',
  final_order_complied: 'Whether it was complied with.',
  chargeable_acts_determined: 'Whether an officer recorded acts that constitute a chargeable offense.',
  public_safety_risk_determined: 'Whether an officer recorded a risk to public safety or national security.',
};

/** The columns of `coverage`. */
export const coverageColumns: Described<Omit<CoverageTable, 'as_of' | 'source_name' | 'synthetic'>> = {
  kind: 'Kind of event, or agreement for the register.',
  office_code: `${officeOf}; blank: all offices.`,
  covers_from: 'First day covered.',
  covers_until: 'First day no longer covered.',
  identifies_287g: 'true: rows say by which program an event came about, or link it to an agreement.',
};
