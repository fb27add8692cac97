import type { AgreementSubject } from '../queries/agreement-subjects.ts';
import { everyAgreementHasOffice } from '../queries/agreement-tallies.ts';
import type { ControlTotal } from '../queries/control-totals.ts';
import { ownSchema } from '../queries/database.ts';
import { type CountedFinding, countEvidenceFindings } from '../queries/evidence-findings.ts';
import { type CaseGroup, caseLimits, readIllustrativeCases } from '../queries/illustrative-cases.ts';
import { type FieldOffice, readFieldOffices } from '../queries/offices.ts';
import type { CoverageSpan, ImportedFile } from '../queries/provenance.ts';
import { readCorrections } from '../queries/register.ts';
import type { RegisterCorrection } from '../queries/register-corrections.ts';
import type { Parts } from '../queries/tallies.ts';
import type { Classification } from './classify.ts';
import type { DatabaseEffect } from './effects.ts';
import { PipelineError } from './errors.ts';
import { agreementTallies } from './extract/agreements.ts';
import { controlTotals } from './extract/controls.ts';
import { eventTallies, kindsBrokenDown } from './extract/events.ts';
import { type Listed, readListings } from './extract/listings.ts';
import { type MonthTally, monthTallies } from './extract/months.ts';
import { offenseTallies } from './extract/offenses.ts';
import { groundOfParts, type Reading } from './extract/reading.ts';
import { recordTallies } from './extract/records.ts';
import { readSources } from './extract/sources.ts';
import type { Tally } from './extract/tally.ts';
import type { Period } from './period.ts';
import { definitionOn, type ReportDefinition } from './reports/report.ts';

export type { Listed } from './extract/listings.ts';
export type { MonthTally } from './extract/months.ts';
export type { Tally } from './extract/tally.ts';

/** Raised with every change of the shape of what is recorded. */
export const extractVersion = 4;

/** Everything that a report needs, as it stood at one instant: tallies, never persons. Recorded as `tallies.json`. */
export interface Extract {
  readonly extractVersion: typeof extractVersion;
  readonly report: string;
  readonly period: Period;
  /** The one agreement that it is about; null: the nation and its field offices. */
  readonly subject: AgreementSubject | null;
  /** ISO instant of which the latest of the sources speaks that bear on the report, in whole seconds: all that PDF can say. */
  readonly asOf: string;
  readonly synthetic: boolean;
  readonly tallies: readonly Tally[];
  readonly months: readonly MonthTally[];
  /** What is listed one by one: agreements and what belongs to them, never persons. */
  readonly listings: readonly Listed[];
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
 * Reads everything that a report needs for a period, of the nation and its field offices, inside one read-only snapshot.
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
    const asked = { definition, period, classification, session, schema: database.sourceSchema };
    const common = await readCommon(asked, { by: 'office' });
    return {
      ...(await readParts(common)),
      ...common.stated,
      subject: null,
      contradictions: await contradictionsIn(common.reading),
      ...(options.cases ? { cases: await readIllustrativeCases(session.source, period, caseLimits) } : {}),
    };
  });
}

/** Agreements that are read together: enough to make a question worth asking, and few enough to hold. */
const agreementsTogether = 500;

/**
 * Reads the same of each of some agreements, all inside one read-only snapshot, and hands each over as it comes, in order.
 * No more than a part of them is held at any time.
 * @throws PipelineError `source` where nothing has been imported.
 */
export async function extractEach(
  definition: ReportDefinition,
  period: Period,
  classification: Classification,
  subjects: readonly AgreementSubject[],
  take: (extract: Extract) => Promise<void>,
  { database }: DatabaseEffect,
): Promise<void> {
  await database.transaction('snapshot', async (session) => {
    const asked = { definition, period, classification, session, schema: database.sourceSchema };
    const common = await readCommon(asked, { by: 'agreement', ids: [] });
    for (let at = 0; at < subjects.length; at += agreementsTogether) {
      const together = subjects.slice(at, at + agreementsTogether);
      const parts: Parts = { by: 'agreement', ids: together.map(({ agreement_id: id }) => id) };
      const read = await readParts({ ...common, reading: { ...common.reading, parts } });
      const divided = divide(read);
      for (const subject of together)
        await take({ ...divided(subject.agreement_id), ...common.stated, subject, contradictions: [] });
    }
  });
}

interface Asked extends Omit<Reading, 'coverage' | 'parts'> {
  readonly schema: string;
}

/** What all documents of one snapshot share. */
async function readCommon({ schema, ...asked }: Asked, parts: Parts) {
  const { period, session } = asked;
  const definition = definitionOn(asked.definition, groundOfParts(parts));
  const sources = await readSources(definition, period, groundOfParts(parts), { session, schema });
  if (sources === null) {
    throw new PipelineError(
      'source',
      'the database holds no data',
      'import the agency’s releases (`report287 import <file>...`), or fill it with synthetic data (`report287 demo`)',
    );
  }
  const reading: Reading = { ...asked, definition, coverage: sources.coverage, parts };
  const stated = {
    extractVersion,
    report: definition.id,
    period,
    asOf: sources.asOf,
    synthetic: sources.synthetic,
    coverage: sources.coverage,
    offices: await readFieldOffices(session.source),
    everyAgreementHasOffice: await everyAgreementHasOffice(session.source),
    corrections: schema === ownSchema ? await readCorrections(session) : [],
    files: sources.files,
  } as const;
  return { reading, stated, schema };
}

type Common = Awaited<ReturnType<typeof readCommon>>;

/** What each document has of its own. */
async function readParts({ reading, schema }: Common) {
  return {
    tallies: [
      ...(await eventTallies(reading)),
      ...(await offenseTallies(reading)),
      ...(await agreementTallies(reading)),
      ...(await recordTallies(reading)),
    ],
    months: await monthTallies(reading),
    listings: await readListings(reading),
    controls: await controlTotals(reading, schema),
  };
}

type ReadParts = Awaited<ReturnType<typeof readParts>>;

/** What was read together, of each agreement by its id. */
function divide({ tallies, months, listings, controls }: ReadParts): (id: string) => ReadParts {
  const byScope = Map.groupBy(tallies, ({ scope }) => scope);
  const monthsByScope = Map.groupBy(months, ({ scope }) => scope);
  const controlsByPart = Map.groupBy(controls, ({ office }) => office);
  const rows = listings.map(({ listing, rows: all }) => ({
    listing,
    byAgreement: Map.groupBy(all, (row) => row.agreement_id),
  }));
  return (id) => ({
    tallies: byScope.get(id) ?? [],
    months: monthsByScope.get(id) ?? [],
    listings: rows.map(({ listing, byAgreement }) => ({ listing, rows: byAgreement.get(id) ?? [] })),
    controls: controlsByPart.get(id) ?? [],
  });
}

async function contradictionsIn({ definition, period, session }: Reading) {
  const kinds = kindsBrokenDown(definition);
  if (kinds.length === 0) return [];
  const findings = await countEvidenceFindings(session.source, period, kinds);
  return findings.filter(({ events }) => events > 0);
}
