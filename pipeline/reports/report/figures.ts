import type { CoverageKind } from '../../../queries/coverage.ts';
import type { ListingId } from '../../../queries/listings.ts';
import { elapsed } from '../../measures/elapsed.ts';
import type { Breakdown, Measure, RecordMeasure } from '../../measures/measure.ts';
import { outcome } from '../../measures/outcome.ts';
import type { WindowId } from '../../period.ts';

/** A table of which each cell is worked out for itself: counts of several measures, and what follows from them. */
export interface FiguresDefinition {
  /** `supervision-by-field-office` */
  readonly id: string;
  readonly title: string;
  readonly rowHeader: string;
  /** The codes of a breakdown, or rows of their own. */
  readonly rows: CodedRows | readonly NamedRow[];
  readonly columns: readonly FigureColumn[];
  /** The column that the table is about: where it has no figure, the table has none. Absent: any column. */
  readonly about?: string;
  readonly notes?: readonly string[];
  /** `national`: an office's own document is without it. */
  readonly scope?: 'national';
}

/** One row for each code of a breakdown, and one of all of them where `total` names it. */
export interface CodedRows {
  readonly by: Breakdown;
  /** Every code of the breakdown, or those of which some column has a count. */
  readonly rows: 'listed' | 'present';
  /** Of codes that begin with a month, such as `2020-06 encounter`: those of this window alone. Absent: all. */
  readonly months?: WindowId;
  /** The label of the row of all codes together; absent: there is none. */
  readonly total?: string;
  /** Words of rows that are no code of the breakdown, such as `not-recorded`, where its own do not say it. */
  readonly others?: Readonly<Record<string, string>>;
}

/** A row with a figure of its own, such as a measure of performance. */
export interface NamedRow {
  readonly code: string;
  readonly label: string;
  readonly figure: Figure;
  /** What it is held against, as the source says it; null: no target is set. */
  readonly target?: { readonly words: string } | null;
}

/** One column: a figure in a window, or words about the row. */
export interface FigureColumn {
  readonly id: string;
  /** Slot `window`, where it has one: the name of the column's window. */
  readonly header: string;
  readonly meaning: string;
  readonly unit: 'count' | 'percent' | 'days' | 'hours' | 'change' | 'percent-change' | 'text';
  /** `period` unless told. */
  readonly window?: WindowId;
  /** Absent: the row's own figure. */
  readonly figure?: Figure;
}

/** A figure of a row. A count without a row of its own is of the table's row. */
export type Figure =
  | {
      readonly kind: 'count';
      readonly measure: Measure;
      /** Of the measure by a breakdown, whatever the table's row is; `all`: the measure's total. */
      readonly row?: { readonly by: Breakdown; readonly code: string } | 'all';
      /** Of the column unless told. */
      readonly window?: WindowId;
    }
  | { readonly kind: 'sum'; readonly of: readonly Figure[] }
  /** The first less the second. */
  | { readonly kind: 'difference'; readonly of: Figure; readonly less: Figure }
  | { readonly kind: 'change'; readonly from: Figure; readonly to: Figure }
  | { readonly kind: 'percent-change'; readonly from: Figure; readonly to: Figure }
  | { readonly kind: 'share'; readonly part: Figure; readonly of: Figure }
  /** A figure that means something only where there is any of another: not applicable where that is zero. */
  | { readonly kind: 'where-any'; readonly of: Figure; readonly any: Figure }
  /** The largest of the numbers that are needed where one is needed for each so many, begun ones whole. */
  | { readonly kind: 'needed'; readonly for: readonly { readonly figure: Figure; readonly each: number }[] }
  /** Of the times that the records of the row took. */
  | {
      readonly kind: 'median' | 'longest';
      readonly measure: RecordMeasure;
      /** The code of the records, whatever the table's row is; `all`: of all of them. */
      readonly code?: string;
      readonly window?: WindowId;
    }
  /** Of the records of the row, those with an outcome. */
  | {
      readonly kind: 'outcome';
      readonly measure: RecordMeasure;
      readonly outcome: string;
      /** The code of the records, whatever the table's row is. */
      readonly code?: string;
      readonly window?: WindowId;
    }
  /** Of what is listed: how many, those of which a fact is one of some, or the median or longest of a time. */
  | {
      readonly kind: 'listed';
      readonly listing: ListingId;
      readonly coverage: CoverageKind;
      readonly where?: { readonly fact: string; readonly in: readonly string[] };
      readonly tell: 'number' | { readonly kind: 'median' | 'longest'; readonly fact: string };
    }
  /**
   * Of one agreement: all that is on record under it to the end of the period, whether or not the sources cover every day
   * since its signing; and which of these days they cover, in words. The row's own measure.
   */
  | {
      readonly kind: 'on-record';
      readonly measure: Measure;
      readonly row?: { readonly by: Breakdown; readonly code: string };
    }
  | { readonly kind: 'covered-days'; readonly words: Readonly<Record<'all' | 'none' | 'some', string>> }
  /** Words that the row's code has. */
  | { readonly kind: 'words'; readonly of: Readonly<Record<string, string>> }
  /** The row's target, or that none is set. */
  | { readonly kind: 'target'; readonly none: string }
  /** How the row's figure compares with the same in another window, in words. */
  | { readonly kind: 'trend'; readonly since: WindowId; readonly words: TrendWords }
  /** Whether two figures agree, and whether within a tolerance. */
  | {
      readonly kind: 'agreement';
      readonly of: Figure;
      readonly with: Figure;
      readonly tolerance: { readonly least: number; readonly percent: number };
      readonly words: Readonly<Record<'agree' | 'within' | 'beyond', string>>;
    };

/** Slots: `size` of the change, in points of percent or in the figure's own unit. */
export interface TrendWords {
  readonly higher: string;
  readonly lower: string;
  readonly same: string;
}

/** A measure that a table reads, in total (`by` null) or by a breakdown. */
export interface ReadMeasure {
  readonly measure: Measure;
  readonly by: Breakdown | null;
}

/** Every measure that a table of figures reads, and by what. */
export function readBy({ rows, columns }: FiguresDefinition): readonly ReadMeasure[] {
  const by = 'by' in rows ? rows.by : null;
  const own = 'by' in rows ? [] : rows.map(({ figure }) => figure);
  return [...columns.flatMap(({ figure }) => (figure === undefined ? [] : [figure])), ...own].flatMap((figure) =>
    readIn(figure, by),
  );
}

function readIn(figure: Figure, by: Breakdown | null): readonly ReadMeasure[] {
  const within = (figures: readonly Figure[]) => figures.flatMap((each) => readIn(each, by));
  switch (figure.kind) {
    case 'count': {
      const { measure, row } = figure;
      return [{ measure, by: row === 'all' ? null : (row?.by ?? by) }];
    }
    case 'median':
    case 'longest':
      return [{ measure: figure.measure, by: elapsed }];
    case 'on-record':
      return [{ measure: figure.measure, by: figure.row?.by ?? null }];
    case 'outcome':
      return [{ measure: figure.measure, by: outcome }];
    case 'sum':
      return within(figure.of);
    case 'difference':
      return within([figure.of, figure.less]);
    case 'where-any':
      return within([figure.of, figure.any]);
    case 'change':
    case 'percent-change':
      return within([figure.from, figure.to]);
    case 'share':
      return within([figure.part, figure.of]);
    case 'needed':
      return within(figure.for.map((each) => each.figure));
    case 'agreement':
      return within([figure.of, figure.with]);
    case 'listed':
    case 'covered-days':
    case 'words':
    case 'target':
    case 'trend':
      return [];
  }
}
