import { type Kysely, sql } from 'kysely';
import type { DateWindow } from '../pipeline/period.ts';
import type { CoverageKind } from './coverage.ts';
import { type CopyChunk, copyLine, type OwnSchema, once, ownSchema, type Session } from './database.ts';
import { type EnforcementEvent, eventContract } from './events.ts';

/** What is on record about a file before its rows are counted. */
export interface NewImport {
  readonly fileName: string;
  readonly sha256: string;
  readonly contentSha256: string;
  readonly sourceId: string;
  readonly title: string;
  /** ISO instants. */
  readonly asOf: string;
  readonly recordedAt: string;
}

/** The control total of a file: read = loaded + unchanged + rejected. */
export interface RowCounts {
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsUnchanged: number;
  readonly rowsRejected: number;
  readonly rowsOutsideSpan: number;
}

/** A file that was imported, with what it covers. */
export interface ImportRecord extends RowCounts {
  readonly importId: number;
  readonly fileName: string;
  readonly sha256: string;
  readonly sourceId: string;
  readonly title: string;
  readonly asOf: string;
  readonly recordedAt: string;
  readonly synthetic: boolean;
  /** null: nothing that it holds lies inside the span that it states. */
  readonly coverage: DateWindow | null;
}

/** A row that broke its contract. */
export interface Reject {
  readonly rowNumber: number;
  readonly original: string;
  readonly reasons: readonly string[];
}

/** Makes imports wait for one another until the transaction ends: two that overlap must see each other's rows. */
export async function lockImports(session: Session): Promise<void> {
  await sql`lock table ${sql.table(`${ownSchema}.import_file`)} in share row exclusive mode`.execute(session.own);
}

/** Whether the database holds generated data. */
export async function holdsSyntheticData(session: Session): Promise<boolean> {
  const rows = await session.own
    .selectFrom('import_file')
    .select('import_id')
    .where('synthetic', '=', true)
    .limit(1)
    .execute();
  return rows.length > 0;
}

/** The import of these bytes, packed or unpacked; undefined where they are new. */
export async function findImport(
  session: Session,
  bytes: { readonly sha256: string; readonly contentSha256: string },
): Promise<ImportRecord | undefined> {
  const row = await importRecords(session.own)
    .where((eb) => eb.or([eb('sha256', '=', bytes.sha256), eb('content_sha256', '=', bytes.contentSha256)]))
    .executeTakeFirst();
  return row && toRecord(row);
}

/** Every import, oldest first. */
export async function listImports(session: Session): Promise<readonly ImportRecord[]> {
  const rows = await importRecords(session.own).orderBy('import_file.import_id').execute();
  return rows.map(toRecord);
}

/** The rows of one import that were refused, in order of the file. */
export async function listRejects(session: Session, importId: number): Promise<readonly Reject[]> {
  const rows = await session.own
    .selectFrom('import_reject')
    .select(['row_number', 'original', 'reasons'])
    .where('import_id', '=', importId)
    .orderBy('row_number')
    .execute();
  return rows.map((row) => ({ rowNumber: row.row_number, original: row.original, reasons: row.reasons.split('\n') }));
}

const importRecords = (own: Kysely<OwnSchema>) =>
  own
    .selectFrom('import_file')
    .selectAll('import_file')
    .select(({ selectFrom }) => [
      selectFrom('import_coverage')
        .whereRef('import_coverage.import_id', '=', 'import_file.import_id')
        .select((eb) => eb.fn.min('covers_from').as('first'))
        .as('covers_from'),
      selectFrom('import_coverage')
        .whereRef('import_coverage.import_id', '=', 'import_file.import_id')
        .select((eb) => eb.fn.max('covers_until').as('last'))
        .as('covers_until'),
    ]);

type StoredRecord = Awaited<ReturnType<ReturnType<typeof importRecords>['execute']>>[number];

function toRecord(row: StoredRecord): ImportRecord {
  const { covers_from: from, covers_until: until } = row;
  return {
    importId: row.import_id,
    fileName: row.file_name,
    sha256: row.sha256,
    sourceId: row.source_id,
    title: row.title,
    asOf: row.as_of,
    recordedAt: row.recorded_at,
    synthetic: row.synthetic,
    rowsRead: row.rows_read,
    rowsLoaded: row.rows_loaded,
    rowsUnchanged: row.rows_unchanged,
    rowsRejected: row.rows_rejected,
    rowsOutsideSpan: row.rows_outside_span,
    coverage: from === null || until === null ? null : { from, until },
  };
}

/** Records a file whose rows are still to come, and returns its `import_id`. */
export async function beginImport(session: Session, file: NewImport): Promise<number> {
  const { import_id } = await session.own
    .insertInto('import_file')
    .values({
      file_name: file.fileName,
      sha256: file.sha256,
      content_sha256: file.contentSha256,
      source_id: file.sourceId,
      title: file.title,
      rows_read: 0,
      rows_loaded: 0,
      rows_unchanged: 0,
      rows_rejected: 0,
      rows_outside_span: 0,
      as_of: file.asOf,
      recorded_at: file.recordedAt,
      synthetic: false,
    })
    .returning('import_id')
    .executeTakeFirstOrThrow();
  return import_id;
}

/** The columns of an event as its source gives them. */
export const eventColumns = Object.keys(eventContract.shape) as readonly (keyof EnforcementEvent)[];
const copiedColumns = ['import_id', 'row_number', 'person_key', ...eventColumns];

/** One event as `copyEvents` takes it; `personKey` as `pipeline/import/people.ts` makes it, never as the source prints it. */
export function eventLine(
  importId: number,
  rowNumber: number,
  event: EnforcementEvent,
  personKey: string | null = null,
): string {
  const values: (string | number | null)[] = [importId, rowNumber, personKey];
  for (const column of eventColumns) values.push(event[column]);
  return copyLine(values);
}

/** Stores events; `lines` as `eventLine` makes them, best of 2,000 to 5,000 together. */
export async function copyEvents(session: Session, lines: CopyChunk): Promise<void> {
  await session.copy('stored_event', copiedColumns, once(lines));
}

/** Keeps refused rows as they were, with their reasons. */
export async function copyRejects(session: Session, importId: number, rejects: readonly Reject[]): Promise<void> {
  const lines = rejects.map((reject) => {
    // A reason may quote a cell with a line break in it; stored reasons are one a line.
    const reasons = reject.reasons.map((reason) => reason.replace(/\s+/g, ' ')).join('\n');
    return copyLine([importId, reject.rowNumber, reject.original, reasons]);
  });
  await session.copy('import_reject', ['import_id', 'row_number', 'original', 'reasons'], once(lines.join('')));
}

/** Records which days a file covers, for one office or (null) for all. */
export async function recordCoverage(
  session: Session,
  importId: number,
  coverage: DateWindow & {
    readonly kind: CoverageKind;
    readonly office?: string | null;
    readonly identifies287g: boolean;
  },
): Promise<void> {
  await session.own
    .insertInto('import_coverage')
    .values({
      import_id: importId,
      kind: coverage.kind,
      office_code: coverage.office ?? null,
      covers_from: coverage.from,
      covers_until: coverage.until,
      identifies_287g: coverage.identifies287g,
    })
    .execute();
}

/** The days that other files of a format cover of one kind, of some office or (null) of all. */
export async function coverageOfFormat(
  session: Session,
  file: {
    readonly importId: number;
    readonly sourceId: string;
    readonly kind: CoverageKind;
    readonly office: string | null;
  },
): Promise<readonly DateWindow[]> {
  const rows = await session.own
    .selectFrom('import_coverage')
    .innerJoin('import_file', 'import_file.import_id', 'import_coverage.import_id')
    .where('import_file.source_id', '=', file.sourceId)
    .where('import_file.import_id', '<>', file.importId)
    .where('kind', '=', file.kind)
    .where((eb) => eb.or([eb('office_code', 'is', null), eb('office_code', '=', file.office)]))
    .select(['covers_from', 'covers_until'])
    .orderBy('covers_from')
    .execute();
  return rows.map(({ covers_from: from, covers_until: until }) => ({ from, until }));
}

/** Adds to the title of a file, which reports print beside its counts, what a person says about it. */
export async function noteInTitle(session: Session, importId: number, note: string): Promise<void> {
  await session.own
    .updateTable('import_file')
    .set((eb) => ({ title: sql<string>`${eb.ref('title')} || ' (' || ${note}::text || ')'` }))
    .where('import_id', '=', importId)
    .execute();
}

/** Stores the control total of a file, which the database proves, and lets the planner know of the new rows. */
export async function finishImport(session: Session, importId: number, counts: RowCounts): Promise<void> {
  await session.own
    .updateTable('import_file')
    .set({
      rows_read: counts.rowsRead,
      rows_loaded: counts.rowsLoaded,
      rows_unchanged: counts.rowsUnchanged,
      rows_rejected: counts.rowsRejected,
      rows_outside_span: counts.rowsOutsideSpan,
    })
    .where('import_id', '=', importId)
    .execute();
  // Nothing else does so in the embedded engine.
  await sql`analyze ${sql.table(`${ownSchema}.stored_event`)}`.execute(session.own);
}
