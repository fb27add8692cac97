import type { Cell } from '../cell.ts';
import type { WindowId } from '../period.ts';
import { type KeyFigureDefinition, tableId } from '../reports/report.ts';
import { type Drawn, tableNamed } from './drawn.ts';

/** A measure's total, or one row of one of its tables, in a window; a row that its table does not list is zero. */
export function figureIn(
  { measure, row }: Pick<KeyFigureDefinition, 'measure' | 'row'>,
  id: WindowId,
  { tables }: Drawn,
): Cell {
  const { rows } = tableNamed(row === undefined ? measure.id : tableId(measure, row.by), tables);
  const total = rows.find(({ code }) => code === 'total')?.cells[id] ?? { kind: 'unavailable' };
  if (row === undefined || total.kind !== 'count') return total;
  const own = rows.find(({ code }) => code === row.code)?.cells[id];
  if (own !== undefined) return own;
  // Where all that is counted bears no code, the sources do not tell it, and zero would be a statement.
  const counted = rows.filter(({ code, cells: { [id]: cell } }) => code !== 'total' && isAboveZero(cell));
  const isUnrecorded = counted.length > 0 && counted.every(({ code }) => code === 'not-recorded');
  return isUnrecorded ? { kind: 'unavailable' } : { kind: 'count', value: 0 };
}

const isAboveZero = (cell: Cell | undefined) => cell?.kind === 'count' && cell.value > 0;
