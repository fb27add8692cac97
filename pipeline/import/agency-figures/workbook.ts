import {
  figureColumns,
  listColumns,
  templateSheets,
  templateTitle,
} from '../../formats/xlsx/figures-template/columns.ts';
import type { Month } from '../../period.ts';
import { columnLetters, type WorkbookCell, type WorkbookSheet } from '../workbook/cell.ts';
import { readWorkbook } from '../workbook.ts';
import { formulasOf } from './formulas.ts';
import type { FilledCell, FilledRow, OpenedTemplate } from './table.ts';

/**
 * Reads a workbook as a template; null where nothing in it is of one.
 * @throws PipelineError `contract` where it cannot be read as a workbook.
 */
export function openTemplateWorkbook(bytes: Uint8Array, name: string): OpenedTemplate | null {
  const sheets = readWorkbook(bytes, name);
  const figures = sheets.find((sheet) => sheet.name === templateSheets.figures);
  const isTemplate = sheets.some((sheet) => plainText(sheet.rows[0]?.cells[0]).startsWith(templateTitle));
  if (figures === undefined) return withoutFigures(sheets, isTemplate);
  if (!isTemplate && !hasHeadings(figures)) return null;
  const { agreement, months } = readLists(sheets.find((sheet) => sheet.name === templateSheets.lists));
  const rows = withFormulas(figures, formulasOf(bytes, name, templateSheets.figures));
  const first = rows[0]?.number === 1 ? rows[0] : undefined;
  return {
    kind: 'table',
    table: {
      header: first ?? { number: 1, cells: [] },
      rows: first === undefined ? rows : rows.slice(1),
      agreement,
      months,
      isText: false,
      address: (row, column) => `${templateSheets.figures}!${columnLetters(column + 1)}${row}`,
    },
  };
}

/** A template whose sheet of figures is gone or renamed is told by what is left of it. */
function withoutFigures(sheets: readonly WorkbookSheet[], isTemplate: boolean): OpenedTemplate | null {
  const isRenamed = sheets.some(hasHeadings);
  if (!isRenamed && !isTemplate) return null;
  const hint = isRenamed ? ', and a sheet of another name has its headings: give it this name' : '';
  const problem = { row: 0, column: 0, address: templateSheets.figures, reason: `there is no such sheet${hint}` };
  return { kind: 'broken', problems: [problem] };
}

/** Whether a sheet begins more like that of a template than like anything else. */
const hasHeadings = ({ rows }: WorkbookSheet) => isTemplateHeader((rows[0]?.cells ?? []).map(plainText));

/** Whether most headings of a template are among some texts. */
export function isTemplateHeader(headings: readonly string[]): boolean {
  return figureColumns.filter((column) => headings.includes(column)).length > figureColumns.length / 2;
}

const plainText = (cell: WorkbookCell | undefined): string => (cell?.kind === 'text' ? cell.text.trim() : '');

/** The agreement and the months for which a template was written. */
function readLists(sheet: WorkbookSheet | undefined) {
  const [header, ...rows] = sheet?.rows ?? [];
  const [list, entry] = listColumns;
  if (plainText(header?.cells[0]) !== list || plainText(header?.cells[1]) !== entry)
    return { agreement: null, months: null };
  const entries = (of: string) =>
    rows.filter(({ cells }) => plainText(cells[0]) === of).map(({ cells }) => plainText(cells[1]));
  const months = entries('Month').filter((text): text is Month => /^\d{4}-(0[1-9]|1[0-2])$/.test(text));
  const [agreement = null] = entries('Agreement');
  return { agreement, months: months.length === 0 ? null : months };
}

/** The rows of a sheet, with each formula in place of the value that it had when the file was saved. */
function withFormulas({ rows }: WorkbookSheet, formulas: ReturnType<typeof formulasOf>): readonly FilledRow[] {
  const numbered = new Map<number, (FilledCell | undefined)[]>(rows.map(({ number, cells }) => [number, [...cells]]));
  for (const { row, column } of formulas) {
    const cells = numbered.get(row) ?? [];
    while (cells.length < column) cells.push(undefined);
    cells[column - 1] = { kind: 'formula' };
    numbered.set(row, cells);
  }
  return [...numbered].toSorted(([a], [b]) => a - b).map(([number, cells]) => ({ number, cells }));
}
