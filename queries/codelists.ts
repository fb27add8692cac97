/** One code of a closed list and the words that readers see. */
export interface Code {
  readonly code: string;
  readonly label: string;
}

/**
 * Three different reasons why a value is not there. *Withheld*: the source redacted it. *Unknown*: the source says that
 * it is not known. *Not recorded*: the source has no such column, or left it blank.
 */
export const absences = [
  { code: 'withheld', label: 'Withheld in the source' },
  { code: 'unknown', label: 'Unknown' },
  { code: 'not-recorded', label: 'Not recorded' },
] as const satisfies readonly Code[];
export type Absence = (typeof absences)[number]['code'];

/**
 * Begins the code of a value that is on record but in none of our lists; the recorded text follows. Such values are
 * counted and shown, never dropped and never guessed.
 */
export const unmappedPrefix = 'unmapped:';

/** The kinds of enforcement event that are told apart (`domain.md` §6). */
export const eventKinds = [
  { code: 'encounter', label: 'Encounter' },
  { code: 'administrative-arrest', label: 'Administrative arrest' },
  { code: 'detainer', label: 'Detainer issued' },
  { code: 'warrant-served', label: 'Administrative warrant served' },
  { code: 'charging-document', label: 'Charging document issued' },
  { code: 'detention-book-in', label: 'Detention book-in' },
  { code: 'custody-transfer', label: 'Transfer to ICE custody' },
  { code: 'removal', label: 'Removal' },
  { code: 'return', label: 'Return' },
] as const satisfies readonly Code[];
export type EventKind = (typeof eventKinds)[number]['code'];

/** Charging documents by form; warrants served by form (`domain.md` §6). */
export const forms = [
  { code: 'I-862', label: 'Notice to Appear (I-862)' },
  { code: 'I-860', label: 'Expedited removal (I-860)' },
  { code: 'I-871', label: 'Reinstatement (I-871)' },
  { code: 'I-851', label: 'Administrative removal (I-851)' },
  { code: 'I-200', label: 'Warrant for arrest (I-200)' },
  { code: 'I-205', label: 'Warrant of removal (I-205)' },
  { code: 'other', label: 'Other form' },
] as const satisfies readonly Code[];

/** What became of an event, in order of time: a detainer is issued, then honored, declined or lifted. */
export const eventStatuses = [
  { code: 'issued', label: 'Issued' },
  { code: 'honored', label: 'Honored (booked in)' },
  { code: 'declined', label: 'Declined' },
  { code: 'lifted', label: 'Lifted' },
] as const satisfies readonly Code[];
export type EventStatus = (typeof eventStatuses)[number]['code'];

/** The agency's three-category criminality at the time of the action (OHSS glossary, `domain.md` §3.3). */
export const criminalities = [
  { code: 'convicted', label: 'Convicted criminal' },
  { code: 'pending-charges', label: 'Pending criminal charges' },
  { code: 'other-violator', label: 'Other immigration violator' },
] as const satisfies readonly Code[];

/** The agency's criminal offense level (ICE 2010 levels); `none` where the source says that there is no level. */
export const threatLevels = [
  { code: '1', label: 'Level 1' },
  { code: '2', label: 'Level 2' },
  { code: '3', label: 'Level 3' },
  { code: 'none', label: 'No level' },
] as const satisfies readonly Code[];

/** What stands of an offense on the record; `resolved`: ended without a conviction (`domain.md` §3.1). */
export const chargeStatuses = [
  { code: 'arrested', label: 'Arrested' },
  { code: 'pending', label: 'Charged, not resolved' },
  { code: 'convicted', label: 'Convicted' },
  { code: 'resolved', label: 'Resolved without conviction' },
] as const satisfies readonly Code[];

export const offenseClasses = [
  { code: 'felony', label: 'Felony' },
  { code: 'misdemeanor', label: 'Misdemeanor' },
  { code: 'infraction', label: 'Infraction' },
  { code: 'unknown', label: 'Class not known' },
] as const satisfies readonly Code[];

/** Generations of the agreement's template (`domain.md` §2.1). */
export const agreementTemplates = [
  { code: '2009', label: 'Template of 2009' },
  { code: '2013', label: 'Template of 2013 or 2016' },
  { code: '2019', label: 'Warrant Service Officer template of 2019' },
  { code: '2020', label: 'Template of 2020' },
  { code: '2025', label: 'Template of 2025' },
] as const satisfies readonly Code[];

export const sexes = [
  { code: 'female', label: 'Female' },
  { code: 'male', label: 'Male' },
] as const satisfies readonly Code[];

/** Models of agreement; the last two are historical (`domain.md` §5). */
export const agreementModels = [
  { code: 'JEM', label: 'Jail Enforcement Model' },
  { code: 'WSO', label: 'Warrant Service Officer' },
  { code: 'TFM', label: 'Task Force Model' },
  { code: 'TFO', label: 'Task Force Officer model (to 2012)' },
  { code: 'JOINT', label: 'Joint jail and task force model (to 2012)' },
] as const satisfies readonly Code[];
export type AgreementModel = (typeof agreementModels)[number]['code'];

export const agreementStatuses = [
  { code: 'pending', label: 'Pending' },
  { code: 'active', label: 'Active' },
  { code: 'superseded', label: 'Superseded' },
  { code: 'suspended', label: 'Suspended' },
  { code: 'terminated', label: 'Terminated' },
] as const satisfies readonly Code[];
export type AgreementStatus = (typeof agreementStatuses)[number]['code'];

export const agencyTypes = [
  { code: 'county', label: 'County' },
  { code: 'municipality', label: 'Municipality' },
  { code: 'state-agency', label: 'State agency' },
] as const satisfies readonly Code[];

/** States, the District and territories, by postal code (ISO 3166-2:US). */
export const states = [
  ['AL', 'Alabama'],
  ['AK', 'Alaska'],
  ['AZ', 'Arizona'],
  ['AR', 'Arkansas'],
  ['CA', 'California'],
  ['CO', 'Colorado'],
  ['CT', 'Connecticut'],
  ['DE', 'Delaware'],
  ['DC', 'District of Columbia'],
  ['FL', 'Florida'],
  ['GA', 'Georgia'],
  ['HI', 'Hawaii'],
  ['ID', 'Idaho'],
  ['IL', 'Illinois'],
  ['IN', 'Indiana'],
  ['IA', 'Iowa'],
  ['KS', 'Kansas'],
  ['KY', 'Kentucky'],
  ['LA', 'Louisiana'],
  ['ME', 'Maine'],
  ['MD', 'Maryland'],
  ['MA', 'Massachusetts'],
  ['MI', 'Michigan'],
  ['MN', 'Minnesota'],
  ['MS', 'Mississippi'],
  ['MO', 'Missouri'],
  ['MT', 'Montana'],
  ['NE', 'Nebraska'],
  ['NV', 'Nevada'],
  ['NH', 'New Hampshire'],
  ['NJ', 'New Jersey'],
  ['NM', 'New Mexico'],
  ['NY', 'New York'],
  ['NC', 'North Carolina'],
  ['ND', 'North Dakota'],
  ['OH', 'Ohio'],
  ['OK', 'Oklahoma'],
  ['OR', 'Oregon'],
  ['PA', 'Pennsylvania'],
  ['RI', 'Rhode Island'],
  ['SC', 'South Carolina'],
  ['SD', 'South Dakota'],
  ['TN', 'Tennessee'],
  ['TX', 'Texas'],
  ['UT', 'Utah'],
  ['VT', 'Vermont'],
  ['VA', 'Virginia'],
  ['WA', 'Washington'],
  ['WV', 'West Virginia'],
  ['WI', 'Wisconsin'],
  ['WY', 'Wyoming'],
  ['AS', 'American Samoa'],
  ['GU', 'Guam'],
  ['MP', 'Northern Mariana Islands'],
  ['PR', 'Puerto Rico'],
  ['VI', 'U.S. Virgin Islands'],
].map(([code = '', label = '']) => ({ code, label })) satisfies readonly Code[];
