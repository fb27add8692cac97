import { expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { DateWindow, IsoDate } from '../pipeline/period.ts';
import type { EventKind } from './codelists.ts';
import type { CoverageKind } from './coverage.ts';
import { ownSchema, type Session } from './database.ts';
import type { EventTable } from './events.ts';
import { isProgramEvent } from './program.ts';

/** What one source covers; no office: all of them. */
export interface CoverageSpan extends DateWindow {
  readonly kind: CoverageKind;
  readonly office: string | null;
  /** false: events of the program cannot be told from others in this source. */
  readonly identifies287g: boolean;
  readonly source: string;
}

/** A span of coverage with what else its source says. */
export interface StatedCoverage {
  readonly span: CoverageSpan;
  /** The instant of which the source speaks. */
  readonly asOf: string;
  readonly synthetic: boolean;
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

/** A file with what decides whether it bears on some days. */
export interface StoredFile {
  readonly importId: number;
  /** The id of its source format. */
  readonly sourceId: string;
  /** The instant of which it speaks. */
  readonly asOf: string;
  readonly file: ImportedFile;
}

/** Reads the coverage that the sources state, in order of kind, first day and source. */
export async function readCoverage(session: Session): Promise<readonly StatedCoverage[]> {
  const rows = await session.source
    .selectFrom('coverage')
    .selectAll()
    .orderBy('kind')
    .orderBy('covers_from')
    .orderBy('covers_until')
    .orderBy('source_name')
    .execute();
  return rows.map((row) => ({
    asOf: row.as_of,
    synthetic: row.synthetic,
    span: {
      kind: row.kind,
      office: row.office_code,
      identifies287g: row.identifies_287g,
      source: row.source_name,
      from: row.covers_from,
      until: row.covers_until,
    },
  }));
}

/** Whether the sources are generated data, or an agency's; null: there are none. They are never both. */
export type DataKind = 'synthetic' | 'real';

/** Reads of which kind the sources are. */
export async function readDataKind(session: Session): Promise<DataKind | null> {
  return dataKindOf(await session.source.selectFrom('coverage').select('synthetic').distinct().execute());
}

/** Of which kind some sources are; null: none. */
export function dataKindOf(sources: readonly { readonly synthetic: boolean }[]): DataKind | null {
  if (sources.length === 0) return null;
  return sources.some(({ synthetic }) => synthetic) ? 'synthetic' : 'real';
}

/** Every imported file, in order of name and hash, so that the order of importing does not show. */
export async function readStoredFiles(session: Session): Promise<readonly StoredFile[]> {
  const rows = await session.own
    .selectFrom('import_file')
    .selectAll()
    .orderBy(sql`file_name collate "C"`)
    .orderBy('sha256')
    .execute();
  return rows.map((row) => ({
    importId: row.import_id,
    sourceId: row.source_id,
    asOf: row.as_of,
    file: {
      fileName: row.file_name,
      sha256: row.sha256,
      title: row.title,
      rowsRead: row.rows_read,
      rowsLoaded: row.rows_loaded,
      rowsUnchanged: row.rows_unchanged,
      rowsRejected: row.rows_rejected,
      rowsOutsideSpan: row.rows_outside_span,
    },
  }));
}

/** The days that each import covers for some kinds of fact. */
export async function readFileCoverage(
  { own }: Session,
  kinds: readonly CoverageKind[],
): Promise<readonly (DateWindow & { readonly importId: number; readonly kind: CoverageKind })[]> {
  if (kinds.length === 0) return [];
  const rows = await own
    .selectFrom('import_coverage')
    .select(['import_id', 'kind', 'covers_from', 'covers_until'])
    .where('kind', 'in', kinds)
    .orderBy('import_id')
    .orderBy('covers_from')
    .execute();
  return rows.map((row) => ({
    importId: row.import_id,
    kind: row.kind,
    from: row.covers_from,
    until: row.covers_until,
  }));
}

/** What is counted, and on which days. */
export interface CountedDays {
  readonly kinds: readonly EventKind[];
  readonly days: DateWindow;
}

const own = (table: string) => sql.table(`${ownSchema}.${table}`);
const among = (values: readonly (number | string)[]) => sql.join(values.map((value) => sql.lit(value)));

/** Which of some imports hold events that are counted on some days. */
export async function importsWithEvents(
  session: Session,
  importIds: readonly number[],
  { kinds, days }: CountedDays,
): Promise<readonly number[]> {
  if (kinds.length === 0) return [];
  return importsHaving(
    session,
    importIds,
    sql`select from ${own('stored_event')} as event
      where event.import_id = file.import_id and not superseded and ${isCounted({ kinds, days })}`,
  );
}

/** Of some imports, those for which a query over `file` finds a row. */
async function importsHaving(
  session: Session,
  importIds: readonly number[],
  found: RawBuilder<unknown>,
): Promise<readonly number[]> {
  if (importIds.length === 0) return [];
  const { rows } = await sql<{ import_id: number }>`
    select import_id from ${own('import_file')} as file
    where import_id in (${among(importIds)}) and exists (${found})
    order by import_id`.execute(session.own);
  return rows.map((row) => row.import_id);
}

/** Of `event`: that it is a 287(g) event of the kinds and days that are counted. */
function isCounted({ kinds, days }: CountedDays): RawBuilder<SqlBool> {
  return sql<SqlBool>`kind in (${among(kinds)})
    and occurred_on >= ${days.from}::date and occurred_on < ${days.until}::date
    and ${isProgramEvent(expressionBuilder<{ event: EventTable }, 'event'>())}`;
}

/** Which imports of a program extract say something of an event that is counted on some days. */
export async function importsAboutEvents(
  session: Session,
  importIds: readonly number[],
  { kinds, days }: CountedDays,
): Promise<readonly number[]> {
  if (kinds.length === 0) return [];
  return importsHaving(
    session,
    importIds,
    sql`select from ${own('extract_row')} as told join ${own('enforcement_event')} as event on event.event_id = told.subject
      where told.import_id = file.import_id and ${isCounted({ kinds, days })}`,
  );
}

/** Which imports of a program extract name an agreement, or an agency, whose history begins before a day. */
export async function importsAboutAgreements(
  session: Session,
  importIds: readonly number[],
  before: IsoDate,
): Promise<readonly number[]> {
  return importsHaving(
    session,
    importIds,
    sql`select from ${own('extract_row')} as told, ${own('agreement')} as agreement
      join ${own('agreement_status')} as span using (agreement_id)
      where told.import_id = file.import_id and span.valid_from < ${before}::date
        and told.subject in (agreement.agreement_id, agreement.agency_id, span.agency_id)`,
  );
}
