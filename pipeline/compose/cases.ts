import { states } from '../../queries/codelists.ts';
import { countries } from '../../queries/countries.ts';
import type { CaseGroup } from '../../queries/illustrative-cases.ts';
import type { Block, ReportModel, Section } from '../compose.ts';
import { PipelineError } from '../errors.ts';
import { monthInWords } from '../period.ts';
import type { ReportWords } from '../reports/words.ts';
import { fill } from '../wording.ts';

type CaseWords = ReportWords['cases'];

/** As headings and their order are. */
const stateLabels = new Map(states.map(({ code, label }) => [code, label]));
const countryLabels = new Map(countries.map(({ code, label }) => [code, label]));

/**
 * The section of illustrative cases: sentences about groups of encounters, by state in alphabetical order, in the order in
 * which the groups come. For the national document of an internal edition that asks for it.
 * @throws PipelineError `usage` for a public edition.
 */
export function composeCases(
  groups: readonly CaseGroup[],
  audience: ReportModel['audience'],
  words: CaseWords,
): Section {
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
    { kind: 'list', items: own.map((group) => caseSentence(group, words)) },
  ]);
  const opening = blocks.length === 0 ? words.nothingToTell : words.introduction;
  return {
    id: 'illustrative-cases',
    title: words.title,
    blocks: [{ kind: 'paragraph', text: opening }, ...blocks],
  };
}

/**
 * `In June 2020, 287(g) programs in Florida encountered citizens of Mexico convicted of assault.`
 * @throws PipelineError `internal` for a code outside the lists: what is not generalised is not told.
 */
export function caseSentence({ state, month, offense, basis, country }: CaseGroup, words: CaseWords): string {
  const told = Object.hasOwn(words.offenses, offense) ? words.offenses[offense] : undefined;
  if (told === undefined) throw notListed(offense);
  const name = (names: ReadonlyMap<string, string>, code: string) => {
    const label = nameIn(names, code);
    return words.withArticle.split(' ').includes(code) ? fill(words.article, { name: label }) : label;
  };
  return fill(words.sentence, {
    month: monthInWords(month),
    state: name(stateLabels, state),
    citizens:
      country === 'other'
        ? words.citizens.others
        : fill(words.citizens.country, { country: name(countryLabels, country) }),
    act: words.act[basis],
    offense: told,
  });
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
