import { type Cell, cellText } from '../cell.ts';
import type { Block } from '../compose.ts';
import { comparisonWindows, type WindowId } from '../period.ts';
import type { HighlightFigure, HighlightsDefinition, SentenceDefinition } from '../reports/report/highlights.ts';
import { fill, listInWords, sentenceOf } from '../wording.ts';
import type { Drawn } from './drawn.ts';
import { figureIn } from './figures.ts';
import { changeInWords } from './highlights/change.ts';
import { whenInWords } from './highlights/when.ts';

/** A figure of a sentence with what the document has for it. */
interface Found {
  readonly figure: HighlightFigure;
  readonly cell: Cell;
  /** What is said right after it. */
  readonly next: Found | null;
}

/** The sentences of a document that its figures allow, as a list; one that says so where they allow none. */
export function composeHighlights(block: HighlightsDefinition, drawn: Drawn): readonly Block[] {
  const office = drawn.extract.offices.find(({ office_code }) => office_code === drawn.scope)?.name ?? null;
  const isUnknown = block.sentences.every(({ figures, window }) =>
    figures.every((figure) => figureIn(figure, window, drawn).kind === 'unavailable'),
  );
  if (isUnknown) return [{ kind: 'paragraph', text: block.words.nothing }];
  const opening: readonly Block[] =
    office === null ? [] : [{ kind: 'paragraph', text: fill(block.words.officeOpening, { office }) }];
  const items = block.sentences.flatMap((sentence) => composeSentence(sentence, office, block, drawn));
  return [...opening, { kind: 'list', items }];
}

/** One sentence, or none where there is nothing to say. */
function composeSentence(
  sentence: SentenceDefinition,
  office: string | null,
  block: HighlightsDefinition,
  drawn: Drawn,
): readonly string[] {
  const { period } = drawn.extract;
  const { text, officeText, window, joined, subject } = sentence;
  if (window === 'fytd' && comparisonWindows(period).fytd.from === period.from) return [];
  const found = sentence.figures.map((figure) => findFigure(figure, window, drawn));
  const [first] = found;
  if (first === undefined) return [];
  const when = whenInWords(window, first.figure.measure, period, block.words.when, drawn.words.periods);
  const isMissing = ({ cell }: Found) => cell.kind !== 'count';
  if (found.every(isMissing) || (joined === 'in-turn' && isMissing(first)))
    return subject === undefined ? [] : [sentenceOf(`${subject} ${when} ${reasonOf(first.cell, block)}`)];
  const said = found.flatMap(figureInWords);
  if (said.length === 0) return [];
  const figures = joined === 'in-turn' ? said.join(' ') : listInWords(said);
  const lead =
    office === null || officeText === undefined
      ? fill(text, { figures, when })
      : fill(officeText, { figures, when, office });
  const missing = found
    .filter(isMissing)
    .flatMap(({ figure, cell }) => (figure.subject ? [`${figure.subject} ${reasonOf(cell, block)}`] : []));
  return [sentenceOf([lead + changesInWords(sentence, first, block, drawn), ...missing].join('; '))];
}

function findFigure(figure: HighlightFigure, window: WindowId, drawn: Drawn): Found {
  const { followedBy } = figure;
  const next = followedBy === undefined ? null : findFigure(followedBy, window, drawn);
  return { figure, cell: figureIn(figure, window, drawn), next };
}

function figureInWords({ figure: { none, one, many }, cell, next }: Found): readonly string[] {
  if (cell.kind !== 'count') return [];
  if (cell.value === 0) return none === undefined ? [] : [none];
  const said = cell.value === 1 ? one : fill(many, { count: cellText(cell) });
  return [[said, ...(next === null ? [] : figureInWords(next))].join(' ')];
}

const reasonOf = (cell: Cell, { words }: HighlightsDefinition) =>
  words.missing[cell.kind === 'withheld' ? 'withheld' : 'unavailable'];

/** What follows the first figure: how it compares with other windows, then with which it cannot be compared. */
function changesInWords(
  { compared }: SentenceDefinition,
  { figure, cell }: Found,
  block: HighlightsDefinition,
  drawn: Drawn,
): string {
  if (compared === undefined || cell.kind !== 'count') return '';
  const { noun = { one: '', many: '' }, windows } = compared;
  // The period before a fiscal year is the same period a year earlier: it is named once.
  const others = new Map(
    windows.map((id) => [
      whenInWords(id, figure.measure, drawn.extract.period, block.words.when, drawn.words.periods),
      figureIn(figure, id, drawn),
    ]),
  );
  const changes = [...others].flatMap(([when, before]) =>
    before.kind === 'count' ? [changeInWords(before.value, cell.value, { when, noun }, block)] : [],
  );
  const missing = (['unavailable', 'withheld'] as const).flatMap((kind) => {
    const whens = [...others].flatMap(([when, before]) => (reasonKind(before) === kind ? [when] : []));
    return whens.length === 0 ? [] : [`; ${fill(block.words.change[kind], { when: listInWords(whens) })}`];
  });
  return [...(changes.length === 0 ? [] : [`, ${listInWords(changes)}`]), ...missing].join('');
}

function reasonKind({ kind }: Cell): 'unavailable' | 'withheld' | null {
  if (kind === 'count') return null;
  return kind === 'withheld' ? 'withheld' : 'unavailable';
}
