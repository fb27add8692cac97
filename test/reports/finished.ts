import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import { readPdf } from '../../pipeline/checks/pdf-structure/read-pdf.ts';
import { withoutSpaces } from '../../pipeline/checks/pdf-structure/tagged-tables.ts';

/** A table of a finished document: the cells of each row by the heading of their column, neither with a space. */
export type FinishedTable = readonly Readonly<Record<string, string>>[];

const byHeading = (columns: readonly string[], rows: readonly (readonly string[])[]): FinishedTable =>
  rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ''])));

const opened = new Map<string, ReturnType<typeof readPdf>>();

/** A document is read once for all of its tables: a long one takes seconds. */
function openedPdf(path: string): ReturnType<typeof readPdf> {
  const read = opened.get(path) ?? readFile(path).then((bytes) => readPdf(bytes));
  opened.set(path, read);
  return read;
}

/** The one table of a PDF with a title, as a reader of its tags hears it. */
export async function tableInPdf(path: string, title: string): Promise<FinishedTable> {
  const { tables } = await openedPdf(path);
  const found = tables.filter(({ heading }) => heading.replace(/^Table\d+\./, '') === withoutSpaces(title));
  const [table] = found;
  if (table === undefined || found.length > 1) throw new Error(`${found.length} tables are titled ${title}`);
  return byHeading(table.columns, table.rows);
}

/** The one table of a workbook with a title, from the cells of its sheet; dates as `2018-03-31`. */
export async function tableInWorkbook(path: string, title: string): Promise<FinishedTable> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const found = workbook.worksheets.filter((sheet) => sheet.getCell('A1').text === title);
  const [sheet] = found;
  if (sheet === undefined || found.length > 1) throw new Error(`${found.length} sheets are titled ${title}`);
  const rows: string[][] = [];
  sheet.eachRow((row) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, ({ value, text }) => {
      cells.push(withoutSpaces(value instanceof Date ? value.toISOString().slice(0, 10) : text));
    });
    rows.push(cells);
  });
  const head = rows.findIndex(([first]) => first === 'Code');
  return byHeading(rows[head] ?? [], rows.slice(head + 1));
}
