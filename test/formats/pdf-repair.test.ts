import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type PrintingBrowser } from '../../pipeline/formats/pdf/browser.ts';
import { withPageSlots } from '../../pipeline/formats/pdf/contents-pages.ts';
import { repairPdf } from '../../pipeline/formats/pdf/repair.ts';
import { rolesIn, type SeenElement, type SeenPdf, seeWithPdfjs } from './pdf/read-with-pdfjs.ts';
import { longPage, samplePage, shortPage } from './pdf/sample-pages.ts';

const properties = {
  title: 'Encounters & arrests <June 2020> – “sample”',
  subject: 'A page for tests',
  language: 'en-US',
  dated: '2020-07-10T12:30:45.000Z',
  keywords: ['287(g)', 'test'],
};

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let browser: PrintingBrowser;
let printed: Uint8Array;
let repaired: Uint8Array;
let before: SeenPdf;
let after: SeenPdf;

beforeAll(async () => {
  browser = await openBrowser();
  printed = await browser.print(withPageSlots(samplePage()));
  repaired = await repairPdf(printed, properties);
  before = await seeWithPdfjs(printed);
  after = await seeWithPdfjs(repaired);
});

afterAll(() => browser[Symbol.asyncDispose]());

describe('the repaired PDF, read by pdf.js', () => {
  test('shows the same text on the same pages as the printed one', () => {
    expect(after.pages.length).toBeGreaterThanOrEqual(5);
    // But for the two slots of the contents.
    const slot = '0123456789';
    expect(before.pages[0]?.split(slot)).toHaveLength(3);
    expect(after.pages.slice(1)).toEqual(before.pages.slice(1));
    expect(after.pages[0]?.replaceAll(/\s/g, '')).toBe(
      before.pages[0]?.replace(slot, '1').replace(slot, String(notesPage())).replaceAll(/\s/g, ''),
    );
    expect(after.pages[0]).toContain('Encounters by field office');
    expect(after.pages[0]).toContain(`Page 1 of ${after.pages.length}`);
  });

  test('is tagged, and says its title, dates and maker in both places', () => {
    expect(after.marked).toBe(true);
    expect(after.info).toMatchObject({
      Title: properties.title,
      Subject: properties.subject,
      Keywords: '287(g), test',
      Language: 'en-US',
      Producer: 'report287',
      CreationDate: 'D:20200710123045Z',
      ModDate: 'D:20200710123045Z',
    });
    expect(after.metadata).toMatchObject({
      'dc:title': properties.title,
      'dc:description': properties.subject,
      'pdf:producer': 'report287',
      'pdfuaid:part': '1',
      'xmp:createdate': '2020-07-10T12:30:45Z',
    });
  });

  test('has a bookmark for each heading', () => {
    expect(after.outline).toEqual(['Sample of a report', 'Encounters by field office', 'Chart', 'Notes', 'Method']);
  });

  test('reads the heading row of a table once, although it is printed on each page', () => {
    const copies = after.pages.filter((text) => text.includes('June 2019'));
    expect(copies.length).toBeGreaterThanOrEqual(3);
    const pagesWithHeadings = (pdf: SeenPdf) => pdf.trees.filter((tree) => columnHeadings(tree) > 0);
    expect(pagesWithHeadings(before)).toHaveLength(copies.length);
    expect(pagesWithHeadings(after)).toHaveLength(1);
  });

  test('holds list items in Lbl and LBody, and nothing that says nothing', () => {
    const roles = after.trees.flatMap(rolesIn);
    expect(roles.filter((role) => role === 'LI')).toHaveLength(6);
    expect(roles.filter((role) => role === 'LBody')).toHaveLength(6);
    expect(roles).not.toContain('NonStruct');
    expect(before.trees.flatMap(rolesIn)).toContain('NonStruct');
  });

  test('describes every link by its words, also where bold words divide it', () => {
    expect(before.links.every((words) => words === '')).toBe(true);
    expect(new Set(after.links)).toEqual(
      new Set(['Encounters by field office, page 1', `Notes, page ${notesPage()}`, 'published data of the agency']),
    );
  });

  test('keeps the alternative text of charts, and makes the figure around one a division', () => {
    const alternatives = after.trees.flatMap(figures);
    expect(alternatives).toHaveLength(2);
    expect(alternatives.every((text) => text.startsWith('Bar chart'))).toBe(true);
    expect(before.trees.flatMap(figures)).toHaveLength(3);
  });
});

/** The page on which pdf.js finds the last heading of the contents; counts from 1. */
const notesPage = (): number => before.pages.findIndex((text) => text.includes('First note')) + 1;

/** How many column headings have content on the page of this tree; pdf.js lists the empty ones too. */
function columnHeadings(element: SeenElement): number {
  const own = element.role === 'TH' && element.scope === 'Column' && element.children.length > 0 ? 1 : 0;
  return element.children.reduce((sum, child) => sum + ('role' in child ? columnHeadings(child) : 0), own);
}

function figures(element: SeenElement): readonly string[] {
  const below = element.children.flatMap((child) => ('role' in child ? figures(child) : []));
  return element.role === 'Figure' ? [element.alt ?? '', ...below] : below;
}

describe('the same page gives the same bytes', () => {
  test('whatever was printed before it, in new and reused pages, one or two at a time', async () => {
    const pages = [
      samplePage(),
      shortPage('Short', 'A few words.'),
      longPage(),
      samplePage('Another', 'second document'),
    ];
    const repair = async (html: string) => hash(await repairPdf(await browser.print(withPageSlots(html)), properties));
    const together = await Promise.all(pages.map(repair));
    const apart: string[] = [];
    for (const html of pages.toReversed()) apart.unshift(await repair(html));
    expect(apart).toEqual(together);
    expect(new Set(together).size).toBe(pages.length);
    expect(together[0]).toBe(hash(repaired));
  });

  test('in a browser that was started anew', async () => {
    await using another = await openBrowser();
    expect(hash(await repairPdf(await another.print(withPageSlots(samplePage())), properties))).toBe(hash(repaired));
  });

  test('and another date, title or text gives other bytes and another identifier', async () => {
    const later = await repairPdf(printed, { ...properties, dated: '2020-08-10T00:00:00Z' });
    expect(hash(later)).not.toBe(hash(repaired));
    const identifier = (bytes: Uint8Array) =>
      /\/ID \[ ?<([0-9a-f]{32})>/.exec(Buffer.from(bytes).toString('latin1'))?.[1];
    expect(identifier(repaired)).toMatch(/^[0-9a-f]{32}$/);
    expect(identifier(later)).not.toBe(identifier(repaired));
  });
});

test('a repaired file can be repaired again and stays what it is', async () => {
  const again = await seeWithPdfjs(await repairPdf(repaired, properties));
  expect(again.trees.flatMap(rolesIn)).toEqual(after.trees.flatMap(rolesIn));
  expect(again.pages).toEqual(after.pages);
});

test('a PDF without tags is refused', async () => {
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const plain = await PDFDocument.create();
  plain.addPage();
  await expect(repairPdf(await plain.save(), properties)).rejects.toMatchObject({ kind: 'render' });
});
