import type { ReportTable } from '../compose.ts';
import type { SectionDefinition } from '../reports/report.ts';
import type { Table } from '../tabulate.ts';
import { composeBlock, type Drawn, tablesOf } from './blocks.ts';

/** The tables of a section, in order. */
export function tablesIn({ blocks }: SectionDefinition, tables: readonly Table[]): readonly Table[] {
  return blocks.flatMap((block) => (block.kind === 'table' ? tablesOf(block.table, { tables }) : []));
}

/** Whether a section has tables and none of them has a figure. */
export function isUnavailable(section: SectionDefinition, tables: readonly Table[]): boolean {
  const own = tablesIn(section, tables);
  const isEmpty = (table: Table) =>
    table.rows.every((row) => table.windows.every((id) => row.cells[id]?.kind === 'unavailable'));
  return own.length > 0 && own.every(isEmpty);
}

/** The tables of a section that is not printed, for open data and the notes; none where it is printed. */
export function unavailableTables(section: SectionDefinition, drawn: Drawn): readonly ReportTable[] {
  if (!isUnavailable(section, drawn.tables)) return [];
  return section.blocks
    .flatMap((block) => (block.kind === 'table' ? composeBlock(block, drawn) : []))
    .flatMap((block) => (block.kind === 'table' ? [block.table] : []));
}
