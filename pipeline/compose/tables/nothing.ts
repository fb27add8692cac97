import type { Cell } from '../../cell.ts';
import type { ReportTable } from '../../compose.ts';
import { readBy } from '../../reports/report/figures.ts';
import type { BlockDefinition } from '../../reports/report.ts';
import type { Drawn } from '../drawn.ts';
import { figureIn } from '../figures.ts';

/** Whether there are tables and none of them has a figure. */
export function lacksFigures(tables: readonly ReportTable[]): boolean {
  const hasFigure = ({ columns, rows, kind }: ReportTable) =>
    kind === 'list' ||
    rows.some(({ cells }) => columns.some(({ id }, at) => id !== 'national' && isFigure(cells[at], kind)));
  return tables.length > 0 && !tables.some(hasFigure);
}

/** A share or a time is a figure where cells are worked out one by one; elsewhere it follows from a count beside it. */
const isFigure = (cell: Cell | undefined, kind: ReportTable['kind']) =>
  cell?.kind === 'count' || (kind === 'figures' && (cell?.kind === 'share' || cell?.kind === 'duration'));

/**
 * Whether a table stands in a document. In that of one agreement most of what is counted never happened: a table of zeros
 * alone is a sentence there.
 */
export function isPrinted(table: ReportTable, { extract }: Pick<Drawn, 'extract'>): boolean {
  return !lacksFigures([table]) && (extract.subject === null || !isZero(table));
}

/** Whether a table by a breakdown, or of several measures, has nothing but zeros and what follows from them. */
function isZero({ kind, breakdown, rows }: ReportTable): boolean {
  // What has rows of its own, such as the totals since signing, says something with a zero.
  if (kind === 'list' || (kind === 'figures' && breakdown === 'measure')) return false;
  return rows.every(({ cells }) =>
    cells.every((cell) => ('value' in cell ? cell.value === 0 && !isRevised(cell) : isNothing(cell))),
  );
}

const isRevised = (cell: Cell): boolean => cell.kind === 'count' && cell.revised === true;
const isNothing = ({ kind }: Cell): boolean => kind === 'not-applicable' || kind === 'text';

/** Whether the sources tell all of a table that is not printed, so that there is nothing, and not nothing known. */
export function holdsNothing(table: ReportTable, block: BlockDefinition, drawn: Drawn): boolean {
  if (table.rows.some(({ cells }) => cells.some(({ kind }) => kind === 'unavailable'))) return false;
  if (table.rows.length > 0 || block.kind !== 'figures') return true;
  return readBy(block.table).every(({ measure }) => figureIn({ measure }, 'period', drawn).kind !== 'unavailable');
}
