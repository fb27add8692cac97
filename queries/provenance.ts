import { sql } from 'kysely';
import type { DateWindow } from '../pipeline/period.ts';
import type { Session } from './database.ts';

/** What one source covers: `kind` is a kind of event, or `agreement` for the register; no office: all of them. */
export interface CoverageSpan extends DateWindow {
  readonly kind: string;
  readonly office: string | null;
  /** false: events of the program cannot be told from others in this source. */
  readonly identifies287g: boolean;
  readonly source: string;
}

/** Where the figures come from, and of which instant. */
export interface Provenance {
  /** ISO instant of the last recorded change of the sources, in whole seconds, which is all that PDF can say; null: there are none. */
  readonly asOf: string | null;
  readonly synthetic: boolean;
  /** In order of kind, first day and source. */
  readonly coverage: readonly CoverageSpan[];
}

/** One imported file, with its control total: read = loaded + unchanged + rejected. */
export interface ImportedFile {
  readonly fileName: string;
  readonly sha256: string;
  readonly title: string;
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsUnchanged: number;
  readonly rowsRejected: number;
  readonly rowsOutsideSpan: number;
}

/** Reads the coverage that the sources state, with their instant. */
export async function readProvenance(session: Session): Promise<Provenance> {
  const rows = await session.source
    .selectFrom('coverage')
    .selectAll()
    .orderBy('kind')
    .orderBy('covers_from')
    .orderBy('covers_until')
    .orderBy('source_name')
    .execute();
  return {
    asOf: wholeSeconds(
      rows
        .map((row) => row.as_of)
        .toSorted()
        .at(-1),
    ),
    synthetic: rows.some((row) => row.synthetic),
    coverage: rows.map((row) => ({
      kind: row.kind,
      office: row.office_code,
      identifies287g: row.identifies_287g,
      source: row.source_name,
      from: row.covers_from,
      until: row.covers_until,
    })),
  };
}

function wholeSeconds(instant: string | undefined): string | null {
  return instant === undefined ? null : instant.replace(/\.\d+Z$/, '.000Z');
}

/** Every imported file, in order of name and hash, so that the order of importing does not show. */
export async function readImportedFiles(session: Session): Promise<readonly ImportedFile[]> {
  const rows = await session.own
    .selectFrom('import_file')
    .select([
      'file_name',
      'sha256',
      'title',
      'rows_read',
      'rows_loaded',
      'rows_unchanged',
      'rows_rejected',
      'rows_outside_span',
    ])
    .orderBy(sql`file_name collate "C"`)
    .orderBy('sha256')
    .execute();
  return rows.map((row) => ({
    fileName: row.file_name,
    sha256: row.sha256,
    title: row.title,
    rowsRead: row.rows_read,
    rowsLoaded: row.rows_loaded,
    rowsUnchanged: row.rows_unchanged,
    rowsRejected: row.rows_rejected,
    rowsOutsideSpan: row.rows_outside_span,
  }));
}
