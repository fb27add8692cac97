import type { AgencyFigure } from '../../../queries/agency-figures.ts';
import type { FigureColumn } from '../../formats/xlsx/figures-template/columns.ts';
import type { Month } from '../../period.ts';
import { type Reading, readAgreement, readFigure, readMeasure, readMonth } from './cells.ts';
import { type Columns, readHeader } from './header.ts';
import type { FilledCell, FilledRow, FilledTemplate, Problem } from './table.ts';

/** A figure with the row on which it stands. */
export interface NumberedFigure {
  readonly rowNumber: number;
  readonly figure: AgencyFigure;
}

/** What a template says, where nothing is wrong with it: the figures that it gives, and how many it leaves blank. */
export interface CheckedTemplate {
  readonly figures: readonly NumberedFigure[];
  readonly blank: number;
  /** All of them, in the order of the file; where there is one, nothing of the file may be taken. */
  readonly problems: readonly Problem[];
}

/** What the figures are held against. */
export interface Expectation {
  /** The id of the agreement, and whether it is on record. */
  readonly agreement: string;
  readonly isOnRecord: boolean;
  /** Why no figure can be given for a month; null: it can. */
  readonly refusalOf: (month: Month) => string | null;
}

/** Holds every cell of a template against what it may be. */
export function checkTemplate(table: FilledTemplate, expectation: Expectation): CheckedTemplate {
  const columns = readHeader(table);
  const problems: Problem[] = [...columns.problems];
  const figures: NumberedFigure[] = [];
  const seen = new Map<string, number>();
  let blank = 0;
  for (const row of table.rows) {
    const cells = rowReader(table, row, columns, problems);
    const hasFigure = cells.has('Figure');
    const agreement = cells.read('Agreement', (cell) => agreementIn(cell, expectation), hasFigure);
    const month = cells.read('Month', (cell) => monthIn(cell, expectation), hasFigure);
    const measure = cells.read('Measure', readMeasure, hasFigure);
    const value = cells.read('Figure', (cell) => readFigure(cell, table.isText), false);
    cells.refuseOutside();
    // What is of another agreement, or of none, repeats nothing of this one.
    const isForeign = agreement === undefined && cells.has('Agreement');
    if (month === undefined || measure === undefined || isForeign) continue;
    const key = `${month} ${measure}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) cells.refuse('Month', `this month and measure stand on row ${earlier} already`);
    else seen.set(key, row.number);
    if (!hasFigure) blank += 1;
    if (agreement === undefined || value === undefined) continue;
    const figure = { agreement_id: agreement, month: `${month}-01`, measure, figure: value };
    figures.push({ rowNumber: row.number, figure });
  }
  return { figures, blank, problems: problems.toSorted((a, b) => a.row - b.row || a.column - b.column) };
}

/** Reads the cells of one row by the names of their columns, and keeps what is wrong with them. */
function rowReader(table: FilledTemplate, { number, cells }: FilledRow, { at, headed }: Columns, problems: Problem[]) {
  const cellOf = (column: FigureColumn) => cells[at[column] ?? -1];
  const refuseAt = (column: number, name: FigureColumn | null, reason: string) =>
    problems.push({ row: number, column, address: table.address(number, column, name), reason });
  const refuse = (column: FigureColumn, reason: string) => refuseAt(at[column] ?? 0, column, reason);
  return {
    has: (column: FigureColumn) => cellOf(column) !== undefined,
    refuse,
    /** Undefined where the cell is blank, which is wrong only where it is needed, or wrong. */
    read: <T>(column: FigureColumn, reader: (cell: FilledCell) => Reading<T>, isNeeded: boolean): T | undefined => {
      if (at[column] === undefined) return undefined;
      const cell = cellOf(column);
      if (cell === undefined) {
        if (isNeeded) refuse(column, 'is blank, beside a figure');
        return undefined;
      }
      const reading = reader(cell);
      if ('value' in reading) return reading.value;
      refuse(column, reading.reason);
      return undefined;
    },
    refuseOutside: () => {
      cells.forEach((cell, position) => {
        if (cell === undefined || headed.has(position)) return;
        refuseAt(position, null, 'stands outside the columns of the template: take it out');
      });
    },
  };
}

function agreementIn(cell: FilledCell, { agreement, isOnRecord }: Expectation): Reading<string> {
  const reading = readAgreement(cell);
  if ('reason' in reading) return reading;
  if (reading.value !== agreement) return { reason: `is another agreement than ${agreement}` };
  return isOnRecord ? reading : { reason: 'is no agreement on record' };
}

function monthIn(cell: FilledCell, { refusalOf }: Expectation): Reading<Month> {
  const reading = readMonth(cell);
  if ('reason' in reading) return reading;
  const reason = refusalOf(reading.value);
  return reason === null ? reading : { reason };
}

/** The agreement that most rows name, the first of several; undefined: none does. */
export function agreementOfMost(table: FilledTemplate): string | undefined {
  const position = readHeader(table).at.Agreement ?? -1;
  const named = table.rows.flatMap(({ cells }) => {
    const cell = cells[position];
    const reading = cell === undefined ? undefined : readAgreement(cell);
    return reading !== undefined && 'value' in reading ? [reading.value] : [];
  });
  const groups = [...Map.groupBy(named, (id) => id).values()];
  return groups.toSorted((a, b) => b.length - a.length)[0]?.[0];
}
