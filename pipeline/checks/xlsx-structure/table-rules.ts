import type { ReportModel, ReportTable } from '../../compose.ts';
import { tableObjectName } from '../../formats/xlsx/names.ts';
import type { Breach, SheetRule, WorkbookRule } from './rules.ts';
import type { ReadCell, ReadSheet, ReadTableObject } from './workbook.ts';

const tablesOf = (model: ReportModel): readonly ReportTable[] =>
  model.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])));

/** Every table of the document that has rows is a table object; a table object without rows makes Excel repair the file. */
export const tablesAreThere: WorkbookRule = ({ sheets }, model) => {
  const names = new Set(sheets.flatMap(({ tables }) => tables.map(({ name }) => name)));
  return tablesOf(model)
    .filter(({ id, rows }) => rows.length > 0 && !names.has(tableObjectName(id)))
    .map(({ id }) => ({ problem: `no table object is named ${tableObjectName(id)}` }));
};

/** A rule about a table and the sheet that it stands on. */
type TableRule = (
  table: ReadTableObject,
  sheet: ReadSheet,
  model: ReportModel,
  styles: readonly { readonly wraps: boolean; readonly numberFormat: number }[],
) => readonly Breach[];

const at = (sheet: ReadSheet, row: number, column: number): ReadCell | undefined =>
  sheet.cells.find((cell) => cell.row === row && cell.column === column);

const object: TableRule = (table, { name: sheet }) => {
  const found: Breach[] = [];
  const broken = (problem: string) => found.push({ sheet, cell: table.ref.split(':')[0] ?? '', problem });
  if (!table.hasHeader) broken('the table has no tagged row of headings');
  if (table.hasFilter) broken('the table has a filter');
  if (table.hasTotalsRow) broken('the table has a totals row');
  if (table.firstColumn !== 1) broken('the table does not begin in column A');
  if (table.lastRow <= table.headerRow) broken('the table has no rows');
  if (table.columns.length !== table.lastColumn - table.firstColumn + 1)
    broken('the table names another number of columns');
  return found;
};

const headings: TableRule = (table, sheet) => {
  const seen = new Set<string>();
  return table.columns.flatMap((name, column): Breach[] => {
    const cell = at(sheet, table.headerRow, column + 1);
    const where = { sheet: sheet.name, cell: cell?.address ?? table.ref };
    const twice = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    if (cell?.kind !== 'text' || cell.text.trim() === '') return [{ ...where, problem: 'is no heading' }];
    if (cell.text !== name) return [{ ...where, problem: `is not the heading that the table names, ${name}` }];
    return twice ? [{ ...where, problem: 'stands twice among the headings' }] : [];
  });
};

/** Only the margin stands below a table, and nothing beside it. */
const surroundings: TableRule = (table, sheet) => {
  const below = sheet.cells.filter(({ row }) => row > table.lastRow);
  const isMargin = at(sheet, table.lastRow + 1, 1)?.text === 'total';
  return sheet.cells.flatMap(({ row, column, address: cell }): Breach[] => {
    if (row < table.headerRow) {
      return column > 1 ? [{ sheet: sheet.name, cell, problem: 'stands beside the lines above the table' }] : [];
    }
    if (column > table.lastColumn) return [{ sheet: sheet.name, cell, problem: 'stands beside the table' }];
    const allowed = isMargin ? table.lastRow + 1 : table.lastRow;
    return row > allowed && below.length > 0 ? [{ sheet: sheet.name, cell, problem: 'stands below the table' }] : [];
  });
};

const inTable = (table: ReadTableObject, { cells }: ReadSheet): readonly ReadCell[] =>
  cells.filter(({ row }) => row >= table.headerRow);

/** Blank only where a table of facts has nothing to say. */
const filled: TableRule = (table, sheet, model) => {
  if (factNames(model).has(table.name)) return [];
  const cells = new Set(
    inTable(table, sheet)
      .filter(({ text }) => text !== '')
      .map(({ row, column }) => `${row}:${column}`),
  );
  const last = Math.max(table.lastRow, ...inTable(table, sheet).map(({ row }) => row));
  const found: Breach[] = [];
  for (let row = table.headerRow; row <= last; row += 1) {
    for (let column = table.firstColumn; column <= table.lastColumn; column += 1) {
      if (!cells.has(`${row}:${column}`)) {
        found.push({ sheet: sheet.name, cell: address(row, column), problem: 'is blank, and nothing says why' });
      }
    }
  }
  return found;
};

const address = (row: number, column: number): string =>
  column > 26
    ? `${String.fromCharCode(64 + Math.floor((column - 1) / 26))}${address(row, ((column - 1) % 26) + 1)}`
    : `${String.fromCharCode(64 + column)}${row}`;

const factNames = (model: ReportModel): ReadonlySet<string> =>
  new Set(
    model.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'facts' ? [tableObjectName(block.facts.id)] : [])),
    ),
  );

const wraps: TableRule = (table, sheet, _model, styles) =>
  inTable(table, sheet)
    .filter(({ style }) => styles[style]?.wraps !== true)
    .map(({ address: cell }) => ({ sheet: sheet.name, cell, problem: 'does not wrap its text' }));

/** One type a column: all text, all dates, or numbers, where only a sign of the legend may stand in place of one. */
const oneType: TableRule = (table, sheet, model, styles) => {
  const signs = new Set(model.legend.map(({ sign }) => sign));
  return table.columns.flatMap((_heading, index) => {
    const cells = inTable(table, sheet).filter(({ row, column }) => row > table.headerRow && column === index + 1);
    const numbers = cells.filter(({ kind }) => kind === 'number');
    if (numbers.length === 0) return [];
    const mixed = cells.filter(({ kind, text }) => kind === 'text' && !signs.has(text));
    const bare = numbers.filter(({ style }) => (styles[style]?.numberFormat ?? 0) === 0);
    return [
      ...mixed.map((cell) => ({ sheet: sheet.name, cell: cell.address, problem: 'is text in a column of numbers' })),
      ...bare.map((cell) => ({ sheet: sheet.name, cell: cell.address, problem: 'is a number without a format' })),
    ];
  });
};

/** In a table of the document the figures begin in the third column: none of them is text but a sign. */
const figuresAreNumbers: TableRule = (table, sheet, model) => {
  if (!tablesOf(model).some(({ id }) => tableObjectName(id) === table.name)) return [];
  const signs = new Set(model.legend.map(({ sign }) => sign));
  return inTable(table, sheet)
    .filter(({ row, column, kind, text }) => row > table.headerRow && column > 2 && kind === 'text' && !signs.has(text))
    .map(({ address: cell }) => ({ sheet: sheet.name, cell, problem: 'is text where a number or a sign is due' }));
};

const tableRules: readonly TableRule[] = [object, headings, surroundings, filled, wraps, oneType, figuresAreNumbers];

/** One table a sheet at most, and each as a reader and a pivot table need it. */
export const tablesAreSound: SheetRule = (sheet, { styles }, model) => {
  const [table, second] = sheet.tables;
  if (table === undefined) return [];
  if (second !== undefined) return [{ sheet: sheet.name, cell: second.ref, problem: 'is a second table on one sheet' }];
  return tableRules.flatMap((rule) => rule(table, sheet, model, styles));
};
