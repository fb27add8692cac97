import ExcelJS from 'exceljs';
import { type Unzipped, unzipSync, type Zippable, zipSync } from 'fflate';

/** What a test writes into a cell: ExcelJS makes dates and links of these. */
export type WrittenCell =
  | string
  | number
  | Date
  | null
  | { readonly text: string; readonly hyperlink: string }
  | { readonly error: string };

/** A workbook of one sheet, as a spreadsheet program would save it. */
export async function workbookOf(rows: readonly (readonly WrittenCell[])[], sheetName = 'Sheet1'): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = 'someone@example.invalid';
  const sheet = workbook.addWorksheet(sheetName);
  for (const row of rows) sheet.addRow(row.map((cell) => cell as ExcelJS.CellValue));
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** The same workbook with some of its parts changed, added, or (undefined) taken away. */
export function withParts(
  bytes: Uint8Array,
  change: (parts: Unzipped) => Readonly<Record<string, Uint8Array | string | undefined>>,
): Uint8Array {
  const parts = unzipSync(bytes);
  const changed: Zippable = {};
  for (const [name, content] of Object.entries({ ...parts, ...change(parts) })) {
    if (content === undefined) continue;
    const part = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    // Small parts are stored as they are, which is quick; large ones are packed, as a bomb would be.
    changed[name] = [part, { level: part.length > 100_000 ? 1 : 0 }];
  }
  return zipSync(changed);
}

/** The text of a part. */
export function partText(parts: Unzipped, name: string): string {
  return new TextDecoder().decode(parts[name]);
}

/** The part that holds the first sheet. */
export const sheetPart = 'xl/worksheets/sheet1.xml';

/** Replaces the rows of the first sheet by XML written by hand. */
export function withRows(bytes: Uint8Array, rows: string): Uint8Array {
  return withParts(bytes, (parts) => ({
    [sheetPart]: partText(parts, sheetPart).replace(
      /<sheetData\/>|<sheetData>.*<\/sheetData>/s,
      () => `<sheetData>${rows}</sheetData>`,
    ),
  }));
}
