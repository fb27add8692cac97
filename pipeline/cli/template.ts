import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { states } from '../../queries/codelists.ts';
import type { Session } from '../../queries/database.ts';
import { readCoverage } from '../../queries/provenance.ts';
import {
  findReportingAgreement,
  isInForce,
  type ReportingAgreement,
  reportingAgreements,
} from '../../queries/reporting-agreements.ts';
import type { Config } from '../config.ts';
import type { ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { figureColumns } from '../formats/xlsx/figures-template/columns.ts';
import { drawFiguresTemplate, type FiguresTemplate, templateRows } from '../formats/xlsx/figures-template.ts';
import { monthWindow, unknownAgreement } from '../import/agency-figures.ts';
import { type Month, type Period, parsePeriod, rangePeriod, shiftDate } from '../period.ts';
import { type Answer, withDatabase } from './commands.ts';

/** What `report287 template` is told. */
export interface TemplateFlags {
  readonly agreement?: string;
  /** One file for each agreement in force, in a folder. */
  readonly all?: boolean;
  readonly period?: string;
  readonly from?: string;
  readonly through?: string;
  /** The new workbook, or the new folder of them. */
  readonly xlsx?: string;
  /** The new text, or the new folder of them. */
  readonly csv?: string;
}

type Form = 'xlsx' | 'csv';

/** Where templates are to be written, and as what. */
interface Target {
  readonly form: Form;
  readonly path: string;
}

/** A template that was written. */
interface WrittenTemplate {
  readonly agreement: string;
  readonly path: string;
  /** Figures that it asks for. */
  readonly rows: number;
  readonly months: readonly Month[];
}

/** Writes the empty template in which an agency reports its own figures of a period; one, or one for each agreement. */
export async function writeTemplates(config: Config, flags: TemplateFlags, effects: ProgressEffect): Promise<Answer> {
  const period = periodOf(flags);
  const target = targetOf(flags);
  return withDatabase(config, effects.progress, async ({ database }) => {
    const templates = await database.transaction('snapshot', (session) => readTemplates(session, flags, period));
    const written: WrittenTemplate[] = [];
    if (flags.all === true) await makeFolder(target.path);
    const taken = new Set<string>();
    for (const template of templates) {
      const path = flags.all === true ? join(target.path, fileName(template, period, target.form, taken)) : target.path;
      written.push(await writeTemplate(template, { ...target, path }));
      if (flags.all !== true) continue;
      const counts = { done: written.length, of: templates.length, unit: 'templates' };
      effects.progress({ kind: 'count', stage: 'template', ...counts });
    }
    const lines = describe(written, period, flags);
    const isSynthetic = templates.some(({ mark }) => mark !== null);
    const said = isSynthetic ? [...lines, 'This database is synthetic: it takes in no file, these neither.'] : lines;
    return { data: { period: period.id, templates: written }, lines: said, exitCode: 0 };
  });
}

function periodOf({ period, from, through }: TemplateFlags): Period {
  if (period !== undefined && from === undefined && through === undefined) return parsePeriod(period);
  if (period !== undefined || from === undefined || through === undefined)
    throw new PipelineError(
      'usage',
      'a template needs one period',
      'give --period 2020-06, or both --from and --through',
    );
  const range = rangePeriod(from, through);
  if (range.from.endsWith('-01') && range.until.endsWith('-01')) return range;
  throw new PipelineError(
    'usage',
    `agencies report whole months, and ${from} through ${through} is not of those`,
    'give the first day of a month and the last of the same or a later one',
  );
}

function targetOf({ agreement, all, xlsx, csv }: TemplateFlags): Target {
  if ((agreement === undefined) === (all !== true))
    throw new PipelineError('usage', 'a template is of one agreement', 'give either --agreement with its id, or --all');
  if (xlsx !== undefined && csv === undefined) return { form: 'xlsx', path: xlsx };
  if (csv !== undefined && xlsx === undefined) return { form: 'csv', path: csv };
  const remedy = `give either --xlsx or --csv with the path of a new ${all === true ? 'folder' : 'file'}`;
  throw new PipelineError('usage', 'a template is written to one place', remedy);
}

/** The months of a period, in order. */
function monthsOf({ from, until }: Period): readonly Month[] {
  const months: Month[] = [];
  for (let first = from; first < until; first = shiftDate(first, 1, 'month')) months.push(first.slice(0, 7) as Month);
  return months;
}

async function readTemplates(
  session: Session,
  { agreement }: TemplateFlags,
  period: Period,
): Promise<readonly FiguresTemplate[]> {
  const agreements =
    agreement === undefined
      ? await reportingAgreements(session, period)
      : [await reportingAgreement(session, agreement, period)];
  if (agreements.length === 0)
    throw new PipelineError(
      'usage',
      `no agreement on record was in force in ${period.label}`,
      'give another period, or import the register of agreements first',
    );
  const coverage = await readCoverage(session);
  const asOf = coverage
    .map((one) => one.asOf)
    .toSorted()
    .at(-1);
  const isSynthetic = coverage.some((one) => one.synthetic);
  return agreements.map((one) => ({
    agreement: one.agreement_id,
    agency: one.agency,
    state: states.find(({ code }) => code === one.state)?.label ?? one.state,
    period: period.label,
    months: monthsOf(period).filter((month) => isInForce(one, monthWindow(month))),
    language: 'en-US',
    asOf: asOf ?? `${period.from}T00:00:00Z`,
    mark: isSynthetic ? synthetic : null,
  }));
}

const synthetic = {
  word: 'SYNTHETIC',
  sentence: 'Synthetic data: this agreement was generated for demonstration, and is none that was signed.',
} as const;

async function reportingAgreement(session: Session, id: string, period: Period): Promise<ReportingAgreement> {
  const agreement = await findReportingAgreement(session, id);
  if (agreement === undefined) throw unknownAgreement(id);
  if (isInForce(agreement, period)) return agreement;
  throw new PipelineError(
    'usage',
    `the agreement "${id}" was not in force in ${period.label}`,
    'give a period in which it was; "report287 register" lists when',
  );
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    if ((await readdir(path)).length === 0) return;
  } catch (cause) {
    throw new PipelineError('usage', `${path} cannot be made a folder`, 'name a new folder', { cause });
  }
  throw new PipelineError('usage', `the folder ${path} is there already, and not empty`, 'name a new folder');
}

/** A name that every system of files takes, unlike those that are taken. */
function fileName({ agreement }: FiguresTemplate, period: Period, form: Form, taken: Set<string>): string {
  const plain = agreement.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 100);
  let stem = `agency-figures_${plain}_${period.id}`;
  // Some systems do not tell great letters from small ones.
  for (let at = 2; taken.has(stem.toLowerCase()); at += 1) stem = `agency-figures_${plain}-${at}_${period.id}`;
  taken.add(stem.toLowerCase());
  return `${stem}.${form}`;
}

async function writeTemplate(template: FiguresTemplate, { form, path }: Target): Promise<WrittenTemplate> {
  const rows = templateRows(template);
  const content = form === 'xlsx' ? await drawFiguresTemplate(template) : textOf(rows);
  try {
    await writeFile(path, content, { flag: 'wx' });
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const message = `${path} ${isThere ? 'is there already' : 'cannot be written'}`;
    throw new PipelineError('usage', message, 'name a new file in a folder that is there', { cause });
  }
  return { agreement: template.agreement, path, rows: rows.length, months: template.months };
}

/** CSV as RFC 4180 has it, with the mark by which spreadsheet programs know UTF-8. */
function textOf(rows: ReturnType<typeof templateRows>): string {
  const lines = [figureColumns, ...rows.map((row) => [...row, ''])];
  return stringify(
    lines.map((line) => [...line]),
    { bom: true, record_delimiter: 'windows' },
  );
}

function describe(written: readonly WrittenTemplate[], period: Period, { all }: TemplateFlags): readonly string[] {
  const asked = monthsOf(period).length;
  const shorter = written.filter(({ months }) => months.length < asked).length;
  const [first] = written;
  if (all === true) {
    return [
      `${written.length} templates for ${period.label}, one for each agreement in force.`,
      ...(shorter === 0 ? [] : [`${shorter} of them leave out months in which the agreement was not in force.`]),
    ];
  }
  return [
    `A template of ${first?.rows ?? 0} figures of ${first?.agreement ?? ''} for ${period.label} in ${first?.path ?? ''}.`,
    ...(shorter === 0 ? [] : ['It leaves out the months in which the agreement was not in force.']),
    'When it is filled in: report287 import <file>.',
  ];
}
