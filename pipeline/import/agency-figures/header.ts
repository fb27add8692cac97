import { type FigureColumn, figureColumns } from '../../formats/xlsx/figures-template/columns.ts';
import type { FilledRow, FilledTemplate, Problem } from './table.ts';

/** Where the columns of a template stand in a file. */
export interface Columns {
  /** The position of each column, from 0; undefined: it is missing. */
  readonly at: Readonly<Record<FigureColumn, number | undefined>>;
  /** Positions with a heading, known or not. */
  readonly headed: ReadonlySet<number>;
  readonly problems: readonly Problem[];
}

/** Finds the columns by their headings. A heading that is none, where a column is missing, is taken for that column renamed. */
export function readHeader({ header, address }: FilledTemplate): Columns {
  const headings = Array.from(header.cells, (_, at) => headingAt(header, at));
  const at: Partial<Record<FigureColumn, number>> = {};
  const problems: Problem[] = [];
  const used = new Set<number>();
  const refuse = (column: number, name: FigureColumn | null, reason: string) =>
    problems.push({ row: header.number, column, address: address(header.number, column, name), reason });
  for (const column of figureColumns) {
    const found = headings.indexOf(column);
    if (found < 0) continue;
    at[column] = found;
    used.add(found);
  }
  for (const [usual, column] of figureColumns.entries()) {
    if (at[column] !== undefined) continue;
    const isRenamed = headings[usual] !== null && !used.has(usual) && headings.length > usual;
    const reason = isRenamed ? `the heading must be "${column}"` : `the column "${column}" is missing; it belongs here`;
    refuse(usual, column, reason);
    if (!isRenamed) continue;
    at[column] = usual;
    used.add(usual);
  }
  headings.forEach((heading, position) => {
    if (heading === null || used.has(position)) return;
    const isTwice = figureColumns.some((column) => column === heading);
    const reason = isTwice ? `the heading "${heading}" stands twice` : 'the template has no such column: take it out';
    refuse(position, null, reason);
  });
  const headed = new Set(headings.flatMap((heading, position) => (heading === null ? [] : [position])));
  const { Agreement, Month, Measure, Figure } = at;
  return { at: { Agreement, Month, Measure, Figure }, headed: new Set([...headed, ...used]), problems };
}

/** The heading of a column; null: none. What is no text is a heading that is not known. */
function headingAt({ cells }: FilledRow, at: number): string | null {
  const cell = cells[at];
  if (cell === undefined) return null;
  return cell.kind === 'text' ? cell.text.trim() : '';
}
