import { PDFArray, PDFDict, PDFName, PDFNumber } from '@cantoo/pdf-lib';
import { key } from '../../formats/pdf/pdf-name.ts';
import { everyNode, type StructureElement, textOf } from '../../formats/pdf/structure-tree.ts';
import { headersOf } from '../../formats/pdf/structure-writer.ts';
import { repeatedPages } from '../../formats/pdf/tree-repairs.ts';
import { leavesOf, type OpenedPdf, type PdfRule, placeOf, textOfElement, type Violation } from './opened-pdf.ts';

/** The standard structure types of PDF 1.7 (ISO 32000-1, 14.8.4). */
const standardTypes: ReadonlySet<string> = new Set(
  (
    'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody ' +
    'Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP ' +
    'Figure Formula Form'
  ).split(' '),
);

/** Which elements may stand in which; types that are not named here may hold anything. */
const allowedKids: Readonly<Record<string, readonly string[]>> = {
  L: ['L', 'LI', 'Caption'],
  LI: ['Lbl', 'LBody'],
  Table: ['TR', 'THead', 'TBody', 'TFoot', 'Caption'],
  THead: ['TR'],
  TBody: ['TR'],
  TFoot: ['TR'],
  TR: ['TH', 'TD'],
};

/** Where elements must stand that make no sense elsewhere. */
const requiredParents: Readonly<Record<string, readonly string[]>> = {
  LI: ['L'],
  Lbl: ['LI', 'Note', 'TOCI', 'BibEntry'],
  LBody: ['LI'],
  TR: ['Table', 'THead', 'TBody', 'TFoot'],
  TH: ['TR'],
  TD: ['TR'],
  THead: ['Table'],
  TBody: ['Table'],
  TFoot: ['Table'],
};

const withoutOwnContent: ReadonlySet<string> = new Set([
  'Document',
  'Part',
  'Art',
  'Sect',
  'Div',
  'BlockQuote',
  ...Object.keys(allowedKids),
]);

/** Rules about the structure tree itself. */
export const treeRules: readonly PdfRule[] = [
  {
    id: 'standard-types',
    proves: 'Every structure type is a standard one or is mapped to one.',
    source: 'PDF/UA-1, 7.1-5',
    violations: (pdf) =>
      each(pdf, (element) =>
        standardTypes.has(pdf.standardType(element)) ? null : `"${element.type}" is not a standard structure type`,
      ),
  },
  {
    id: 'nesting',
    proves: 'Lists are made of items with their bodies, tables of rows of cells, and text stands in paragraphs.',
    source: 'PDF/UA-1, 7.2; ISO 32000-1, 14.8.4.3',
    violations: (pdf) => each(pdf, (element, parent) => nestingProblem(pdf, element, parent)),
  },
  {
    id: 'headings',
    proves: 'Headings begin with one at the first level and skip none.',
    source: 'PDF/UA-1, 7.4.2',
    *violations(pdf) {
      let level = 0;
      for (const { element } of pdf.elements) {
        const match = /^H([1-6])$/.exec(element.type);
        if (match === null) continue;
        const next = Number(match[1]);
        const place = placeOf(pdf, element);
        if (next > level + 1)
          yield {
            place,
            problem:
              level === 0
                ? 'the first heading is not an H1'
                : `a heading of level ${next} follows one of level ${level}`,
          };
        if (next === 1 && level > 0) yield { place, problem: 'there is a second H1' };
        if (textOfElement(pdf, element).trim() === '') yield { place, problem: 'the heading is empty' };
        level = next;
      }
      if (level === 0) yield { place: 'document', problem: 'there are no headings' };
    },
  },
  {
    id: 'figures',
    proves: 'Every figure has alternative text and its place on the page, and no chart of the report is left out.',
    source: 'PDF/UA-1, 7.3-1; ISO 32000-1, 14.8.5.4.3',
    *violations(pdf) {
      yield* each(pdf, (element) => figureProblem(pdf, element));
      const found = new Set(pdf.elements.map(({ element }) => onOneLine(textOf(element.entries.get('Alt')) ?? '')));
      for (const alternative of pdf.expected?.alternatives ?? []) {
        if (found.has(onOneLine(alternative))) continue;
        yield {
          place: 'document',
          problem: `there is no figure with the alternative text "${alternative.slice(0, 60)}"`,
        };
      }
    },
  },
  {
    id: 'header-cells',
    proves: 'Every header cell says what it heads, and data cells refer only to header cells.',
    source: 'PDF/UA-1, 7.5',
    violations: (pdf) => {
      const headers = new Set(
        pdf.elements.flatMap(({ element }) => (element.type === 'TH' && element.id !== null ? [element.id] : [])),
      );
      const listed = idsInTree(pdf);
      return each(pdf, (element) => {
        if (element.type === 'TH' && !(element.attributes.get('Table')?.get('Scope') instanceof PDFName))
          return 'the header cell has no scope';
        if (element.id !== null && !listed.has(element.id)) return `the id ${element.id} is not in the id tree`;
        const unknown = headersOf(element.attributes).find((id) => !headers.has(id));
        return unknown === undefined ? null : `the cell refers to ${unknown}, which is no header cell`;
      });
    },
  },
  {
    id: 'regular-tables',
    proves: 'All rows of a table have the same number of columns.',
    source: 'PDF/UA-1, 7.2-15; Matterhorn Protocol, 15',
    violations: (pdf) =>
      each(pdf, (element) => {
        if (element.type !== 'Table') return null;
        const widths = new Set(rowWidths(element));
        return widths.size > 1 ? `rows have ${[...widths].join(', ')} columns` : null;
      }),
  },
  {
    id: 'no-repeated-headers',
    proves: 'Table rows that are repeated on later pages are read once.',
    source: 'design of this program',
    violations: (pdf) =>
      each(pdf, (element, parent) => {
        if (element.type !== 'TR') return null;
        const pages = new Set(leavesOf(element).map(({ page }) => page)).size;
        const repeated = repeatedPages(element, ({ owner, mcid }) => pdf.shown.get(owner)?.get(mcid)).size;
        return repeated > 0 || (parent?.type === 'THead' && pages > 1) ? `the row is tagged on ${pages} pages` : null;
      }),
  },
];

function* each(
  pdf: OpenedPdf,
  problemOf: (element: StructureElement, parent: StructureElement | null) => string | null,
): Generator<Violation> {
  for (const { element, parent } of pdf.elements) {
    const problem = problemOf(element, parent);
    if (problem !== null) yield { place: placeOf(pdf, element), problem };
  }
}

/** Browsers write white space in labels as they like. */
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function figureProblem(pdf: OpenedPdf, element: StructureElement): string | null {
  if (pdf.standardType(element) !== 'Figure') return null;
  if ((textOf(element.entries.get('Alt')) ?? '').trim() === '') return 'the figure has no alternative text';
  const onOnePage = new Set(leavesOf(element).map(({ page }) => page)).size === 1;
  return onOnePage && !(element.attributes.get('Layout')?.get('BBox') instanceof PDFArray)
    ? 'the figure has no box'
    : null;
}

function nestingProblem(pdf: OpenedPdf, element: StructureElement, parent: StructureElement | null): string | null {
  const type = pdf.standardType(element);
  const parents = requiredParents[type];
  if (parents !== undefined && !parents.includes(parent?.type ?? ''))
    return `${type} stands in ${parent?.type ?? 'nothing'}`;
  if (withoutOwnContent.has(type) && element.kids.some(({ kind }) => kind === 'content'))
    return 'it holds text that is in no paragraph';
  const kids = element.kids.flatMap((kid) => (kid.kind === 'element' ? [pdf.standardType(kid)] : []));
  const stranger = kids.find((kid) => allowedKids[type]?.includes(kid) === false);
  if (stranger !== undefined) return `${type} holds ${stranger}`;
  if (type === 'LI' && !kids.includes('LBody')) return 'the list item has no body';
  if ((type === 'Table' || type === 'L' || type === 'TR') && kids.length === 0) return `${type} is empty`;
  return null;
}

function idsInTree({ document: { catalog } }: OpenedPdf): ReadonlySet<string> {
  const tree = catalog.lookupMaybe(key('StructTreeRoot'), PDFDict)?.lookupMaybe(key('IDTree'), PDFDict);
  const names = tree?.lookupMaybe(key('Names'), PDFArray)?.asArray() ?? [];
  return new Set(names.flatMap((name) => textOf(name) ?? []));
}

/** Columns of each row; a cell that spans rows counts in all of them. */
function rowWidths(table: StructureElement): readonly number[] {
  const rows: StructureElement[] = [];
  for (const node of everyNode(table)) if (node.kind === 'element' && node.type === 'TR') rows.push(node);
  const widths = rows.map(() => 0);
  for (const [index, row] of rows.entries()) {
    for (const cell of row.kids) {
      if (cell.kind !== 'element') continue;
      for (let at = index; at < Math.min(index + span(cell, 'RowSpan'), rows.length); at += 1) {
        widths[at] = (widths[at] ?? 0) + span(cell, 'ColSpan');
      }
    }
  }
  return widths;
}

function span(cell: StructureElement, name: 'RowSpan' | 'ColSpan'): number {
  const value = cell.attributes.get('Table')?.get(name);
  return value instanceof PDFNumber ? value.asNumber() : 1;
}
