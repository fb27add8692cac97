import { type CoverageKind, type RecordCoverageKind, recordKinds, registerKinds } from '../../queries/coverage.ts';
import { ownSchema, type Session } from '../../queries/database.ts';
import { extractSourcePrefix } from '../../queries/program-extract.ts';
import {
  type CountedDays,
  type CoverageSpan,
  type ImportedFile,
  importsAboutAgreements,
  importsAboutEvents,
  importsWithEvents,
  readCoverage,
  readFileCoverage,
  readStoredFiles,
  type StoredFile,
} from '../../queries/provenance.ts';
import { readAgreementLists, readCorrections } from '../../queries/register.ts';
import { eventKindOf, type Ground, type Measure, windowsOf } from '../measures/measure.ts';
import { comparisonWindows, type DateWindow, type IsoDate, type Period, trendMonths } from '../period.ts';
import { bearingLists } from '../register/bearing.ts';
import { type ListingDefinition, listingsOf, measuresOf, type ReportDefinition, trendsOf } from '../reports/report.ts';

/** The sources that bear on a report: on what it counts, on the days of its windows and trends. Others leave its figures alone. */
export interface BearingSources {
  /** ISO instant of which the latest of them speaks. */
  readonly asOf: string;
  readonly synthetic: boolean;
  /** Of the kinds that the report counts, on days that it compares or shows. */
  readonly coverage: readonly CoverageSpan[];
  /** In order of name and hash; empty where a program's own database is read. */
  readonly files: readonly ImportedFile[];
}

/** Reads which sources bear on a report; null: there are no sources at all. */
export async function readSources(
  definition: ReportDefinition,
  period: Period,
  ground: Ground,
  { session, schema }: { readonly session: Session; readonly schema: string },
): Promise<BearingSources | null> {
  const stated = await readCoverage(session);
  const reach = reachOf(definition, period, ground);
  const bearing = stated.filter(({ span }) => bears(span, reach));
  const files = schema === ownSchema ? await bearingFiles(reach, session) : [];
  const instants = [...bearing, ...files].map((one) => one.asOf).toSorted();
  // Where nothing bears, the first of all instants: one that later imports do not move.
  const asOf = instants.at(-1) ?? stated.map((one) => one.asOf).toSorted()[0];
  if (asOf === undefined) return null;
  return {
    asOf: asOf.replace(/\.\d+Z$/, '.000Z'),
    synthetic: stated.some((one) => one.synthetic),
    coverage: bearing.map(({ span }) => span),
    files: files.map(({ file }) => file),
  };
}

/** What a report counts, and the days that its figures are about. */
export interface Reach extends CountedDays {
  /** Of the records of how agreements are administered. */
  readonly records: readonly RecordCoverageKind[];
  /** Up to the end of the period and its trends, whatever came before; null: it counts no agreements. */
  readonly agreementsUntil: IsoDate | null;
}

/** What a report counts for a period, and the days that its windows and trends are about. */
export function reachOf(definition: ReportDefinition, period: Period, ground: Ground): Reach {
  const measures = measuresOf(definition);
  const events = measures.filter((measure) => eventKindOf(measure) !== null);
  const windows = comparisonWindows(period);
  const months = trendsOf(definition).length === 0 ? [] : trendMonths(period);
  // A trend reaches further back than the windows, and to the end of the month of the last day.
  const dated = measures.filter(({ entity }) => entity !== 'agreement');
  const days = [
    ...dated.flatMap((measure) => windowsOf(measure, ground)).map((id) => windows[id]),
    ...months.map(({ window }) => window),
  ];
  const until = [period.until, ...months.map(({ window }) => window.until)].toSorted().at(-1) ?? period.until;
  return {
    kinds: [...new Set(events.flatMap((measure) => eventKindOf(measure) ?? []))],
    records: [...new Set([...measures.flatMap(recordKindOf), ...listingsOf(definition).flatMap(recordKindsIn)])],
    days: { from: days.map(({ from }) => from).toSorted()[0] ?? period.from, until },
    agreementsUntil: measures.some(({ entity }) => entity === 'agreement' || entity === 'record') ? until : null,
  };
}

const recordKindOf = (measure: Measure) =>
  measure.entity === 'record' && isOfRecords(measure.coverage) ? [measure.coverage] : [];
const isOfRecords = (kind: CoverageKind): kind is RecordCoverageKind =>
  (recordKinds as readonly string[]).includes(kind);
const recordKindsIn = ({ coverage, columns }: ListingDefinition) =>
  [coverage, ...columns.flatMap((column) => column.coverage ?? [])].filter(isOfRecords);

/** Whether what is covered on some days bears on what a report counts. */
export function bears(span: DateWindow & { readonly kind: CoverageKind }, reach: Reach): boolean {
  if (isOfRegister(span)) return reach.agreementsUntil !== null && span.from < reach.agreementsUntil;
  return ([...reach.kinds, ...reach.records] as readonly string[]).includes(span.kind) && overlaps(span, reach.days);
}

const isOfRegister = ({ kind }: { readonly kind: CoverageKind }) => (registerKinds as readonly string[]).includes(kind);

const overlaps = (a: DateWindow, b: DateWindow) => a.from < b.until && b.from < a.until;

async function bearingFiles(reach: Reach, session: Session): Promise<readonly StoredFile[]> {
  const files = await readStoredFiles(session);
  const register = reach.agreementsUntil === null ? [] : registerKinds;
  const kinds = [...reach.kinds, ...reach.records, ...register];
  const coverage = await readFileCoverage(session, kinds);
  const covering = new Set(coverage.filter((span) => bears(span, reach)).map((span) => span.importId));
  const others = files.filter((file) => !covering.has(file.importId));
  const found = new Set([
    ...covering,
    ...(await importsWithEvents(session, mayHoldEvents(others), reach)),
    ...(await extractsThatBear(others, reach, session)),
    ...(await listsThatBear(coverage, reach, session)),
  ]);
  return files.filter((file) => found.has(file.importId));
}

/** All rows of a release lie on days that it covers, but for those that are counted as outside. */
function mayHoldEvents(files: readonly StoredFile[]): readonly number[] {
  return files
    .filter(({ file, sourceId }) => file.rowsOutsideSpan > 0 || sourceId === `${extractSourcePrefix}enforcement_events`)
    .map((file) => file.importId);
}

const agreementEntities: ReadonlySet<string> = new Set(['agencies', 'agreements', 'agreement_status']);
const otherEntities: ReadonlySet<string> = new Set(['field_offices', 'coverage', 'enforcement_events']);

async function extractsThatBear(files: readonly StoredFile[], reach: Reach, session: Session) {
  const entityOf = ({ sourceId }: StoredFile) =>
    sourceId.startsWith(extractSourcePrefix) ? sourceId.slice(extractSourcePrefix.length) : null;
  const idsWhere = (isWanted: (entity: string) => boolean) =>
    files.flatMap((file) => {
      const entity = entityOf(file);
      return entity !== null && isWanted(entity) ? [file.importId] : [];
    });
  const aboutAgreements = idsWhere((entity) => agreementEntities.has(entity));
  const kindOf = (entity: string) => coverageOfEntity[entity];
  const isRecorded = (entity: string) => kindOf(entity) !== undefined;
  const counted = (entity: string) => reach.records.some((kind) => kind === kindOf(entity));
  const aboutEvents = idsWhere(
    (entity) => !agreementEntities.has(entity) && !otherEntities.has(entity) && !isRecorded(entity),
  );
  const { agreementsUntil } = reach;
  return [
    ...idsWhere((entity) => entity === 'field_offices' || counted(entity)),
    ...(await importsAboutEvents(session, aboutEvents, reach)),
    ...(agreementsUntil === null ? [] : await importsAboutAgreements(session, aboutAgreements, agreementsUntil)),
  ];
}

/** What is covered by the files of the records of how agreements are administered. */
export const coverageOfEntity: Readonly<Record<string, RecordCoverageKind>> = {
  officers: 'officer',
  officer_training: 'training',
  officer_logins: 'credential',
  program_managers: 'program-manager',
  milestones: 'milestone',
  installations: 'installation',
  duty_performances: 'duty',
  document_reviews: 'document-review',
  complaints: 'complaint',
  inspections: 'inspection',
  agency_figures: 'agency-figure',
};

/** Later lists can change earlier days, by a corrected date or a name that turns out to be another's. */
async function listsThatBear(
  coverage: readonly (DateWindow & { readonly importId: number; readonly kind: CoverageKind })[],
  { agreementsUntil }: Reach,
  session: Session,
): Promise<readonly number[]> {
  if (agreementsUntil === null) return [];
  const covered = coverage.filter(isOfRegister);
  const lists = await readAgreementLists(session);
  const corrections = await readCorrections(session);
  const found = bearingLists(lists, corrections, covered, agreementsUntil);
  return lists.filter((list) => found.has(list)).map((list) => list.importId);
}
