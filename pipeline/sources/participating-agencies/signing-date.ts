import type { WorkbookCell } from '../../import/workbook/cell.ts';
import { type IsoDate, isIsoDate, programStart } from '../../period.ts';
import { cellText, quotable } from './cell-text.ts';

/** What the column of signing dates says. */
export interface SigningDate {
  /** null: not recorded, or not credible. */
  readonly signedOn: IsoDate | null;
  /** What stands in the cell in place of a credible date; null: nothing. */
  readonly text: string | null;
  /** Why it is not taken as the date; null: it is, or the cell is blank. */
  readonly finding: string | null;
}

/**
 * Reads a signing date: a date of Excel, `YYYY-MM-DD` or `M/D/YYYY`. Anything else, such as `05/082025`, is not
 * repaired, however plain it seems: the row is kept with its date not recorded, and a later list usually brings the date
 * itself. A date after the day of the list, or before the statute of 1996, cannot be true and is treated alike.
 */
export function readSigningDate(cell: WorkbookCell | undefined, asOf: IsoDate): SigningDate {
  const text = quotable(cell).slice(0, 100);
  if (text === '') return { signedOn: null, text: null, finding: null };
  const date = writtenDate(cellText(cell));
  const because = date === undefined ? 'is not a date' : implausible(date, asOf);
  if (date !== undefined && because === undefined) return { signedOn: date, text: null, finding: null };
  return { signedOn: null, text, finding: `signing date "${text}" ${because}; kept as not recorded` };
}

function writtenDate(text: string): IsoDate | undefined {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const date =
    year === '' ? text.replace(/[T ]00:00:00.*$/, '') : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isIsoDate(date) ? date : undefined;
}

function implausible(date: IsoDate, asOf: IsoDate): string | undefined {
  if (date > asOf) return `lies after the day of the list, ${asOf}`;
  return date < programStart ? 'lies before the statute of 30 September 1996' : undefined;
}
