import type ExcelJS from 'exceljs';
import { PipelineError } from '../../../errors.ts';
import { isIsoDate } from '../../../period.ts';
import type { ListColumn, ListValue } from '../long-list.ts';
import { guarded, headingStyles, indented, wordRows } from '../styles.ts';
import { cellLimit, cellText, startsLikeFormula } from '../text.ts';

type Style = Partial<ExcelJS.Style>;

/** How the cells of one column look, by what stands in them. */
interface Looks extends Readonly<Record<ListColumn['kind'], Style>> {
  readonly heading: Style;
  /** Text that stays text for ever. */
  readonly guarded: Style;
  /** A number that is not whole. */
  readonly decimal: Style;
}

/** A column with the looks of its cells. */
export interface DrawnColumn extends ListColumn {
  readonly looks: Looks;
}

// Shared objects, not copies: ExcelJS looks a style up by identity before it compares.
const decimal: Style = { ...wordRows.count, numFmt: '#,##0.0##;-#,##0.0##' };
const overFigures: Style = { ...headingStyles.figures, border: headingStyles.overWords.border };

/** The columns of a list, as those of a table of words in the workbooks of reports look. */
export function drawnColumns(columns: readonly ListColumn[]): readonly DrawnColumn[] {
  return columns.map((column, at) => {
    const isFigures = column.kind === 'number';
    // Words after numbers would touch them.
    const set = !isFigures && columns[at - 1]?.kind === 'number' ? indented : (style: Style) => style;
    const heading = set(isFigures ? overFigures : headingStyles.overWords);
    const looks = {
      heading: needsGuard(column.header) ? guarded(heading) : heading,
      text: set(wordRows.text),
      guarded: set(wordRows.guarded),
      date: set(wordRows.date),
      number: wordRows.count,
      decimal,
    };
    return { ...column, looks };
  });
}

/** Where a value stands in the list: named where it cannot be written. Rows are counted from 1. */
const named = (column: ListColumn, row: number) => `row ${row} of the list, column "${column.header}",`;

/** Text without control characters, broken characters, and blanks at its ends. */
const plain =
  /^[\x21-\x7e\xa1-\ud7ff\ue000-\ufffd](?:[\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]*[\x21-\x7e\xa1-\ud7ff\ue000-\ufffd])?$/;

/** Whether text is written as it stands: nothing in it is what XML, or Excel's own escapes, could turn into something else. */
const isPlain = (text: string): boolean => plain.test(text) && !text.includes('_x');

/** What a program may take away at the ends of a value, or read otherwise, unless it stands as a string of its own. */
const delicate = /^\s|\s$|[\t\n]|_x[0-9A-Fa-f]{4}_/;

/** Text that Excel would read as a formula, a number or a date when somebody edits the cell. */
export const needsGuard = (text: string): boolean => startsLikeFormula(text) || /^\d/.test(text);

/** A text as ExcelJS is to write it. */
export function textValue(text: string, place: string): ExcelJS.CellValue {
  const written = cellText(text, place);
  return delicate.test(written) ? { richText: [{ text: written }] } : written;
}

function putText(cell: ExcelJS.Cell, text: string, column: DrawnColumn, row: number): void {
  if (text.length > cellLimit) {
    throw new PipelineError(
      'render',
      `${named(column, row)} holds ${text.length} characters; a cell of a workbook holds ${cellLimit}`,
      'take the list with --json, which holds text of any length, or shorten the text at its source',
    );
  }
  cell.value = isPlain(text) ? text : textValue(text, named(column, row));
  cell.style = needsGuard(text) ? column.looks.guarded : column.looks.text;
}

const wrongKind = (column: ListColumn, row: number) =>
  new PipelineError(
    'internal',
    `${named(column, row)} holds no ${column.kind} that a workbook can hold`,
    'report this as a defect of report287',
  );

/** Excel counts days from here; it also takes 1900 for a leap year, so that only later days can be counted. */
const dayZero = Date.UTC(1899, 11, 30);
const firstDay = '1900-03-01';
const dayLength = 86_400_000;

/** Days as Excel counts them. A list has few that differ. */
const dayNumbers = new Map<string, number>();

/** A day as Excel counts it; undefined where it cannot. */
function dayNumber(date: string): number | undefined {
  const known = dayNumbers.get(date);
  if (known !== undefined) return known;
  if (!isIsoDate(date) || date < firstDay) return undefined;
  const number = (Date.parse(date) - dayZero) / dayLength;
  dayNumbers.set(date, number);
  return number;
}

/** Puts one value into its cell. @throws PipelineError `render` or `internal`, naming row and column */
export function putValue(cell: ExcelJS.Cell, value: NonNullable<ListValue>, column: DrawnColumn, row: number): void {
  const { kind } = column;
  if (kind === 'text') {
    if (typeof value !== 'string') throw wrongKind(column, row);
    putText(cell, value, column, row);
  } else {
    const number = kind === 'date' ? dayNumber(String(value)) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) throw wrongKind(column, row);
    cell.value = number;
    cell.style = column.looks[kind === 'number' && !Number.isInteger(number) ? 'decimal' : kind];
  }
}
