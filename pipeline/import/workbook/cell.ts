import type { IsoDate } from '../../period.ts';

/** What stands in one cell of a workbook; a blank cell is undefined. */
export type WorkbookCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  /** A number that the cell shows as a day. */
  | { readonly kind: 'date'; readonly date: IsoDate }
  /** `target` is a web address without wrappers; a link to anything else is text. */
  | { readonly kind: 'link'; readonly text: string; readonly target: string }
  /** Excel's own error, such as `#N/A`. */
  | { readonly kind: 'error'; readonly text: string };

/** A row with at least one value. `cells` has the first column first. */
export interface WorkbookRow {
  /** As the spreadsheet program shows it; 1 is the first. */
  readonly number: number;
  readonly cells: readonly (WorkbookCell | undefined)[];
}

/** One sheet that a reader of the workbook sees. */
export interface WorkbookSheet {
  readonly name: string;
  /** Rows with a value, in order; how far the used range runs does not matter. */
  readonly rows: readonly WorkbookRow[];
}

/** Where a cell stands: both from 1. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** Excel's own bounds. */
export const lastRow = 1_048_576;
export const lastColumn = 16_384;

/** Reads `F9`; undefined where it is no cell of a sheet. */
export function cellPlace(reference: string): CellPlace | undefined {
  const [, letters = '', digits = ''] = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/.exec(reference) ?? [];
  if (letters === '') return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  const row = Number(digits);
  return row <= lastRow && column <= lastColumn ? { row, column } : undefined;
}

/** The letters of a column: `F` for 6. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}
