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
  return rows.find(({ code }) => code === row.code)?.cells[id] ?? { kind: 'count', value: 0 };
}
