import { join } from 'node:path';
import { checkSourceContract } from '../../queries/database/contract-views.ts';
import { openDatabase, ownSchema } from '../../queries/database.ts';
import { fillWithSyntheticData, removeSyntheticData } from '../../queries/demo.ts';
import { fieldOffices } from '../../queries/field-offices.ts';
import { holdsSyntheticData } from '../../queries/imports.ts';
import { migrate } from '../../queries/migrations/migrate.ts';
import { recordFieldOffices } from '../../queries/offices.ts';
import type { Config } from '../config.ts';
import { none } from '../disclosure/none.ts';
import { isOutstanding } from '../distribute.ts';
import type { Effects, ProgressEffect } from '../effects.ts';
import { exitCodes, PipelineError } from '../errors.ts';
import { formats } from '../formats/index.ts';
import { type Period, parsePeriod, rangePeriod } from '../period.ts';
import { agreementsFolder } from '../publish.ts';
import { reports } from '../reports/index.ts';
import type { ReportDefinition } from '../reports/report.ts';
import { forgetSyntheticEditions } from '../run/adopt-editions.ts';
import { type AgreementsOrder, runAgreements } from '../run/agreements.ts';
import { type Order, type Outcome, run } from '../run.ts';
import {
  type AgreementFlags,
  describeAgreements,
  findAgreement,
  periodSinceSigning,
  readAsked,
  readFormats,
} from './agreements.ts';
import { describeDistribution, termsOf } from './distribution.ts';
import { openPressWith } from './press.ts';
import { refuseEmbedded } from './worker.ts';

/** What a command says: data for `--json`, and the same in lines for a person. */
export interface Answer {
  readonly data: unknown;
  readonly lines: readonly string[];
  /** 0 unless the work was done but something is outstanding. */
  readonly exitCode: number;
}

const answer = (data: unknown, lines: readonly string[], exitCode = 0): Answer => ({ data, lines, exitCode });

/** The stages of a run as displays list them. */
export const runStages = [
  'classify',
  'extract',
  'tabulate',
  'protect',
  'compose',
  'render',
  'check',
  'publish',
  'distribute',
];

/** Opens the database, brings it up to date, and works with it. */
export async function withDatabase<T>(
  config: Config,
  progress: ProgressEffect['progress'],
  work: (effects: Effects) => Promise<T>,
): Promise<T> {
  await using database = await openDatabase({
    ...(config.databaseUrl === undefined ? {} : { url: config.databaseUrl }),
    sourceSchema: config.sourceSchema,
    folder: join(config.data, 'database'),
  });
  await migrate(database);
  if (config.sourceSchema === ownSchema) {
    await database.transaction('read-write', (session) => recordFieldOffices(session, fieldOffices));
  } else {
    await checkSourceContract(database);
  }
  return await work({ database, progress, now: () => new Date() });
}

/** The stages as displays list them where every agreement is carried through them. */
export const agreementsStages = ['classify', 'extract', 'agreements'];

/** What `report287 run` is asked for. */
export interface RunFlags extends AgreementFlags {
  readonly revise?: boolean;
  readonly dryRun?: boolean;
  /** Let the workers on the same database draw as well. */
  readonly workers?: boolean;
}

/** Reads the report and the period of a run. @throws PipelineError `usage`. */
export function readOrder(
  report: string,
  flags: PeriodFlags,
): { readonly definition: ReportDefinition; readonly period: Period } {
  return { definition: readReport(report), period: readPeriod(flags) };
}

/** The definition of a report. @throws PipelineError `usage` where there is none of that id. */
export function readReport(report: string): ReportDefinition {
  const definition = reports.find((each) => each.id === report);
  if (definition !== undefined) return definition;
  const ids = reports.map(({ id }) => id).join(', ');
  throw new PipelineError('usage', `there is no report "${report}"`, `give one of: ${ids}`);
}

type PeriodFlags = Pick<RunFlags, 'period' | 'from' | 'through'>;

function readPeriod({ period, from, through }: PeriodFlags): Period {
  if (period !== undefined && from === undefined && through === undefined) return parsePeriod(period);
  if (period === undefined && from !== undefined && through !== undefined) return rangePeriod(from, through);
  throw new PipelineError('usage', 'a run needs one period', 'give --period 2020-06, or both --from and --through');
}

function documentsOf(scope = 'all'): Order['documents'] {
  if (scope === 'all' || scope === 'national') return scope;
  throw new PipelineError('usage', `there is no scope "${scope}"`, 'give --scope all, or --scope national');
}

/** Runs one report for one period: of the nation and its field offices, of one agreement, or of every agreement. */
export async function runReport(
  config: Config,
  report: string,
  flags: RunFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  const definition = readReport(report);
  const asked = readAsked(definition, flags);
  const drawnAs = readFormats(asked, flags);
  const documents = documentsOf(flags.scope);
  const told = flags.since === undefined ? readPeriod(flags) : null;
  const { workers = false } = flags;
  if (workers) refuseEmbedded(config, 'a run with --workers');
  return withDatabase(config, progress, async (effects) => {
    const subject = flags.agreement === undefined ? null : await findAgreement(flags.agreement, effects);
    const period =
      told ?? (subject === null ? readPeriod(flags) : await periodSinceSigning(subject, flags.through, effects));
    refuseFuture(period, effects.now());
    const order = orderOf(config, definition, period, flags, drawnAs);
    if (asked === 'all-agreements') return produceAgreements(config, order, workers, effects);
    return produce(config, { ...order, subject, documents, cases: flags.cases ?? false }, workers, effects);
  });
}

/** A period that has not begun can have no figures, not even unavailable ones. */
function refuseFuture(period: Period, now: Date): void {
  if (period.from <= now.toISOString().slice(0, 10)) return;
  throw new PipelineError('usage', `the period ${period.id} has not begun`, 'give a period that has');
}

function orderOf(
  config: Config,
  definition: ReportDefinition,
  period: Period,
  flags: RunFlags,
  drawnAs: Order['formats'] = formats,
): AgreementsOrder {
  return {
    definition,
    period,
    audience: 'internal',
    disclosure: none,
    ...termsOf(config),
    formats: drawnAs,
    revise: flags.revise ?? false,
    dryRun: flags.dryRun ?? false,
  };
}

async function produce(config: Config, order: Order, workers: boolean, effects: Effects): Promise<Answer> {
  await using press = await openPressWith(config, workers, effects);
  return describe(await run(order, press, effects), config.out);
}

async function produceAgreements(
  config: Config,
  order: AgreementsOrder,
  workers: boolean,
  effects: Effects,
): Promise<Answer> {
  await using press = await openPressWith(config, workers, effects);
  const outcome = await runAgreements(order, press, effects);
  const folder = join(config.out, order.audience, order.definition.id, order.period.id, agreementsFolder);
  const { lines, exitCode } = describeAgreements(outcome, folder);
  return answer({ ...outcome, folder, out: config.out }, lines, exitCode);
}

function describe(outcome: Outcome, out: string): Answer {
  switch (outcome.kind) {
    case 'unchanged': {
      const folder = join(out, outcome.edition.folder);
      return answer({ ...outcome, out }, [`Nothing changed: edition ${outcome.edition.number} stands.`, folder]);
    }
    case 'would-publish':
      return answer({ ...outcome, out }, [
        `Dry run: would publish edition ${outcome.number}; every check passed. Nothing was written.`,
        ...(outcome.differing === null ? [] : [`Differs from the last edition in ${outcome.differing.length} files:`]),
        ...(outcome.differing ?? []),
      ]);
    case 'published': {
      const folder = join(out, outcome.edition.folder);
      const documents = outcome.artifacts.filter((artifact) => ['pdf', 'xlsx', 'html'].includes(artifact.format));
      return answer(
        { ...outcome, out },
        [
          `Published edition ${outcome.edition.number}: ${outcome.artifacts.length} files in`,
          folder,
          ...documents.map((artifact) => join(folder, artifact.path)),
          ...describeDistribution(outcome),
        ],
        isOutstanding(outcome) ? exitCodes.delivery : 0,
      );
    }
  }
}

/** Fills the database with synthetic data, if it is empty, and produces one month's report from it. */
export async function demonstrate(
  config: Config,
  { period, remove }: { readonly period: string; readonly remove: boolean },
  { progress }: ProgressEffect,
): Promise<Answer> {
  const { definition, period: asked } = readOrder('enforcement-actions', { period });
  return withDatabase(config, progress, async (effects) => {
    if (remove) {
      const isThere = await effects.database.transaction('snapshot', holdsSyntheticData);
      const left = isThere ? await forgetSyntheticEditions(config.out, effects) : [];
      await removeSyntheticData(effects.database);
      return answer({ kind: 'removed', left }, [
        'The synthetic data were removed. Published editions are kept.',
        ...left
          .slice(0, 1)
          .map(
            (first) =>
              `They are off the record: before real months are run, move them (${left.length}, such as ${first}) out of ${config.out}.`,
          ),
      ]);
    }
    progress({ kind: 'stage', stage: 'synthetic data', state: 'started' });
    await fillWithSyntheticData(effects.database, {}, effects);
    progress({ kind: 'stage', stage: 'synthetic data', state: 'finished' });
    const order = orderOf(config, definition, asked, {});
    return produce(config, { ...order, subject: null, documents: 'all', cases: false }, false, effects);
  });
}
