import type { ReportTable } from '../compose.ts';
import type { BlockDefinition, ReportDefinition } from '../reports/report.ts';
import { type Drawn, isShownIn } from './drawn.ts';
import { composeByBreakdown } from './tables/by-breakdown.ts';
import { composeFigures } from './tables/figures.ts';
import { composeListing } from './tables/listing.ts';
import { composeMeasures } from './tables/measures.ts';
import { isPrinted } from './tables/nothing.ts';
import { composeParts } from './tables/parts.ts';
import { composeTrend } from './tables/trend.ts';

/** The tables of a document, by the block of the definition that asks for them. */
export type ComposedTables = ReadonlyMap<BlockDefinition, readonly ReportTable[]>;

/** Composes every table of a document, numbered in order; those that are not printed have the last numbers. */
export function composeTables(
  definition: ReportDefinition,
  drawn: Drawn,
  mark: (table: ReportTable) => ReportTable,
): ComposedTables {
  const blocks = definition.sections.flatMap((section) => section.blocks);
  const composed = blocks.map((block) => [block, composeBlockTables(block, drawn)] as const);
  const all = composed.flatMap(([, tables]) => tables);
  const ordered = [
    ...all.filter((table) => isPrinted(table, drawn)),
    ...all.filter((table) => !isPrinted(table, drawn)),
  ];
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
    case 'statement':
    case 'chart':
      return [];
  }
}
