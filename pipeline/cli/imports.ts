import { basename } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Session } from '../../queries/database.ts';
import { settleNewRecords } from '../../queries/imports/evidence.ts';
import { filesThatRestOn, type TakenBack, takeBack } from '../../queries/imports/undo.ts';
import {
  type ImportRecord,
  lockImports,
  type Reject,
  listImports as readImports,
  listRejects as readRejects,
} from '../../queries/imports.ts';
import { settleOverlaps } from '../../queries/overlaps.ts';
import type { Config } from '../config.ts';
import type { ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { rebuildRegister } from '../import/agreement-list.ts';
import { precedenceOf } from '../import/precedence.ts';
import { lastDay } from '../period.ts';
import { sources } from '../sources/index.ts';
import { type Answer, withDatabase } from './commands.ts';
import { outsideInWords } from './import/outside-rows.ts';
import { describeList, writeRejects } from './list-workbook.ts';

/** Lists the imported files: hashes, counts, coverage, as-of instant. */
export async function listImports(config: Config, { progress }: ProgressEffect): Promise<Answer> {
  return withDatabase(config, progress, async ({ database }) => {
    const files = await database.transaction('snapshot', readImports);
    const lines = files.length === 0 ? ['Nothing has been imported.'] : files.flatMap(describeFile);
    return { data: { files }, lines, exitCode: 0 };
  });
}

/** One imported file in lines: what it is, its control total, what it covers, and rows outside the days that were stated. */
export function describeFile(file: ImportRecord): readonly string[] {
  const { coverage } = file;
  return [
    `${file.importId}  ${file.fileName}: ${file.title}${file.synthetic ? ' (SYNTHETIC)' : ''}`,
    `   SHA-256 ${file.sha256}, as of ${file.asOf}`,
    `   rows read ${file.rowsRead} = loaded ${file.rowsLoaded} + unchanged ${file.rowsUnchanged} + rejected ${file.rowsRejected}`,
    `   covers ${coverage === null ? 'no days' : `${coverage.from} through ${lastDay(coverage)}`}`,
    ...outsideInWords(file.rowsOutsideSpan).map((line) => `   ${line}`),
  ];
}

/** Where `report287 imports rejects` puts what it lists. */
export interface RejectsFlags {
  /** A new workbook; absent: standard output. */
  readonly xlsx?: string;
}

/**
 * Prints the rejects of one file as CSV (line, reasons, the row as it is kept; `imports mend` takes it back, corrected), or
 * writes them as a workbook.
 */
export async function listRejects(
  config: Config,
  file: string,
  { xlsx }: RejectsFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  return withDatabase(config, progress, ({ database }) =>
    database.transaction('snapshot', async (session) => {
      const record = await importNamed(session, file);
      const { importId, fileName, sha256 } = record;
      if (xlsx !== undefined) {
        const written = await writeRejects(session, record, xlsx);
        const data = { importId, fileName, sha256, xlsx: written };
        return { data, lines: describeList(written, 'refused rows'), exitCode: 0 };
      }
      const rejects = await readRejects(session, importId);
      return { data: { importId, fileName, sha256, rejects }, lines: [rejectsCsv(rejects)], exitCode: 0 };
    }),
  );
}

/** Rejects as `report287 imports rejects` prints them; reasons are parted by semicolons. */
export function rejectsCsv(rejects: readonly Reject[]): string {
  const rows = rejects.map(({ rowNumber, reasons, original }) => [rowNumber, reasons.join('; '), original]);
  return stringify([['row_number', 'reasons', 'original'], ...rows], { record_delimiter: '\n' }).trimEnd();
}

/**
 * Takes one file back, all of it or nothing; published editions are kept.
 * @throws PipelineError `usage` where later files rest on it, which are to be taken back first and imported again after it.
 */
export async function undoImport(config: Config, file: string, { progress }: ProgressEffect): Promise<Answer> {
  return withDatabase(config, progress, async ({ database }) => {
    const { record, taken } = await database.transaction('read-write', (session) => undoNamed(session, file));
    const { importId, fileName, sha256 } = record;
    return { data: { importId, fileName, sha256, ...taken }, lines: describeUndo(record, taken), exitCode: 0 };
  });
}

const listFormats: ReadonlySet<string> = new Set(['participating-agencies', 'pending-agencies']);

/** Takes one file back within a transaction, and settles what it had a say in: the register, and which releases count. */
export async function undoNamed(
  session: Session,
  file: string,
): Promise<{ readonly record: ImportRecord; readonly taken: TakenBack }> {
  await lockImports(session);
  const record = await importNamed(session, file);
  if (record.synthetic) {
    throw new PipelineError(
      'usage',
      `${record.fileName} is synthetic, and no file`,
      'run "report287 demo --remove" to take the synthetic data out',
    );
  }
  const resting = await filesThatRestOn(session, record);
  if (resting.length > 0) throw restingFiles(record, resting);
  const taken = await takeBack(session, record);
  if (listFormats.has(record.sourceId)) await rebuildRegister(session);
  await settleOverlaps(session, taken.kinds, precedenceOf(sources));
  await settleNewRecords(session);
  return { record, taken };
}

function restingFiles({ fileName }: ImportRecord, resting: readonly string[]): PipelineError {
  return new PipelineError(
    'usage',
    `${fileName} cannot be taken back alone: later files did not load rows that it holds, or refer to what it names`,
    'take these files back first, the latest first, then this one; then import them again',
    { details: resting },
  );
}

function describeUndo(record: ImportRecord, taken: TakenBack): readonly string[] {
  return [
    `${record.fileName} was taken back: ${record.title}.`,
    `  rows ${taken.rows}, statuses ${taken.statuses}, evidence ${taken.evidence}, criminal charges ${taken.charges}, records about agreements ${taken.records}, rejects ${taken.rejects}, and its coverage`,
    ...(listFormats.has(record.sourceId) ? ['  The register was made anew from the other lists.'] : []),
    'Published editions are kept.',
  ];
}

/** Shortest beginning of a hash that names a file; shorter ones could be numbers. */
const shortestPrefix = 6;

/**
 * The one import that a person means: by its number, by the beginning of its SHA-256, or by the name of the file.
 * @throws PipelineError `usage` where none is meant, or more than one.
 */
export async function importNamed(session: Session, text: string): Promise<ImportRecord> {
  const all = await readImports(session);
  const name = basename(text);
  const prefix = text.toLowerCase();
  const byName = all.filter((one) => one.fileName === name);
  const found =
    byName.length > 0
      ? byName
      : all.filter(
          (one) => String(one.importId) === text || (prefix.length >= shortestPrefix && one.sha256.startsWith(prefix)),
        );
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  throw new PipelineError(
    'usage',
    only === undefined ? `no imported file is "${name}"` : `"${name}" names ${found.length} imported files`,
    'give a number or the beginning of a SHA-256 that "report287 imports" lists',
    { details: found.map((one) => `${one.importId}  ${one.sha256.slice(0, 12)}  ${one.fileName}, as of ${one.asOf}`) },
  );
}
