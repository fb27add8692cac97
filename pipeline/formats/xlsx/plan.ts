import { signs } from '../../cell.ts';
import type { IsoDate } from '../../period.ts';

/** Named as maker and last editor of every workbook: no person is. */
export const maker = 'report287';

/**
 * What a workbook says and where, before ExcelJS is asked to draw it: sheets in order, each with lines of text from cell
 * A1 down and at most one table below them.
 */
export interface WorkbookPlan {
  readonly title: string;
  readonly subject: string;
  /** BCP 47: `en-US`. */
  readonly language: string;
  /** ISO 8601. Stands as the time of creation and of the last change. */
  readonly asOf: string;
  /** The word that every sheet's printed header shows; null: none. */
  readonly mark: string | null;
  readonly sheets: readonly SheetPlan[];
}

export interface SheetPlan {
  readonly name: string;
  /** The first is the title and stands in A1. */
  readonly lines: readonly string[];
  /** Null on the cover, and where there is no row to show. */
  readonly grid: Grid | null;
}

/** One table of a sheet. */
export interface Grid {
  /** A list of things with facts about each, whose rows begin level. */
  readonly isList?: boolean;
  /** The name of the table object: unique in the workbook. */
  readonly name: string;
  readonly columns: readonly GridColumn[];
  /** At least one, each as long as `columns`: Excel repairs a file with an empty table object. */
  readonly rows: readonly (readonly Value[])[];
  /** The margin. It stands below the table object, so that a pivot table made from it counts nothing twice. */
  readonly total: readonly Value[] | null;
}

export interface GridColumn {
  readonly header: string;
  /** Characters. Never 9: ExcelJS takes that for its default and leaves the width out. */
  readonly width: { readonly least: number; readonly most: number };
  /** Of words or dates, even where only signs stand in it: set to the left. */
  readonly isWords?: boolean;
}

/** How a number is shown. */
export type NumberUnit = 'count' | 'share' | 'change' | 'percent-change' | 'duration' | 'duration-tenths';

/** What stands in one cell. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly unit: NumberUnit; readonly isRevised?: boolean }
  | { readonly kind: 'sign'; readonly sign: string }
  | { readonly kind: 'date'; readonly date: IsoDate }
  | { readonly kind: 'link'; readonly text: string; readonly sheet: string };

const whole = new Intl.NumberFormat('en-US');

/** The text of a value, as long as it is when shown: for widths. */
export function shownText(value: Value): string {
  switch (value.kind) {
    case 'text':
    case 'link':
      return value.text;
    case 'sign':
      return value.sign;
    case 'date':
      return value.date;
    case 'number': {
      const isWhole = value.unit === 'count' || value.unit === 'change';
      const number = isWhole ? whole.format(value.value) : value.value.toFixed(1);
      return value.isRevised === true ? `${number} ${signs.revised.sign}` : number;
    }
  }
}
