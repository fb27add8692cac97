import { PDFArray, PDFDict, PDFName, PDFNumber, PDFRawStream, PDFRef } from '@cantoo/pdf-lib';
import { unmarkedStretches } from '../../formats/pdf/artifacts.ts';
import { isArtifact, mcidOf } from '../../formats/pdf/marked-content.ts';
import type { PageContent } from '../../formats/pdf/page-content.ts';
import { key } from '../../formats/pdf/pdf-name.ts';
import { textOf } from '../../formats/pdf/structure-tree.ts';
import { leavesOf, numberTree, type OpenedPdf, type PdfRule, placeOf, type Violation } from './opened-pdf.ts';

const onPage = ({ pageNumber }: PageContent, problem: string): Violation => ({ place: `page ${pageNumber}`, problem });

/** Rules about what pages paint, and how it hangs together with the structure tree. */
export const pageRules: readonly PdfRule[] = [
  {
    id: 'all-content-marked',
    proves: 'Everything painted is either tagged or marked as an artifact, and never both.',
    source: 'PDF/UA-1, 7.1-1 to 7.1-3',
    *violations({ contents }) {
      for (const content of contents) {
        const unmarked = unmarkedStretches(content).length;
        if (unmarked > 0) yield onPage(content, `${unmarked} painted stretch(es) are neither tagged nor artifacts`);
        if (nestsMarks(content)) yield onPage(content, 'tagged content and artifacts lie within each other');
      }
    },
  },
  {
    id: 'parent-tree',
    proves: 'Tagged content, structure tree and parent tree agree.',
    source: 'ISO 32000-1, 14.7.4.4',
    *violations(pdf) {
      const holders = holdersByContent(pdf);
      const rows = parentRows(pdf);
      for (const content of pdf.contents) {
        const ids = tagIds(content);
        if (new Set(ids).size !== ids.length) yield onPage(content, 'a marked-content id is used twice');
        const row =
          content.structParents === null ? undefined : pdf.document.context.lookup(rows.get(content.structParents));
        const parents = row instanceof PDFArray ? row.asArray() : [];
        const held = holders.get(content.owner) ?? new Map<number, PDFRef | null>();
        for (const id of new Set([...ids, ...held.keys()])) {
          const parent = parents[id];
          if (!ids.includes(id))
            yield onPage(content, `the structure tree holds content ${id}, which the page does not have`);
          else if (!held.has(id))
            yield onPage(content, `content ${id} is tagged, but the structure tree does not hold it`);
          else if (parent !== held.get(id))
            yield onPage(content, `the parent tree names another element for content ${id}`);
        }
        for (const [id, parent] of parents.entries()) {
          if (parent instanceof PDFRef && !held.has(id))
            yield onPage(content, `the parent tree has a row for content ${id}, which is not tagged`);
        }
      }
    },
  },
  {
    id: 'links',
    proves: 'Every link has a description and stands in a Link element.',
    source: 'PDF/UA-1, 7.18.5',
    *violations(pdf) {
      const rows = parentRows(pdf);
      const links = new Map(pdf.elements.map(({ element }) => [element.ref, element]));
      for (const page of pdf.document.pages) {
        for (const ref of page.node.Annots()?.asArray() ?? []) {
          const annotation = pdf.document.context.lookup(ref, PDFDict);
          const place = `page ${pdf.pageNumber(page.ref)}`;
          const words = textOf(annotation.lookup(key('Contents'))) ?? '';
          if (words.trim() === '') yield { place, problem: 'an annotation has no description (Contents)' };
          if (annotation.lookup(key('Subtype')) !== key('Link'))
            yield { place, problem: 'an annotation is not a link' };
          const row = rows.get(annotation.lookupMaybe(key('StructParent'), PDFNumber)?.asNumber() ?? -1);
          const link = row instanceof PDFRef ? links.get(row) : undefined;
          const holds =
            link !== undefined && leavesOf(link).some((leaf) => leaf.kind === 'object' && leaf.object === ref);
          if (link?.type !== 'Link' || !holds) yield { place, problem: `the link "${words}" is not in a Link element` };
        }
      }
      for (const { element } of pdf.elements) {
        if (element.type !== 'Link' || leavesOf(element).some(({ kind }) => kind === 'object')) continue;
        yield { place: placeOf(pdf, element), problem: 'a Link element has no link annotation' };
      }
    },
  },
  {
    id: 'tab-order',
    proves: 'Links are reached in reading order.',
    source: 'PDF/UA-1, 7.18.3',
    *violations({ document }) {
      for (const [index, page] of document.pages.entries()) {
        if (page.node.lookup(key('Tabs')) !== key('S'))
          yield { place: `page ${index + 1}`, problem: 'the tab order is not that of the structure' };
      }
    },
  },
  {
    id: 'fonts',
    proves: 'All fonts are embedded outlines, and their text can be read as Unicode.',
    source: 'PDF/UA-1, 7.21.4.1 and 7.21.7',
    *violations({ document: { context } }) {
      for (const [, font] of context.enumerateIndirectObjects()) {
        if (!(font instanceof PDFDict) || font.lookup(key('Type')) !== key('Font')) continue;
        const problem = fontProblem(font);
        const name = font.lookup(key('BaseFont'));
        if (problem !== null)
          yield { place: `font ${name instanceof PDFName ? name.decodeText() : 'without name'}`, problem };
      }
    },
  },
];

/** Whether a tag or an artifact lies within a tag or an artifact. */
function nestsMarks({ operations, resources }: PageContent): boolean {
  const marks: boolean[] = [];
  for (const operation of operations) {
    if (operation.name === 'EMC') marks.pop();
    if (operation.name !== 'BMC' && operation.name !== 'BDC') continue;
    const isMark = isArtifact(operation) || mcidOf(operation, resources) !== null;
    if (isMark && marks.includes(true)) return true;
    marks.push(isMark);
  }
  return false;
}

function tagIds({ operations, resources }: PageContent): readonly number[] {
  return operations.flatMap((operation) => (isArtifact(operation) ? [] : (mcidOf(operation, resources) ?? [])));
}

/** The element that holds each content, by page or form and by marked-content id. */
function holdersByContent({ elements }: OpenedPdf): ReadonlyMap<PDFRef, ReadonlyMap<number, PDFRef | null>> {
  const holders = new Map<PDFRef, Map<number, PDFRef | null>>();
  for (const { element } of elements) {
    for (const kid of element.kids) {
      if (kid.kind !== 'content') continue;
      const ofOwner = holders.get(kid.owner) ?? new Map<number, PDFRef | null>();
      holders.set(kid.owner, ofOwner.set(kid.mcid, element.ref));
    }
  }
  return holders;
}

function parentRows({ document: { catalog } }: OpenedPdf): ReturnType<typeof numberTree> {
  return numberTree(catalog.lookupMaybe(key('StructTreeRoot'), PDFDict)?.lookupMaybe(key('ParentTree'), PDFDict));
}

function fontProblem(font: PDFDict): string | null {
  const subtype = font.lookup(key('Subtype'));
  const isDescendant = subtype === key('CIDFontType0') || subtype === key('CIDFontType2');
  if (subtype === key('Type3')) return 'the font is made of drawings (Type 3)';
  if (!isDescendant && !(font.lookup(key('ToUnicode')) instanceof PDFRawStream))
    return 'the font has no map to Unicode';
  if (subtype === key('Type0')) return null;
  const descriptor = font.lookupMaybe(key('FontDescriptor'), PDFDict);
  const isEmbedded = ['FontFile', 'FontFile2', 'FontFile3'].some(
    (name) => descriptor?.lookup(key(name)) instanceof PDFRawStream,
  );
  return isEmbedded ? null : 'the font is not embedded';
}
