import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { frequentReasons } from '../../queries/imports/reasons.ts';
import type { Config } from '../config.ts';
import type { Effects, ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import {
  type FiguresOptions,
  type FiguresSummary,
  importAgencyFigures,
  openAgencyFigures,
} from '../import/agency-figures.ts';
import { importAgencyList, type ListOptions, openAgencyList } from '../import/agreement-list.ts';
import type { EmptyDaysTold } from '../import/covered-days.ts';
import { emptyInWords } from '../import/empty-days.ts';
import { looksLikeWorkbook } from '../import/workbook.ts';
import { type ImportOptions, importFile } from '../import.ts';
import { type DateWindow, lastDay, rangePeriod } from '../period.ts';
import { listNameClaims } from '../sources/participating-agencies/file-name.ts';
import { type Answer, withDatabase } from './commands.ts';
import { type EmptyDaysFlags, readEmptyDays } from './import/empty-days.ts';
import { outsideInWords } from './import/outside-rows.ts';
import { releasedInWords, releaseFromInbox } from './import/released.ts';
import { wakeScheduler } from './wake.ts';

/** What `report287 import` is told about its files. */
export interface ImportFlags extends EmptyDaysFlags {
  readonly asOf?: string;
  readonly from?: string;
  readonly through?: string;
  /** Import a list that was held. */
  readonly confirm?: boolean;
  /** The files are filled-in templates of this agreement, and of no other. */
  readonly agreement?: string;
}

/** Imports files one after another, lists of agencies in the order of their days; each is whole or not at all. */
export async function importFiles(
  config: Config,
  files: readonly string[],
  flags: ImportFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  const options = readOptions(flags);
  return withDatabase(config, progress, async (effects) => {
    const today = effects.now().toISOString().slice(0, 10);
    const dayOf = (file: string) => listNameClaims(basename(file), today).asOf ?? '';
    const summaries = [];
    for (const file of files.toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0))) {
      const summary = await importAnyFile(file, options, effects);
      summaries.push({ ...summary, reasons: await reasonsOf(summary, effects) });
    }
    const released = await releaseFromInbox(config, effects);
    await wakeScheduler(effects);
    return {
      data: { files: summaries, released },
      lines: [...summaries.flatMap(describe), ...unstated(flags, summaries), ...releasedInWords(released)],
      exitCode: 0,
    };
  });
}

type FileSummary = Awaited<ReturnType<typeof importAnyFile>>;
type Summary = FileSummary & { readonly reasons: Awaited<ReturnType<typeof frequentReasons>> };

/** So many reasons are told for rows that were refused; `imports rejects` has all. */
const mostReasons = 3;

async function reasonsOf({ sha256, rejected }: FileSummary, { database }: Effects): Promise<Summary['reasons']> {
  if (rejected === 0) return [];
  return database.transaction('snapshot', (session) => frequentReasons(session, sha256, mostReasons));
}

function describe(summary: Summary): readonly string[] {
  if (summary.state === 'already-imported') return [`${summary.file}: imported before; nothing changed.`];
  const { rowsRead, loaded, unchanged, rejected } = summary;
  return [
    `${summary.file}: ${summary.source}`,
    `  rows read ${rowsRead} = loaded ${loaded} + unchanged ${unchanged} + rejected ${rejected}`,
    ...summary.reasons.map(({ reason, rows }) => `  ${rows} rejected: ${reason}`),
    ...('coverage' in summary && summary.coverage !== null
      ? [`  covers ${summary.coverage.from} through ${lastDay(summary.coverage)}`]
      : []),
    ...('emptyDays' in summary ? summary.emptyDays.map(describeEmpty) : []),
    ...('outsideSpan' in summary ? outsideInWords(summary.outsideSpan).map((line) => `  ${line}`) : []),
    ...('superseded' in summary && summary.superseded > 0
      ? [`  ${summary.superseded} rows are not counted: a later release covers their days`]
      : []),
    ...('blank' in summary ? describeFigures(summary) : []),
    ...('leftOut' in summary ? summary.leftOut.map((column) => `  not read: ${column}`) : []),
    ...('findings' in summary
      ? summary.findings.map(({ rowNumber, finding }) => `  row ${rowNumber}: ${finding}`)
      : []),
  ];
}

const describeEmpty = (days: EmptyDaysTold): string =>
  `  ${days.are === 'quiet' ? 'no records, and covered:' : 'lacking, and not covered:'} ${emptyInWords(days)}`;

/** What a filled-in template says beside its counts. */
function describeFigures({ blank, replaced, outdated }: FiguresSummary): readonly string[] {
  return [
    ...(blank ? [`  ${blank} figures are blank: not reported`] : []),
    ...(replaced ? [`  figures that stand in place of others of an earlier file: ${replaced}`] : []),
    ...(outdated ? [`  ${outdated} figures are not counted: a later file holds their months`] : []),
  ];
}

/** What was inferred because the operator did not say it, where that reaches a figure or a date that readers see. */
function unstated({ asOf, from }: ImportFlags, summaries: readonly Summary[]): readonly string[] {
  const releases = summaries.filter((summary) => summary.state === 'imported' && 'superseded' in summary);
  if (releases.length === 0) return [];
  return [
    ...(from === undefined
      ? ['Coverage was inferred from the titles and the first and last rows: an excerpt needs --from and --through.']
      : []),
    ...(asOf === undefined
      ? ['As of: the instant of this import. State --as-of for documents that another machine can make again.']
      : []),
  ];
}

/** What the operator says about files, for releases of rows, for lists and for figures of agencies. */
interface Options {
  readonly rows: ImportOptions;
  readonly list: ListOptions;
  /** Absent: what the files say themselves. */
  readonly figures?: FiguresOptions;
}

/**
 * Imports one file, whatever it is: a workbook or a text may be a filled-in template, a workbook a list of agencies,
 * everything else is a release of rows.
 */
export async function importAnyFile(file: string, options: Options, effects: Effects) {
  const figures = await openAgencyFigures(file);
  if (figures !== null) return importAgencyFigures(figures, options.figures ?? {}, effects);
  if (options.figures?.agreement !== undefined) throw noTemplate(file);
  if (looksLikeWorkbook(await headOf(file))) {
    const sheets = await openAgencyList(file);
    if (sheets !== null) return importAgencyList(file, sheets, options.list, effects);
  }
  return importFile(file, options.rows, effects);
}

function noTemplate(file: string): PipelineError {
  return new PipelineError(
    'contract',
    `${basename(file)} is no template of figures of an agency`,
    'fill in one that "report287 template" wrote, or leave out --agreement',
  );
}

/** The first bytes of a file; none where it cannot be read, which the importer then explains. */
async function headOf(file: string): Promise<Uint8Array> {
  const head = new Uint8Array(8);
  try {
    await using handle = await open(file);
    if (!(await handle.stat()).isFile()) return head.subarray(0, 0);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } catch {
    return head.subarray(0, 0);
  }
}

function readOptions(flags: ImportFlags): Options {
  const statedCoverage = readCoverage(flags);
  const instant = readInstant(flags.asOf);
  const emptyDays = readEmptyDays(flags);
  const rows = {
    ...(emptyDays === null ? {} : { emptyDays }),
    ...(statedCoverage === null ? {} : { statedCoverage }),
    ...(instant === null ? {} : { asOf: instant }),
  };
  return {
    rows,
    figures: { ...rows, ...(flags.agreement === undefined ? {} : { agreement: flags.agreement }) },
    list: { ...(flags.asOf === undefined ? {} : { asOf: flags.asOf.slice(0, 10) }), confirm: flags.confirm ?? false },
  };
}

function readCoverage({ from, through }: ImportFlags): DateWindow | null {
  if (from === undefined && through === undefined) return null;
  if (from === undefined || through === undefined) {
    throw new PipelineError(
      'usage',
      'the coverage of a file has two ends',
      'give both --from and --through, or neither',
    );
  }
  const { from: first, until } = rangePeriod(from, through);
  return { from: first, until };
}

function readInstant(text: string | undefined): string | null {
  if (text === undefined) return null;
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const instant = new Date(isDate ? `${text}T23:59:59Z` : text);
  if (Number.isNaN(instant.getTime())) {
    throw new PipelineError(
      'usage',
      `--as-of "${text}" is not a date or an instant`,
      'write 2019-12-31 or 2019-12-31T17:00:00-05:00',
    );
  }
  return instant.toISOString();
}
