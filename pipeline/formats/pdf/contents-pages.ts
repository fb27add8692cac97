import { PDFHexString, type PDFRef } from '@cantoo/pdf-lib';
import { PipelineError } from '../../errors.ts';
import { type Operand, type Operation, readOperations } from './content-stream.ts';
import { mcidOf } from './marked-content.ts';
import type { PageContent } from './page-content.ts';
import {
  everyNode,
  plainElement,
  rewriteElements,
  type StructureElement,
  type StructureNode,
  type TaggedContent,
} from './structure-tree.ts';
import { type Shows, textOfNodes } from './tree-repairs.ts';

/**
 * What the browser prints where the number of a page will stand: every digit once, in order, so that the slot itself brings
 * the glyphs of whichever font it is set in.
 */
const slotText = '0123456789';

const emptySlot = '<span class="page-number"></span>';

/** The page as it is printed: with room for the page numbers of its contents, which a screen has no use for. */
export function withPageSlots(html: string): string {
  return html.replaceAll(emptySlot, emptySlot.replace('><', `>${slotText}<`));
}

/** An entry of the contents, and the page on which its heading stands. */
interface Entry {
  readonly slot: TaggedContent;
  /** Counts from 1. */
  readonly page: number;
}

/** Contents and tree with every slot filled with the number of the page to which its link leads. */
export interface FilledContents {
  readonly contents: readonly PageContent[];
  readonly tree: StructureElement;
}

/**
 * Writes the page on which each heading stands into the slots of the contents, so that one printing is enough. Throws
 * PipelineError `render` where an entry has no heading of the same words after it.
 */
export function fillPageSlots(contents: readonly PageContent[], tree: StructureElement, shows: Shows): FilledContents {
  const pages = new Map(contents.map(({ page, pageNumber }) => [page, pageNumber]));
  const entries = entriesOf(tree, shows, pages);
  if (entries.length === 0) return { contents, tree };
  const numbers = new Map<PDFRef, Map<number, number>>();
  for (const { slot, page } of entries)
    numbers.set(slot.owner, (numbers.get(slot.owner) ?? new Map<number, number>()).set(slot.mcid, page));
  const numberOf = ({ owner, mcid }: TaggedContent) => numbers.get(owner)?.get(mcid);
  return {
    contents: contents.map((content) => fillContent(content, numbers.get(content.owner))),
    tree: rewriteElements(tree, (element) => ({
      ...element,
      kids: element.kids.map((kid) => sayPage(kid, kid.kind === 'content' ? numberOf(kid) : undefined)),
    })),
  };
}

/** Entries and headings stand in the same order: words that occur twice lead to two headings. */
function entriesOf(tree: StructureElement, shows: Shows, pages: ReadonlyMap<PDFRef, number>): readonly Entry[] {
  const elements = [...everyNode(tree)].filter((node) => node.kind === 'element');
  const isSlot = (node: StructureNode) => node.kind === 'content' && shows(node)?.text === slotText;
  const headings = elements
    .filter(({ type }) => /^H[2-6]$/.test(type))
    .map((heading) => ({ words: wordsOf([heading], shows), page: pageOf(heading, pages) }));
  let at = 0;
  return elements.flatMap((link) => {
    if (link.type !== 'Link') return [];
    const [slot] = [...everyNode(link)].filter((node) => node.kind === 'content').filter(isSlot);
    if (slot === undefined) return [];
    const words = wordsOf(
      [...everyNode(link)].filter((node) => node.kind === 'content' && !isSlot(node)),
      shows,
    );
    const found = headings.findIndex((heading, index) => index >= at && isHeadedBy(words, heading.words));
    const page = headings[found]?.page;
    if (page === undefined) throw withoutHeading(words);
    at = found + 1;
    return [{ slot, page }];
  });
}

/** Whether an entry names a heading: all of it, or what stands before a comma and the period of the document. */
export function isHeadedBy(entry: string, heading: string): boolean {
  return heading === entry || heading.startsWith(`${entry},`);
}

/** Lines are broken in other places in the contents than in the heading: spaces do not count. */
function wordsOf(nodes: readonly StructureNode[], shows: Shows): string {
  return textOfNodes(nodes, shows).replaceAll(/\s/g, '');
}

function pageOf(heading: StructureElement, pages: ReadonlyMap<PDFRef, number>): number | undefined {
  for (const node of everyNode(heading)) if (node.kind === 'content') return pages.get(node.page);
  return undefined;
}

function withoutHeading(words: string): PipelineError {
  return new PipelineError(
    'render',
    `the contents list "${words}", and no heading after that says so`,
    'make the entry and its heading the same in the templates',
  );
}

/** A reader who hears the page hears "Key figures, page 3". */
function sayPage(kid: StructureNode, page: number | undefined): StructureNode {
  if (page === undefined) return kid;
  return {
    ...plainElement('Span', [kid]),
    entries: new Map([['ActualText', PDFHexString.fromText(`, page ${page}`)]]),
  };
}

function fillContent(content: PageContent, numbers: ReadonlyMap<number, number> | undefined): PageContent {
  if (numbers === undefined) return content;
  const parts: Uint8Array[] = [];
  let done = 0;
  let number: number | undefined;
  let shown: Operation[] = [];
  for (const operation of content.operations) {
    if (operation.name === 'BDC') number = numbers.get(mcidOf(operation, content.resources) ?? -1);
    if (number === undefined) continue;
    if (operation.name === 'Tj' || operation.name === 'TJ') shown.push(operation);
    if (operation.name !== 'EMC') continue;
    for (const [at, text] of digitsInPlace(shown.map(codesOf), String(number)).entries()) {
      const { from = done, until = done } = shown[at] ?? {};
      parts.push(content.bytes.subarray(done, from), Buffer.from(`<${text.toString('hex')}> Tj`));
      done = until;
    }
    number = undefined;
    shown = [];
  }
  parts.push(content.bytes.subarray(done));
  const bytes = Buffer.concat(parts);
  return { ...content, bytes, operations: readOperations(bytes) };
}

/**
 * What each operator that showed a part of the slot shows instead. Digits are equally wide, so a number that takes the last
 * places stands flush right; where the browser does not place digits one by one, it stands where the slot began.
 */
function digitsInPlace(parts: readonly Buffer[], number: string): readonly Buffer[] {
  const all = Buffer.concat(parts);
  const length = all.length / slotText.length;
  const codes = Array.from(number, (digit) => all.subarray(Number(digit) * length, (Number(digit) + 1) * length));
  const nothing = Buffer.alloc(0);
  if (parts.length !== slotText.length) return parts.map((_, at) => (at === 0 ? Buffer.concat(codes) : nothing));
  return parts.map((_, at) => codes[at - parts.length + codes.length] ?? nothing);
}

function codesOf({ operands }: Operation): Buffer {
  const bytes = (operand: Operand | undefined): readonly Uint8Array[] => {
    if (typeof operand !== 'object' || operand === null) return [];
    if (operand.kind === 'array') return operand.items.flatMap(bytes);
    return operand.kind === 'string' ? [operand.bytes] : [];
  };
  return Buffer.concat(bytes(operands[0]));
}
