import type { Breakdown, Measure } from '../measures/measure.ts';
import type { IsoDate, WindowId } from '../period.ts';

/** A recurring publication, defined once, as data: what it counts, in which order, in which words. */
export interface ReportDefinition {
  /** Names commands, folders and files. */
  readonly id: string;
  readonly title: string;
  /** One sentence for the cover. */
  readonly purpose: string;
  readonly sections: readonly SectionDefinition[];
  /** Paragraphs of the notes on method, in order. */
  readonly method: readonly string[];
  /** Changes to a rule, measure or source that readers must know of, newest first. */
  readonly changes: readonly { readonly on: IsoDate; readonly what: string }[];
}

export interface SectionDefinition {
  readonly id: string;
  readonly title: string;
  /** One or two sentences that stand under the heading. */
  readonly introduction?: string;
  readonly blocks: readonly BlockDefinition[];
}

export type BlockDefinition =
  | { readonly kind: 'key-figures'; readonly figures: readonly KeyFigureDefinition[] }
  | { readonly kind: 'table'; readonly table: TableDefinition }
  | ChartDefinition;

/** A figure of the first page: a measure's total, or one row of one of its tables. */
export interface KeyFigureDefinition {
  readonly label: string;
  readonly measure: Measure;
  readonly row?: { readonly by: Breakdown; readonly code: string };
}

/** One measure by one breakdown; its id is `<measure>-by-<breakdown>`. */
export interface TableDefinition {
  readonly measure: Measure;
  readonly by: Breakdown;
  /** Which rows: every code of the breakdown, or those with a count in a window that is shown. */
  readonly rows: 'listed' | 'present';
  readonly order: 'listed' | 'descending';
  /** Keep so many rows of the largest counts; the rest is one row, "All others". */
  readonly top?: number;
  readonly notes?: readonly string[];
}

/** A picture of columns of one table; the table stands beside it. */
export interface ChartDefinition {
  readonly kind: 'chart';
  readonly id: string;
  readonly form: 'bar';
  readonly title: string;
  readonly of: { readonly measure: Measure; readonly by: Breakdown };
  readonly windows: readonly WindowId[];
}

/** The id of a table, for ever: names sheets, CSV files and references. */
export function tableId(measure: Pick<Measure, 'id'>, by: Pick<Breakdown, 'id'>): string {
  return `${measure.id}-by-${by.id}`;
}

/** Every table of a report, in order. */
export function tablesOf(report: ReportDefinition): readonly TableDefinition[] {
  return report.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
  );
}

/** Every measure that a report counts, once each, in the order in which it first occurs. */
export function measuresOf(report: ReportDefinition): readonly Measure[] {
  const found = report.sections.flatMap((section) =>
    section.blocks.flatMap((block) => {
      if (block.kind === 'table') return [block.table.measure];
      return block.kind === 'key-figures' ? block.figures.map((figure) => figure.measure) : [];
    }),
  );
  return [...new Map(found.map((measure) => [measure.id, measure])).values()];
}
