import ExcelJS from 'exceljs';
import { agencyMeasures, largestAgencyFigure } from '../../../queries/agency-figures.ts';
import type { Month } from '../../period.ts';
import { figureColumns, listColumns, templateSheets, templateTitle } from './figures-template/columns.ts';
import { layoutOf } from './layout.ts';
import { finishPackage } from './package.ts';
import { maker } from './plan.ts';
import { guarded, headingStyles, lineStyles, wordRows } from './styles.ts';
import { cellText } from './text.ts';
import { wording } from './wording.ts';

/** What an agency is asked for: its own figures of one agreement, month by month. */
export interface FiguresTemplate {
  readonly agreement: string;
  readonly agency: string;
  /** In words. */
  readonly state: string;
  /** In words. */
  readonly period: string;
  /** In order, at least one. */
  readonly months: readonly Month[];
  /** BCP 47: `en-US`. */
  readonly language: string;
  /** ISO 8601. Stands as the time of creation and of the last change. */
  readonly asOf: string;
  /** A mark that must stand on every sheet; null: none. */
  readonly mark: { readonly word: string; readonly sentence: string } | null;
}

/** The rows of a template in their order, by month and then by measure, without figures. */
export function templateRows({ agreement, months }: FiguresTemplate): readonly (readonly [string, Month, string])[] {
  return months.flatMap((month) => agencyMeasures.map(({ label }) => [agreement, month, label] as const));
}

/**
 * The template as a workbook: instructions, the sheet to fill in, with lists to choose from and figures that are held
 * against their bounds, and those lists. The same template gives the same bytes.
 */
export async function drawFiguresTemplate(template: FiguresTemplate): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = maker;
  workbook.lastModifiedBy = maker;
  workbook.created = new Date(template.asOf);
  workbook.modified = new Date(template.asOf);
  workbook.title = cellText(`${templateTitle}: ${template.agreement}`, 'the title');
  workbook.subject = cellText(`${template.agency}, ${template.period}`, 'the subject');
  workbook.views = [{ x: 0, y: 0, width: 24_000, height: 16_000, firstSheet: 0, activeTab: 0, visibility: 'visible' }];
  drawInstructions(workbook, template);
  drawFigures(workbook, template);
  drawLists(workbook, template);
  const bytes = await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } } as Partial<ExcelJS.XlsxWriteOptions>);
  return finishPackage(new Uint8Array(bytes), template.language);
}

/** A sheet of US Letter, as the format numbers it; ExcelJS has no name for it. */
const letter: number = 1;

/** In a printed header `&` begins a code; the three parts together hold 255 characters. */
const printed = (text: string): string => text.slice(0, 90).toWellFormed().replaceAll('&', '&&');

/** A sheet with a row of headings that stays in sight and is printed on each page, or (false) of text. */
function addSheet(
  workbook: ExcelJS.Workbook,
  name: string,
  hasHeadings: boolean,
  { agreement, mark }: FiguresTemplate,
) {
  const view = hasHeadings
    ? { state: 'frozen', ySplit: 1, topLeftCell: 'A2', activeCell: 'A2' }
    : { state: 'normal', activeCell: 'A1' };
  return workbook.addWorksheet(name, {
    views: [view as ExcelJS.WorksheetView],
    pageSetup: {
      paperSize: letter as ExcelJS.PaperSize,
      orientation: 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      ...(hasHeadings ? { printTitlesRow: '1:1' } : {}),
    },
    headerFooter: {
      oddHeader: `&L${printed(cellText(agreement, 'the agreement'))}&R${mark === null ? '' : printed(mark.word)}`,
      oddFooter: '&L&A&RPage &P of &N',
    },
  });
}

/** The words of the sheet of instructions, from its title down. */
export function instructions(template: FiguresTemplate): readonly string[] {
  const largest = largestAgencyFigure.toLocaleString('en-US');
  return wording('figures-template', { ...template, title: templateTitle, largest });
}

/** A line of the instructions that is no sentence and states nothing. */
const isHeading = (line: string): boolean => !/[.:]/.test(line);
const heading = { ...lineStyles.text.line, font: headingStyles.words.font };

function drawInstructions(workbook: ExcelJS.Workbook, template: FiguresTemplate): void {
  const sheet = addSheet(workbook, templateSheets.instructions, false, template);
  const { lines, widths, heights } = layoutOf({ name: sheet.name, lines: instructions(template), grid: null });
  sheet.getColumn(1).width = widths[0] ?? 90;
  lines.forEach((line, at) => {
    const cell = sheet.getCell(at + 1, 1);
    cell.value = cellText(line, `row ${at + 1} of the instructions`);
    cell.style = at === 0 ? lineStyles.text.title : isHeading(line) ? heading : lineStyles.text.line;
    sheet.getRow(at + 1).height = heights[at] ?? 15;
  });
  protect(sheet);
}

const text = guarded(wordRows.text);
const chosen = { ...text, protection: { locked: false } };
/** Zero is shown as it is written: the sign that stands for it in reports would puzzle who just wrote 0. */
const figure = { ...wordRows.count, numFmt: '#,##0', protection: { locked: false } };
const widths = { Agreement: 36, Month: 12, Measure: 36, Figure: 16 } as const;

function drawFigures(workbook: ExcelJS.Workbook, template: FiguresTemplate): void {
  const sheet = addSheet(workbook, templateSheets.figures, true, template);
  const rows = templateRows(template);
  putTable(sheet, 'agency_figures', figureColumns, rows.length);
  sheet.getCell('D1').style = { ...headingStyles.overWords, alignment: headingStyles.figures.alignment };
  figureColumns.forEach((column, at) => {
    sheet.getColumn(at + 1).width = widths[column];
  });
  rows.forEach((row, at) => {
    row.forEach((value, column) => {
      const cell = sheet.getCell(at + 2, column + 1);
      cell.value = cellText(value, `cell ${cell.address}`);
      cell.style = column === 0 ? text : chosen;
    });
    sheet.getCell(at + 2, 4).style = figure;
  });
  for (const [range, validation] of validations(template)) validationsOf(sheet).add(range, validation);
  protect(sheet);
}

/** What Excel holds the cells of each column against as they are filled in. */
function validations(template: FiguresTemplate): readonly (readonly [string, ExcelJS.DataValidation])[] {
  const last = templateRows(template).length + 1;
  const { months } = template;
  const shown = { allowBlank: true, showErrorMessage: true, errorStyle: 'stop', showInputMessage: true } as const;
  const list = (from: number, count: number) => [`${templateSheets.lists}!$B$${from}:$B$${from + count - 1}`];
  const month = { title: 'Month', words: `A month of the period, as ${months[0]}. Choose it from the list.` };
  const measure = { title: 'Measure', words: 'What is counted. Choose it from the list.' };
  const bounds = `A whole number from 0 to ${largestAgencyFigure.toLocaleString('en-US')}.`;
  const number = { title: 'Figure', words: `${bounds} 0: counted, and none. Blank: not reported.` };
  const said = ({ title, words }: typeof month, error: string) => ({
    promptTitle: title,
    prompt: words,
    errorTitle: title,
    error,
  });
  return [
    [
      `B2:B${last}`,
      { type: 'list', ...shown, ...said(month, month.words), formulae: list(firstMonthRow, months.length) },
    ],
    [
      `C2:C${last}`,
      {
        type: 'list',
        ...shown,
        ...said(measure, measure.words),
        formulae: list(firstMonthRow + months.length, agencyMeasures.length),
      },
    ],
    [
      `D2:D${last}`,
      {
        type: 'whole',
        operator: 'between',
        ...shown,
        ...said(number, `${bounds} Write the number itself, without words or decimals.`),
        formulae: [0, largestAgencyFigure],
      },
    ],
  ];
}

/** Ranges of cells at once: ExcelJS has this, and its types do not tell of it. */
function validationsOf(sheet: ExcelJS.Worksheet) {
  return (
    sheet as unknown as { readonly dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void } }
  ).dataValidations;
}

/** On the sheet of lists: the headings, the agreement, then the months. */
const firstMonthRow = 3;

function drawLists(workbook: ExcelJS.Workbook, template: FiguresTemplate): void {
  const sheet = addSheet(workbook, templateSheets.lists, true, template);
  const rows = [
    ['Agreement', template.agreement],
    ...template.months.map((month) => ['Month', month]),
    ...agencyMeasures.map(({ label }) => ['Measure', label]),
  ];
  putTable(sheet, 'lists', listColumns, rows.length);
  sheet.getColumn(1).width = 14;
  sheet.getColumn(2).width = 36;
  rows.forEach((row, at) => {
    row.forEach((value, column) => {
      const cell = sheet.getCell(at + 2, column + 1);
      cell.value = cellText(value, `cell ${cell.address}`);
      cell.style = text;
    });
  });
  protect(sheet);
}

/** A table object from A1, with its headings; what its cells hold is put by the caller. */
function putTable(sheet: ExcelJS.Worksheet, name: string, columns: readonly string[], rows: number): void {
  sheet.addTable({
    name,
    ref: 'A1',
    headerRow: true,
    columns: columns.map((column) => ({ name: column })),
    rows: Array.from({ length: rows }, () => []),
    // Lines in black, no fill, no stripes: nothing rests on color.
    style: { theme: 'TableStyleLight1', showRowStripes: false },
  });
  columns.forEach((_column, at) => {
    sheet.getCell(1, at + 1).style = headingStyles.overWords;
  });
}

/** Without a password: it keeps a hand from slipping, and nobody out. Columns may be made wider. */
function protect(sheet: ExcelJS.Worksheet): void {
  // What it awaits is the hash of a password.
  void sheet.protect('', { formatColumns: true, formatRows: true });
}
