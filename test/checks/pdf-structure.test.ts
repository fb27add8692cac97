import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  type PDFRawStream,
  PDFString,
} from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExpectedPdf } from '../../pipeline/checks/pdf-structure/opened-pdf.ts';
import { readPdf } from '../../pipeline/checks/pdf-structure/read-pdf.ts';
import { pdfRules } from '../../pipeline/checks/pdf-structure/rules.ts';
import { pdfStructure } from '../../pipeline/checks/pdf-structure.ts';
import { contentsOf } from '../../pipeline/formats/html/view.ts';
import { openBrowser, type PrintingBrowser } from '../../pipeline/formats/pdf/browser.ts';
import { withPageSlots } from '../../pipeline/formats/pdf/contents-pages.ts';
import { repairPdf } from '../../pipeline/formats/pdf/repair.ts';
import { streamBytes } from '../../pipeline/formats/pdf/stream-bytes.ts';
import { pdf } from '../../pipeline/formats/pdf.ts';
import { longPage, oddPage, samplePage } from '../formats/pdf/sample-pages.ts';
import { sampleModel } from '../sample-model.ts';

const properties = {
  title: 'A sample & more',
  subject: 'For tests',
  language: 'en-US',
  dated: '2020-07-10T12:00:00Z',
  alternatives: [],
  contents: [],
};
const name = (text: string): PDFName => PDFName.of(text);

let browser: PrintingBrowser;
let printed: Uint8Array;
let good: Uint8Array;

beforeAll(async () => {
  browser = await openBrowser();
  printed = await browser.print(withPageSlots(samplePage()));
  good = await repairPdf(printed, properties);
});

afterAll(() => browser[Symbol.asyncDispose]());

const pdfFindings = async (bytes: Uint8Array, expected: ExpectedPdf | null = null) =>
  (await readPdf(bytes, expected)).findings;

/** The rules that a file breaks; `identifier` aside, which every edit breaks. */
async function brokenRules(bytes: Uint8Array): Promise<readonly string[]> {
  const rules = (await pdfFindings(bytes, properties)).map(({ rule }) => rule);
  return [...new Set(rules)].filter((rule) => rule !== 'identifier').sort();
}

async function edited(edit: (document: PDFDocument) => void): Promise<Uint8Array> {
  const document = await PDFDocument.load(good, { updateMetadata: false });
  edit(document);
  return document.save({ useObjectStreams: true, addDefaultPage: false });
}

function elements(document: PDFDocument, type: string): readonly PDFDict[] {
  const found = document.context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFDict ? [object] : []));
  return found.filter(
    (dict) => dict.lookup(name('Type')) === name('StructElem') && dict.lookup(name('S')) === name(type),
  );
}

function first(document: PDFDocument, type: string): PDFDict {
  const [element] = elements(document, type);
  if (element === undefined) throw new Error(`the sample has no ${type}`);
  return element;
}

function information({ context }: PDFDocument): PDFDict {
  return context.lookup(context.trailerInfo.Info) as PDFDict;
}

function setContent(document: PDFDocument, change: (text: string) => string): void {
  const page = document.getPage(0).node;
  const stream = page.lookup(name('Contents')) as PDFRawStream;
  page.set(
    name('Contents'),
    document.context.register(
      document.context.flateStream(change(Buffer.from(streamBytes(stream)).toString('latin1'))),
    ),
  );
}

function setMetadata(document: PDFDocument, change: (text: string) => string): void {
  const stream = document.catalog.lookup(name('Metadata')) as PDFRawStream;
  const text = change(Buffer.from(streamBytes(stream)).toString('utf8'));
  document.catalog.set(
    name('Metadata'),
    document.context.register(document.context.stream(Buffer.from(text, 'utf8'), { Type: 'Metadata', Subtype: 'XML' })),
  );
}

function structureRoot({ catalog }: PDFDocument): PDFDict {
  return catalog.lookup(name('StructTreeRoot'), PDFDict);
}

function contentRow(document: PDFDocument): PDFArray {
  const rows = structureRoot(document).lookup(name('ParentTree'), PDFDict).lookup(name('Nums'), PDFArray);
  const key = document.getPage(0).node.lookup(name('StructParents'), PDFNumber).asNumber();
  const at = rows.asArray().findIndex((item) => item instanceof PDFNumber && item.asNumber() === key);
  return rows.lookup(at + 1, PDFArray);
}

function forgetParent(document: PDFDocument): void {
  const row = contentRow(document);
  row.set(
    row.asArray().findIndex((parent) => parent !== PDFNull),
    PDFNull,
  );
}

function addKid({ context }: PDFDocument, element: PDFDict, kid: PDFObject): void {
  const kids = element.lookup(name('K'));
  const own = kids instanceof PDFArray ? kids.asArray() : [element.get(name('K')) ?? PDFNull];
  element.set(name('K'), context.obj([...own, kid]));
}

function firstAnnotation(document: PDFDocument): PDFDict {
  const annotations = document.getPage(0).node.Annots();
  if (annotations === undefined) throw new Error('the sample has no links on its first page');
  return annotations.lookup(0, PDFDict);
}

const fonts = (document: PDFDocument, key: string): readonly PDFDict[] =>
  document.context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFDict && object.has(name(key)) ? [object] : []));

describe('a repaired file', () => {
  test('has no findings', async () => {
    expect(await pdfFindings(good, properties)).toEqual([]);
    expect(await pdfFindings(good)).toEqual([]);
  });

  test('of many pages, tables and charts has none', async () => {
    expect(await pdfFindings(await repairPdf(await browser.print(longPage()), properties), properties)).toEqual([]);
  });

  test('with opacity, pictures, bare text and nested containers has none', async () => {
    expect(await pdfFindings(await repairPdf(await browser.print(oddPage()), properties), properties)).toEqual([]);
  });

  test('has findings as the browser printed it', async () => {
    const rules = new Set((await pdfFindings(printed)).map(({ rule }) => rule));
    for (const rule of [
      'metadata',
      'identifier',
      'all-content-marked',
      'links',
      'standard-types',
      'nesting',
      'figures',
      'no-repeated-headers',
    ]) {
      expect(rules).toContain(rule);
    }
  });
});

/** Each rule, broken in one way: the edit, and the rules that must refuse it. */
const breaks: readonly (readonly [string, readonly string[], (document: PDFDocument) => void])[] = [
  [
    'an action on opening',
    ['no-active-content'],
    ({ catalog, context }) => catalog.set(name('OpenAction'), context.obj({ S: 'JavaScript' })),
  ],
  ['a blank page', ['pages', 'tab-order'], (document) => document.addPage()],
  ['no mark of being tagged', ['marked'], ({ catalog }) => catalog.delete(name('MarkInfo'))],
  ['no language', ['language'], ({ catalog }) => catalog.delete(name('Lang'))],
  ['another language', ['language'], ({ catalog }) => catalog.set(name('Lang'), PDFString.of('de-DE'))],
  ['a title that is not shown', ['title'], ({ catalog }) => catalog.delete(name('ViewerPreferences'))],
  ['two titles', ['title'], (document) => setMetadata(document, (text) => text.replace('A sample', 'Another'))],
  ['no title', ['title'], (document) => information(document).delete(name('Title'))],
  [
    'no part of the standard',
    ['metadata'],
    (document) => setMetadata(document, (text) => text.replace('<pdfuaid:part>1', '<pdfuaid:part>2')),
  ],
  ['no metadata', ['dates', 'metadata', 'title'], ({ catalog }) => catalog.delete(name('Metadata'))],
  [
    'a date of the clock',
    ['dates'],
    (document) => information(document).set(name('ModDate'), PDFString.of('D:20260102030405Z')),
  ],
  ['no bookmarks', ['outline'], ({ catalog }) => catalog.delete(name('Outlines'))],
  [
    'fewer bookmarks than headings',
    ['outline'],
    ({ catalog }) => catalog.lookup(name('Outlines'), PDFDict).lookup(name('First'), PDFDict).delete(name('First')),
  ],
  [
    'painted content without a mark',
    ['all-content-marked'],
    (document) => setContent(document, (text) => `${text}\n0 0 9 9 re f`),
  ],
  [
    'an artifact in tagged content',
    ['all-content-marked'],
    (document) => setContent(document, (text) => text.replace(/BDC/, 'BDC /Artifact BMC EMC')),
  ],
  ['content that cannot be read', ['readable'], (document) => setContent(document, (text) => `${text}\n(unfinished`)],
  ['a gap in the parent tree', ['parent-tree'], (document) => forgetParent(document)],
  [
    'content that the tree does not hold',
    ['parent-tree'],
    (document) => setContent(document, (text) => `${text}\n/P <</MCID 900>> BDC 0 0 9 9 re f EMC`),
  ],
  [
    'content that the page does not have',
    ['parent-tree'],
    (document) => addKid(document, first(document, 'P'), PDFNumber.of(901)),
  ],
  [
    'an id of content used twice',
    ['parent-tree'],
    (document) => setContent(document, (text) => `${text}\n/P <</MCID 0>> BDC 0 0 9 9 re f EMC`),
  ],
  ['a link without description', ['links'], (document) => firstAnnotation(document).delete(name('Contents'))],
  ['a link outside the tree', ['links'], (document) => firstAnnotation(document).delete(name('StructParent'))],
  ['a comment', ['links'], (document) => firstAnnotation(document).set(name('Subtype'), name('Text'))],
  ['another tab order', ['tab-order'], (document) => document.getPage(1).node.set(name('Tabs'), name('R'))],
  ['a font that is not embedded', ['fonts'], (document) => fonts(document, 'FontFile2')[0]?.delete(name('FontFile2'))],
  [
    'a font without Unicode',
    ['contents', 'fonts'],
    (document) => fonts(document, 'ToUnicode')[0]?.delete(name('ToUnicode')),
  ],
  ['types without roles', ['standard-types'], (document) => structureRoot(document).delete(name('RoleMap'))],
  ['a list item without body', ['nesting'], (document) => first(document, 'LBody').set(name('S'), name('P'))],
  ['a cell outside a row', ['nesting'], (document) => first(document, 'TR').set(name('S'), name('Div'))],
  ['text in no paragraph', ['nesting'], (document) => first(document, 'P').set(name('S'), name('Sect'))],
  ['no first heading', ['headings'], (document) => first(document, 'H1').set(name('S'), name('H2'))],
  ['a skipped heading', ['headings'], (document) => first(document, 'H3').set(name('S'), name('H4'))],
  ['two first headings', ['headings'], (document) => elements(document, 'H2')[1]?.set(name('S'), name('H1'))],
  ['a figure without alternative text', ['figures'], (document) => first(document, 'Figure').delete(name('Alt'))],
  ['a figure without box', ['figures'], (document) => first(document, 'Figure').delete(name('A'))],
  ['a header cell without scope', ['header-cells'], (document) => first(document, 'TH').delete(name('A'))],
  ['ids in no tree', ['header-cells'], (document) => structureRoot(document).delete(name('IDTree'))],
  [
    'a reference to no header cell',
    ['header-cells'],
    (document) => headersOf(document).set(0, PDFString.of('cell-none')),
  ],
  [
    'a row with one column more',
    ['regular-tables'],
    (document) => cellAttributes(document).set(name('ColSpan'), PDFNumber.of(2)),
  ],
  [
    'a page number in the contents that is not that of the heading',
    ['contents'],
    (document) => pageNumber(document).set(name('ActualText'), PDFHexString.fromText(', page 9')),
  ],
  [
    'an entry of the contents without heading',
    ['contents'],
    (document) => elements(document, 'H2').at(-1)?.set(name('S'), name('P')),
  ],
  ['entries of the contents that lead to another page', ['contents'], (document) => leadToCover(document)],
  ['a heading row on two pages', ['no-repeated-headers', 'parent-tree'], (document) => repeatHeading(document)],
];

function cellAttributes(document: PDFDocument): PDFDict {
  return first(document, 'TD').lookup(name('A'), PDFDict);
}

function pageNumber(document: PDFDocument): PDFDict {
  const found = elements(document, 'Span').find((span) => span.has(name('ActualText')));
  if (found === undefined) throw new Error('the sample has no contents');
  return found;
}

/** Sends every named place of the file to the first page. */
function leadToCover(document: PDFDocument): void {
  const places = document.catalog.lookup(name('Dests'), PDFDict);
  for (const [, named] of places.entries()) {
    const found = document.context.lookup(named);
    const place = found instanceof PDFDict ? found.lookup(name('D'), PDFArray) : found;
    if (place instanceof PDFArray) place.set(0, document.getPage(0).ref);
  }
}

function headersOf(document: PDFDocument): PDFArray {
  return cellAttributes(document).lookup(name('Headers'), PDFArray);
}

/** Gives the first heading cell content of the next page too. */
function repeatHeading(document: PDFDocument): void {
  const copy = document.context.obj({ Type: 'MCR', Pg: document.getPage(1).ref, MCID: 950 });
  addKid(document, first(document, 'TH'), copy);
}

describe('a file is refused that has', () => {
  test.each(breaks)('%s', async (_, rules, edit) => {
    expect(await brokenRules(await edited(edit))).toEqual(rules);
  });

  test('encryption', async () => {
    const bytes = await edited((document) => document.encrypt({ userPassword: '', ownerPassword: 'owner' }));
    expect((await brokenRules(bytes)).filter((rule) => rule === 'not-encrypted' || rule === 'readable')).not.toEqual(
      [],
    );
  });

  test('been changed after its identifier was made', async () => {
    const findings = await pdfFindings(await edited(() => undefined), properties);
    expect(findings.map(({ rule }) => rule)).toEqual(['identifier']);
  });

  test('another title, language, date or figure than the report', async () => {
    const other = {
      title: 'Another title',
      language: 'es-US',
      dated: '2021-01-01T00:00:00Z',
      alternatives: ['A chart'],
      contents: ['Another heading'],
    };
    expect((await pdfFindings(good, other)).map(({ rule }) => rule)).toEqual([
      'language',
      'title',
      'dates',
      'figures',
      'contents',
    ]);
  });

  test.each([
    ['no byte', () => new Uint8Array()],
    ['text', () => Buffer.from('not a PDF')],
    ['half a file', () => good.slice(0, good.length / 2)],
  ])('%s in it', async (_, bytes) => {
    const findings = await pdfFindings(bytes());
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]?.problem).not.toBe('');
  });

  test('every rule but those on encryption and reading is broken here at least once', () => {
    const seen = new Set([...breaks.flatMap(([, rules]) => rules), 'identifier', 'not-encrypted']);
    expect(pdfRules.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
    expect(pdfRules.every(({ proves, source }) => proves.endsWith('.') && source !== '')).toBe(true);
  });
});

test('the check names the file, the place, the problem and the rule, for PDF files only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'report287-test-'));
  try {
    const charts = sampleModel.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
    );
    const drawn = charts.map(
      ({ alternative }) =>
        `<svg role="img" aria-label="${alternative}" width="9" height="9"><rect width="9" height="9"/></svg>`,
    );
    const entries = contentsOf(sampleModel).flatMap(({ text, entries }) => [
      text,
      ...entries.map((entry) => entry.text),
    ]);
    const contents = entries.map((text, at) => `<p><a href="#h${at}">${text}<span class="page-number"></span></a></p>`);
    const headings = entries.map((text, at) => `<h2 id="h${at}">${text}</h2>`);
    const html = samplePage(sampleModel.title)
      .replaceAll('<span class="page-number"></span>', '')
      .replace('</body>', `${[...drawn, ...contents, ...headings].join('')}</body>`);
    const [drawing] = await pdf.draw(sampleModel, {
      html: () => html,
      print: async (page, properties) => repairPdf(await browser.print(page), properties),
    });
    if (drawing === undefined) throw new Error('nothing was drawn');
    expect(drawing.path).toBe(`${sampleModel.fileStem}.pdf`);
    const artifact = (path: string) => ({ path, format: 'pdf', size: 0, sha256: '' });
    writeFileSync(join(folder, drawing.path), drawing.bytes);
    const examine = (...paths: string[]) =>
      pdfStructure.examine({ folder, models: [sampleModel], artifacts: paths.map(artifact) });
    expect(await examine(drawing.path, 'tables/not-there.csv')).toEqual([]);
    const noDescription = await edited((document) => firstAnnotation(document).delete(name('Contents')));
    writeFileSync(join(folder, 'broken.pdf'), noDescription);
    expect(await examine(drawing.path, 'broken.pdf')).toContainEqual({
      check: 'pdf-structure',
      subject: 'broken.pdf, page 1',
      problem: 'an annotation has no description (Contents) (links)',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
