import type { AgreementListKind } from '../../../queries/register-listings.ts';
import type { WorkbookRow, WorkbookSheet } from '../../import/workbook/cell.ts';
import { headerText } from './cell-text.ts';

/** What a column of a list holds, by the text of its header; case and blanks do not matter. */
const headers = {
  STATE: 'state',
  'LAW ENFORCEMENT AGENCY': 'agency',
  TYPE: 'type',
  COUNTY: 'county',
  'SUPPORT TYPE': 'model',
  SIGNED: 'signed',
  MOA: 'moa',
  ADDENDUM: 'addendum',
} as const;

/** A field of a list. */
export type ListField = (typeof headers)[keyof typeof headers];

/** Where the fields of a list stand. Columns without a name, and those with a name unknown to us, are never read. */
export interface ListLayout {
  readonly kind: AgreementListKind;
  readonly columns: ReadonlyMap<ListField, number>;
  /** Headers that we do not know: new columns of a later list. */
  readonly unknownHeaders: readonly string[];
  readonly headerRow: number;
  readonly rows: readonly WorkbookRow[];
}

const everyList: readonly ListField[] = ['state', 'agency', 'model'];
/** The header is looked for in this many rows with a value. */
const searchedRows = 40;

/** The lists that the sheets hold: normally one. A header counts wherever its row stands and in any order of columns. */
export function findLists(sheets: readonly WorkbookSheet[]): readonly ListLayout[] {
  return sheets.flatMap((sheet) => {
    for (const [at, row] of sheet.rows.slice(0, searchedRows).entries()) {
      const layout = layoutOf(row, sheet.rows.slice(at + 1));
      if (layout !== undefined) return [layout];
    }
    return [];
  });
}

function layoutOf(header: WorkbookRow, rows: readonly WorkbookRow[]): ListLayout | undefined {
  const columns = new Map<ListField, number>();
  const unknownHeaders: string[] = [];
  for (const [at, cell] of header.cells.entries()) {
    const text = headerText(cell);
    const field = (headers as Readonly<Record<string, ListField | undefined>>)[text];
    if (field === undefined) {
      if (text !== '') unknownHeaders.push(text.slice(0, 60));
    } else if (columns.has(field)) return undefined;
    else columns.set(field, at);
  }
  if (!everyList.every((field) => columns.has(field))) return undefined;
  // Only an agreement that was signed has a date and a text; lists of applications have neither column.
  const kind = columns.has('signed') || columns.has('moa') ? 'participating' : 'pending';
  return { kind, columns, unknownHeaders, headerRow: header.number, rows };
}
