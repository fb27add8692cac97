import type { Generated } from 'kysely';
import type { IsoDate } from '../pipeline/period.ts';
import { type EventKind, eventKinds } from './codelists.ts';

/** What of the register is covered: agreements in force, or applications for one. */
export const registerKinds = ['agreement', 'application'] as const;

/** What is covered of the administration of agreements: each a set of records that is complete for some days, or is not. */
export const recordKinds = [
  'officer',
  'training',
  'credential',
  'program-manager',
  'milestone',
  'installation',
  'duty',
  'document-review',
  'complaint',
  'inspection',
  'agency-figure',
] as const;
/** One of them. */
export type RecordCoverageKind = (typeof recordKinds)[number];

/** A kind of fact that a source covers. */
export type CoverageKind = EventKind | (typeof registerKinds)[number] | RecordCoverageKind;

/** Every one of them. */
export const coverageKinds: readonly CoverageKind[] = [
  ...eventKinds.map(({ code }) => code),
  ...registerKinds,
  ...recordKinds,
];

/** Where a stored row came from: the file, and the row's number in it (the line on which it begins, in delimited text). */
export interface ImportedRow {
  readonly import_id: number;
  readonly row_number: number;
}

/** A file that was imported. Its bytes, packed or unpacked, are known by their SHA-256 and never imported twice. */
export interface ImportFileTable {
  readonly import_id: Generated<number>;
  readonly file_name: string;
  /** Of the file as it lay on disk; lower-case hexadecimal. */
  readonly sha256: string;
  /** Of the unpacked content; the same as `sha256` where the file was not packed. */
  readonly content_sha256: string;
  /** The id of the source format in `pipeline/sources/`. */
  readonly source_id: string;
  readonly title: string;
  /** Always `rows_loaded + rows_unchanged + rows_rejected`; the database refuses anything else. */
  readonly rows_read: number;
  readonly rows_loaded: number;
  readonly rows_unchanged: number;
  readonly rows_rejected: number;
  /** Rows whose date lies outside the span that the file states; they are counted in the figures above as well. */
  readonly rows_outside_span: number;
  /** The instant of which the file speaks. */
  readonly as_of: string;
  readonly recorded_at: string;
  /** When it was put into the database, by its own clock. */
  readonly stored_at: Generated<string>;
  /** true: generated data, marked SYNTHETIC wherever it is shown. */
  readonly synthetic: boolean;
}

/** A row that broke its contract, kept as it was, with the reasons. */
export interface ImportRejectTable extends ImportedRow {
  readonly original: string;
  /** One reason a line. */
  readonly reasons: string;
}

/** What a file covers: dates (half-open), offices and one kind of fact. *Unavailable* comes from here alone. */
export interface ImportCoverageTable {
  readonly import_id: number;
  readonly kind: CoverageKind;
  /** null: all offices. */
  readonly office_code: string | null;
  readonly covers_from: IsoDate;
  readonly covers_until: IsoDate;
  /** Whether its rows say by which program an event came about. */
  readonly identifies_287g: boolean;
}

/** The view `coverage`, part of the contract of sources: each span that some source covers, and since when it was known. */
export interface CoverageTable {
  readonly kind: CoverageKind;
  /** null: all offices. */
  readonly office_code: string | null;
  readonly covers_from: IsoDate;
  readonly covers_until: IsoDate;
  readonly identifies_287g: boolean;
  /** The instant of which the source speaks. */
  readonly as_of: string;
  /** The source's title in words. */
  readonly source_name: string;
  readonly synthetic: boolean;
}
