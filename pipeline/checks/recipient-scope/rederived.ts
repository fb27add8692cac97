import type { ListedRow } from '../../../queries/listings.ts';
import { type Cell, cellFact, cellText } from '../../cell.ts';
import { classify } from '../../classify.ts';
import type { Drawn } from '../../compose/drawn.ts';
import { composeTables } from '../../compose/tables.ts';
import type { ReportModel, ReportRow, ReportTable } from '../../compose.ts';
import type { Extract } from '../../extract.ts';
import { groundOf } from '../../measures/measure.ts';
import { gaps, regimes } from '../../priorities/index.ts';
import { reports } from '../../reports/index.ts';
import { type BlockDefinition, definitionOn } from '../../reports/report.ts';
import { trendsIn } from '../../tabulate/trend.ts';
import { tablesIn } from '../../tabulate.ts';
import { allTables } from '../same-numbers/reading.ts';
import type { Report } from './figures.ts';
import type { Recorded } from './recorded.ts';

/**
 * Composes a list, or a table of figures that are worked out one by one, again from what is on record of one scope alone;
 * null: nothing on record tells what it holds.
 */
export type Rederive = (table: ReportTable, scope: string, recorded: Recorded) => ReportTable | null;

const composed = new WeakMap<Recorded, Map<string, ReadonlyMap<string, ReportTable>>>();

/** Composes such tables again from the tallies and listings of the scope, once for all of them. */
export const rederive: Rederive = (table, scope, recorded) => {
  const scopes = composed.get(recorded) ?? new Map<string, ReadonlyMap<string, ReportTable>>();
  composed.set(recorded, scopes);
  const tables = scopes.get(scope) ?? composeAgain(scope, recorded);
  scopes.set(scope, tables);
  return tables.get(table.id) ?? null;
};

function composeAgain(scope: string, { extract }: Recorded): ReadonlyMap<string, ReportTable> {
  const report = reports.find(({ id }) => id === extract.report);
  if (report === undefined) return new Map();
  const whole = definitionOn(report, groundOf(extract));
  const blocks = whole.sections.flatMap((section) => section.blocks.filter(isWorkedOut));
  const definition = { ...whole, sections: [{ id: 'again', title: '', blocks }] };
  const own = ofScope(scope, extract);
  const drawn: Drawn = {
    extract: own,
    scope,
    tables: tablesIn(scope, own, definition, classify(regimes, gaps)),
    trends: trendsIn(scope, own, definition),
    national: null,
    words: definition.words,
    revisions: { own: undefined, national: undefined },
  };
  const tables = [...composeTables(definition, drawn, (table) => table).values()].flat();
  return new Map(tables.map((table) => [table.id, table]));
}

const isWorkedOut = (block: BlockDefinition): boolean =>
  block.kind === 'figures' || block.kind === 'listing' || (block.kind === 'trend' && block.table.sinceFirst === true);

/** What is on record of one scope, without the rest. */
function ofScope(scope: string, extract: Extract): Extract {
  const isOwn = ({ office, agreement_id: agreement }: ListedRow) =>
    scope === 'national' || office === scope || agreement === scope;
  return {
    ...extract,
    tallies: extract.tallies.filter((tally) => tally.scope === scope),
    months: extract.months.filter((tally) => tally.scope === scope),
    listings: extract.listings.map(({ listing, rows }) => ({ listing, rows: rows.filter(isOwn) })),
  };
}

/** The lists and tables of figures of a document, by their ids, as what is on record of its scope gives them. */
export type RederivedTables = ReadonlyMap<string, ReportTable | null>;

/** Composes all such tables of a document again, each once. */
export function rederivedTables(model: ReportModel, recorded: Recorded, again: Rederive): RederivedTables {
  const tables = allTables(model).filter(({ kind }) => kind !== undefined);
  return new Map(tables.map((table) => [table.id, again(table, model.scope.id, recorded)]));
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
