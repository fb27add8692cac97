import type { Absence, EventKind } from '../../queries/codelists.ts';
import type { Evidence, EvidenceFact } from '../../queries/evidence.ts';

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
  /** Of the format as text; in a workbook nothing divides the cells. */
  readonly delimiter: '|' | ',';
  /**
   * The year of the release. Where files of two formats cover the same kind of event, office and day, the events are the
   * same ones told twice, and only those of the later release count. No two formats of a kind share a year.
   */
  readonly released: number;
  /** Every column of the header row, no more and no less. */
  readonly columns: readonly SourceColumn[];
  /**
   * `left-out`: the release gains and loses columns over time. Columns that we do not know, and those that hold `nothing`,
   * may then be there or not; which were left out is told with every import.
   */
  readonly otherColumns?: 'left-out';
  /** The one field office that the release is about; absent: all of them. */
  readonly office?: string;
  /**
   * The program to which the release was restricted. Its files never stand for the whole of a day: that they hold no
   * 287(g) event does not say that there was none.
   */
  readonly limitedTo?: string;
  /** Why no row can be given the day of its event: each is refused with this reason. */
  readonly undated?: string;
  /** The workbook of which this is the format of one sheet, where its sheets differ; stored in place of id and title. */
  readonly workbook?: { readonly id: string; readonly title: string };
}

/** What stands in one column, and what a blank in it means. */
export type SourceColumn =
  | DayColumn
  | FactColumn
  | PlaceColumn
  | PersonColumn
  | EvidenceColumn
  | EvidenceDayColumn
  | ContraryColumn
  | ConvictionColumn
  | UnusedColumn;

interface ColumnHeader {
  /** As the release prints it; case and spacing do not matter. */
  readonly header: string;
  /** Other headers of the same column, in other printings of the same release. */
  readonly alsoHeaded?: readonly string[];
  /** Some files of this format are without it. */
  readonly optional?: true;
}

/** The civil date of the event, with or without the time of day in its own zone: a row without a possible one is refused. */
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
  | 'criminality'
  | 'threat_level'
  | 'most_serious_conviction';

/** The place of the event, kept as recorded. */
export interface PlaceColumn extends ColumnHeader {
  readonly holds: 'landmark';
}

/** The key by which the release tells people apart; only its salted hash is kept. */
export interface PersonColumn extends ColumnHeader {
  readonly holds: 'person_key';
}

/** The facts of the evidence that are a yes or a no. */
export type EvidenceFlag = FactsOf<boolean>;
/** Those that are a day. */
export type EvidenceDay = Extract<FactsOf<string>, `${string}_on`>;
type FactsOf<T> = { readonly [F in EvidenceFact]: Evidence[F] extends T | null ? F : never }[EvidenceFact];

/**
 * A yes or a no of the evidence about the event. No row is refused for what stands here: a text without a meaning leaves
 * the fact unknown, and is counted.
 */
export interface EvidenceColumn extends ColumnHeader {
  readonly holds: 'evidence';
  readonly fact: EvidenceFlag;
  /** What a blank says in this column: `no` is a statement of the source. */
  readonly blank: 'no' | 'unknown';
  /** What each text says of the fact, in capitals; null: nothing. */
  readonly means: Readonly<Record<string, boolean | null>>;
  /** The fact whose `no`, on the day of the event, a yes in this column speaks against: it is then unknown. */
  readonly contradicts?: EvidenceFlag;
}

/**
 * The day of a fact. Where the file has no column for the fact itself, a day says yes and a blank nothing; where it has
 * one that does not say yes, a day contradicts it, and both are unknown.
 */
export interface EvidenceDayColumn extends ColumnHeader {
  readonly holds: 'evidence-day';
  readonly fact: EvidenceDay;
}

/** What is no fact of the evidence, and speaks against a `no` of one on the day of the event: it is then unknown. */
export interface ContraryColumn extends ColumnHeader {
  readonly holds: 'contrary';
  readonly contradicts: EvidenceFlag;
  /** The texts that speak against it, in capitals. */
  readonly says: readonly string[];
}

/** Something about the most serious conviction, whose code is the event's own fact. */
export interface ConvictionColumn extends ColumnHeader {
  readonly holds: 'conviction';
  readonly part: ConvictionPart;
}

/** `label`: the agency's words for the offense, which give its code where the row has none. */
export type ConvictionPart =
  | 'label'
  | 'charged_on'
  | 'convicted_on'
  | 'sentence_days'
  | 'sentence_months'
  | 'sentence_years';

/** A column that we leave behind, and why. */
export interface UnusedColumn extends ColumnHeader {
  readonly holds: 'nothing';
  readonly why: string;
  /** Its cells may point to one person: a refused row is kept with hashes in their place. */
  readonly personal?: true;
}
