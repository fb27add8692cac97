import { states } from '../../queries/codelists.ts';
import { countries } from '../../queries/countries.ts';
import type { CaseGroup } from '../../queries/illustrative-cases.ts';
import type { Block, ReportModel, Section } from '../compose.ts';
import { PipelineError } from '../errors.ts';
import { monthInWords } from '../period.ts';

/** The words of the section: what stands under its heading, and what stands there where no group may be told of. */
const introduction =
  'Each sentence tells of a group of encounters, never of one person. What is told of a group is its month, the state of the agencies, the offense category and, where it is common, the country of citizenship. Small groups are not told of. The sentences are examples and no measure: how many encounters there were is in the tables.';
const nothingToTell = 'No group of encounters of the period is large enough to be told of.';

/**
 * What people are convicted of or charged with, by offense category. A category without words is not told.
 */
const offenseWords: Readonly<Record<string, string>> = {
  sovereignty: 'a sovereignty offense',
  military: 'a military offense',
  immigration: 'an immigration offense',
  homicide: 'homicide',
  kidnapping: 'kidnapping',
  'sexual-assault': 'sexual assault',
  robbery: 'robbery',
  assault: 'assault',
  abortion: 'an abortion offense',
  threat: 'making a threat',
  arson: 'arson',
  extortion: 'extortion',
  burglary: 'burglary',
  larceny: 'larceny',
  'stolen-vehicle': 'a stolen vehicle offense',
  forgery: 'forgery',
  'fraudulent-activities': 'fraud',
  embezzlement: 'embezzlement',
  'stolen-property': 'a stolen property offense',
  'damage-property': 'damaging property',
  'dangerous-drugs': 'a dangerous drugs offense',
  'sex-offenses': 'a sex offense not involving assault or commercialized sex',
  obscenity: 'an obscenity offense',
  'family-offenses': 'a family offense',
  gambling: 'a gambling offense',
  'commercialized-sexual-offenses': 'a commercialized sexual offense',
  liquor: 'a liquor offense',
  'obstructing-police': 'obstructing the police',
  'flight-escape': 'flight or escape',
  'obstructing-judiciary': 'obstructing a court, a legislature or the like',
  bribery: 'bribery',
  'weapon-offenses': 'a weapon offense',
  'public-peace': 'an offense against the public peace',
  'traffic-dui': 'driving under the influence',
  traffic: 'a traffic offense',
  'health-safety': 'a health or safety offense',
  'civil-rights': 'a civil rights offense',
  'invasion-of-privacy': 'invasion of privacy',
  smuggling: 'smuggling',
  'election-laws': 'an election law offense',
  antitrust: 'an antitrust offense',
  'tax-revenue': 'a tax or revenue offense',
  conservation: 'a conservation offense',
  'exploitation-enticement': 'exploitation or enticement',
};

/** Names that ordinary English does not use without an article. */
const withArticle: ReadonlySet<string> = new Set(
  'ARE BHS CAF COD COG COM CYM DOM GBR GMB MDV MHL NLD ANT PCN PHL SLB SUN SYC TCA VGB DC MP VI'.split(' '),
);

const namesOf = (codes: readonly { readonly code: string; readonly label: string }[]) =>
  new Map(codes.map(({ code, label }) => [code, withArticle.has(code) ? `the ${label}` : label]));
const stateNames = namesOf(states);
const countryNames = namesOf(countries);
/** As headings and their order are. */
const stateLabels = new Map(states.map(({ code, label }) => [code, label]));

/**
 * The section of illustrative cases: sentences about groups of encounters, by state in alphabetical order, in the order in
 * which the groups come. For the national document of an internal edition that asks for it.
 * @throws PipelineError `usage` for a public edition.
 */
export function composeCases(groups: readonly CaseGroup[], audience: ReportModel['audience']): Section {
  if (audience !== 'internal') {
    throw new PipelineError(
      'usage',
      'illustrative cases were asked for in a public edition',
      'leave them out: they are for internal editions only',
    );
  }
  const ofStates = [...Map.groupBy(groups, ({ state }) => state)]
    .map(([state, own]) => ({ state, label: nameIn(stateLabels, state), own }))
    .toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const blocks: readonly Block[] = ofStates.flatMap(({ state, label, own }) => [
    { kind: 'heading', id: `cases-${state.toLowerCase()}`, text: label },
    { kind: 'list', items: own.map(caseSentence) },
  ]);
  const opening = blocks.length === 0 ? nothingToTell : introduction;
  return {
    id: 'illustrative-cases',
    title: 'Illustrative cases',
    blocks: [{ kind: 'paragraph', text: opening }, ...blocks],
  };
}

/**
 * `In June 2020, 287(g) programs in Florida encountered citizens of Mexico convicted of assault.`
 * @throws PipelineError `internal` for a code outside the lists: what is not generalised is not told.
 */
export function caseSentence({ state, month, offense, basis, country }: CaseGroup): string {
  const words = Object.hasOwn(offenseWords, offense) ? offenseWords[offense] : undefined;
  if (words === undefined) throw notListed(offense);
  const where = nameIn(stateNames, state);
  const citizens = country === 'other' ? 'citizens of other countries' : `citizens of ${nameIn(countryNames, country)}`;
  const act = basis === 'convicted' ? 'convicted of' : 'charged with';
  return `In ${monthInWords(month)}, 287(g) programs in ${where} encountered ${citizens} ${act} ${words}.`;
}

function nameIn(names: ReadonlyMap<string, string>, code: string): string {
  const name = names.get(code);
  if (name === undefined) throw notListed(code);
  return name;
}

const notListed = (code: string) =>
  new PipelineError(
    'internal',
    `a case has the code ${JSON.stringify(code)}, which is in no list`,
    'report this defect',
  );
