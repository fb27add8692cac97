import type { Absence, EventKind } from '../../queries/codelists.ts';

/**
 * A file format that we can import: data only, read by `pipeline/import/`. A file is recognised by the text of its header
 * row, in any order of columns, and never by its name.
 */
export interface Source {
  /** Stored with every import for ever; also the file's name. */
  readonly id: string;
  /** What the file is, in words for messages and notes: `ERO administrative arrests, release of 2019`. */
  readonly title: string;
  readonly kind: EventKind;
  readonly delimiter: '|' | ',';
  /** Every column of the header row, no more and no less. */
  readonly columns: readonly SourceColumn[];
}

/** What stands in one column, and what a blank in it means. */
export type SourceColumn = DayColumn | FactColumn | PlaceColumn | UnusedColumn;

interface ColumnHeader {
  /** As the release prints it; case and spacing do not matter. */
  readonly header: string;
}

/** The civil date of the event, `M/D/YYYY`: a row without a possible one is refused. */
export interface DayColumn extends ColumnHeader {
  readonly holds: 'occurred_on';
}

/** A fact of the event's contract that is a value or the reason why there is none. */
export interface FactColumn extends ColumnHeader {
  readonly holds: Fact;
  /** What a blank says in this column: `none` is a statement of the source, an absence is not. */
  readonly blank: Absence | 'none';
  /** Texts that mean something of their own in this column, in capitals: `NA` is a value in one and a gap in another. */
  readonly means?: Readonly<Record<string, string>>;
}

export type Fact =
  | 'office_code'
  | 'program'
  | 'method'
  | 'disposition'
  | 'citizenship'
  | 'sex'
  | 'birth_year'
  | 'threat_level';

/** The place of the event, kept as recorded. */
export interface PlaceColumn extends ColumnHeader {
  readonly holds: 'landmark';
}

/** A column that we leave behind, and why. */
export interface UnusedColumn extends ColumnHeader {
  readonly holds: 'nothing';
  readonly why: string;
}
