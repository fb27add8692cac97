import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { readPdf } from '../../pipeline/checks/pdf-structure/read-pdf.ts';
import { withoutSpaces } from '../../pipeline/checks/pdf-structure/tagged-tables.ts';

/** The text of a PDF, page by page, as a second reader sees it. */
export async function pdfText(path: string): Promise<readonly string[]> {
  const document = await getDocument({
    data: new Uint8Array(await readFile(path)),
    useSystemFonts: false,
    verbosity: 0,
  }).promise;
  const pages: string[] = [];
  for (let at = 1; at <= document.numPages; at += 1) {
    const page = await document.getPage(at);
    const { items } = await page.getTextContent();
    pages.push(
      items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/g, ' '),
    );
  }
  await document.loadingTask.destroy();
  return pages;
}

/** Every non-empty cell of a workbook as text, row by row, sheet by sheet. */
export async function workbookRows(path: string): Promise<ReadonlyMap<string, readonly (readonly string[])[]>> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return new Map(
    workbook.worksheets.map((sheet) => {
      const rows: string[][] = [];
      sheet.eachRow((row) => {
        const cells: string[] = [];
        row.eachCell((cell) => cells.push(cell.text));
        rows.push(cells);
      });
      return [sheet.name, rows];
    }),
  );
}

/** The cells of an edition's CSV, without its header. */
export async function csvRows(path: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

/** The cells of one table: each row with its heading first. */
export type TableCells = readonly (readonly string[])[];

/** The rows of each tagged table of a PDF, without its head, as a reader of the tags hears them; no spaces. */
export async function pdfTables(path: string): Promise<readonly TableCells[]> {
  const { tables } = await readPdf(await readFile(path));
  return tables.map(({ rows }) => rows);
}

/** The rows of each table of a page that lists figures or text, without its head; no spaces. */
export async function htmlTables(path: string): Promise<readonly TableCells[]> {
  const html = await readFile(path, 'utf8');
  return [...html.matchAll(/<table[^>]*>(.*?)<\/table>/gs)].map(([, table = '']) =>
    [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
      .map(([, row = '']) => row)
      .filter((row) => row.includes('<td'))
      .map((row) =>
        [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => withoutSpaces(decoded(cell))),
      ),
  );
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#x3D': '=' };

const decoded = (html: string) =>
  html.replace(/<[^>]*>/g, '').replace(/&([^;]+);/g, (whole, name: string) => entities[name] ?? whole);
