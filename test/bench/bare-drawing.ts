import ExcelJS from 'exceljs';
import puppeteer, { type Page } from 'puppeteer';
import { findBrowser } from '../../pipeline/formats/pdf/find-browser.ts';

/** The same browser as the program's, with as many pages and none of its precautions. */
export interface BareBrowser extends AsyncDisposable {
  /**
   * Prints two at a time; what was printed stands in the order of the pages. `reused`: two pages of the browser print
   * them all; `new`: each is opened for one document and closed.
   */
  readonly printAll: (pages: readonly string[], opened: 'reused' | 'new') => Promise<readonly Uint8Array[]>;
}

const pagesAtOnce = 2;

/** Launches the browser that the program would find. */
export async function openBareBrowser(choice: Parameters<typeof findBrowser>[0]): Promise<BareBrowser> {
  const { executablePath, headless, environment } = await findBrowser(choice);
  const browser = await puppeteer.launch({
    executablePath,
    headless,
    // Over a pipe the browser ends when this process does, however that ends.
    pipe: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    env: { ...process.env, ...environment },
  });
  const idle: Page[] = [];
  return {
    printAll: async (pages, opened) => {
      const printed: Uint8Array[] = [];
      const waiting = pages.entries();
      const lane = async () => {
        let page = idle.pop() ?? (await browser.newPage());
        for (const [at, html] of waiting) {
          printed[at] = await printIn(page, html);
          if (opened === 'reused') continue;
          await page.close();
          page = await browser.newPage();
        }
        idle.push(page);
      };
      await Promise.all(Array.from({ length: pagesAtOnce }, lane));
      return printed;
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function printIn(page: Page, html: string): Promise<Uint8Array> {
  await page.setContent(html, { waitUntil: 'load' });
  return page.pdf({ format: 'letter', preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
}

/** One sheet as bare values. */
export interface BareSheet {
  readonly name: string;
  readonly rows: readonly (readonly ExcelJS.CellValue[])[];
}

/** The values of every cell of a workbook, without style, width or table. */
export async function readSheets(workbook: Uint8Array): Promise<readonly BareSheet[]> {
  const read = new ExcelJS.Workbook();
  await read.xlsx.load(Buffer.from(workbook) as unknown as ExcelJS.Buffer);
  return read.worksheets.map((sheet) => {
    const rows: ExcelJS.CellValue[][] = [];
    sheet.eachRow((row) => rows.push(Array.isArray(row.values) ? row.values.slice(1) : []));
    return { name: sheet.name, rows };
  });
}

/** The same cells by ExcelJS alone. */
export async function writeSheets(sheets: readonly BareSheet[]): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  for (const { name, rows } of sheets) workbook.addWorksheet(name).addRows(rows.map((row) => [...row]));
  await workbook.xlsx.writeBuffer();
}
