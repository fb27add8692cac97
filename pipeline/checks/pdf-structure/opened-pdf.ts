import { PDFArray, PDFDict, PDFName, PDFNumber, PDFRef } from '@cantoo/pdf-lib';
import { type ReadFile, readFile } from '../../formats/pdf/file-reader.ts';
import { type MarkedContent, readMarkedContent } from '../../formats/pdf/marked-content.ts';
import { type PageContent, readPageContents } from '../../formats/pdf/page-content.ts';
import { key } from '../../formats/pdf/pdf-name.ts';
import {
  everyNode,
  readStructure,
  type StructureElement,
  type TaggedContent,
  type TaggedObject,
} from '../../formats/pdf/structure-tree.ts';

/** What the file is meant to say of itself and of its figures; taken from the report model. */
export interface ExpectedPdf {
  readonly title: string;
  readonly language: string;
  /** ISO 8601 */
  readonly dated: string;
  /** The alternative texts of its figures, in order. */
  readonly alternatives: readonly string[];
  /** The headings that its contents list, in order; the template may list more after them. */
  readonly contents: readonly string[];
}

/** A PDF file, read once for all rules. */
export interface OpenedPdf {
  readonly bytes: Uint8Array;
  readonly document: ReadFile;
  readonly contents: readonly PageContent[];
  /** What is shown by marked content, by page or form. */
  readonly shown: ReadonlyMap<PDFRef, MarkedContent>;
  readonly top: readonly StructureElement[];
  /** Every element with its parent, in reading order. */
  readonly elements: readonly PlacedElement[];
  /** The standard type of each element's type. */
  readonly standardType: (element: StructureElement) => string;
  /** Counts from 1; 0: not a page of the file. */
  readonly pageNumber: (page: PDFRef) => number;
  readonly expected: ExpectedPdf | null;
}

/** An element of the tree and where it stands. */
export interface PlacedElement {
  readonly element: StructureElement;
  readonly parent: StructureElement | null;
}

/** Something that a rule does not allow, and where: `page 2`, `Table 1 > TR 4`. */
export interface Violation {
  readonly place: string;
  readonly problem: string;
}

/** One thing that is proved of every PDF before it is published. */
export interface PdfRule {
  readonly id: string;
  /** As the notes and the manifest may say it. */
  readonly proves: string;
  /** Where the rule comes from. */
  readonly source: string;
  readonly violations: (pdf: OpenedPdf) => Iterable<Violation>;
}

/** Opens a PDF for the rules. Throws where it cannot be read. */
export function openPdf(bytes: Uint8Array, expected: ExpectedPdf | null): OpenedPdf {
  const document = readFile(bytes);
  const contents = readPageContents(document);
  const top = readStructure(document);
  const pages = new Map(document.pages.map((page, index) => [page.ref, index + 1]));
  const roles = document.catalog.lookupMaybe(key('StructTreeRoot'), PDFDict)?.lookupMaybe(key('RoleMap'), PDFDict);
  return {
    bytes,
    document,
    contents,
    shown: readMarkedContent(document, contents),
    top,
    elements: top.flatMap((element) => placed(element, null)),
    standardType: ({ type }) => {
      const role = roles?.lookup(key(type));
      return role instanceof PDFName ? role.decodeText() : type;
    },
    pageNumber: (page) => pages.get(page) ?? 0,
    expected,
  };
}

function placed(element: StructureElement, parent: StructureElement | null): readonly PlacedElement[] {
  const below = element.kids.flatMap((kid) => (kid.kind === 'element' ? placed(kid, element) : []));
  return [{ element, parent }, ...below];
}

/** Where an element stands, for a person: its type, its page and the beginning of its text. */
export function placeOf(pdf: OpenedPdf, element: StructureElement): string {
  const leaves = leavesOf(element);
  const page = leaves[0] === undefined ? 0 : pdf.pageNumber(leaves[0].page);
  const text = textOfElement(pdf, element).trim().slice(0, 40);
  return `${element.type}${text === '' ? '' : ` "${text}"`}${page === 0 ? '' : ` on page ${page}`}`;
}

/** Everything in an element that is not an element. */
export function leavesOf(element: StructureElement): readonly (TaggedContent | TaggedObject)[] {
  return [...everyNode(element)].filter((node) => node.kind !== 'element');
}

/** What an element says. */
export function textOfElement(pdf: OpenedPdf, element: StructureElement): string {
  let text = '';
  for (const node of everyNode(element)) {
    if (node.kind === 'content') text += pdf.shown.get(node.owner)?.get(node.mcid)?.text ?? '';
  }
  return text;
}

/** The values of a number tree by key. */
export function numberTree(root: PDFDict | undefined): ReadonlyMap<number, PDFRef | PDFArray | PDFDict> {
  const values = new Map<number, PDFRef | PDFArray | PDFDict>();
  const visit = (node: PDFDict) => {
    const pairs = node.lookupMaybe(key('Nums'), PDFArray)?.asArray() ?? [];
    for (let at = 0; at + 1 < pairs.length; at += 2) {
      const [row, value] = [pairs[at], pairs[at + 1]];
      if (!(row instanceof PDFNumber)) continue;
      if (value instanceof PDFRef || value instanceof PDFArray || value instanceof PDFDict)
        values.set(row.asNumber(), value);
    }
    for (const kid of node.lookupMaybe(key('Kids'), PDFArray)?.asArray() ?? []) {
      const below = node.context.lookup(kid);
      if (below instanceof PDFDict) visit(below);
    }
  };
  if (root !== undefined) visit(root);
  return values;
}
