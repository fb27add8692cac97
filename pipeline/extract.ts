import { countAgreements, everyAgreementHasOffice } from '../queries/agreement-tallies.ts';
import type { EventKind } from '../queries/codelists.ts';
import type { ControlTotal } from '../queries/control-totals.ts';
import { ownSchema, type Session } from '../queries/database.ts';
import { type CountedFinding, countEvidenceFindings } from '../queries/evidence-findings.ts';
import { type CaseGroup, caseLimits, readIllustrativeCases } from '../queries/illustrative-cases.ts';
import { type FieldOffice, readFieldOffices } from '../queries/offices.ts';
import type { CoverageSpan, ImportedFile } from '../queries/provenance.ts';
import { readCorrections } from '../queries/register.ts';
import type { RegisterCorrection } from '../queries/register-corrections.ts';
import {
  type CountedCode,
  countEventMonths,
  countEvents,
  countEventTotals,
  type EventCode,
  spanOf,
  type Windows,
} from '../queries/tallies.ts';
import type { Classification } from './classify.ts';
import type { DatabaseEffect } from './effects.ts';
import { PipelineError } from './errors.ts';
import { controlTotals } from './extract/controls.ts';
import { offenseTallies } from './extract/offenses.ts';
import { readSources } from './extract/sources.ts';
import { scopeOf, type Tally } from './extract/tally.ts';
import type {
  AgreementBreakdown,
  AgreementMeasure,
  EventBreakdown,
  EventMeasure,
  Measure,
} from './measures/measure.ts';
import { talliedAs, windowsOf, windowsOn } from './measures/measure.ts';
import { type Month, type Period, trendMonths } from './period.ts';
import type { Axis } from './priorities/regime.ts';
import { measuresOf, type ReportDefinition, tablesOf, trendsOf } from './reports/report.ts';

export type { Tally } from './extract/tally.ts';

/** Raised with every change of the shape of what is recorded. */
export const extractVersion = 3;

/** A count of one measure in one month of the trend: of all of it (`code` null), or for one code of a breakdown. */
export interface MonthTally {
  readonly measure: string;
  readonly scope: string;
  readonly breakdown: string | null;
  readonly code: string | null;
  readonly month: Month;
  readonly count: number;
}

/** Everything that a report needs, as it stood at one instant: tallies, never persons. Recorded as `tallies.json`. */
export interface Extract {
  readonly extractVersion: typeof extractVersion;
  readonly report: string;
  readonly period: Period;
  /** ISO instant of which the latest of the sources speaks that bear on the report, in whole seconds: all that PDF can say. */
  readonly asOf: string;
  readonly synthetic: boolean;
  readonly tallies: readonly Tally[];
  readonly months: readonly MonthTally[];
  /** Contradictions in what is on record about the events of the period; only kinds that occurred. */
  readonly contradictions: readonly CountedFinding[];
  /** What became of the rows on record on the days of the period; absent: it is not told. */
  readonly controls: readonly ControlTotal[];
  /** Illustrative cases, generalised in the database; absent: not asked for. */
  readonly cases?: readonly CaseGroup[];
  readonly coverage: readonly CoverageSpan[];
  readonly offices: readonly FieldOffice[];
  /** Whether the sources say of each agreement which office supervises it; else none of its figures can be told by office. */
  readonly everyAgreementHasOffice: boolean;
  /** Every correction of the register that persons had made by then, in the order in which they were recorded. */
  readonly corrections: readonly RegisterCorrection[];
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
  options: { readonly cases: boolean },
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
      extractVersion,
      report: definition.id,
      period,
      asOf: sources.asOf,
      synthetic: sources.synthetic,
      tallies: [
        ...(await eventTallies(definition, period, classification, session)),
        ...(await offenseTallies(definition, period, session)),
        ...(await agreementTallies(definition, period, sources.coverage, session)),
      ],
      months: [
        ...(await eventMonths(definition, period, session)),
        ...(await agreementMonths(definition, period, session)),
      ],
      contradictions: await contradictionsIn(definition, period, session),
      controls: await controlTotals(definition, period, session, database.sourceSchema),
      ...(options.cases ? { cases: await readIllustrativeCases(session.source, period, caseLimits) } : {}),
      coverage: sources.coverage,
      offices: await readFieldOffices(session.source),
      everyAgreementHasOffice: await everyAgreementHasOffice(session.source),
      corrections: database.sourceSchema === ownSchema ? await readCorrections(session) : [],
      files: sources.files,
    };
  });
}

function windowsFor(measure: Measure, period: Period, coverage: readonly CoverageSpan[]): Windows {
  const all = windowsOn(measure, period, coverage);
  return Object.fromEntries(windowsOf(measure).map((id) => [id, all[id]]));
}

async function contradictionsIn(definition: ReportDefinition, period: Period, { source }: Session) {
  const findings = await countEvidenceFindings(source, period, kindsBrokenDown(definition));
  return findings.filter(({ events }) => events > 0);
}

/** The kinds of event that some table breaks down; of the others only totals are counted. */
function kindsBrokenDown(definition: ReportDefinition): readonly EventKind[] {
  const kinds = tablesOf(definition).flatMap(({ measure }) => (measure.entity === 'event' ? [measure.kind] : []));
  return [...new Set(kinds)];
}

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
    ...(await countEvents(session.source, kindsBrokenDown(definition), [...breakdowns.values()], windows)),
  ];
  const wanted = new Set(tablesOf(definition).map((table) => `${table.measure.id} ${talliedAs(table.by)}`));
  return measures.flatMap((measure) =>
    counted
      .filter((tally) => tally.counted === measure.kind)
      .filter((tally) => tally.breakdown === null || wanted.has(`${measure.id} ${tally.breakdown}`))
      .map(({ breakdown, code, office, counts }) => ({
        measure: measure.id,
        scope: scopeOf(office),
        breakdown,
        code,
        counts,
      })),
  );
}

/** Every month of the trend, for every event measure that a trend shows. */
async function eventMonths(definition: ReportDefinition, period: Period, { source }: Session) {
  const measures = trendsOf(definition).flatMap(({ columns }) =>
    columns.flatMap(({ measure }) => (measure.entity === 'event' ? [measure] : [])),
  );
  const months = trendMonths(period);
  const days = { from: months[0]?.window.from ?? period.from, until: months.at(-1)?.window.until ?? period.until };
  const kinds = [...new Set(measures.map(({ kind }) => kind))];
  const counted = await countEventMonths(source, kinds, days);
  return [...new Map(measures.map((measure) => [measure.id, measure])).values()].flatMap((measure): MonthTally[] => {
    const own = counted.filter((each) => each.counted === measure.kind);
    const national = [...Map.groupBy(own, ({ month }) => month)].map(([month, same]) => ({
      month,
      office: null,
      count: same.reduce((sum, { count }) => sum + count, 0),
    }));
    return [...national, ...own].map(({ month, office, count }) => ({
      measure: measure.id,
      scope: scopeOf(office),
      breakdown: null,
      code: null,
      month,
      count,
    }));
  });
}

/** What is in force at the end of each month of the trend. */
async function agreementMonths(definition: ReportDefinition, period: Period, { source }: Session) {
  const windows: Windows = Object.fromEntries(trendMonths(period).map(({ month, window }) => [month, window]));
  const columns = trendsOf(definition).flatMap((trend) => trend.columns);
  const tallies: MonthTally[] = [];
  const found = new Map<string, readonly CountedCode[]>();
  for (const { measure, row } of columns) {
    if (measure.entity !== 'agreement' || (row !== undefined && row.by.entity !== 'agreement')) continue;
    const by = row?.by.entity === 'agreement' ? row.by : null;
    for (const offices of ['all', 'each'] as const) {
      // The columns of one breakdown are rows of one answer.
      const key = JSON.stringify([measure.id, by?.id ?? null, offices]);
      const counted = found.get(key) ?? (await countAgreements(source, measure, by, windows, offices));
      found.set(key, counted);
      const own = counted.filter(({ code }) => row === undefined || code === row.code);
      for (const { office, counts } of own) {
        for (const [month, count = 0] of Object.entries(counts)) {
          const place = {
            measure: measure.id,
            scope: scopeOf(office),
            breakdown: by?.id ?? null,
            code: row?.code ?? null,
          };
          tallies.push({ ...place, month: month as Month, count });
        }
      }
    }
  }
  return tallies;
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
      for (const offices of ['all', 'each'] as const) {
        const counted = await countAgreements(session.source, measure, by, windows, offices);
        tallies.push(
          ...counted.map(({ breakdown, code, office, counts }) => ({
            measure: measure.id,
            scope: scopeOf(office),
            breakdown,
            code,
            counts,
          })),
        );
      }
    }
  }
  return tallies;
}
