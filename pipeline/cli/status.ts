import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { ProgressEffect } from '../effects.ts';
import { exitCodes, PipelineError } from '../errors.ts';
import { instantInWords, parsePeriod } from '../period.ts';
import { readStatusRecord, type StatusRecord } from '../schedule/after-look.ts';
import { metricsOf } from '../schedule/metrics.ts';
import { attentionOf, awaitedKinds, missingTogether } from '../schedule/status/attention.ts';
import type { ChangedSources, SourceChange } from '../schedule/status/changed-sources.ts';
import type { Deliveries } from '../schedule/status/deliveries.ts';
import { readSighted } from '../schedule/status/read.ts';
import { workInWords } from '../schedule/status/work.ts';
import { type PeriodStatus, type ReportStatus, type Standing, type Status, statusOf } from '../schedule/status.ts';
import { wholeNumber } from '../wording.ts';
import { type Answer, withDatabase } from './commands.ts';
import { copiesOf } from './distribution.ts';
import { scheduledReports } from './scheduled-reports.ts';

/** What `report287 status` is told. */
export interface StatusFlags {
  /** Answer with the metrics alone. */
  readonly metrics?: boolean;
  /** Tell of one period alone. */
  readonly period?: string;
}

/** Shows what is published and delivered, what is not, why, and what to do; changes nothing. */
export async function showStatus(
  config: Config,
  { metrics = false, period }: StatusFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  if (metrics && period !== undefined)
    throw new PipelineError('usage', 'metrics are of all periods', 'give --metrics or --period, and not both');
  const asked = period === undefined ? null : parsePeriod(period).id;
  const record = await readStatusRecord(config.data);
  const { status: whole, seen } = await look(config, record, progress);
  const status = asked === null ? whole : narrowed(whole, asked);
  const exitCode = status.isWell ? 0 : exitCodes.delivery;
  const lines = metrics
    ? [metricsOf(status, record?.look ?? null).trimEnd()]
    : [...seen, ...describe(status, asked !== null)];
  return { data: status, lines, exitCode };
}

interface Seen {
  readonly status: Status;
  /** Of when it is, where it is not of now. */
  readonly seen: readonly string[];
}

/** The status of now; while `schedule` holds the embedded database, that of its last look. */
async function look(config: Config, record: StatusRecord | null, progress: ProgressEffect['progress']): Promise<Seen> {
  const { out, delivery, scheduling } = config;
  const definitions = scheduledReports(config);
  const told = {
    ...{ definitions, out, approvals: delivery.approvals, copies: copiesOf(config) },
    ...(scheduling.inbox === undefined ? {} : { inbox: scheduling.inbox }),
  };
  try {
    return await withDatabase(config, progress, async (effects) => {
      const { facts, ground } = await readSighted(told, effects);
      return { status: statusOf(facts, definitions, ground), seen: [] };
    });
  } catch (error) {
    if (!(error instanceof PipelineError) || !isHeld(config)) throw error;
    if (record === null) {
      const remedy = 'wait for the first look of `report287 schedule`, or stop what uses the database';
      throw new PipelineError('source', `${error.message}, which has left no status so far`, remedy, { cause: error });
    }
    const of = instantInWords(record.status.at);
    return {
      status: record.status,
      seen: [`The database is in use: this is the status of the last look, on ${of}.`, ''],
    };
  }
}

/** Whoever has the embedded database has put its name there, and takes it away at the end. */
const isHeld = ({ databaseUrl, data }: Config) =>
  databaseUrl === undefined && existsSync(`${join(data, 'database')}.holder`);

/** What of a status is about one period. */
function narrowed(status: Status, asked: string): Status {
  const reportsOf = status.reports.map((report) => ({
    ...report,
    periods: report.periods.filter(({ period }) => period.id === asked),
    others: report.others.filter(({ period }) => period === asked),
    agreements: report.agreements.filter(({ period }) => period === asked),
    agreementRuns: report.agreementRuns.filter(({ period }) => period === asked),
  }));
  const found = {
    ...status,
    reports: reportsOf,
    notices: [],
    refusedFiles: [],
    changedSources: status.changedSources.filter((one) => one.period === asked),
  };
  const attention = attentionOf(found);
  return { ...found, attention, isWell: attention.length === 0 };
}

/** So many published periods of a report are shown to a person, and so many lines of what needs attention. */
const shown = { published: 3, attention: 20 } as const;

function describe(status: Status, isNarrow: boolean): readonly string[] {
  const { attention, notices, changedSources, lastImport, at } = status;
  const untold = notices.filter(({ isTold }) => !isTold).length;
  const listed = isNarrow ? attention : attention.slice(0, shown.attention);
  return [
    ...status.reports.flatMap(describeReport),
    '',
    attention.length === 0
      ? `All is well on ${instantInWords(at)}.`
      : `Needs attention (${wholeNumber(attention.length)}):`,
    ...listed.flatMap(({ what, remedy }) => [`- ${what}`, `  What to do: ${remedy}.`]),
    ...(attention.length > listed.length ? [`… and ${attention.length - listed.length} more: --json lists all.`] : []),
    ...changedSources.flatMap(describeChanges),
    ...(notices.length === 0
      ? []
      : [`Open notices: ${notices.length}, of which the operator was not told of ${untold}.`]),
    lastImport === null ? 'Nothing was imported so far.' : `Last import: ${instantInWords(lastImport)}.`,
  ];
}

/** So many changes of the sources of an edition are named. */
const changesNamed = 3;

/** Sources that changed are no trouble: whether figures are revised is for a person. */
function describeChanges({ report, period, number, changes }: ChangedSources): readonly string[] {
  const named = changes.slice(0, changesNamed).map(describeChange);
  const others = changes.length > named.length ? `; and ${changes.length - named.length} more` : '';
  const command = `report287 run ${report} --period ${period}`;
  return [
    `Sources of ${report} ${period} changed after edition ${number}: ${named.join('; ')}${others}.`,
    `  What differs: ${command} --dry-run. To publish it as edition ${number + 1}: ${command} --revise.`,
  ];
}

function describeChange({ kind, what, at }: SourceChange): string {
  switch (kind) {
    case 'imported':
      return `${what} was imported${at === null ? '' : ` on ${instantInWords(at)}`}`;
    case 'taken-back':
      return `${what} was taken back`;
    case 'corrected':
      return `a correction: ${what}`;
  }
}

function describeReport({ report, periods, others, agreements, next }: ReportStatus): readonly string[] {
  const published = periods.filter(({ standing }) => standing.state === 'published').slice(0, shown.published);
  const told = periods.filter((period) => period.standing.state !== 'published' || published.includes(period));
  const isOutstanding = ({ deliveries }: { readonly deliveries: Deliveries }) =>
    deliveries.outstanding.length + deliveries.awaited.length > 0;
  return [
    report,
    ...runsOf(told).flatMap(describeRun),
    ...others
      .filter(isOutstanding)
      .map(({ period, audience, number, deliveries }) =>
        line(period, `published (${audience})`, `edition ${number}${describeDeliveries(deliveries)}`),
      ),
    ...agreements.map(({ period, editions, deliveries }) =>
      line(period, 'agreements', `${wholeNumber(editions)} editions${describeDeliveries(deliveries)}`),
    ),
    line(next.period.id, 'next', `due ${instantInWords(next.due)}`),
  ];
}

const line = (period: string, state: string, what: string) => `  ${period.padEnd(9)} ${state.padEnd(18)} ${what}`;

/** Periods one after another that wait for the same kinds of facts, together; every other alone. */
function runsOf(periods: readonly PeriodStatus[]): readonly (readonly PeriodStatus[])[] {
  const runs: PeriodStatus[][] = [];
  for (const period of periods) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    const isSame = before?.isOverdue === period.isOverdue && awaitedKinds(before) === awaitedKinds(period);
    if (last !== undefined && isSame && awaitedKinds(period) !== '') last.push(period);
    else runs.push([period]);
  }
  return runs;
}

function describeRun([newest, ...older]: readonly PeriodStatus[]): readonly string[] {
  if (newest === undefined) return [];
  const oldest = older.at(-1);
  if (oldest === undefined) return [describePeriod(newest)];
  const state = `waiting${newest.isOverdue ? ', overdue' : ''}`;
  const what = `${older.length + 1} periods since ${oldest.period.id}, for ${awaitedKinds(newest)}`;
  return [line(newest.period.id, state, what)];
}

function describePeriod({ period, due, isOverdue, standing, replaces }: PeriodStatus): string {
  const meanwhile =
    replaces === null ? '' : `; edition ${replaces.number} stands until then${describeDeliveries(replaces.deliveries)}`;
  return line(
    period.id,
    `${standing.state}${isOverdue ? ', overdue' : ''}`,
    `${describeStanding(standing) ?? `due ${instantInWords(due)}`}${meanwhile}`,
  );
}

function describeStanding(standing: Standing): string | null {
  switch (standing.state) {
    case 'published': {
      if (standing.edition === null) return '';
      const { publishedAt, lacking, deliveries } = standing.edition;
      const without = lacking.length === 0 ? '' : `; without ${lacking.map(({ kind }) => kind).join(', ')}`;
      return `edition ${standing.edition.number}, ${instantInWords(publishedAt)}${without}${describeDeliveries(deliveries)}`;
    }
    case 'waiting':
      return missingTogether(standing.missing);
    case 'running':
    case 'resting':
    case 'given-up':
      return workInWords(standing);
    case 'ready':
    case 'queued':
    case 'asks':
    case 'skipped':
      return null;
  }
}

/** `; delivered 26, failed 1`. */
function describeDeliveries({ delivered, outstanding, awaited }: Deliveries): string {
  const arrived = delivered.reduce((sum, { count }) => sum + count, 0);
  const others = [...Map.groupBy(outstanding, ({ state }) => state)].map(
    ([state, such]) => `${state.replaceAll('-', ' ')} ${wholeNumber(such.length)}`,
  );
  const parts = [...(arrived === 0 ? [] : [`delivered ${wholeNumber(arrived)}`]), ...others];
  if (parts.length === 0 && awaited.length === 0) return '; handed to nobody';
  return `${parts.length === 0 ? '' : `; ${parts.join(', ')}`}${awaited.length === 0 ? '' : '; waits for approval'}`;
}
