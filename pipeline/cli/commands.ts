import { join } from 'node:path';
import { checkSourceContract } from '../../queries/database/contract-views.ts';
import { openDatabase, ownSchema } from '../../queries/database.ts';
import { fillWithSyntheticData, removeSyntheticData } from '../../queries/demo.ts';
import { fieldOffices } from '../../queries/field-offices.ts';
import { migrate } from '../../queries/migrations/migrate.ts';
import { recordFieldOffices } from '../../queries/offices.ts';
import type { Config } from '../config.ts';
import { none } from '../disclosure/none.ts';
import type { Effects, ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { type Period, parsePeriod, rangePeriod } from '../period.ts';
import { reports } from '../reports/index.ts';
import type { ReportDefinition } from '../reports/report.ts';
import { type Order, type Outcome, run } from '../run.ts';
import { openPress } from './press.ts';

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

/** What `report287 run` is asked for. */
export interface RunFlags {
  readonly period?: string;
  readonly from?: string;
  readonly through?: string;
  readonly scope?: string;
  readonly cases?: boolean;
  readonly revise?: boolean;
  readonly dryRun?: boolean;
}

/** Reads the report and the period of a run. @throws PipelineError `usage`. */
export function readOrder(
  report: string,
  flags: RunFlags,
): { readonly definition: ReportDefinition; readonly period: Period } {
  const definition = reports.find((each) => each.id === report);
  if (definition === undefined) {
    throw new PipelineError(
      'usage',
      `there is no report "${report}"`,
      `give one of: ${reports.map(({ id }) => id).join(', ')}`,
    );
  }
  const { period, from, through } = flags;
  if (period !== undefined && from === undefined && through === undefined)
    return { definition, period: parsePeriod(period) };
  if (period === undefined && from !== undefined && through !== undefined)
    return { definition, period: rangePeriod(from, through) };
  throw new PipelineError('usage', 'a run needs one period', 'give --period 2020-06, or both --from and --through');
}

function documentsOf(scope = 'all'): Order['documents'] {
  if (scope === 'all' || scope === 'national') return scope;
  throw new PipelineError('usage', `there is no scope "${scope}"`, 'give --scope all, or --scope national');
}

/** Runs one report for one period. */
export async function runReport(
  config: Config,
  report: string,
  flags: RunFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  const { definition, period } = readOrder(report, flags);
  return withDatabase(config, progress, (effects) => {
    refuseFuture(period, effects.now());
    return produce(config, definition, period, flags, effects);
  });
}

/** A period that has not begun can have no figures, not even unavailable ones. */
function refuseFuture(period: Period, now: Date): void {
  if (period.from <= now.toISOString().slice(0, 10)) return;
  throw new PipelineError('usage', `the period ${period.id} has not begun`, 'give a period that has');
}

async function produce(
  config: Config,
  definition: ReportDefinition,
  period: Period,
  flags: RunFlags,
  effects: Effects,
): Promise<Answer> {
  const { database } = effects;
  await using press = await openPress(config, `${database.engine} ${database.version}`);
  const order = {
    definition,
    period,
    audience: 'internal',
    disclosure: none,
    recipients: config.deliverTo.map((address) => ({ name: address, channel: 'folder', address })),
    documents: documentsOf(flags.scope),
    cases: flags.cases ?? false,
    revise: flags.revise ?? false,
    dryRun: flags.dryRun ?? false,
  } as const;
  return describe(await run(order, press, effects), config.out);
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
      const failed = outcome.receipts.filter((receipt) => receipt.state === 'failed');
      return answer(
        { ...outcome, out },
        [
          `Published edition ${outcome.edition.number}: ${outcome.artifacts.length} files in`,
          folder,
          ...documents.map((artifact) => join(folder, artifact.path)),
          ...outcome.receipts.map((receipt) => `${receipt.state}: ${receipt.recipient}: ${receipt.detail}`),
        ],
        failed.length > 0 ? 75 : 0,
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
      await removeSyntheticData(effects.database);
      return answer({ kind: 'removed' }, ['The synthetic data were removed. Published editions are kept.']);
    }
    progress({ kind: 'stage', stage: 'synthetic data', state: 'started' });
    await fillWithSyntheticData(effects.database, {}, effects);
    progress({ kind: 'stage', stage: 'synthetic data', state: 'finished' });
    return produce(config, definition, asked, {}, effects);
  });
}
