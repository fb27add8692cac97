import { cellMark } from '../../cell.ts';
import type { Column, ReportModel, ReportTable } from '../../compose.ts';
import { tableObjectName } from '../../formats/xlsx/names.ts';
import { formatCodes } from '../../formats/xlsx/styles.ts';
import { isIsoDate } from '../../period.ts';
import type { Breach, SheetRule, WorkbookRule } from './rules.ts';
import { columnName, type ReadCell, type ReadSheet, type ReadStyle, type ReadTableObject } from './workbook.ts';

const tablesOf = (model: ReportModel): readonly ReportTable[] =>
  model.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])));

const factsOf = (model: ReportModel) =>
  model.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'facts' ? [block.facts] : [])));

/** Whatever has rows is a table object; a table object without rows makes Excel repair the file. */
export const tablesAreThere: WorkbookRule = ({ sheets }, model) => {
  const names = new Set(sheets.flatMap(({ tables }) => tables.map(({ name }) => name)));
  const due = [...tablesOf(model), ...factsOf(model)]
    .filter(({ rows }) => rows.length > 0)
    .map(({ id }) => tableObjectName(id));
  return ['contents', 'notes', ...due]
    .filter((name) => !names.has(name))
    .map((name) => ({ problem: `no table object is named ${name}` }));
};

/** A rule about a table and the sheet that it stands on. */
type TableRule = (
  table: ReadTableObject,
  sheet: ReadSheet,
  model: ReportModel,
  styles: readonly ReadStyle[],
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
        found.push({
          sheet: sheet.name,
          cell: `${columnName(column)}${row}`,
          problem: 'is blank, and nothing says why',
        });
      }
    }
  }
  return found;
};

const factNames = (model: ReportModel): ReadonlySet<string> =>
  new Set(factsOf(model).map(({ id }) => tableObjectName(id)));

const signsOf = ({ legend }: ReportModel): ReadonlySet<string> => new Set(legend.map(({ sign }) => sign));

/** Words wrap in their column; numbers and signs are short. */
const wraps: TableRule = (table, sheet, model, styles) => {
  const signs = signsOf(model);
  return inTable(table, sheet)
    .filter(({ kind, text, style }) => kind === 'text' && !signs.has(text) && styles[style]?.wraps !== true)
    .map(({ address: cell }) => ({ sheet: sheet.name, cell, problem: 'does not wrap its text' }));
};

/** A row is known by the words in its first column. */
const rowsAreNamed: TableRule = (table, sheet) =>
  inTable(table, sheet)
    .filter(({ column, kind }) => column === 1 && kind !== 'text')
    .map(({ address: cell }) => ({ sheet: sheet.name, cell, problem: 'is no text, and names no row' }));

/** One type a column: all text, all dates, or numbers, where only a sign of the legend may stand in place of one. */
const oneType: TableRule = (table, sheet, model, styles) => {
  const signs = signsOf(model);
  const within = { sheet: sheet.name };
  return table.columns.flatMap((_heading, index): readonly Breach[] => {
    const cells = inTable(table, sheet).filter(({ row, column }) => row > table.headerRow && column === index + 1);
    const numbers = cells.filter(({ kind }) => kind === 'number');
    if (numbers.length === 0) return index === 0 || !areDays(cells) ? [] : datesAsText(cells, sheet);
    const mixed = cells.filter(({ kind, text }) => kind === 'text' && !signs.has(text));
    const bare = numbers.filter(({ style }) => (styles[style]?.formatCode ?? '') === '');
    const isDate = ({ style }: ReadCell) => styles[style]?.formatCode === formatCodes.date;
    const other = numbers.filter((cell) => isDate(cell) !== numbers.every(isDate));
    return [
      ...mixed.map((cell) => ({ ...within, cell: cell.address, problem: 'is text in a column of numbers' })),
      ...bare.map((cell) => ({ ...within, cell: cell.address, problem: 'is a number without a format' })),
      ...other.map((cell) => ({ ...within, cell: cell.address, problem: 'is a date in a column of numbers' })),
    ];
  });
};

const areDays = (cells: readonly ReadCell[]): boolean =>
  cells.length > 0 && cells.every(({ text }) => isIsoDate(text) && text >= '1900-03-01');

const datesAsText = (cells: readonly ReadCell[], sheet: ReadSheet): readonly Breach[] =>
  cells.map((cell) => ({ sheet: sheet.name, cell: cell.address, problem: 'is a date written as text' }));

/** The format of a unit; whole days and hours have no decimal. */
function formatOf(unit: Exclude<Column['unit'], 'text'>, number: number): string {
  switch (unit) {
    case 'percent':
      return formatCodes.share;
    case 'days':
    case 'hours':
      return formatCodes[Number.isInteger(number) ? 'duration' : 'duration-tenths'];
    case 'count':
    case 'change':
    case 'percent-change':
    case 'date':
      return formatCodes[unit];
  }
}

/**
 * The figures of a table of the document begin in its third column: each a number or a date in the format of its unit, or a
 * sign. A column of words holds nothing else.
 */
const figuresAreNumbers: TableRule = (table, sheet, model, styles) => {
  const known = tablesOf(model).find(({ id }) => tableObjectName(id) === table.name);
  if (known === undefined) return [];
  const signs = signsOf(model);
  return inTable(table, sheet).flatMap(({ row, column, kind, text, style, address: cell }): Breach[] => {
    const unit = known.columns[column - 3]?.unit;
    if (row === table.headerRow || unit === undefined) return [];
    if (unit === 'text')
      return kind === 'text' ? [] : [{ sheet: sheet.name, cell, problem: 'is no text where words are due' }];
    if (kind === 'text' && !signs.has(text))
      return [{ sheet: sheet.name, cell, problem: 'is text where a number or a sign is due' }];
    const format = styles[style]?.formatCode ?? '';
    const figure = known.rows[row - table.headerRow - 1]?.cells[column - 3];
    const isRevised = figure !== undefined && cellMark(figure) !== '';
    return kind !== 'number' || format === (isRevised ? formatCodes.revised : formatOf(unit, Number(text)))
      ? []
      : [
          {
            sheet: sheet.name,
            cell,
            problem: `is shown in the format “${format}”, not in that of a ${isRevised ? 'revised ' : ''}${unit}`,
          },
        ];
  });
};

const tableRules: readonly TableRule[] = [
  object,
  headings,
  surroundings,
  filled,
  wraps,
  rowsAreNamed,
  oneType,
  figuresAreNumbers,
];

/** One table a sheet at most, and each as a reader and a pivot table need it. */
export const tablesAreSound: SheetRule = (sheet, { styles }, model) => {
  const [table, second] = sheet.tables;
  if (table === undefined) return [];
  if (second !== undefined) return [{ sheet: sheet.name, cell: second.ref, problem: 'is a second table on one sheet' }];
  return tableRules.flatMap((rule) => rule(table, sheet, model, styles));
};
