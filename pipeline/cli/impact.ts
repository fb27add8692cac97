import type { Session } from '../../queries/database.ts';
import { countPairs, writeDetermination } from '../../queries/impact.ts';
import { axes } from '../classify/axes.ts';
import { type KindImpact, movesOf } from '../classify/moves.ts';
import { type ClassificationRecord, recordClassification } from '../classify/recorded.ts';
import { type Classification, classify } from '../classify.ts';
import type { Config } from '../config.ts';
import type { DatabaseEffect, ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import type { Period } from '../period.ts';
import { gaps, regimes } from '../priorities/index.ts';
import { type Axis, axisLabels } from '../priorities/regime.ts';
import { type ReportDefinition, tablesOf } from '../reports/report.ts';
import { type Answer, readOrder, withDatabase } from './commands.ts';
import { readRecordedEdition } from './impact/edition.ts';

/** What `report287 impact` is asked for. */
export interface ImpactFlags {
  readonly period?: string;
  readonly from?: string;
  readonly through?: string;
}

/** What one axis would change. */
type AxisImpact =
  | { readonly kind: 'compared'; readonly axis: Axis; readonly kinds: readonly KindImpact[] }
  /** One of the two does not count by this axis. */
  | { readonly kind: 'only'; readonly axis: Axis; readonly in: 'edition' | 'working-tree' };

/** What the rules of the working tree would change in a period that is published. */
export interface Impact {
  readonly report: string;
  readonly period: string;
  readonly edition: number;
  readonly axes: readonly AxisImpact[];
}

/** Says what today's rules would change in the current edition of a period. Nothing is published. */
export async function showImpact(
  config: Config,
  report: string | undefined,
  flags: ImpactFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  const { definition, period } = readOrder(report ?? 'enforcement-actions', flags);
  const classification = classify(regimes, gaps);
  const impact = await withDatabase(config, progress, (effects) =>
    impactOf({ definition, period, classification, out: config.out }, effects),
  );
  return { data: impact, lines: describe(impact), exitCode: 0 };
}

/** What is compared with the current edition. */
export interface Compared {
  readonly definition: ReportDefinition;
  readonly period: Period;
  readonly classification: Classification;
  /** Absolute path of the output folder. */
  readonly out: string;
}

/**
 * Runs the recorded classification of the current edition and another one in one read-only snapshot.
 * @throws PipelineError as `readRecordedEdition`, and `contract` where the recorded one no longer runs.
 */
export async function impactOf(
  { definition, period, classification, out }: Compared,
  { database }: DatabaseEffect,
): Promise<Impact> {
  const slot = { report: definition.id, period: period.id, audience: 'internal', subject: '' } as const;
  const schema = database.sourceSchema;
  const present = recordClassification(
    classification,
    { tables: tablesOf(definition), period, schema },
    writeDetermination,
  );
  return database.transaction('snapshot', async (session) => {
    const { number, record } = await readRecordedEdition(slot, out, session);
    if (record.schema !== schema) {
      throw new PipelineError(
        'usage',
        `edition ${number} was counted from the schema "${record.schema}", and "${schema}" is read now`,
        'set REPORT287_SCHEMA as it was for that edition',
      );
    }
    return { report: slot.report, period: slot.period, edition: number, axes: await compare(record, present, session) };
  });
}

async function compare(
  recorded: ClassificationRecord,
  present: ClassificationRecord,
  { source }: Session,
): Promise<readonly AxisImpact[]> {
  const compared: AxisImpact[] = [];
  for (const axis of axes) {
    const [one, other] = [recorded.axes[axis], present.axes[axis]];
    if (one !== undefined && other !== undefined) {
      const pairs = await countPairs(source, one.sql, other.sql);
      compared.push({ kind: 'compared', axis, kinds: movesOf(pairs, { recorded: one.labels, present: other.labels }) });
    } else if (one !== undefined || other !== undefined) {
      compared.push({ kind: 'only', axis, in: one === undefined ? 'working-tree' : 'edition' });
    }
  }
  return compared;
}

const whole = (count: number) => count.toLocaleString('en-US');

function describe({ report, period, edition, axes: compared }: Impact): readonly string[] {
  return [
    `${report} ${period}: edition ${edition} beside the rules of this program, on what is on record now. Nothing was published.`,
    ...(compared.length === 0 ? ['Neither counts by the rules of any regime.'] : compared.flatMap(describeAxis)),
  ];
}

function describeAxis(impact: AxisImpact): readonly string[] {
  const heading = axisLabels[impact.axis];
  if (impact.kind === 'only') {
    const who = impact.in === 'edition' ? 'the edition' : 'this program';
    return [`${heading}: only ${who} counts by it; there is nothing to compare.`];
  }
  if (impact.kinds.length === 0) return [`${heading}: no event.`];
  return impact.kinds.flatMap((kind) => describeKind(heading, kind));
}

function describeKind(heading: string, kind: KindImpact): readonly string[] {
  const { decidedOtherwise, onlyRecorded, onlyPresent } = kind;
  return [
    `${heading}, ${kind.kind}: ${whole(kind.events)} events; ${whole(kind.unchanged)} stay, ${whole(kind.moved)} would move.`,
    ...kind.moves.map(
      ({ from, to, events }) => `  ${whole(events)}: ${from.label} (${from.code}) -> ${to.label} (${to.code})`,
    ),
    ...(decidedOtherwise > 0
      ? [`  ${whole(decidedOtherwise)} stay, but by another rule or with other rules not excluded.`]
      : []),
    ...(onlyRecorded > 0 ? [`  ${whole(onlyRecorded)} are counted by the edition’s query only.`] : []),
    ...(onlyPresent > 0 ? [`  ${whole(onlyPresent)} are counted by this program only.`] : []),
  ];
}
