import { strFromU8, type Unzipped, unzipSync } from 'fflate';
import { child, type Element, listed, parseXml } from './xml.ts';

/** A workbook as its file says it is. */
export interface ReadWorkbook {
  /** The paths of all parts. */
  readonly parts: readonly string[];
  /** Of the core and the extended properties, by local name: `title`, `creator`, `Company`. */
  readonly properties: Readonly<Record<string, string>>;
  readonly activeTab: number;
  readonly sheets: readonly ReadSheet[];
  readonly styles: readonly ReadStyle[];
  /** The root element of the workbook's own part. */
  readonly xml: Element;
}

export interface ReadSheet {
  readonly name: string;
  /** `visible`, `hidden` or `veryHidden`. */
  readonly state: string;
  /** The root element of its part. */
  readonly xml: Element;
  /** In the order of the file: by row, then by column. */
  readonly cells: readonly ReadCell[];
  readonly tables: readonly ReadTableObject[];
  /** `5` of `$5:$5`: the row that is repeated on every printed page; null: none. */
  readonly printTitleRow: number | null;
}

export interface ReadCell {
  /** `B7` */
  readonly address: string;
  /** Counted from 1. */
  readonly row: number;
  readonly column: number;
  readonly kind: 'text' | 'number' | 'formula' | 'error' | 'boolean';
  /** The text, or the number as the file writes it. */
  readonly text: string;
  /** Index into the workbook's styles. */
  readonly style: number;
}

export interface ReadTableObject {
  readonly name: string;
  readonly ref: string;
  readonly headerRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly hasHeader: boolean;
  readonly hasFilter: boolean;
  readonly hasTotalsRow: boolean;
  readonly columns: readonly string[];
}

export interface ReadStyle {
  /** How numbers are shown: `#,##0`; empty: as they are. */
  readonly formatCode: string;
  readonly wraps: boolean;
  readonly quotePrefix: boolean;
  readonly filled: boolean;
  /** Of another color than the text of the theme. */
  readonly colored: boolean;
  readonly underlined: boolean;
}

/** Row and column of an address such as `B7`, counted from 1. */
export function place(address: string): { readonly row: number; readonly column: number } {
  const [, letters = '', digits = '0'] = /^\$?([A-Z]+)\$?(\d+)$/.exec(address) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits), column };
}

/** The letters of a column counted from 1: `B`. */
export function columnName(column: number): string {
  const before = Math.floor((column - 1) / 26);
  return `${before > 0 ? columnName(before) : ''}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}

/** Excel's own escape: `_x000D_` is the character 0D. */
const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** The text of a shared or inline string, its runs joined. */
function richText(element: Element): string {
  const runs = element.children.flatMap((of) => (of.name === 'r' ? of.children : [of]));
  return unescaped(runs.flatMap((of) => (of.name === 't' ? [of.text] : [])).join(''));
}

function readCell(cell: Element, strings: readonly string[]): readonly ReadCell[] {
  const address = cell.attributes.r ?? '';
  const style = Number(cell.attributes.s ?? 0);
  const value = child(cell, 'v')?.text;
  const at = { address, ...place(address), style };
  if (child(cell, 'f') !== undefined) return [{ ...at, kind: 'formula', text: value ?? '' }];
  const inline = child(cell, 'is');
  if (inline !== undefined) return [{ ...at, kind: 'text', text: richText(inline) }];
  if (value === undefined) return [];
  if (cell.attributes.t === 's') return [{ ...at, kind: 'text', text: strings[Number(value)] ?? '' }];
  const kinds = { str: 'text', e: 'error', b: 'boolean' } as const;
  const type = cell.attributes.t;
  const kind = type === 'str' || type === 'e' || type === 'b' ? kinds[type] : 'number';
  return [{ ...at, kind, text: value }];
}

function readTable(xml: Element): ReadTableObject {
  const ref = xml.attributes.ref ?? '';
  const [first = 'A1', last = first] = ref.split(':');
  return {
    name: xml.attributes.displayName ?? '',
    ref,
    headerRow: place(first).row,
    lastRow: place(last).row,
    firstColumn: place(first).column,
    lastColumn: place(last).column,
    hasHeader: (xml.attributes.headerRowCount ?? '1') === '1',
    hasFilter: child(xml, 'autoFilter') !== undefined,
    hasTotalsRow: Number(xml.attributes.totalsRowCount ?? 0) > 0,
    columns: listed(xml, 'tableColumns', 'tableColumn').map((of) => unescaped(of.attributes.name ?? '')),
  };
}

/** Those of the formats that every workbook has (ECMA-376, 18.8.30) which ours use. */
const builtInFormats: Readonly<Record<string, string>> = { '49': '@' };

function readStyles(xml: Element): readonly ReadStyle[] {
  const fills = listed(xml, 'fills', 'fill').map(
    (fill) => child(fill, 'patternFill')?.attributes.patternType ?? 'other',
  );
  const fonts = listed(xml, 'fonts', 'font').map((font) => {
    const color = child(font, 'color')?.attributes ?? {};
    const plain = Object.keys(color).length === 0 || color.theme === '1' || color.rgb === 'FF000000';
    return { colored: !plain, underlined: child(font, 'u') !== undefined };
  });
  const codes = new Map(
    listed(xml, 'numFmts', 'numFmt').map(({ attributes }) => [attributes.numFmtId, attributes.formatCode ?? '']),
  );
  return listed(xml, 'cellXfs', 'xf').map((xf) => ({
    formatCode: codes.get(xf.attributes.numFmtId) ?? builtInFormats[xf.attributes.numFmtId ?? '0'] ?? '',
    ...(fonts[Number(xf.attributes.fontId ?? 0)] ?? { colored: false, underlined: false }),
    wraps: child(xf, 'alignment')?.attributes.wrapText === '1',
    quotePrefix: xf.attributes.quotePrefix === '1',
    // Fills 0 and 1 are fixed by the format and mean none.
    filled: Number(xf.attributes.fillId ?? 0) > 1 && fills[Number(xf.attributes.fillId)] !== 'none',
  }));
}

const property = (parts: Unzipped, path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(part(parts, path)?.children.map(({ name, text }) => [name, text]) ?? []);

function part(parts: Unzipped, path: string): Element | undefined {
  const bytes = parts[path];
  return bytes === undefined ? undefined : parseXml(strFromU8(bytes));
}

/** The targets of a part's relationships, by id, as paths from the root of the package. */
function targets(parts: Unzipped, path: string): ReadonlyMap<string, string> {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const rels = part(parts, `${folder}/_rels/${path.slice(folder.length + 1)}.rels`);
  return new Map(
    (rels?.children ?? []).map(({ attributes }) => [
      attributes.Id ?? '',
      new URL(attributes.Target ?? '', `package:///${folder}/`).pathname.slice(1),
    ]),
  );
}

function printTitleRow(workbook: Element | undefined, index: number): number | null {
  const name = listed(workbook, 'definedNames', 'definedName').find(
    ({ attributes }) => attributes.name === '_xlnm.Print_Titles' && attributes.localSheetId === String(index),
  );
  const row = /!\$(\d+):\$\d+$/.exec(name?.text ?? '')?.[1];
  return row === undefined ? null : Number(row);
}

/** Reads a workbook from its bytes; null where they are no workbook. */
export function readWorkbook(bytes: Uint8Array): ReadWorkbook | null {
  let parts: Unzipped;
  try {
    parts = unzipSync(bytes);
  } catch {
    return null;
  }
  const workbook = part(parts, 'xl/workbook.xml');
  const styles = part(parts, 'xl/styles.xml');
  if (workbook === undefined || styles === undefined) return null;
  const strings = (part(parts, 'xl/sharedStrings.xml')?.children ?? []).map(richText);
  const paths = targets(parts, 'xl/workbook.xml');
  return {
    parts: Object.keys(parts),
    properties: { ...property(parts, 'docProps/app.xml'), ...property(parts, 'docProps/core.xml') },
    activeTab: Number(listed(workbook, 'bookViews', 'workbookView')[0]?.attributes.activeTab ?? 0),
    styles: readStyles(styles),
    xml: workbook,
    sheets: listed(workbook, 'sheets', 'sheet').map((sheet, index) => {
      const path = paths.get(sheet.attributes.id ?? '') ?? '';
      const xml = part(parts, path) ?? parseXml('');
      const related = targets(parts, path);
      return {
        name: sheet.attributes.name ?? '',
        state: sheet.attributes.state ?? 'visible',
        xml,
        cells: listed(xml, 'sheetData', 'row').flatMap((row) =>
          row.children.flatMap((cell) => readCell(cell, strings)),
        ),
        tables: listed(xml, 'tableParts', 'tablePart').flatMap(({ attributes }) => {
          const table = part(parts, related.get(attributes.id ?? '') ?? '');
          return table === undefined ? [] : [readTable(table)];
        }),
        printTitleRow: printTitleRow(workbook, index),
      };
    }),
  };
}
