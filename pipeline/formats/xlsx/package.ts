import { strFromU8, strToU8, type Unzipped, unzipSync, type Zippable, zipSync } from 'fflate';
import { maker } from './plan.ts';

/** Local fields, not an instant: the zip format stores local time, and this is the same in every zone. */
const mtime = new Date(1980, 0, 1);

/** The number format `@`: text. */
const textFormatId = '49';

/** A table of a publication has no filter, and its total is no formula; ExcelJS always writes both. */
const asPlainTable = (xml: string): string =>
  xml
    .replace(/<autoFilter\b[^>]*?(\/>|>.*?<\/autoFilter>)/gs, '')
    .replace(/ totalsRow(Label|Function)="[^"]*"/g, '')
    .replace('totalsRowShown="1"', 'totalsRowShown="0"');

/** Every style with the format `@` gets the quote prefix: an edit leaves such a cell text, whatever it begins with. */
const withQuotePrefix = (xml: string): string =>
  xml.replace(/<cellXfs\b.*?<\/cellXfs>/s, (styles) =>
    styles.replaceAll(`<xf numFmtId="${textFormatId}"`, `<xf quotePrefix="1" numFmtId="${textFormatId}"`),
  );

/** Links inside the workbook are a place, not a relationship to an outside target, as ExcelJS also writes them. */
const withInnerLinks = (xml: string): string =>
  xml.replace(/<hyperlink\b[^>]*>/g, (link) => link.replace(/ r:id="[^"]*"/, ''));

/** Heights of rows are estimates that a program may better, not the reader's wish, as ExcelJS marks them. */
const withLooseHeights = (xml: string): string => xml.replaceAll(' customHeight="1"', '');

/** ExcelJS says that Excel made the file; we say who did. */
const withMaker = (xml: string): string =>
  xml.replace('<Application>Microsoft Excel</Application>', `<Application>${maker}</Application>`);
const withoutLinkTargets = (xml: string): string => xml.replace(/<Relationship\b[^>]*\/hyperlink"[^>]*\/>/g, '');

const withLanguage = (xml: string, language: string): string =>
  xml.replace('</cp:coreProperties>', `<dc:language>${language}</dc:language></cp:coreProperties>`);

const withFirstSheetSelected = (xml: string): string => xml.replace('<sheetView ', '<sheetView tabSelected="1" ');

function finishedSheet(path: string, xml: string): string {
  const sheet = withLooseHeights(withInnerLinks(xml));
  return path.endsWith('/sheet1.xml') ? withFirstSheetSelected(sheet) : sheet;
}

function finished(path: string, xml: string, language: string): string {
  if (path === 'docProps/app.xml') return withMaker(xml);
  if (path === 'docProps/core.xml') return withLanguage(xml, language);
  if (path === 'xl/styles.xml') return withQuotePrefix(xml);
  if (path.startsWith('xl/tables/')) return asPlainTable(xml);
  if (path.startsWith('xl/worksheets/_rels/')) return withoutLinkTargets(xml);
  if (path.startsWith('xl/worksheets/')) return finishedSheet(path, xml);
  return xml;
}

const contentTypes = '[Content_Types].xml';

/** The list of parts first, where programs look for it to know the format; then by name. */
const inOrder = (parts: Unzipped): readonly string[] => [
  contentTypes,
  ...Object.keys(parts)
    .filter((path) => path !== contentTypes)
    .sort(),
];

/** The workbook with what ExcelJS cannot write, packed in a fixed order with a fixed time: the same content, the same bytes. */
export function finishPackage(workbook: Uint8Array, language: string): Uint8Array {
  const parts = unzipSync(workbook);
  const packed: Zippable = {};
  for (const path of inOrder(parts)) {
    const part = parts[path];
    if (part === undefined || path.endsWith('/')) continue;
    packed[path] = strToU8(finished(path, strFromU8(part), language));
  }
  return zipSync(packed, { level: 6, mtime });
}
