import type { Block, Section } from '../compose.ts';
import type { ReportDefinition, SectionDefinition } from '../reports/report.ts';
import type { ReportWords } from '../reports/words.ts';
import { fill } from '../wording.ts';
import { composeBlock } from './blocks.ts';
import type { Drawn } from './drawn.ts';
import { isListed } from './tables/listing.ts';
import { holdsNothing, isPrinted, lacksFigures } from './tables/nothing.ts';
import { titlesOf } from './tables/words.ts';
import type { ComposedTables } from './tables.ts';

/** The sections of a document that have something to say, in order; what the sources do not tell is named once, after them. */
export function composeSections(
  definition: ReportDefinition,
  drawn: Drawn,
  composed: ComposedTables,
): readonly Section[] {
  const untold = definition.sections.filter((section) => isUntold(section, drawn, composed));
  const told = (section: SectionDefinition): readonly Section[] => {
    if (!untold.includes(section)) return [composeSection(section, drawn, composed)];
    // A single one stands where it is.
    return untold.length > 1 ? [] : [saysNothing(section, drawn.words.document)];
  };
  const sections = definition.sections.flatMap(told).filter(({ blocks }) => blocks.length > 0);
  return untold.length > 1 ? [...sections, untoldSection(untold, drawn.words.document)] : sections;
}

/** Whether a section has tables or lists, and none of them has a figure or is known to be empty. */
function isUntold({ blocks }: SectionDefinition, drawn: Drawn, composed: ComposedTables): boolean {
  const tables = blocks.flatMap((block) => composed.get(block) ?? []);
  if (tables.length > 0) return lacksFigures(tables) && !holdsNothingAt(blocks, drawn, composed);
  // An empty list is something to tell.
  const tellsNone = blocks.some((block) => block.kind === 'listing' && isListed(block.table.coverage, drawn));
  return blocks.some(isTabular) && !tellsNone;
}

const holdsNothingAt = (blocks: SectionDefinition['blocks'], drawn: Drawn, composed: ComposedTables) =>
  blocks.some((block) => (composed.get(block) ?? []).some((table) => holdsNothing(table, block, drawn)));

const tabular: ReadonlySet<string> = new Set(['table', 'measures', 'parts', 'trend', 'figures', 'listing']);
const isTabular = ({ kind }: SectionDefinition['blocks'][number]) => tabular.has(kind);

const saysNothing = ({ id, title }: SectionDefinition, words: ReportWords['document']): Section => ({
  id,
  title,
  blocks: [{ kind: 'paragraph', text: words.nothingInSection }],
});

function untoldSection(sections: readonly SectionDefinition[], { untold }: ReportWords['document']): Section {
  const { id, title, introduction } = untold;
  const items = sections.map((section) => section.title);
  return {
    id,
    title,
    blocks: [
      { kind: 'paragraph', text: introduction },
      { kind: 'list', items },
    ],
  };
}

function composeSection(section: SectionDefinition, drawn: Drawn, composed: ComposedTables): Section {
  const { id, title, introduction } = section;
  const blocks = section.blocks.flatMap((block) => composeBlock(block, drawn, composed));
  const opening: readonly Block[] =
    introduction === undefined || blocks.length === 0 ? [] : [{ kind: 'paragraph', text: introduction }];
  return { id, title, blocks: [...opening, ...blocks, ...missingTables(section, drawn, composed)] };
}

/** What stands in place of the tables of a section that are not printed, where others are. */
function missingTables({ blocks }: SectionDefinition, drawn: Drawn, composed: ComposedTables): readonly Block[] {
  const { emptyTables, missingTables: missing } = drawn.words.document;
  const left = blocks.flatMap((block) =>
    (composed.get(block) ?? [])
      .filter((table) => !isPrinted(table, drawn))
      .map((table) => ({ table, says: holdsNothing(table, block, drawn) ? emptyTables : missing })),
  );
  return [emptyTables, missing].flatMap((words): readonly Block[] => {
    const tables = left.filter(({ says }) => says === words).map(({ table }) => table);
    const titles = titlesOf(tables, drawn.extract.period);
    return tables.length === 0 ? [] : [{ kind: 'paragraph', text: fill(words, { titles }) }];
  });
}
