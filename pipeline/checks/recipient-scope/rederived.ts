import { type Cell, cellFact, cellText } from '../../cell.ts';
import type { ReportModel, ReportRow, ReportTable } from '../../compose.ts';
import type { Extract } from '../../extract.ts';
import type { ComposeAgain } from '../check.ts';
import { allTables } from '../same-numbers/reading.ts';
import type { Report } from './report.ts';

/** The lists and tables of figures of a document, by their ids, as what is on record of its scope gives them. */
export type RederivedTables = ReadonlyMap<string, ReportTable>;

/** Composes all such tables of a document again; none: nothing on record tells what they hold, or it has no such table. */
export function rederivedTables(
  model: ReportModel,
  extract: Extract,
  again: ComposeAgain | undefined,
): RederivedTables {
  const isNeeded = again !== undefined && allTables(model).some(({ kind }) => kind !== undefined);
  return new Map(isNeeded ? again(model.scope.id, extract).map((table) => [table.id, table]) : []);
}

/** A cell of such a table by the code of its row and the place of its column; null: nothing on record tells of it. */
export function rederivedCell(tables: RederivedTables, tableId: string, code: string, at: number): Cell | null {
  return tables.get(tableId)?.rows.find((row) => row.code === code)?.cells[at] ?? null;
}

/** Finds every row and cell of such a table that what is on record of its scope does not give. */
export function examineRederived(table: ReportTable, scope: string, tables: RederivedTables, report: Report): void {
  const place = `table ${table.id}`;
  const own = tables.get(table.id) ?? null;
  if (own === null) {
    if (tells(table)) report(place, 'holds facts or figures of which no tally tells whose they are');
    return;
  }
  if (columnsOf(own) !== columnsOf(table)) {
    report(place, `has the columns ${columnsOf(table)}, and by what is on record of ${scope} ${columnsOf(own)}`);
    return;
  }
  const due = new Map(own.rows.map((row) => [row.code, row]));
  const seen = new Set<string>();
  for (const row of table.rows) {
    const at: Report = (within, problem) => report(`${place}, row ${row.code}${within}`, problem);
    if (seen.has(row.code)) at('', 'stands twice');
    seen.add(row.code);
    examineRow(row, due.get(row.code), { table, scope }, at);
  }
  for (const code of due.keys())
    if (!seen.has(code)) report(`${place}, row ${code}`, `is missing, and is on record of ${scope}`);
}

/** Whether a table tells anything of a scope: a row of a list does by itself, a sign does not. */
const tells = ({ kind, rows }: ReportTable): boolean =>
  kind === 'list'
    ? rows.length > 0
    : rows.some(({ cells }) => cells.some((cell) => 'value' in cell || cellFact(cell) !== null));

const columnsOf = ({ columns }: ReportTable): string => columns.map(({ id }) => id).join(', ');

function examineRow(
  row: ReportRow,
  own: ReportRow | undefined,
  { table, scope }: { readonly table: ReportTable; readonly scope: string },
  report: Report,
): void {
  if (own === undefined) {
    report('', `is not on record of ${scope}`);
    return;
  }
  if (row.label !== own.label) report('', `is named “${row.label}”, and on record of ${scope} “${own.label}”`);
  for (const [at, { id }] of table.columns.entries()) {
    const [cell, expected] = [row.cells[at], own.cells[at]];
    if (!isSame(cell, expected))
      report(`, column ${id}`, `is ${shown(cell)}, and by what is on record of ${scope} it is ${shown(expected)}`);
  }
}

/** Of the edition before, records tell nothing: a mark is no difference. */
function isSame(a: Cell | undefined, b: Cell | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  return 'value' in a && 'value' in b ? a.value === b.value : cellFact(a) === cellFact(b);
}

const shown = (cell: Cell | undefined): string => (cell === undefined ? 'missing' : cellText(cell));
