import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { agencyFigureContract } from '../../queries/agency-figures.ts';
import type { Session } from '../../queries/database.ts';
import {
  beginImport,
  findImport,
  finishImport,
  holdsSyntheticData,
  type ImportRecord,
  lockImports,
  recordCoverage,
} from '../../queries/imports.ts';
import { copyVersions, countVersions, keyOf, settle } from '../../queries/program-extract/versions.ts';
import { extractEntity } from '../../queries/program-extract.ts';
import { findReportingAgreement, isInForce, type ReportingAgreement } from '../../queries/reporting-agreements.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { type DateWindow, type IsoDate, lastDay, type Month, shiftDate } from '../period.ts';
import { besideSynthetic, instantOf, refuseForeignDatabase } from './admission.ts';
import { agreementOfMost, type CheckedTemplate, checkTemplate, type NumberedFigure } from './agency-figures/check.ts';
import type { FilledTemplate, OpenedTemplate, Problem } from './agency-figures/table.ts';
import { openTemplateText } from './agency-figures/text.ts';
import { openTemplateWorkbook } from './agency-figures/workbook.ts';
import { looksLikeWorkbook } from './workbook.ts';

/** What the operator says about a filled-in template. */
export interface FiguresOptions {
  /** The id of the agreement of which the file must be; absent: what the file says. */
  readonly agreement?: string;
  /** The days within which its months must lie; absent: what the file says, if it does. */
  readonly statedCoverage?: DateWindow;
  /** The ISO instant of which the file speaks; absent: the instant of the import. Of two files about a month the later wins. */
  readonly asOf?: string;
}

/** What came of a filled-in template. */
export interface FiguresSummary {
  readonly file: string;
  readonly sha256: string;
  readonly source: typeof sourceId;
  readonly state: 'imported' | 'already-imported';
  /** Figures; always loaded + unchanged. Blank ones are not among them. */
  readonly rowsRead: number;
  /** New figures, and figures in place of others of an older file. */
  readonly loaded: number;
  readonly unchanged: number;
  readonly rejected: 0;
  /** From the first month with a figure to the last. */
  readonly coverage: DateWindow | null;
  /** Figures that the file leaves blank: not reported. null: imported before, and not kept. */
  readonly blank: number | null;
  /** Figures in place of others of an older file. null: imported before, and not kept. */
  readonly replaced: number | null;
  /** Figures of months for which a later file stands. null: imported before, and not kept. */
  readonly outdated: number | null;
}

/** A file that is a template, filled in well or badly. */
export interface FiguresFile {
  readonly name: string;
  readonly sha256: string;
  readonly opened: OpenedTemplate;
}

const sourceId = 'agency-figures';

/** A file larger than this is no template; one of ten years has 30 KB. */
const mostBytes = 5_000_000;

/**
 * Reads a file as a filled-in template; null where it is something else.
 * @throws PipelineError `contract` where it is a workbook that cannot be read, or a template that is no CSV.
 */
export async function openAgencyFigures(path: string): Promise<FiguresFile | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile() || found.size > mostBytes) return null;
  const bytes = await readFile(path);
  const name = basename(path);
  const opened = looksLikeWorkbook(bytes) ? openTemplateWorkbook(bytes, name) : openTemplateText(bytes, name);
  return opened && { name, sha256: createHash('sha256').update(bytes).digest('hex'), opened };
}

/**
 * Imports a filled-in template: all of its figures, or nothing.
 * @throws PipelineError `contract` with the address of every wrong cell and the reason, `usage` where the agreement that
 * the operator names is not on record, `source` where the database is not for files; the database is then as it was.
 */
export async function importAgencyFigures(
  file: FiguresFile,
  options: FiguresOptions,
  { database, now }: DatabaseEffect & ClockEffect,
): Promise<FiguresSummary> {
  refuseForeignDatabase(database.sourceSchema);
  const recordedAt = now().toISOString();
  const asOf = options.asOf === undefined ? recordedAt : instantOf(options.asOf);
  return database.transaction('read-write', async (session) => {
    await lockImports(session);
    if (await holdsSyntheticData(session)) throw besideSynthetic(file.name);
    const known = await findImport(session, { sha256: file.sha256, contentSha256: file.sha256 });
    if (known !== undefined) return summaryOf(file, known, 'already-imported', null);
    if (file.opened.kind === 'broken') throw filledInWrongly(file.name, file.opened.problems);
    const { agreement, checked } = await readFigures(session, file.opened.table, options, now());
    if (checked.problems.length > 0) throw filledInWrongly(file.name, checked.problems);
    if (checked.figures.length === 0) throw noFigures(file.name);
    const title = `Figures reported by the agency, agreement ${agreement}`;
    const hashes = { sha256: file.sha256, contentSha256: file.sha256 };
    const importId = await beginImport(session, { ...hashes, fileName: file.name, sourceId, title, asOf, recordedAt });
    const counts = await store(session, importId, checked.figures);
    const record = await findImport(session, hashes);
    if (record === undefined)
      throw new PipelineError('internal', `${file.name} was not recorded`, 'report this as a defect of report287');
    return summaryOf(file, record, 'imported', { blank: checked.blank, ...counts });
  });
}

/** Finds out of which agreement the template is, and holds it against what is on record of that. */
async function readFigures(session: Session, table: FilledTemplate, options: FiguresOptions, now: Date) {
  const named = options.agreement ?? table.agreement ?? agreementOfMost(table) ?? '';
  const agreement = named === '' ? undefined : await findReportingAgreement(session, named);
  if (agreement === undefined && options.agreement !== undefined) throw unknownAgreement(options.agreement);
  const today = newYorkDay(now);
  const checked: CheckedTemplate = checkTemplate(table, {
    agreement: named,
    isOnRecord: agreement !== undefined,
    refusalOf: (month) => refusalOfMonth(month, table.months, options.statedCoverage, agreement, today),
  });
  return { agreement: named, checked };
}

/** The days of a month. */
export function monthWindow(month: Month): DateWindow {
  const from = `${month}-01`;
  return { from, until: shiftDate(from, 1, 'month') };
}

function refusalOfMonth(
  month: Month,
  asked: readonly Month[] | null,
  stated: DateWindow | undefined,
  agreement: ReportingAgreement | undefined,
  today: IsoDate,
): string | null {
  const window = monthWindow(month);
  if (asked !== null && !asked.includes(month)) return `is outside the period of the template, ${spanOf(asked)}`;
  if (stated !== undefined && (window.from < stated.from || window.until > stated.until))
    return `is outside the period that was stated, ${stated.from} through ${lastDay(stated)}`;
  if (window.until > today) return 'is a month that has not ended';
  if (agreement !== undefined && !isInForce(agreement, window))
    return 'is a month in which the agreement was not in force';
  return null;
}

const spanOf = (months: readonly Month[]): string => {
  const [first = ''] = months;
  const last = months.at(-1) ?? first;
  return first === last ? first : `${first} through ${last}`;
};

async function store(session: Session, importId: number, figures: readonly NumberedFigure[]) {
  const entity = extractEntity('agency_figures');
  if (entity === undefined)
    throw new PipelineError('internal', 'figures of agencies have no place', 'report this as a defect of report287');
  const rows = figures.map(({ rowNumber, figure }) => {
    const row = agencyFigureContract.parse(figure);
    return { rowNumber, key: keyOf(entity, row), row };
  });
  await copyVersions(session, importId, entity, rows);
  const { fresh, changed, same, superseded } = await countVersions(session, importId, entity);
  await settle(session, importId, entity, 'with');
  for (const span of spansOf(figures))
    await recordCoverage(session, importId, { ...span, kind: 'agency-figure', identifies287g: true });
  await finishImport(session, importId, {
    rowsRead: figures.length,
    rowsLoaded: fresh + changed,
    rowsUnchanged: same + superseded,
    rowsRejected: 0,
    rowsOutsideSpan: 0,
  });
  return { replaced: changed, outdated: superseded };
}

/** The months of some figures, those that follow one another together. */
function spansOf(figures: readonly NumberedFigure[]): readonly DateWindow[] {
  const spans: DateWindow[] = [];
  for (const from of [...new Set(figures.map(({ figure }) => figure.month))].toSorted()) {
    const until = shiftDate(from, 1, 'month');
    const before = spans.at(-1);
    if (before?.until === from) spans.splice(-1, 1, { from: before.from, until });
    else spans.push({ from, until });
  }
  return spans;
}

type Outcome = Pick<FiguresSummary, 'blank' | 'replaced' | 'outdated'>;

function summaryOf(
  { name, sha256 }: FiguresFile,
  { rowsRead, rowsLoaded: loaded, rowsUnchanged: unchanged, coverage }: ImportRecord,
  state: FiguresSummary['state'],
  outcome: Outcome | null,
): FiguresSummary {
  const { blank, replaced, outdated } = outcome ?? { blank: null, replaced: null, outdated: null };
  const counts = { rowsRead, loaded, unchanged, rejected: 0 } as const;
  return { file: name, sha256, source: sourceId, state, ...counts, coverage, blank, replaced, outdated };
}

const newYork = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The civil day of an instant in New York. */
const newYorkDay = (instant: Date): IsoDate => newYork.format(instant);

function filledInWrongly(name: string, problems: readonly Problem[]): PipelineError {
  const places = problems.length === 1 ? 'one place' : `${problems.length} places`;
  return new PipelineError(
    'contract',
    `${name} is filled in wrongly in ${places}; nothing of it is loaded`,
    'correct what is named, or fill in a new template ("report287 template"), and import it again',
    { details: problems.map(({ address, reason }) => `${address}: ${reason}`) },
  );
}

function noFigures(name: string): PipelineError {
  return new PipelineError(
    'contract',
    `${name} holds no figure; nothing of it is loaded`,
    'fill in the column Figure; 0 where there was none, blank only where nothing was counted',
  );
}

/** The refusal of an agreement that nothing is on record of. */
export function unknownAgreement(id: string): PipelineError {
  return new PipelineError(
    'usage',
    `there is no agreement "${id}" on record`,
    'give its id as "report287 register --period 2020-06 --xlsx agreements.xlsx" lists it',
  );
}
