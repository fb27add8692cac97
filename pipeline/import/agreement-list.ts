import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Session } from '../../queries/database.ts';
import {
  beginImport,
  copyRejects,
  findImport,
  finishImport,
  holdsSyntheticData,
  lockImports,
} from '../../queries/imports.ts';
import {
  holdsOtherAgreements,
  type ListCoverage,
  readAgreementLists,
  readCorrections,
  recordAgreementList,
  replaceRegister,
  replaceRegisterCoverage,
  type StoredList,
} from '../../queries/register.ts';
import type { AgreementList, AgreementListKind } from '../../queries/register-listings.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { daysIn, type IsoDate, isIsoDate, shiftDate } from '../period.ts';
import { assessList } from '../register/implausibility.ts';
import { buildRegister } from '../register.ts';
import { listNameClaims } from '../sources/participating-agencies/file-name.ts';
import {
  type AgencyListFormat,
  agencyListKind,
  participatingAgencies,
  type ReadAgencyList,
  readAgencyList,
} from '../sources/participating-agencies.ts';
import { pendingAgencies } from '../sources/pending-agencies.ts';
import { besideSynthetic, refuseForeignDatabase } from './admission.ts';
import { hashesOf } from './content.ts';
import { confirming, heldList, type ListInHand } from './held-list.ts';
import type { WorkbookSheet } from './workbook/cell.ts';
import { readWorkbook } from './workbook.ts';

/** What the operator says about a list. */
export interface ListOptions {
  /** The day that the list describes; absent: what its name says, if that is credible. */
  readonly asOf?: IsoDate;
  /** Import it although it was held. */
  readonly confirm?: boolean;
}

/** What came of a list. */
export interface ListSummary {
  readonly file: string;
  readonly sha256: string;
  readonly source: string;
  readonly state: 'imported' | 'already-imported';
  readonly asOf: IsoDate | null;
  /** Always loaded + rejected. */
  readonly rowsRead: number;
  readonly loaded: number;
  readonly unchanged: 0;
  readonly rejected: number;
  /** What was odd about rows that were kept. */
  readonly findings: readonly { readonly rowNumber: number; readonly finding: string }[];
}

/** A file larger than this is no list of agencies; the longest so far has 130 KB. */
const mostBytes = 20_000_000;

/** Days between two lists beyond which the register says nothing of the days between them. */
const longestGap = 45;

/** The sheets of a workbook that holds a list of agencies; null where it is something else. */
export async function openAgencyList(path: string): Promise<readonly WorkbookSheet[] | null> {
  if ((await stat(path)).size > mostBytes) return null;
  const sheets = readWorkbook(await readFile(path), basename(path));
  return agencyListKind(sheets) === undefined ? null : sheets;
}

/**
 * Imports a published list of agencies, and makes the register anew from all lists. A list that is implausible is held:
 * nothing is stored until it is confirmed.
 * @throws PipelineError `usage` where its day is not known, `contract` where it is held or cannot be read.
 */
export async function importAgencyList(
  path: string,
  sheets: readonly WorkbookSheet[],
  options: ListOptions,
  effects: DatabaseEffect & ClockEffect,
): Promise<ListSummary> {
  const name = basename(path);
  const inHand = { name, path, ...(options.asOf === undefined ? {} : { asOf: options.asOf }) };
  refuseForeignDatabase(effects.database.sourceSchema);
  const hashes = await hashesOf(path);
  return effects.database.transaction('read-write', async (session) => {
    await lockImports(session);
    if (await holdsSyntheticData(session)) throw besideSynthetic(name);
    if (await holdsOtherAgreements(session)) throw besideExtract(name);
    const format = agencyListKind(sheets) === 'pending' ? pendingAgencies : participatingAgencies;
    const known = await findImport(session, hashes);
    if (known !== undefined) {
      const { rowsRead, rowsLoaded: loaded, rowsRejected: rejected } = known;
      return {
        file: name,
        sha256: hashes.sha256,
        source: format.id,
        state: 'already-imported',
        asOf: null,
        rowsRead,
        loaded,
        unchanged: 0,
        rejected,
        findings: [],
      };
    }
    const now = effects.now();
    const { asOf, halfDay } = dayOfList(inHand, format, options, newYorkDay(now));
    const read = readAgencyList(sheets, format, { name, asOf });
    const list: AgreementList = {
      sha256: hashes.contentSha256,
      kind: read.kind,
      as_of: asOf,
      half_day: halfDay,
      listings: read.listings,
    };
    const others = await readAgreementLists(session);
    const assessed = assessList(list, others, await readCorrections(session), {
      rejected: read.rejects.length,
      sameNameAs: others.find((other) => other.fileName === name)?.as_of ?? null,
    });
    if (assessed.held && !options.confirm) throw heldList(inHand, assessed, read.rejects);
    const importId = await store(session, { name, hashes, format, list, read, recordedAt: now.toISOString() });
    await replaceRegister(session, assessed.register);
    await replaceRegisterCoverage(session, coverageOf([...others, { ...list, importId, fileName: name }]));
    return {
      file: name,
      sha256: hashes.sha256,
      source: format.id,
      state: 'imported',
      asOf,
      rowsRead: read.rowsRead,
      loaded: read.listings.length,
      unchanged: 0,
      rejected: read.rejects.length,
      findings: read.findings,
    };
  });
}

/** Makes the register and its coverage anew from every list and correction that is stored. */
export async function rebuildRegister(session: Session): Promise<void> {
  const lists = await readAgreementLists(session);
  await replaceRegister(session, buildRegister(lists, await readCorrections(session)));
  await replaceRegisterCoverage(session, coverageOf(lists));
}

/**
 * A list says what was in force, or applied for, on its day. The days between two lists of a kind are covered where they
 * are near enough for the lists to show what came and went; else each list speaks for its own day alone.
 */
export function coverageOf(lists: readonly StoredList[]): readonly ListCoverage[] {
  return [...coverageBy(lists, 'participating', 'agreement'), ...coverageBy(lists, 'pending', 'application')];
}

function coverageBy(
  lists: readonly StoredList[],
  told: AgreementListKind,
  kind: ListCoverage['kind'],
): readonly ListCoverage[] {
  const speaking = lists.filter((list) => list.kind === told).toSorted((a, b) => (a.as_of < b.as_of ? -1 : 1));
  return speaking.map((list, at) => {
    const before = speaking[at - 1]?.as_of ?? list.as_of;
    const isNear = daysIn({ from: before, until: list.as_of }) <= longestGap;
    const from = isNear ? before : list.as_of;
    return { importId: list.importId, kind, from, until: shiftDate(list.as_of, 1, 'day') };
  });
}

interface ListToStore {
  readonly name: string;
  readonly hashes: { readonly sha256: string; readonly contentSha256: string };
  readonly format: AgencyListFormat;
  readonly list: AgreementList;
  readonly read: ReadAgencyList;
  readonly recordedAt: string;
}

async function store(session: Session, { name, hashes, format, list, read, recordedAt }: ListToStore): Promise<number> {
  const importId = await beginImport(session, {
    ...hashes,
    fileName: name,
    sourceId: format.id,
    title: `${format.title}, ${list.as_of}`,
    asOf: endOfDay(list.as_of),
    recordedAt,
  });
  await recordAgreementList(session, importId, list);
  if (read.rejects.length > 0) await copyRejects(session, importId, read.rejects);
  await finishImport(session, importId, {
    rowsRead: read.rowsRead,
    rowsLoaded: read.listings.length,
    rowsUnchanged: 0,
    rowsRejected: read.rejects.length,
    rowsOutsideSpan: 0,
  });
  return importId;
}

/** @throws PipelineError `usage` where neither the operator nor the name says a credible day, or the name says another kind. */
function dayOfList(
  list: ListInHand,
  format: AgencyListFormat,
  options: ListOptions,
  today: IsoDate,
): { readonly asOf: IsoDate; readonly halfDay: 'am' | 'pm' | null } {
  const { name } = list;
  const claims = listNameClaims(name, today);
  if (claims.kind !== null && claims.kind !== format.kind && !options.confirm) {
    throw new PipelineError(
      'contract',
      `${name} is held: its name says ${claims.kind}, and it is a list of ${format.title}`,
      `if the content is right: ${confirming(list)}`,
    );
  }
  if (options.asOf !== undefined) {
    if (isIsoDate(options.asOf) && options.asOf <= today)
      return { asOf: options.asOf, halfDay: options.asOf === claims.asOf ? claims.halfDay : null };
    throw new PipelineError(
      'usage',
      `--as-of ${options.asOf} is not a day up to today, ${today}`,
      'give the day that the list describes, as 2025-09-30',
    );
  }
  if (claims.asOf === null) {
    throw new PipelineError(
      'usage',
      `the day of ${name} is not known: ${claims.reason ?? ''}`,
      'give it with --as-of 2025-09-30',
    );
  }
  return { asOf: claims.asOf, halfDay: claims.halfDay };
}

const newYork = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The civil day of an instant in New York. */
const newYorkDay = (instant: Date): IsoDate => newYork.format(instant);

/** The last second of a civil day in New York, as an ISO instant. */
function endOfDay(day: IsoDate): string {
  const winter = new Date(`${day}T23:59:59-05:00`);
  return (newYorkDay(winter) === day ? winter : new Date(`${day}T23:59:59-04:00`)).toISOString();
}

function besideExtract(name: string): PipelineError {
  return new PipelineError(
    'source',
    `the database holds agreements of a program extract, beside which those of ${name} would count twice`,
    'take the extract back (`report287 imports undo`), or set REPORT287_DATA to another folder',
  );
}
