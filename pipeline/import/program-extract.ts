import { basename } from 'node:path';
import type { Session } from '../../queries/database.ts';
import { beginImport, findImport, finishImport, holdsSyntheticData, lockImports } from '../../queries/imports.ts';
import {
  countVersions,
  holdsPublishedLists,
  settle,
  settleRecordsNamed,
  type VersionCounts,
} from '../../queries/program-extract/versions.ts';
import { type ExtractEntity, type ExtractEntityId, extractSourcePrefix } from '../../queries/program-extract.ts';
import type { ClockEffect, DatabaseEffect, ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { besideSynthetic, instantOf, refuseForeignDatabase } from './admission.ts';
import { proveEventDays } from './program-extract/event-days.ts';
import { type ExtractFile, openExtract } from './program-extract/file.ts';
import { loadRows } from './program-extract/load.ts';

/** What the operator says about an extract. */
export interface ExtractOptions {
  /**
   * The ISO instant of which the extract speaks; absent: the instant of the import. Where two files differ about the
   * same thing, the later instant wins.
   */
  readonly asOf?: string;
  /** Why there were no events on days of which some seem to be missing; absent: such an extract is refused. */
  readonly quietDays?: string;
}

/** What came of one file of an extract. */
export interface ExtractSummary {
  /** The file's name, without its folders. */
  readonly file: string;
  readonly sha256: string;
  readonly entity: ExtractEntityId;
  /** `already-imported`: the same bytes are there since an earlier import; its figures are given. */
  readonly state: 'imported' | 'already-imported';
  /** Always loaded + unchanged + rejected. */
  readonly rowsRead: number;
  /** New rows, and rows in place of other values. */
  readonly loaded: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Of those loaded: rows in place of other values of an older file. null: imported before, and not kept. */
  readonly changed: number | null;
  /** Of those unchanged: rows that a newer file has, whose values stay. null: imported before, and not kept. */
  readonly superseded: number | null;
}

export type ExtractEffects = DatabaseEffect & ClockEffect & ProgressEffect;

/**
 * Imports a program's own extract: one file, or every CSV file of a folder. All of it, with refused rows and their reasons
 * kept, or nothing. Where files differ about the same thing the newest as-of instant wins, in whatever order they come;
 * parents (agencies, then agreements, then events) must be on record before what refers to them.
 * @throws PipelineError `source` where a file cannot be read or the database is not for files, `contract` where a file is
 * not what its header says, none of its rows can be read, or events seem to be missing of days that it covers; the database is then as it was.
 */
export async function importExtract(
  path: string,
  options: ExtractOptions,
  effects: ExtractEffects,
): Promise<readonly ExtractSummary[]> {
  const { database, progress } = effects;
  refuseForeignDatabase(database.sourceSchema);
  const recordedAt = effects.now().toISOString();
  const asOf = options.asOf === undefined ? recordedAt : instantOf(options.asOf);
  const files = await openExtract(path);
  return database.transaction('read-write', async (session) => {
    await lockImports(session);
    if (await holdsSyntheticData(session)) throw besideSynthetic(basename(path));
    const summaries: ExtractSummary[] = [];
    for (const file of files) {
      summaries.push(await importOne(file, { asOf, recordedAt }, options.quietDays, session));
      progress({ kind: 'count', stage: 'import', done: summaries.length, of: files.length, unit: 'files' });
    }
    return summaries;
  });
}

async function importOne(
  file: ExtractFile,
  instants: { readonly asOf: string; readonly recordedAt: string },
  quietDays: string | undefined,
  session: Session,
): Promise<ExtractSummary> {
  const { entity, name, sha256 } = file;
  const known = await findImport(session, { sha256, contentSha256: sha256 });
  if (known !== undefined) {
    const counts = { rowsRead: known.rowsRead, loaded: known.rowsLoaded, unchanged: known.rowsUnchanged };
    const before = { ...counts, rejected: known.rowsRejected, changed: null, superseded: null };
    return { file: name, sha256, entity: entity.id, state: 'already-imported', ...before };
  }
  if (isRegister(entity) && (await holdsPublishedLists(session))) throw twoRegisters(name);
  const sourceId = extractSourcePrefix + entity.id;
  const importId = await beginImport(session, {
    ...instants,
    fileName: name,
    sha256,
    contentSha256: sha256,
    sourceId,
    title: `Program extract, ${entity.title.toLowerCase()}`,
  });
  const { accepted, standing, rejected } = await loadRows(session, importId, file);
  if (entity.id === 'coverage') await proveEventDays(session, { importId, sourceId, name }, quietDays);
  const counts = await putInPlace(session, importId, entity, accepted);
  const loaded = counts.fresh + counts.changed;
  const unchanged = counts.same + counts.superseded + standing;
  const rowsRead = accepted + standing + rejected;
  await finishImport(session, importId, {
    rowsRead,
    rowsLoaded: loaded,
    rowsUnchanged: unchanged,
    rowsRejected: rejected,
    rowsOutsideSpan: 0,
  });
  const { changed, superseded } = counts;
  return {
    file: name,
    sha256,
    entity: entity.id,
    state: 'imported',
    rowsRead,
    loaded,
    unchanged,
    rejected,
    changed,
    superseded,
  };
}

async function putInPlace(
  session: Session,
  importId: number,
  entity: ExtractEntity,
  accepted: number,
): Promise<VersionCounts> {
  if (entity.id === 'coverage') return { fresh: accepted, changed: 0, same: 0, superseded: 0 };
  const counts = await countVersions(session, importId, entity);
  await settle(session, importId, entity, 'with');
  await settleRecordsNamed(session, importId, entity);
  return counts;
}

const isRegister = ({ id }: ExtractEntity) => id === 'agencies' || id === 'agreements' || id === 'agreement_status';

function twoRegisters(name: string): PipelineError {
  return new PipelineError(
    'source',
    `the register of agreements is kept from published lists, and ${name} would count every agreement twice`,
    'take the lists back ("report287 imports undo"), or set REPORT287_DATA to another folder for the extract',
  );
}
