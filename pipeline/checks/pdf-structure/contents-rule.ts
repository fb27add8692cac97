import { PDFArray, PDFDict, PDFHexString, PDFName, type PDFObject, PDFRef, PDFString } from '@cantoo/pdf-lib';
import { isHeadedBy } from '../../formats/pdf/contents-pages.ts';
import { key } from '../../formats/pdf/pdf-name.ts';
import { type StructureElement, textOf } from '../../formats/pdf/structure-tree.ts';
import { leavesOf, type OpenedPdf, type PdfRule, textOfElement, type Violation } from './opened-pdf.ts';

/** An entry of the contents as the file has it: each page counts from 1, and is NaN or 0 where there is none. */
interface Entry {
  readonly words: string;
  readonly printed: number;
  readonly spoken: number;
  readonly leadsTo: number;
}

/** Proves the page numbers of the contents against the headings themselves. */
export const contentsRule: PdfRule = {
  id: 'contents',
  proves: 'Every entry of the contents prints, says and leads to the page on which its heading stands.',
  source: 'design of this program',
  *violations(pdf) {
    const entries = entriesOf(pdf);
    for (const [at, expected] of (pdf.expected?.contents ?? []).entries()) {
      const words = entries[at]?.words ?? '';
      if (words !== withoutSpaces(expected))
        yield inContents(`entry ${at + 1} should be "${expected}" with its page, and is "${words}"`);
    }
    const headings = headingsOf(pdf);
    let next = 0;
    for (const { words, printed, spoken, leadsTo } of entries) {
      const found = headings.findIndex((heading, at) => at >= next && isHeadedBy(words, heading.words));
      const page = headings[found]?.page;
      if (page === undefined) {
        yield inContents(`no heading says "${words}"`);
        continue;
      }
      next = found + 1;
      if ([printed, spoken, leadsTo].some((number) => number !== page))
        yield inContents(
          `"${words}" stands on page ${page}; its entry prints ${printed}, says ${spoken} and leads to ${leadsTo}`,
        );
    }
  },
};

const inContents = (problem: string): Violation => ({ place: 'contents', problem });

/** Lines are broken in other places in the contents than in the heading. */
const withoutSpaces = (text: string): string => text.replaceAll(/\s/g, '');

function headingsOf(pdf: OpenedPdf): readonly { readonly words: string; readonly page: number }[] {
  return pdf.elements.flatMap(({ element }) => {
    const [first] = leavesOf(element);
    if (!/^H[2-6]$/.test(element.type) || first === undefined) return [];
    return [{ words: withoutSpaces(textOfElement(pdf, element)), page: pdf.pageNumber(first.page) }];
  });
}

/** The links that end in a page number. */
function entriesOf(pdf: OpenedPdf): readonly Entry[] {
  return pdf.elements.flatMap(({ element }) => {
    if (element.type !== 'Link') return [];
    const [number] = element.kids.filter((kid) => kid.kind === 'element' && kid.entries.has('ActualText'));
    if (number?.kind !== 'element') return [];
    const words = { ...element, kids: element.kids.filter((kid) => kid !== number) };
    const [, spoken] = /^, page (\d+)$/.exec(textOf(number.entries.get('ActualText')) ?? '') ?? [];
    return [
      {
        words: withoutSpaces(textOfElement(pdf, words)),
        printed: Number(textOfElement(pdf, number) || Number.NaN),
        spoken: Number(spoken),
        leadsTo: pageOfLink(pdf, element),
      },
    ];
  });
}

function pageOfLink(pdf: OpenedPdf, link: StructureElement): number {
  const { catalog, context } = pdf.document;
  const object = leavesOf(link).find((leaf) => leaf.kind === 'object');
  if (object === undefined) return 0;
  const annotation = context.lookup(object.object, PDFDict);
  const destination = annotation.lookup(key('Dest')) ?? annotation.lookupMaybe(key('A'), PDFDict)?.lookup(key('D'));
  const named = catalog.lookupMaybe(key('Dests'), PDFDict)?.lookup(nameOf(destination));
  const place = named instanceof PDFDict ? named.lookup(key('D')) : (named ?? destination);
  const page = place instanceof PDFArray ? place.get(0) : undefined;
  return page instanceof PDFRef ? pdf.pageNumber(page) : 0;
}

function nameOf(destination: PDFObject | undefined): PDFName {
  if (destination instanceof PDFName) return destination;
  return key(destination instanceof PDFString || destination instanceof PDFHexString ? destination.decodeText() : '');
}
