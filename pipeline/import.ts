import type { Session } from '../queries/database.ts';
import { copyCharges, copyEvidence, settleNewRecords } from '../queries/imports/evidence.ts';
import { removeStanding } from '../queries/imports/standing.ts';
import {
  beginImport,
  copyEvents,
  copyRejects,
  findImport,
  finishImport,
  holdsSyntheticData,
  type ImportRecord,
  listRejects,
  lockImports,
  type Reject,
} from '../queries/imports.ts';
import { registeredOffices } from '../queries/offices.ts';
import { countSuperseded, settleOverlaps } from '../queries/overlaps.ts';
import { personSalt } from '../queries/person-salt.ts';
import type { ClockEffect, DatabaseEffect, ProgressEffect } from './effects.ts';
import { PipelineError } from './errors.ts';
import { besideSynthetic, instantOf, refuseForeignDatabase } from './import/admission.ts';
import { dayWatch, statedSpan } from './import/coverage.ts';
import { type DaysStated, type EmptyDaysStated, type EmptyDaysTold, recordDays } from './import/covered-days.ts';
import { precedenceOf } from './import/precedence.ts';
import { evidenceReader } from './import/row-evidence.ts';
import { rowsApart } from './import/rows-apart.ts';
import { type RowContext, type StoredEvidence, type StoredRows, storedRows } from './import/stored-rows.ts';
import { openTables, type Table, type TableFile } from './import/tables.ts';
import type { DateWindow } from './period.ts';
import { sources } from './sources/index.ts';
import type { Source } from './sources/source.ts';

/** What the operator says about a file. */
export interface ImportOptions {
  /** The days that the file covers: wins over its title and its rows. */
  readonly statedCoverage?: DateWindow;
  /** What is true of days for which records seem to be missing; absent: a file with such days is refused. */
  readonly emptyDays?: EmptyDaysStated;
  /** The ISO instant of which the file speaks; absent: the instant of the import. */
  readonly asOf?: string;
}

/** What came of one file. */
export interface ImportSummary {
  /** The file's name, without its folders. */
  readonly file: string;
  readonly sha256: string;
  /** Id of the source format. */
  readonly source: string;
  /** `already-imported`: the same bytes, packed or not, are there since an earlier import; its figures are given. */
  readonly state: 'imported' | 'already-imported';
  /** Always loaded + unchanged + rejected. */
  readonly rowsRead: number;
  readonly loaded: number;
  /** Rows that an earlier file of the same format, overlapping this one, holds already. */
  readonly unchanged: number;
  readonly rejected: number;
  /** Rows dated outside the span that the file states; they are stored and counted, and do not widen coverage. */
  readonly outsideSpan: number;
  /** null: no row lies inside the span that the file states. */
  readonly coverage: DateWindow | null;
  /** Loaded rows that do not count now, because a later release of another format covers their days and offices. */
  readonly superseded: number;
  /** Days for which records seemed to be missing, and of which the operator says what they are; none of a file imported before. */
  readonly emptyDays: readonly EmptyDaysTold[];
  /** Columns and sheets that were not read, and evidence that could not be understood, in words. */
  readonly leftOut: readonly string[];
}

export type ImportEffects = DatabaseEffect & ClockEffect & ProgressEffect;

/**
 * Imports one file: all of it, with refused rows and their reasons kept, or nothing.
 * @throws PipelineError `source` where the file cannot be read or the database is not for files, `contract` where the
 * content is not what it claims, or misses records on days that it would cover; the database is then as it was.
 */
export async function importFile(path: string, options: ImportOptions, effects: ImportEffects): Promise<ImportSummary> {
  const { database } = effects;
  refuseForeignDatabase(database.sourceSchema);
  const recordedAt = effects.now().toISOString();
  const asOf = options.asOf === undefined ? recordedAt : instantOf(options.asOf);
  const file = await openTables(path, sources);
  return database.transaction('read-write', async (session) => {
    await lockImports(session);
    if (await holdsSyntheticData(session)) throw besideSynthetic(file.name);
    const known = await findImport(session, file);
    if (known !== undefined) return summaryOf(known, file, 'already-imported', session);
    if (file.rows === 0 && options.statedCoverage === undefined) throw noRows(file);
    const { id: sourceId, title } = file.format;
    const importId = await beginImport(session, { ...file, fileName: file.name, sourceId, title, asOf, recordedAt });
    const loaded = await loadFile(file, importId, options, { session, progress: effects.progress });
    const record = await findImport(session, file);
    if (record === undefined)
      throw new PipelineError('internal', `${file.name} was not recorded`, 'report this as a defect of report287');
    const summary = await summaryOf(record, file, 'imported', session);
    const leftOut = [...summary.leftOut, ...loaded.leftUnknown];
    return { ...summary, emptyDays: loaded.emptyDays, leftOut };
  });
}

type LoadEffects = ProgressEffect & { readonly session: Session };

/** Stores the rows of a file, its rejects, its control total and its coverage. */
async function loadFile(
  file: TableFile,
  importId: number,
  stated: DaysStated,
  effects: LoadEffects,
): Promise<{ readonly leftUnknown: readonly string[]; readonly emptyDays: readonly EmptyDaysTold[] }> {
  const { session } = effects;
  const parts = partsOf(file.tables, stated.statedCoverage);
  const { stored, rejected, charges, leftUnknown } = await copyTables(file, importId, parts, effects);
  if (stored === 0 && rejected > 0) throw nothingReadable(file, await listRejects(session, importId));
  const unchanged = await removeRepeated(file, importId, parts, session);
  const told = { importId, name: file.name, formatId: file.format.id };
  const emptyDays = await recordDays(session, told, parts, stated);
  await finishImport(session, importId, {
    rowsRead: file.rows,
    rowsLoaded: stored - unchanged,
    rowsUnchanged: unchanged,
    rowsRejected: rejected,
    rowsOutsideSpan: parts.reduce((sum, { days }) => sum + days.evidence().rowsOutside, 0),
  });
  const kinds = parts.map((part) => part.source.kind);
  await settleOverlaps(session, kinds, precedenceOf(sources));
  if (charges) await settleNewRecords(session);
  return {
    leftUnknown: [...leftUnknown].map(
      ([reason, count]) => `${reason}, in ${count} ${count === 1 ? 'row' : 'rows'}: left unknown`,
    ),
    emptyDays,
  };
}

/**
 * Takes out again what earlier files of the same format hold, once for each kind of event: rows taken out once are no
 * longer there to be compared.
 */
async function removeRepeated(file: TableFile, importId: number, parts: readonly Part[], session: Session) {
  let unchanged = 0;
  for (const [kind, ofKind] of Map.groupBy(parts, (part) => part.source.kind)) {
    const days = ofKind.flatMap((part) => part.days.evidence().anywhere ?? []);
    const first = days.map((day) => day.first).toSorted()[0];
    const last = days
      .map((day) => day.last)
      .toSorted()
      .at(-1);
    if (first === undefined || last === undefined) continue;
    const hasEvidence = ofKind.some(({ tables }) =>
      tables.some(({ layout }) => evidenceReader(layout.columns) !== null),
    );
    unchanged += await removeStanding(session, { importId, sourceId: file.format.id, kind, first, last, hasEvidence });
  }
  return unchanged;
}

/** Tables of one format that state the same span: the sheets of one long table, whose days are looked at together. */
interface Part {
  readonly source: Source;
  readonly tables: readonly Table[];
  readonly days: ReturnType<typeof dayWatch>;
}

function partsOf(tables: readonly Table[], operator: DateWindow | undefined): readonly Part[] {
  const spanOf = (table: Table) => operator ?? statedSpan(table.layout.titleLines);
  const groups = Map.groupBy(
    tables,
    (table) => `${table.layout.source.id} ${spanOf(table)?.from} ${spanOf(table)?.until}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ source: first.layout.source, tables: group, days: dayWatch(spanOf(first)) }];
  });
}

/** Progress is told after this many rows. */
const rowsBetweenReports = 20_000;

/** A thread of its own takes as long to start as some thousands of rows take to read. */
const worthAThread = 20_000;

async function copyTables(file: TableFile, importId: number, parts: readonly Part[], effects: LoadEffects) {
  const { session, progress } = effects;
  const context = { importId, offices: await registeredOffices(session), salt: await personSalt(session) };
  let stored = 0;
  let rejected = 0;
  let charges = false;
  const leftUnknown = new Map<string, number>();
  let reportAt = rowsBetweenReports;
  for (const { tables, days } of parts) {
    for (const table of tables) {
      for await (const rows of rowsOf(table, context)) {
        for (const [day, count] of rows.days) days.see(day, count);
        if (rows.stored > 0) await copyEvents(session, rows.lines);
        if (rows.evidence !== null) {
          // Looked at before: the embedded engine takes the bytes with it.
          charges ||= rows.evidence.charges.length > 0;
          await copyStoredEvidence(session, rows.evidence);
          for (const [reason, count] of rows.evidence.leftUnknown)
            leftUnknown.set(reason, (leftUnknown.get(reason) ?? 0) + count);
        }
        if (rows.rejects.length > 0) await copyRejects(session, importId, rows.rejects);
        stored += rows.stored;
        rejected += rows.rejects.length;
        if (stored + rejected < reportAt) continue;
        progress({ kind: 'count', stage: 'import', done: stored + rejected, of: file.rows, unit: 'rows' });
        reportAt += rowsBetweenReports;
      }
    }
  }
  return { stored, rejected, charges, leftUnknown };
}

async function copyStoredEvidence(session: Session, { columns, facts, charges }: StoredEvidence): Promise<void> {
  if (facts.length > 0) await copyEvidence(session, columns, facts);
  if (charges.length > 0) await copyCharges(session, charges);
}

function rowsOf({ layout, rows, text, read }: Table, context: RowContext): AsyncIterable<StoredRows> {
  return text !== null && rows >= worthAThread ? rowsApart(text, context) : storedRows(layout, read(), context);
}

async function summaryOf(
  record: ImportRecord,
  file: TableFile,
  state: ImportSummary['state'],
  session: Session,
): Promise<ImportSummary> {
  return {
    file: file.name,
    sha256: file.sha256,
    source: record.sourceId,
    state,
    rowsRead: record.rowsRead,
    loaded: record.rowsLoaded,
    unchanged: record.rowsUnchanged,
    rejected: record.rowsRejected,
    outsideSpan: record.rowsOutsideSpan,
    coverage: record.coverage,
    superseded: await countSuperseded(session, record.importId),
    emptyDays: [],
    leftOut: file.leftOut,
  };
}

function noRows(file: TableFile): PipelineError {
  return new PipelineError(
    'contract',
    `${file.name} has a header on line ${file.tables[0]?.layout.headerLine} and no rows`,
    'fetch the file again; if there truly were no events, state the days that it covers with --from and --through, and why there were none with --quiet-days "<why>"',
  );
}

/** The reasons without what they quote: a cell of a shifted row may hold anything. */
function nothingReadable(file: TableFile, rejects: readonly Reject[]): PipelineError {
  const details = rejects
    .slice(0, 3)
    .flatMap(({ rowNumber, reasons }) =>
      reasons.map((reason) => `line ${rowNumber}: ${reason.replace(/"[^"]*"/g, '…')}`),
    );
  const message = `none of the ${rejects.length} rows of ${file.name} can be read as "${file.format.title}"`;
  return new PipelineError('contract', message, 'compare the file with the release as it was published', { details });
}
