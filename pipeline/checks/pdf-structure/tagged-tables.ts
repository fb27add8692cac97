import { everyNode, type StructureElement } from '../../formats/pdf/structure-tree.ts';
import { type OpenedPdf, textOfElement } from './opened-pdf.ts';

/**
 * A table as a reader of the tags hears it. No text has a space: those that the page makes by position alone are not in
 * the file.
 */
export interface TaggedTable {
  /** The heading between it and the table before it; empty: none. */
  readonly heading: string;
  /** The heading of each column. */
  readonly columns: readonly string[];
  /** The cells of each row below the head, its own heading first. */
  readonly rows: readonly (readonly string[])[];
}

/** A text without its spaces, as the text of a PDF is compared. */
export const withoutSpaces = (text: string): string => text.replace(/\s+/g, '');

/** Every table of a PDF, in reading order. */
export function taggedTables(pdf: OpenedPdf): readonly TaggedTable[] {
  const textOf = (element: StructureElement) => withoutSpaces(textOfElement(pdf, element));
  const tables: TaggedTable[] = [];
  let heading = '';
  for (const { element } of pdf.elements) {
    const type = pdf.standardType(element);
    if (/^H[1-6]?$/.test(type)) heading = textOf(element);
    if (type !== 'Table') continue;
    const rows = rowsOf(element, pdf);
    const isHead = (row: readonly StructureElement[]) => row.every((cell) => pdf.standardType(cell) === 'TH');
    tables.push({
      heading,
      columns: rows.filter(isHead).flatMap((row) => row.map(textOf)),
      rows: rows.filter((row) => !isHead(row)).map((row) => row.map(textOf)),
    });
    heading = '';
  }
  return tables;
}

/** The cells of each row. */
function rowsOf(table: StructureElement, pdf: OpenedPdf): readonly (readonly StructureElement[])[] {
  const elements = [...everyNode(table)].filter((node) => node.kind === 'element');
  return elements
    .filter((element) => pdf.standardType(element) === 'TR')
    .map((row) => row.kids.filter((kid) => kid.kind === 'element'));
}
