import { type AgreementModel, agreementModels, states } from './codelists.ts';
import { foldBlanks, spellingIndex } from './spellings.ts';

/** A spelling met in a published list, what it stands for, and the evidence for saying so. */
interface Spelling {
  readonly spelling: string;
  readonly code: string;
  readonly evidence: string;
}

/**
 * Spellings of the models beside their names. Case and blanks do not matter anywhere: the eleven spellings of three
 * models in the published lists are these and the names themselves with blanks at the end.
 */
export const modelSpellings: readonly (Spelling & { readonly code: AgreementModel })[] = [
  { spelling: 'Jail Enforcment Model', code: 'JEM', evidence: 'a misprint in a published list' },
  { spelling: 'Jail Enforcement', code: 'JEM', evidence: 'the name without "Model"' },
  { spelling: 'JEM', code: 'JEM', evidence: 'the abbreviation in the file names of agreements' },
  { spelling: 'Warrant Services Officer', code: 'WSO', evidence: 'a misprint in a published list' },
  {
    spelling: 'Warrant Service Officer Model',
    code: 'WSO',
    evidence: 'the name as the press releases of 2020 print it',
  },
  { spelling: 'Warrant Service Officers', code: 'WSO', evidence: 'the name in the plural' },
  { spelling: 'WSO', code: 'WSO', evidence: 'the abbreviation in the file names of agreements' },
  { spelling: 'Task Force', code: 'TFM', evidence: 'the name without "Model"' },
  { spelling: 'TFM', code: 'TFM', evidence: 'the abbreviation in the file names of agreements' },
];

/** Misspelt states; the first two are from published lists. */
export const stateSpellings: readonly Spelling[] = [
  { spelling: 'UTAHJ', code: 'UT', evidence: 'list of 29 August 2025, between rows of Utah, with counties of Utah' },
  {
    spelling: 'WEST VIRIGINIA',
    code: 'WV',
    evidence: 'lists of 29 August 2025; the same agreements stand under "WEST VIRGINIA" on 30 September',
  },
  { spelling: 'Commonwealth of the Northern Mariana Islands', code: 'MP', evidence: 'its full name' },
  { spelling: 'Virgin Islands', code: 'VI', evidence: 'its short name' },
  { spelling: 'Washington DC', code: 'DC', evidence: 'its usual name' },
];

/** Kinds of agency as lists print them. */
export const agencyTypeSpellings: readonly Spelling[] = [
  { spelling: 'County', code: 'county', evidence: 'lists of 2025' },
  { spelling: 'Municipality', code: 'municipality', evidence: 'lists of 2025' },
  { spelling: 'Muncipality', code: 'municipality', evidence: 'a misprint in a published list' },
  { spelling: 'State Agency', code: 'state-agency', evidence: 'lists of 2025' },
  {
    spelling: 'State',
    code: 'state-agency',
    evidence: 'lists from August 2025, of agencies that were "State Agency" before',
  },
];

/** Texts that say that there is no such value, in capitals. */
const saysNothing = new Set(['', '#N/A', '#NA', 'N/A', 'NA', '-', '--', 'NONE']);

/** Whether a cell of a list says that there is no value: `#N/A`, `#NA`, `N/A`, or blank. */
export function isNoValue(text: string): boolean {
  return saysNothing.has(foldBlanks(text).toUpperCase());
}

const rowsOf = (list: readonly Spelling[]) => list.map(({ code, spelling }) => [code, spelling] as const);
const namesOf = (list: readonly { readonly code: string; readonly label: string }[]) =>
  list.map(({ code, label }) => [code, label] as const);

/** The code of a model by any of its spellings. */
export const modelOf: (recorded: string) => string | undefined = spellingIndex('agreement model', [
  ...namesOf(agreementModels),
  ...rowsOf(modelSpellings),
]);

/** The postal code of a state or territory by its name, its code or a known misspelling. */
export const stateOf: (recorded: string) => string | undefined = spellingIndex('state', [
  ...namesOf(states),
  ...states.map(({ code }) => [code, code] as const),
  ...rowsOf(stateSpellings),
]);

/** The code of a kind of agency. */
export const agencyTypeOf: (recorded: string) => string | undefined = spellingIndex(
  'agency type',
  rowsOf(agencyTypeSpellings),
);

/**
 * Words of agency names that are written in several ways, each as published lists write one and the same agency, or
 * under one and the same document (list of 26 February 2025 and later).
 */
export const agencyWords: Readonly<Record<string, string>> = {
  dept: 'department',
  ft: 'fort',
  pct: 'precinct',
  twp: 'township',
  univ: 'university',
  st: 'saint',
  bocc: 'board of county commissioners',
  sheriff: 'sheriffs',
  constable: 'constables',
};

/** Words that an agency may add to or drop from its name and remain the same agency. */
export const fillerWords: ReadonlySet<string> = new Set([
  'the',
  'of',
  'and',
  'for',
  'office',
  'department',
  'city',
  'town',
  'village',
  'services',
  'addendum',
]);
