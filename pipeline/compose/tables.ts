import type { Cell } from '../cell.ts';
import type { ReportTable } from '../compose.ts';
import type { BlockDefinition, ReportDefinition } from '../reports/report.ts';
import { type Drawn, isShownIn } from './drawn.ts';
import { composeByBreakdown } from './tables/by-breakdown.ts';
import { composeFigures } from './tables/figures.ts';
import { composeListing } from './tables/listing.ts';
import { composeMeasures } from './tables/measures.ts';
import { composeParts } from './tables/parts.ts';
import { composeTrend } from './tables/trend.ts';

/** The tables of a document, by the block of the definition that asks for them. */
export type ComposedTables = ReadonlyMap<BlockDefinition, readonly ReportTable[]>;

/** Composes every table of a document, numbered in order; those without a figure are not printed and have the last numbers. */
export function composeTables(
  definition: ReportDefinition,
  drawn: Drawn,
  mark: (table: ReportTable) => ReportTable,
): ComposedTables {
  const blocks = definition.sections.flatMap((section) => section.blocks);
  const composed = blocks.map((block) => [block, composeBlockTables(block, drawn)] as const);
  const all = composed.flatMap(([, tables]) => tables);
  const ordered = [...all.filter((table) => !lacksFigures([table])), ...all.filter((table) => lacksFigures([table]))];
  const numbers = new Map(ordered.map((table, at) => [table, at + 1]));
  return new Map(
    composed.map(([block, tables]) => [
      block,
      tables.map((table) => {
        const shortTitle = definition.shortTitles?.[table.id];
        return mark({ ...table, number: numbers.get(table) ?? 0, ...(shortTitle === undefined ? {} : { shortTitle }) });
      }),
    ]),
  );
}

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

function composeBlockTables(block: BlockDefinition, drawn: Drawn): readonly ReportTable[] {
  switch (block.kind) {
    case 'table':
      return drawn.tables
        .filter((table) => table.measure === block.table.measure.id && table.breakdown === block.table.by.id)
        .map((table) => composeByBreakdown(block.table, table, drawn));
    case 'measures':
      return [composeMeasures(block.table, drawn)];
    case 'parts':
      return [composeParts(block.table, drawn)];
    case 'trend':
      return [composeTrend(block.table, drawn)];
    case 'figures':
      return isShownIn(block.table, drawn) ? composeFigures(block.table, drawn) : [];
    case 'listing':
      return isShownIn(block.table, drawn) ? composeListing(block.table, drawn) : [];
    case 'key-figures':
    case 'highlights':
    case 'definitions':
    case 'chart':
      return [];
  }
}
