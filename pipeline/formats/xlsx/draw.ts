import ExcelJS from 'exceljs';
import { PipelineError } from '../../errors.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type Grid, maker, type SheetPlan, type Value, type WorkbookPlan } from './plan.ts';
import { cellLimit, cellText, columnNameLimit, startsLikeFormula } from './text.ts';

/** Shows a zero as its sign; the cell still holds the number 0. */
const countFormat = '#,##0;-#,##0;"-"';
const shareFormat = '0.0';
const changeFormat = '+#,##0;-#,##0;"-"';
const percentChangeFormat = '+#,##0.0;-#,##0.0;0.0';
const dateFormat = 'yyyy-mm-dd';
/** Text for ever, even after an edit; `finishPackage` adds the quote prefix to every style with this format. */
const textFormat = '@';

type Style = Partial<ExcelJS.Style>;
const thin = { style: 'thin' } as const;
const left = { horizontal: 'left', vertical: 'top', wrapText: true } as const;
// The indent keeps a number apart from the text of the next column.
const right = { horizontal: 'right', vertical: 'top', wrapText: true, indent: 1 } as const;

// Shared objects, not copies: ExcelJS looks a style up by identity before it compares.
const titleStyle: Style = { font: { name: 'Calibri', size: 16, bold: true } };
const coverTitleStyle: Style = { ...titleStyle, alignment: left };
const coverStyle: Style = { alignment: left };
const lineStyle: Style = {};
const headerStyles = {
  left: {
    font: { name: 'Calibri', size: 11, bold: true },
    alignment: { ...left, vertical: 'bottom' },
    border: { top: thin, bottom: thin },
  },
  right: {
    font: { name: 'Calibri', size: 11, bold: true },
    alignment: { ...right, vertical: 'bottom' },
    border: { top: thin, bottom: thin },
  },
} as const satisfies Record<string, Style>;

interface RowStyles {
  readonly text: Style;
  readonly guarded: Style;
  readonly count: Style;
  readonly share: Style;
  readonly change: Style;
  readonly 'percent-change': Style;
  readonly date: Style;
  readonly sign: Style;
  readonly link: Style;
}

function rowStyles(base: Style, link: Partial<ExcelJS.Font>): RowStyles {
  return {
    text: { ...base, alignment: left },
    guarded: { ...base, alignment: left, numFmt: textFormat },
    count: { ...base, alignment: right, numFmt: countFormat },
    share: { ...base, alignment: right, numFmt: shareFormat },
    change: { ...base, alignment: right, numFmt: changeFormat },
    'percent-change': { ...base, alignment: right, numFmt: percentChangeFormat },
    date: { ...base, alignment: left, numFmt: dateFormat },
    sign: { ...base, alignment: right },
    link: { ...base, alignment: left, font: link },
  };
}

const linkFont = { name: 'Calibri', size: 11, underline: true, color: { argb: 'FF0B4A8F' } } as const;
const bodyStyles = rowStyles({}, linkFont);
const totalStyles = rowStyles(
  { font: { name: 'Calibri', size: 11, bold: true }, border: { top: thin, bottom: thin } },
  { ...linkFont, bold: true },
);

/** Text that Excel would read as a formula, a number or a date when somebody edits the cell. */
const needsGuard = (text: string): boolean => startsLikeFormula(text) || /^\d/.test(text);

function put(cell: ExcelJS.Cell, value: Value, styles: RowStyles, place: string): void {
  switch (value.kind) {
    case 'text':
      cell.value = cellText(value.text, place);
      cell.style = needsGuard(value.text) ? styles.guarded : styles.text;
      return;
    case 'sign':
      cell.value = cellText(value.sign, place);
      cell.style = startsLikeFormula(value.sign) ? styles.guarded : styles.sign;
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
          `${place} is not a finite number`,
          'this is a defect of the stage before: report it',
        );
      }
      cell.value = value.value;
      cell.style = styles[value.unit];
  }
}

function putRow(sheet: ExcelJS.Worksheet, at: number, values: readonly Value[], styles: RowStyles): void {
  const row = sheet.getRow(at);
  values.forEach((value, column) => {
    put(row.getCell(column + 1), value, styles, `column ${column + 1} of row ${at} of sheet ${sheet.name}`);
  });
}

/** Whether a column is set to the right, as its numbers are. */
const isNumeric = (grid: Grid, at: number): boolean =>
  [...grid.rows, ...(grid.total ? [grid.total] : [])].every(
    (row) => row[at]?.kind === 'number' || row[at]?.kind === 'sign',
  );

function putGrid(sheet: ExcelJS.Worksheet, grid: Grid, headerRow: number): void {
  const names = grid.columns.map(({ header }, at) => {
    const name = cellText(header, `the heading of column ${at + 1} of sheet ${sheet.name}`);
    if (name.length > columnNameLimit) {
      throw new PipelineError(
        'render',
        `the heading of column ${at + 1} of sheet ${sheet.name} has ${name.length} characters; a table of a workbook takes ${columnNameLimit}`,
        'shorten the heading in the definition of the report',
      );
    }
    return name;
  });
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
  names.forEach((name, at) => {
    const cell = sheet.getCell(headerRow, at + 1);
    const style = headerStyles[isNumeric(grid, at) ? 'right' : 'left'];
    cell.style = needsGuard(name) ? { ...style, numFmt: textFormat } : style;
  });
  for (const [at, row] of grid.rows.entries()) putRow(sheet, headerRow + 1 + at, row, bodyStyles);
  if (grid.total !== null) putRow(sheet, headerRow + 1 + grid.rows.length, grid.total, totalStyles);
}

function putLines(sheet: ExcelJS.Worksheet, plan: SheetPlan, layout: Layout): void {
  const [title, body] = plan.grid === null ? [coverTitleStyle, coverStyle] : [titleStyle, lineStyle];
  plan.lines.forEach((line, at) => {
    if (line.length > cellLimit) cellText(line, `line ${at + 1} above the table of sheet ${plan.name}`);
  });
  layout.lines.forEach((line, at) => {
    const cell = sheet.getCell(at + 1, 1);
    cell.value = cellText(line, `row ${at + 1} of sheet ${plan.name}`);
    const style = at === 0 ? title : body;
    cell.style = needsGuard(line) ? { ...style, numFmt: textFormat } : style;
  });
}

/** In a printed header `&` begins a code; the three parts together hold 255 characters. */
const printed = (text: string): string => text.slice(0, 90).toWellFormed().replaceAll('&', '&&');

function sheetOptions(plan: WorkbookPlan, layout: Layout): Partial<ExcelJS.AddWorksheetOptions> {
  return {
    views: [{ state: 'normal', activeCell: 'A1' } as ExcelJS.WorksheetView],
    pageSetup: {
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
    putLines(sheet, sheetPlan, layout);
    for (const [at, height] of layout.heights.entries()) sheet.getRow(at + 1).height = height;
    if (sheetPlan.grid !== null) putGrid(sheet, sheetPlan.grid, layout.headerRow);
  }
  // Stored, not deflated: the package is packed anew.
  return new Uint8Array(
    await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } } as Partial<ExcelJS.XlsxWriteOptions>),
  );
}
