import ExcelJS from 'exceljs';
import { PipelineError } from '../../errors.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type Grid, maker, type Value, type WorkbookPlan } from './plan.ts';
import {
  figureRows,
  guarded,
  headingStyles,
  indented,
  lineStyles,
  type RowStyles,
  totalRow,
  wordRows,
} from './styles.ts';
import { cellText, columnNameLimit, startsLikeFormula } from './text.ts';

/** Text that Excel would read as a formula, a number or a date when somebody edits the cell. */
const needsGuard = (text: string): boolean => startsLikeFormula(text) || /^\d/.test(text);

const placeOf = (cell: ExcelJS.Cell): string => `cell ${cell.address} of sheet ${cell.worksheet.name}`;

function put(cell: ExcelJS.Cell, value: Value, styles: RowStyles, isNumeric: boolean): void {
  switch (value.kind) {
    case 'text':
      cell.value = cellText(value.text, placeOf(cell));
      cell.style = needsGuard(value.text) ? styles.guarded : styles.text;
      return;
    case 'sign':
      cell.value = cellText(value.sign, placeOf(cell));
      cell.style = startsLikeFormula(value.sign) ? styles.guarded : styles[isNumeric ? 'sign' : 'signOfWords'];
      return;
    case 'link':
      cell.value = { text: value.text, hyperlink: `'${value.sheet}'!A1` };
      cell.style = styles.link;
      return;
    case 'date':
      cell.value = new Date(`${value.date}T00:00:00Z`);
      cell.style = styles.date;
      return;
    case 'number':
      if (!Number.isFinite(value.value)) {
        throw new PipelineError(
          'render',
          `${placeOf(cell)} is not a finite number`,
          'this is a defect of the stage before: report it',
        );
      }
      cell.value = value.value;
      cell.style = value.isRevised === true ? styles.revised : styles[value.unit];
  }
}

/** How the columns of a table are set. */
interface Setting {
  /** To the right, as numbers are. */
  readonly numeric: boolean;
  /** Words after numbers, which would touch them. */
  readonly spaced: boolean;
}

function putRow(row: ExcelJS.Row, values: readonly Value[], styles: RowStyles, columns: readonly Setting[]): void {
  values.forEach((value, at) => {
    const cell = row.getCell(at + 1);
    put(cell, value, styles, columns[at]?.numeric ?? true);
    if (columns[at]?.spaced === true) cell.style = indented(cell.style);
  });
}

/** Whether a column is set to the right, as its numbers are. */
const isNumeric = (grid: Grid, at: number): boolean =>
  grid.columns[at]?.isWords !== true &&
  [...grid.rows, ...(grid.total ? [grid.total] : [])].every(
    (row) => row[at]?.kind === 'number' || row[at]?.kind === 'sign',
  );

function settingsOf(grid: Grid): readonly Setting[] {
  const numeric = grid.columns.map((_column, at) => isNumeric(grid, at));
  return numeric.map((is, at) => ({ numeric: is, spaced: !is && numeric[at - 1] === true }));
}

function headingIn(cell: ExcelJS.Cell, heading: string): string {
  const name = cellText(heading, placeOf(cell));
  if (name.length <= columnNameLimit) return name;
  throw new PipelineError(
    'render',
    `the heading in ${placeOf(cell)} has ${name.length} characters; a table of a workbook takes ${columnNameLimit}`,
    'shorten the heading in the definition of the report',
  );
}

function putGrid(sheet: ExcelJS.Worksheet, grid: Grid, headerRow: number): void {
  const names = grid.columns.map(({ header }, at) => headingIn(sheet.getCell(headerRow, at + 1), header));
  sheet.addTable({
    name: grid.name,
    ref: `A${headerRow}`,
    headerRow: true,
    columns: names.map((name) => ({ name })),
    // ExcelJS takes the size of the table from these; what the cells hold is put below, with style and guard.
    rows: grid.rows.map(() => []),
    // Lines in black, no fill, no stripes: nothing rests on color.
    style: { theme: 'TableStyleLight1', showRowStripes: false },
  });
  const columns = settingsOf(grid);
  const isLevel = grid.isList === true || !columns.some(({ numeric }) => numeric);
  names.forEach((name, at) => {
    const { numeric = false, spaced = false } = columns[at] ?? {};
    const style = headingStyles[isLevel ? (numeric ? 'figuresOverWords' : 'overWords') : numeric ? 'figures' : 'words'];
    const set = spaced ? indented(style) : style;
    sheet.getCell(headerRow, at + 1).style = needsGuard(name) ? guarded(set) : set;
  });
  const styles = isLevel ? wordRows : figureRows;
  for (const [at, row] of grid.rows.entries()) putRow(sheet.getRow(headerRow + 1 + at), row, styles, columns);
  if (grid.total !== null) putRow(sheet.getRow(headerRow + 1 + grid.rows.length), grid.total, totalRow, columns);
}

function putLines(sheet: ExcelJS.Worksheet, { lines, headerRow }: Layout): void {
  const styles = lineStyles[headerRow === 0 ? 'text' : 'table'];
  lines.forEach((line, at) => {
    const cell = sheet.getCell(at + 1, 1);
    cell.value = cellText(line, placeOf(cell));
    const style = at === 0 ? styles.title : styles.line;
    cell.style = needsGuard(line) ? guarded(style) : style;
  });
}

/** A sheet of US Letter, as the format numbers it; ExcelJS has no name for it. */
const letter: number = 1;

/** In a printed header `&` begins a code; the three parts together hold 255 characters. */
const printed = (text: string): string => text.slice(0, 90).toWellFormed().replaceAll('&', '&&');

function sheetOptions(plan: WorkbookPlan, layout: Layout): Partial<ExcelJS.AddWorksheetOptions> {
  return {
    views: [{ state: 'normal', activeCell: 'A1' } as ExcelJS.WorksheetView],
    pageSetup: {
      paperSize: letter as ExcelJS.PaperSize,
      orientation: layout.landscape ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      ...(layout.headerRow > 0 ? { printTitlesRow: `${layout.headerRow}:${layout.headerRow}` } : {}),
    },
    headerFooter: {
      oddHeader: `&L${printed(cellText(plan.title, 'the title'))}&R${plan.mark === null ? '' : printed(plan.mark)}`,
      oddFooter: '&L&A&RPage &P of &N',
    },
  };
}

/** The workbook as ExcelJS writes it: right in every cell, not yet in every part (see `finishPackage`). */
export async function drawWorkbook(plan: WorkbookPlan): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = maker;
  workbook.lastModifiedBy = maker;
  workbook.created = new Date(plan.asOf);
  workbook.modified = new Date(plan.asOf);
  workbook.title = cellText(plan.title, 'the title');
  workbook.subject = cellText(plan.subject, 'the subject');
  workbook.views = [{ x: 0, y: 0, width: 24_000, height: 16_000, firstSheet: 0, activeTab: 0, visibility: 'visible' }];
  for (const sheetPlan of plan.sheets) {
    const layout = layoutOf(sheetPlan);
    const sheet = workbook.addWorksheet(sheetPlan.name, sheetOptions(plan, layout));
    layout.widths.forEach((width, at) => {
      sheet.getColumn(at + 1).width = width;
    });
    putLines(sheet, layout);
    for (const [at, height] of layout.heights.entries()) sheet.getRow(at + 1).height = height;
    if (sheetPlan.grid !== null) putGrid(sheet, sheetPlan.grid, layout.headerRow);
  }
  // Stored, not deflated: the package is packed anew.
  return new Uint8Array(
    await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } } as Partial<ExcelJS.XlsxWriteOptions>),
  );
}
