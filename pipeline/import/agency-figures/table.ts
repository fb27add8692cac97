import type { FigureColumn } from '../../formats/xlsx/figures-template/columns.ts';
import type { Month } from '../../period.ts';
import type { WorkbookCell } from '../workbook/cell.ts';

/** What stands in one cell of a template; a blank cell is undefined. */
export type FilledCell = WorkbookCell | { readonly kind: 'formula' };

/** A row with at least one cell, the first column first. */
export interface FilledRow {
  /** As the spreadsheet program shows it, or the line on which it begins; 1 is the first. */
  readonly number: number;
  readonly cells: readonly (FilledCell | undefined)[];
}

/** A template as it came back: a sheet of a workbook, or text. */
export interface FilledTemplate {
  readonly header: FilledRow;
  readonly rows: readonly FilledRow[];
  /** The agreement for which the template was written, where the file says it besides its rows. */
  readonly agreement: string | null;
  /** The months for which it was written, where the file says them. */
  readonly months: readonly Month[] | null;
  /** Whether all cells are text, as in CSV, so that a figure is a text of digits. */
  readonly isText: boolean;
  /** How a reader finds a cell: `Figures!D7`, or `line 7, column Figure`. `column` counts from 0. */
  readonly address: (row: number, column: number, name: FigureColumn | null) => string;
}

/** Something wrong in a template, and where. */
export interface Problem {
  readonly row: number;
  /** From 0. */
  readonly column: number;
  /** How a reader finds the cell. */
  readonly address: string;
  readonly reason: string;
}

/** A file that is meant to be a template: its table, or what is wrong before there is one. */
export type OpenedTemplate =
  | { readonly kind: 'table'; readonly table: FilledTemplate }
  | { readonly kind: 'broken'; readonly problems: readonly Problem[] };
