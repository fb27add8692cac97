import { ownSchema, type Session } from '../queries/database.ts';
import {
  beginImport,
  copyEvents,
  copyRejects,
  eventLine,
  findImport,
  finishImport,
  holdsSyntheticData,
  type ImportRecord,
  listRejects,
  lockImports,
  type Reject,
  recordCoverage,
  registeredOffices,
  removeStanding,
} from '../queries/imports.ts';
import type { ClockEffect, DatabaseEffect, ProgressEffect } from './effects.ts';
import { PipelineError } from './errors.ts';
import { coveredBy, dayWatch, statedSpan } from './import/coverage.ts';
import { cellsOf, originalText } from './import/records.ts';
import { identifies287g, rowReader } from './import/row.ts';
import { readAgain, rowsFrom, type SurveyedFile, survey } from './import/survey.ts';
import type { DateWindow, IsoDate } from './period.ts';
import { sources } from './sources/index.ts';

/** What the operator says about a file. */
export interface ImportOptions {
  /** The days that the file covers: wins over its title and its rows. */
  readonly statedCoverage?: DateWindow;
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
}

export type ImportEffects = DatabaseEffect & ClockEffect & ProgressEffect;

/**
 * Imports one file: all of it, with refused rows and their reasons kept, or nothing.
 * @throws PipelineError `source` where the file cannot be read or the database is not for files, `contract` where the
 * content is not what it claims; the database is then as it was.
 */
export async function importFile(path: string, options: ImportOptions, effects: ImportEffects): Promise<ImportSummary> {
  const { database } = effects;
  refuseForeignDatabase(database.sourceSchema);
  const recordedAt = effects.now().toISOString();
  const asOf = options.asOf === undefined ? recordedAt : instantOf(options.asOf);
  const file = await survey(path, sources);
  return database.transaction('read-write', async (session) => {
    await lockImports(session);
    if (await holdsSyntheticData(session)) throw syntheticData(file);
    const known = await findImport(session, file);
    if (known !== undefined) return summaryOf(known, file, 'already-imported');
    if (file.rows === 0 && options.statedCoverage === undefined) throw noRows(file);
    const { id: sourceId, title } = file.layout.source;
    const importId = await beginImport(session, { ...file, fileName: file.name, sourceId, title, asOf, recordedAt });
    await loadFile(file, importId, options.statedCoverage, { session, progress: effects.progress });
    const record = await findImport(session, file);
    if (record === undefined)
      throw new PipelineError('internal', `${file.name} was not recorded`, 'report this as a defect of report287');
    return summaryOf(record, file, 'imported');
  });
}

/** Stores the rows of a file, its rejects, its control total and its coverage. */
async function loadFile(
  file: SurveyedFile,
  importId: number,
  operator: DateWindow | undefined,
  effects: ProgressEffect & { readonly session: Session },
): Promise<void> {
  const { session } = effects;
  const { source, titleLines } = file.layout;
  const days = dayWatch(operator ?? statedSpan(titleLines));
  const { stored, rejected } = await copyRows(file, importId, days.see, effects);
  if (stored === 0 && rejected > 0) throw nothingReadable(file, await listRejects(session, importId));
  const { anywhere, inside, rowsOutside } = days.evidence();
  const unchanged =
    anywhere === null
      ? 0
      : await removeStanding(session, { importId, sourceId: source.id, kind: source.kind, ...anywhere });
  const coverage = operator ?? coveredBy(inside);
  if (coverage !== null) {
    await recordCoverage(session, importId, { ...coverage, kind: source.kind, identifies287g: identifies287g(source) });
  }
  await finishImport(session, importId, {
    rowsRead: file.rows,
    rowsLoaded: stored - unchanged,
    rowsUnchanged: unchanged,
    rowsRejected: rejected,
    rowsOutsideSpan: rowsOutside,
  });
}

/** Progress is told after this many rows. */
const rowsBetweenReports = 20_000;

async function copyRows(
  file: SurveyedFile,
  importId: number,
  seeDay: (day: IsoDate) => void,
  { session, progress }: ProgressEffect & { readonly session: Session },
): Promise<{ readonly stored: number; readonly rejected: number }> {
  const read = rowReader(file.layout.source, file.layout.columns, await registeredOffices(session));
  let stored = 0;
  let rejected = 0;
  let reportAt = rowsBetweenReports;
  for await (const block of readAgain(file)) {
    const lines: string[] = [];
    const rejects: Reject[] = [];
    const cells = cellsOf(block, file.layout.source.delimiter);
    for (let at = rowsFrom(block, file.layout); at < cells.length; at += 1) {
      const result = read(cells[at] ?? null);
      const rowNumber = block.lines[at] ?? 0;
      if (result.kind === 'row') {
        seeDay(result.row.occurred_on);
        lines.push(eventLine(importId, rowNumber, result.row));
      } else rejects.push({ rowNumber, original: originalText(block, at), reasons: result.reasons });
    }
    if (lines.length > 0) await copyEvents(session, lines.join(''));
    if (rejects.length > 0) await copyRejects(session, importId, rejects);
    stored += lines.length;
    rejected += rejects.length;
    if (stored + rejected < reportAt) continue;
    progress({ kind: 'count', stage: 'import', done: stored + rejected, of: file.rows, unit: 'rows' });
    reportAt += rowsBetweenReports;
  }
  return { stored, rejected };
}

function summaryOf(record: ImportRecord, file: SurveyedFile, state: ImportSummary['state']): ImportSummary {
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
  };
}

function instantOf(text: string): string {
  const at = new Date(text);
  const written = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (written && !Number.isNaN(at.getTime())) return at.toISOString();
  throw new PipelineError('usage', `"${text}" is not an instant`, 'write it as 2019-06-30T12:00:00-04:00');
}

function refuseForeignDatabase(schema: string): void {
  if (schema === ownSchema) return;
  throw new PipelineError(
    'source',
    `events are read from the views in the schema "${schema}", and not from files`,
    'change the data where those views find them, or unset the schema to report from imported files',
  );
}

function syntheticData(file: SurveyedFile): PipelineError {
  return new PipelineError(
    'source',
    `the database holds synthetic data, with which ${file.name} must not be mixed`,
    'run "report287 demo --remove" first, or set REPORT287_DATA to another folder',
  );
}

function noRows(file: SurveyedFile): PipelineError {
  return new PipelineError(
    'contract',
    `${file.name} has a header on line ${file.layout.headerLine} and no rows`,
    'fetch the file again; if there truly were no events, state the days that it covers',
  );
}

/** The reasons without what they quote: a cell of a shifted row may hold anything. */
function nothingReadable(file: SurveyedFile, rejects: readonly Reject[]): PipelineError {
  const details = rejects
    .slice(0, 3)
    .flatMap(({ rowNumber, reasons }) =>
      reasons.map((reason) => `line ${rowNumber}: ${reason.replace(/"[^"]*"/g, '…')}`),
    );
  const message = `none of the ${rejects.length} rows of ${file.name} can be read as "${file.layout.source.title}"`;
  return new PipelineError('contract', message, 'compare the file with the release as it was published', { details });
}
