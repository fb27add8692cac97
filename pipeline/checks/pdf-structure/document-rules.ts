import { createHash } from 'node:crypto';
import { PDFArray, PDFBool, PDFDict, PDFHexString, PDFRawStream, PDFString } from '@cantoo/pdf-lib';
import { key } from '../../formats/pdf/pdf-name.ts';
import { streamBytes } from '../../formats/pdf/stream-bytes.ts';
import { textOf } from '../../formats/pdf/structure-tree.ts';
import type { OpenedPdf, PdfRule, Violation } from './opened-pdf.ts';

const whole = (problem: string): Violation => ({ place: 'document', problem });

const information = ({ document: { context } }: OpenedPdf): PDFDict | undefined => {
  const info = context.lookup(context.trailerInfo.Info);
  return info instanceof PDFDict ? info : undefined;
};

function xmpOf({ document: { catalog } }: OpenedPdf): string {
  const metadata = catalog.lookup(key('Metadata'));
  return metadata instanceof PDFRawStream ? Buffer.from(streamBytes(metadata)).toString('utf8') : '';
}

function element(xmp: string, name: string): string | null {
  const match = new RegExp(`<${name}>(?:\\s*<rdf:Alt>\\s*<rdf:li[^>]*>)?([^<]*)<`).exec(xmp);
  return match?.[1] === undefined ? null : unescaped(match[1]);
}

const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"' })[name] ?? '&');

/** Rules about the file as a whole. */
export const documentRules: readonly PdfRule[] = [
  {
    id: 'not-encrypted',
    proves: 'The file is not encrypted.',
    source: 'PDF/UA-1, 7.16',
    *violations({ document: { context } }) {
      if (context.trailerInfo.Encrypt !== undefined) yield whole('the file is encrypted');
    },
  },
  {
    id: 'no-active-content',
    proves: 'The file holds no script, no action on opening and no attachment.',
    source: 'design of this program',
    *violations({ document: { catalog } }) {
      const names = catalog.lookupMaybe(key('Names'), PDFDict);
      const found = ['OpenAction', 'AA', 'AcroForm', 'AF', 'Collection'].filter((name) => catalog.has(key(name)));
      const named = ['JavaScript', 'EmbeddedFiles'].filter((name) => names?.has(key(name)));
      for (const name of [...found, ...named]) yield whole(`the catalog has ${name}`);
    },
  },
  {
    id: 'pages',
    proves: 'The file has pages, and each shows something.',
    source: 'design of this program',
    *violations({ document, contents }) {
      if (document.pages.length === 0) yield whole('there is no page');
      for (const { owner, page, pageNumber, operations } of contents) {
        if (owner === page && operations.length === 0)
          yield { place: `page ${pageNumber}`, problem: 'the page is blank' };
      }
    },
  },
  {
    id: 'marked',
    proves: 'The file says that it is tagged.',
    source: 'PDF/UA-1, 7.1; ISO 32000-1, 14.7.1',
    *violations({ document: { catalog }, top }) {
      const marks = catalog.lookupMaybe(key('MarkInfo'), PDFDict);
      if (marks?.lookup(key('Marked')) !== PDFBool.True) yield whole('MarkInfo does not say that it is marked');
      if (marks?.lookup(key('Suspects')) === PDFBool.True) yield whole('MarkInfo says that tags are suspect');
      if (top.length !== 1 || top[0]?.type !== 'Document')
        yield whole('the structure tree has not one Document at its top');
    },
  },
  {
    id: 'language',
    proves: 'The language of the text is stated.',
    source: 'PDF/UA-1, 7.2',
    *violations({ document: { catalog }, expected }) {
      const language = textOf(catalog.lookup(key('Lang'))) ?? '';
      if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language)) yield whole(`the language is "${language}"`);
      else if (expected !== null && language !== expected.language)
        yield whole(`the language is ${language}, not ${expected.language}`);
    },
  },
  {
    id: 'title',
    proves: 'The file has a title, the same everywhere, and readers show it.',
    source: 'PDF/UA-1, 7.1-9 and 7.1-10',
    *violations(pdf) {
      const title = textOf(information(pdf)?.lookup(key('Title'))) ?? '';
      const viewing = pdf.document.catalog.lookupMaybe(key('ViewerPreferences'), PDFDict);
      const inMetadata = element(xmpOf(pdf), 'dc:title');
      if (title.trim() === '') yield whole('there is no title');
      if (inMetadata !== title) yield whole(`the title in the metadata is "${inMetadata}", not "${title}"`);
      if (pdf.expected !== null && title !== pdf.expected.title)
        yield whole(`the title is "${title}", not "${pdf.expected.title}"`);
      if (viewing?.lookup(key('DisplayDocTitle')) !== PDFBool.True)
        yield whole('readers are not told to show the title');
    },
  },
  {
    id: 'metadata',
    proves: 'The file has a metadata packet that names the standard it was made for.',
    source: 'PDF/UA-1, 5 and 7.1-8',
    *violations(pdf) {
      const xmp = xmpOf(pdf);
      if (xmp === '') yield whole('there is no metadata packet');
      else if (element(xmp, 'pdfuaid:part') !== '1') yield whole('the metadata does not name part 1 of PDF/UA');
    },
  },
  {
    id: 'dates',
    proves: "The file's dates are those of the figures, not of the computer.",
    source: 'design of this program',
    *violations(pdf) {
      const info = information(pdf);
      const dates = ['CreationDate', 'ModDate'].map((name) => dateOf(info, name));
      const xmp = xmpOf(pdf);
      const packet = ['xmp:CreateDate', 'xmp:ModifyDate'].map((name) => Date.parse(element(xmp, name) ?? ''));
      const wanted = pdf.expected === null ? dates[0] : Date.parse(pdf.expected.dated);
      if ([...dates, ...packet].some((date) => wanted === undefined || date !== Math.floor(wanted / 1000) * 1000)) {
        yield whole(`the dates are ${[...dates, ...packet].map(instant).join(', ')}; all must be ${instant(wanted)}`);
      }
    },
  },
  {
    id: 'identifier',
    proves: "The file's identifier is made from its content.",
    source: 'design of this program',
    *violations({ bytes, document: { context } }) {
      const ids = context.lookup(context.trailerInfo.ID);
      const id = ids instanceof PDFArray ? ids.lookup(0) : undefined;
      if (!(id instanceof PDFHexString) || !isContentId(bytes, id.asString()))
        yield whole('the identifier does not fit the content');
    },
  },
  {
    id: 'outline',
    proves: 'Every heading has its bookmark.',
    source: 'ISO 32000-1, 12.3.3',
    *violations({ document: { catalog }, elements }) {
      const bookmarks = countBookmarks(catalog.lookupMaybe(key('Outlines'), PDFDict));
      const headings = elements.filter(({ element: { type } }) => /^H[1-6]?$/.test(type)).length;
      if (bookmarks === 0) yield whole('there are no bookmarks');
      else if (bookmarks < headings) yield whole(`there are ${headings} headings and ${bookmarks} bookmarks`);
    },
  },
];

function dateOf(info: PDFDict | undefined, name: string): number {
  const value = info?.lookup(key(name));
  return value instanceof PDFString || value instanceof PDFHexString ? value.decodeDate().getTime() : Number.NaN;
}

const instant = (time: number | undefined): string =>
  time === undefined || Number.isNaN(time) ? 'missing' : new Date(time).toISOString();

/** The identifier is the hash of the file with zeros in its place. */
function isContentId(bytes: Uint8Array, id: string): boolean {
  const file = Buffer.from(bytes);
  for (let at = file.indexOf(`<${id}>`); at >= 0; at = file.indexOf(`<${id}>`, at))
    file.fill('0', at + 1, at + 1 + id.length);
  return createHash('sha256').update(file).digest('hex').startsWith(id);
}

function countBookmarks(item: PDFDict | undefined): number {
  let count = 0;
  for (let next = item?.lookup(key('First')); next instanceof PDFDict; next = next.lookup(key('Next'))) {
    count += 1 + countBookmarks(next);
  }
  return count;
}
