import type { Session } from '../queries/database.ts';
import { type FieldOffice, readFieldOffices } from '../queries/offices.ts';
import type { CoverageSpan, ImportedFile } from '../queries/provenance.ts';
import {
  type Counts,
  countAgreements,
  countEvents,
  countEventTotals,
  type EventCode,
  spanOf,
  type Windows,
} from '../queries/tallies.ts';
import type { Classification } from './classify.ts';
import type { DatabaseEffect } from './effects.ts';
import { PipelineError } from './errors.ts';
import { readSources } from './extract/sources.ts';
import type {
  AgreementBreakdown,
  AgreementMeasure,
  Breakdown,
  EventBreakdown,
  EventMeasure,
  Measure,
} from './measures/measure.ts';
import { windowsOf, windowsOn } from './measures/measure.ts';
import type { Period } from './period.ts';
import type { Axis } from './priorities/regime.ts';
import { measuresOf, type ReportDefinition, tablesOf } from './reports/report.ts';

/** A count of one measure for one code of one breakdown, or for all of it (`breakdown` null), in each window. */
export interface Tally {
  readonly measure: string;
  readonly breakdown: string | null;
  readonly code: string;
  readonly counts: Counts;
}

/** Everything that a report needs, as it stood at one instant: tallies, never persons. Recorded as `tallies.json`. */
export interface Extract {
  readonly extractVersion: 1;
  readonly report: string;
  readonly period: Period;
  /** ISO instant of which the latest of the sources speaks that bear on the report, in whole seconds: all that PDF can say. */
  readonly asOf: string;
  readonly synthetic: boolean;
  readonly tallies: readonly Tally[];
  readonly coverage: readonly CoverageSpan[];
  readonly offices: readonly FieldOffice[];
  /** The files that bear on the report; empty where a program's own database is read. */
  readonly files: readonly ImportedFile[];
}

/**
 * Reads everything that a report needs for a period inside one read-only snapshot.
 * @throws PipelineError `source` where nothing has been imported.
 */
export async function extract(
  definition: ReportDefinition,
  period: Period,
  classification: Classification,
  { database }: DatabaseEffect,
): Promise<Extract> {
  return database.transaction('snapshot', async (session) => {
    const sources = await readSources(definition, period, session, database.sourceSchema);
    if (sources === null) {
      throw new PipelineError(
        'source',
        'the database holds no data',
        'import the agency’s releases (`report287 import <file>...`), or fill it with synthetic data (`report287 demo`)',
      );
    }
    return {
      extractVersion: 1,
      report: definition.id,
      period,
      asOf: sources.asOf,
      synthetic: sources.synthetic,
      tallies: [
        ...(await eventTallies(definition, period, classification, session)),
        ...(await agreementTallies(definition, period, sources.coverage, session)),
      ],
      coverage: sources.coverage,
      offices: await readFieldOffices(session.source),
      files: sources.files,
    };
  });
}

function windowsFor(measure: Measure, period: Period, coverage: readonly CoverageSpan[]): Windows {
  const all = windowsOn(measure, period, coverage);
  return Object.fromEntries(windowsOf(measure).map((id) => [id, all[id]]));
}

/** The name under which a breakdown is counted. */
const talliedAs = (by: Breakdown) => (by.entity === 'event' ? (by.tallied ?? by.id) : by.id);

async function eventTallies(
  definition: ReportDefinition,
  period: Period,
  classification: Classification,
  session: Session,
): Promise<readonly Tally[]> {
  const measures = measuresOf(definition).filter((measure): measure is EventMeasure => measure.entity === 'event');
  const [first] = measures;
  if (first === undefined) return [];
  const windows = windowsFor(first, period, []);
  const within = { determination: (axis: Axis) => classification.determination(axis, spanOf(windows)) };
  const breakdowns = new Map(
    tablesOf(definition)
      .map((table) => table.by)
      .filter((by): by is EventBreakdown => by.entity === 'event')
      .map((by) => [talliedAs(by), { id: talliedAs(by), code: (row) => by.code(row, within) } satisfies EventCode]),
  );
  const kinds = measures.map((measure) => measure.kind);
  const counted = [
    ...(await countEventTotals(session.source, kinds, windows)),
    ...(await countEvents(session.source, kinds, [...breakdowns.values()], windows)),
  ];
  const wanted = new Set(tablesOf(definition).map((table) => `${table.measure.id} ${talliedAs(table.by)}`));
  return measures.flatMap((measure) =>
    counted
      .filter((tally) => tally.counted === measure.kind)
      .filter((tally) => tally.breakdown === null || wanted.has(`${measure.id} ${tally.breakdown}`))
      .map(({ breakdown, code, counts }) => ({ measure: measure.id, breakdown, code, counts })),
  );
}

async function agreementTallies(
  definition: ReportDefinition,
  period: Period,
  coverage: readonly CoverageSpan[],
  session: Session,
): Promise<readonly Tally[]> {
  const measures = measuresOf(definition).filter(
    (measure): measure is AgreementMeasure => measure.entity === 'agreement',
  );
  const tallies: Tally[] = [];
  for (const measure of measures) {
    const windows = windowsFor(measure, period, coverage);
    const tables = tablesOf(definition).filter((table) => table.measure.id === measure.id);
    const breakdowns = tables
      .map((table) => table.by)
      .filter((by): by is AgreementBreakdown => by.entity === 'agreement');
    for (const by of [null, ...breakdowns]) {
      const counted = await countAgreements(session.source, measure, by, windows);
      tallies.push(...counted.map(({ breakdown, code, counts }) => ({ measure: measure.id, breakdown, code, counts })));
    }
  }
  return tallies;
}
