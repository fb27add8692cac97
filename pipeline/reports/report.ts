import type { Code } from '../../queries/codelists.ts';
import type { CoverageKind } from '../../queries/coverage.ts';
import type { ListingId } from '../../queries/listings.ts';
import type { Breakdown, EventMeasure, Ground, Measure, RecordMeasure } from '../measures/measure.ts';
import type { IsoDate } from '../period.ts';
import { type FiguresDefinition, readBy } from './report/figures.ts';
import type { HighlightFigure, HighlightsDefinition } from './report/highlights.ts';
import type { ReportSchedule } from './report/schedule.ts';
import type { ReportWords } from './words.ts';

/** A recurring publication, defined once, as data: what it counts, in which order, in which words. */
export interface ReportDefinition {
  /** Names commands, folders and files. */
  readonly id: string;
  readonly title: string;
  /** One sentence for the cover. */
  readonly purpose: string;
  readonly sections: readonly SectionDefinition[];
  /** true: an edition of a single agreement may be made. Absent: of the nation and its field offices alone. */
  readonly agreements?: true;
  /** When its periods fall due; absent: it is run by a person alone. */
  readonly schedule?: ReportSchedule;
  /** Of tables by id, where the title is longer than a sheet's name may be; absent: the title is shortened. */
  readonly shortTitles?: Readonly<Record<string, string>>;
  /** Paragraphs of the notes on method, in order. */
  readonly method: readonly string[];
  /** Every sentence, heading and phrase of a document that is not of the sections themselves. */
  readonly words: ReportWords;
  /** Changes to a rule, measure or source that readers must know of, newest first. */
  readonly changes: readonly { readonly on: IsoDate; readonly what: string }[];
}

export interface SectionDefinition {
  readonly id: string;
  readonly title: string;
  /** One or two sentences that stand under the heading. */
  readonly introduction?: string;
  /** Of which documents the introduction speaks; absent: of all. */
  readonly introducedOn?: Ground;
  /** Models whose agreements know nothing of the kind: what their own documents say in place of the section. */
  readonly notUnder?: { readonly models: readonly string[]; readonly says: string };
  readonly blocks: readonly BlockDefinition[];
}

/**
 * What a section shows. A block with `on` stands in the documents of the nation and its field offices (`areas`), or of one
 * agreement, alone.
 */
export type BlockDefinition = ShownBlock & { readonly on?: 'areas' | 'agreement' };

type ShownBlock =
  | { readonly kind: 'key-figures'; readonly figures: readonly KeyFigureDefinition[] }
  | { readonly kind: 'table'; readonly table: TableDefinition }
  | { readonly kind: 'measures'; readonly table: MeasuresDefinition }
  | { readonly kind: 'parts'; readonly table: PartsDefinition }
  | { readonly kind: 'trend'; readonly table: TrendDefinition }
  | { readonly kind: 'figures'; readonly table: FiguresDefinition }
  | { readonly kind: 'listing'; readonly table: ListingDefinition }
  | { readonly kind: 'definitions'; readonly measures: readonly MeaningDefinition[] }
  | { readonly kind: 'statement'; readonly text: string }
  | HighlightsDefinition
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
  /** `national`: an office's own document is without it. */
  readonly scope?: 'national';
}

/** Several measures of one kind beneath one another, such as what follows an encounter; they do not add up. */
export interface MeasuresDefinition {
  /** `enforcement-events-by-kind` */
  readonly id: string;
  readonly title: string;
  readonly rowHeader: string;
  /** All of events, or all of records that are counted the same way: each column is one window of them all. */
  readonly measures: readonly EventMeasure[] | readonly RecordMeasure[];
  readonly notes?: readonly string[];
}

/** One breakdown of measures that add up to another, side by side, for the period and the fiscal year to date. */
export interface PartsDefinition {
  /** `encounter-offenses-by-status` */
  readonly id: string;
  readonly title: string;
  readonly by: Breakdown;
  readonly parts: readonly PartDefinition[];
  readonly total: PartDefinition;
  readonly notes?: readonly string[];
}

export interface PartDefinition {
  /** Before the name of the window: `Charges`. */
  readonly header: string;
  readonly measure: Measure;
}

/** The months up to the period, one row each, and one column a measure or a row of one of its tables. */
export interface TrendDefinition {
  /** `encounters-by-month` */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly TrendColumn[];
  /** With a column of how the first one changed since the first month that is known; no cell of it adds to another. */
  readonly sinceFirst?: true;
  readonly notes?: readonly string[];
}

export interface TrendColumn {
  readonly header: string;
  readonly measure: Measure;
  readonly row?: { readonly by: Breakdown; readonly code: string };
}

/** Things one by one with facts about each: which listing, and which of its facts in which words. */
export interface ListingDefinition {
  /** Of the table: `agreements-listed`. */
  readonly id: string;
  readonly listing: ListingId;
  readonly title: string;
  readonly rowHeader: string;
  readonly columns: readonly ListingColumn[];
  /** What must be covered on the period's last day, or nothing is listed. */
  readonly coverage: CoverageKind;
  /** The measure that counts its rows: where its figure is not available, nothing is listed either. */
  readonly countedAs?: Measure;
  /** Rows of these codes are of a kind of its own: where it is not covered on the period's last day, a note stands for them. */
  readonly parts?: { readonly fact: string; readonly codes: readonly string[]; readonly coverage: CoverageKind };
  readonly notes?: readonly string[];
  /** `national`: an office's own document is without it. */
  readonly scope?: 'national';
}

/** A fact of each row. */
export interface ListingColumn {
  /** Of the listing's facts. */
  readonly id: string;
  readonly header: string;
  readonly meaning: string;
  readonly unit: 'text' | 'date' | 'count' | 'days' | 'hours';
  /** Words of the codes that it holds; absent: the fact itself. */
  readonly labels?: readonly Code[];
  /** What it means that there is none: it did not come about, or it is not recorded. */
  readonly blank: 'not-applicable' | 'unavailable';
  /** Rows to which the fact cannot apply, whatever `blank` says of the others. */
  readonly notApplicableTo?: { readonly fact: string; readonly in: readonly string[] };
  /** What must be covered on the period's last day for this column to be told; absent: what the listing needs. */
  readonly coverage?: CoverageKind;
}

/** What a row of a table of performance means, where its target comes from, and what is not known of it. */
export interface MeaningDefinition {
  readonly term: string;
  readonly meaning: string;
}

/** A picture of columns of one table; the table stands beside it. */
export interface ChartDefinition {
  readonly kind: 'chart';
  readonly id: string;
  readonly form: 'bar' | 'line' | 'map';
  readonly title: string;
  /** The table that holds its figures. */
  readonly table: string;
  /** Ids of the columns that are drawn. */
  readonly columns: readonly string[];
  readonly scope?: 'national';
}

/** The id of a table, for ever: names sheets, CSV files and references. */
export function tableId(measure: Pick<Measure, 'id'>, by: Pick<Breakdown, 'id'>): string {
  return `${measure.id}-by-${by.id}`;
}

/** Every table that a report counts, once each: those that it prints, in order, then those that its other blocks read. */
export function tablesOf(report: ReportDefinition): readonly TableDefinition[] {
  const blocks = report.sections.flatMap((section) => section.blocks);
  const printed = blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : []));
  const found = [...printed, ...blocks.flatMap(tablesReadBy)];
  return [...Map.groupBy(found, ({ measure, by }) => tableId(measure, by)).values()].flatMap((same) =>
    same.slice(0, 1),
  );
}

function tablesReadBy(block: BlockDefinition): readonly TableDefinition[] {
  switch (block.kind) {
    case 'parts':
      return [...block.table.parts, block.table.total].map(({ measure }) => unprinted(measure, block.table.by));
    case 'key-figures':
      return rowsIn(block.figures);
    case 'highlights':
      return block.sentences.flatMap(({ figures }) => rowsIn(figures.flatMap(figuresIn)));
    case 'figures':
      return readBy(block.table).flatMap(({ measure, by }) => (by === null ? [] : [unprinted(measure, by)]));
    case 'table':
    case 'measures':
    case 'trend':
    case 'listing':
    case 'definitions':
    case 'statement':
    case 'chart':
      return [];
  }
}

const unprinted = (measure: Measure, by: Breakdown): TableDefinition => ({
  measure,
  by,
  rows: 'present',
  order: 'listed',
});

const rowsIn = (figures: readonly Pick<KeyFigureDefinition, 'measure' | 'row'>[]) =>
  figures.flatMap(({ measure, row }) => (row === undefined ? [] : [unprinted(measure, row.by)]));

/** A figure and what is said right after it. */
const figuresIn = (figure: HighlightFigure): readonly Pick<HighlightFigure, 'measure' | 'row'>[] =>
  figure.followedBy === undefined ? [figure] : [figure, figure.followedBy];

/** Every set of measures that add up to another, in order. */
export function partsOf(report: ReportDefinition): readonly PartsDefinition[] {
  return report.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.kind === 'parts' ? [block.table] : [])),
  );
}

/** The report as its documents of the nation and its field offices, or of one agreement, show it. */
export function definitionOn(report: ReportDefinition, on: 'areas' | 'agreement'): ReportDefinition {
  const sections = report.sections.map(({ introduction, ...section }) => ({
    ...section,
    ...(introduction === undefined || (section.introducedOn ?? on) !== on ? {} : { introduction }),
    blocks: section.blocks.filter((block) => block.on === undefined || block.on === on),
  }));
  return { ...report, sections: sections.filter(({ blocks }) => blocks.length > 0) };
}

/** Every listing of a report, in order. */
export function listingsOf(report: ReportDefinition): readonly ListingDefinition[] {
  return report.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.kind === 'listing' ? [block.table] : [])),
  );
}

/** Every trend of a report, in order. */
export function trendsOf(report: ReportDefinition): readonly TrendDefinition[] {
  return report.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.kind === 'trend' ? [block.table] : [])),
  );
}

/** Every measure that a report, or some of its blocks, counts: once each, in the order in which it first occurs. */
export function measuresOf(
  report: ReportDefinition,
  isWanted: (block: BlockDefinition) => boolean = () => true,
): readonly Measure[] {
  const found = report.sections.flatMap((section) => section.blocks.filter(isWanted).flatMap(measuresIn));
  return [...new Map(found.map((measure) => [measure.id, measure])).values()];
}

function measuresIn(block: BlockDefinition): readonly Measure[] {
  switch (block.kind) {
    case 'table':
      return [block.table.measure];
    case 'measures':
      return block.table.measures;
    case 'parts':
      return [...block.table.parts, block.table.total].map(({ measure }) => measure);
    case 'trend':
      return block.table.columns.map(({ measure }) => measure);
    case 'key-figures':
      return block.figures.map(({ measure }) => measure);
    case 'highlights':
      return block.sentences.flatMap(({ figures }) => figures.flatMap(figuresIn).map(({ measure }) => measure));
    case 'figures':
      return readBy(block.table).map(({ measure }) => measure);
    case 'listing':
      return block.table.countedAs === undefined ? [] : [block.table.countedAs];
    case 'definitions':
    case 'statement':
    case 'chart':
      return [];
  }
}
