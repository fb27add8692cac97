import { foldBlanks } from '../../../queries/spellings.ts';
import type { WorkbookCell } from '../../import/workbook/cell.ts';

/** Characters that take no room, pasted along with names. */
const invisible = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;

/** A cell as listed, with straight apostrophes, without blanks around it and with each run of blanks made one. */
export function cellText(cell: WorkbookCell | undefined): string {
  return foldBlanks(
    shown(cell)
      .normalize('NFKC')
      .replace(invisible, '')
      .replace(/[‘’ʼ`´]/g, "'"),
  );
}

/** A header as it is compared. */
export function headerText(cell: WorkbookCell | undefined): string {
  return cellText(cell).toUpperCase();
}

/** A cell as it may be kept or shown in a message: without mail addresses, and not endless. */
export function quotable(cell: WorkbookCell | undefined): string {
  return cellText(cell)
    .replace(/[^\s,;:<>]+@[^\s,;<>]+/g, '[mail address]')
    .slice(0, 300);
}

function shown(cell: WorkbookCell | undefined): string {
  switch (cell?.kind) {
    case undefined:
      return '';
    case 'number':
      return String(cell.value);
    case 'date':
      return cell.date;
    case 'text':
    case 'error':
    case 'link':
      return cell.text;
  }
}
