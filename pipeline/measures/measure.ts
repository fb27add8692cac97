import type { Expression, ExpressionBuilder } from 'kysely';
import type { AgencyTable, AgreementTable } from '../../queries/agreements.ts';
import type { Code, EventKind } from '../../queries/codelists.ts';
import type { CoverageKind } from '../../queries/coverage.ts';
import type { EventTable } from '../../queries/events.ts';
import type { CriminalChargeTable, EvidenceOnRecord } from '../../queries/evidence.ts';
import type { FieldOffice } from '../../queries/offices.ts';
import type { CoverageSpan } from '../../queries/provenance.ts';
import type { RecordRelationId, RecordRow } from '../../queries/records.ts';
import type { Classification } from '../classify.ts';
import type { Extract, Tally } from '../extract.ts';
import { comparisonWindows, type DateWindow, type IsoDate, type Month, type WindowId, windowIds } from '../period.ts';
import type { Axis } from '../priorities/regime.ts';

/** Something that is counted. Its id, label and unit stand in titles, file names and columns for ever. */
export type Measure = EventMeasure | OffenseMeasure | AgreementMeasure | RecordMeasure;

interface MeasureWords {
  readonly id: string;
  /** In the plural, as a title begins: `Administrative arrests`. */
  readonly label: string;
  /** What one of it is, for the glossary. */
  readonly definition: string;
  /** Where the definition comes from. */
  readonly source: string;
}

/** Counts events, never persons; counts of events add over time. */
export interface EventMeasure extends MeasureWords {
  readonly entity: 'event';
  readonly kind: EventKind;
}

/**
 * Counts the offenses that were on record about events of a kind on their days, never the events: one may have none or
 * several. `offenses` are the `charges` and the `convictions` together.
 */
export interface OffenseMeasure extends MeasureWords {
  readonly entity: 'offense';
  /** Of the events. */
  readonly kind: EventKind;
  readonly counted: 'charges' | 'convictions' | 'offenses';
}

/**
 * Counts agreements, or the agencies or states that hold them. `in-force` and `pending` (applied for): at the end of the
 * window's last day (a stock: it does not add over time; `all-time` counts what was so on any day of it). `began` and
 * `ended`: inside the window; a suspension is no end, and each end counts, whether or not it began again later.
 */
export interface AgreementMeasure extends MeasureWords {
  readonly entity: 'agreement';
  readonly counted: 'in-force' | 'pending' | 'began' | 'ended';
  readonly of: 'agreements' | 'agencies' | 'states';
}

/**
 * Counts records of how agreements are administered: officers, training, equipment, duties, complaints and the like.
 * `standing`: at the end of the window's last day; `made`: of the days of the window. Of the records themselves, of the
 * distinct `subjects` (such as officers), agreements or agencies that they are about, or the sum of their amounts.
 */
export interface RecordMeasure extends MeasureWords {
  readonly entity: 'record';
  readonly relation: RecordRelationId;
  /** What must be covered for its figures to be available. */
  readonly coverage: CoverageKind;
  readonly counted: 'standing' | 'made';
  readonly of: 'records' | 'subjects' | 'agreements' | 'agencies' | 'amount';
  /**
   * How far before the end of the last day, or the beginning of what was `made`, something may have been done that keeps a
   * record from being counted: those days must be covered as well, or it would count what was done and is not on record.
   */
  readonly looksBack?: { readonly count: number; readonly unit: 'year' | 'day' };
  /** Kinds of event that must be covered as well, because they are counted beside the records. */
  readonly alsoNeeds?: readonly EventKind[];
  /** What one is, in the plural and in lower case: `officers`. */
  readonly unit: string;
}

/** The kind of event whose coverage and days a measure shares; null: it is about agreements. */
export function eventKindOf(measure: Measure): EventKind | null {
  return measure.entity === 'agreement' || measure.entity === 'record' ? null : measure.kind;
}

/** Whether a measure says how many there are at the end of a window, not how many came or went in it. */
export function isStock(measure: Measure): boolean {
  if (measure.entity === 'record') return measure.counted === 'standing';
  return measure.entity === 'agreement' && (measure.counted === 'in-force' || measure.counted === 'pending');
}

/** Whether the rows of a table are parts of its total: an agency, a state or an officer may stand in several rows. */
export function addsUp(measure: Measure): boolean {
  if (measure.entity === 'record') return measure.of === 'records' || measure.of === 'amount';
  return measure.entity !== 'agreement' || measure.of === 'agreements';
}

/** The row that an event's breakdowns read. Evidence is all NULL where an event has none. */
export interface EventRow {
  readonly event: EventTable;
  readonly evidence: EvidenceOnRecord;
  /** The agency that held the agreement of the event on its day; all NULL where none is recorded. */
  readonly holder: AgencyTable;
}

/** The row that an offense's breakdowns read. */
export interface OffenseRow {
  readonly charge: CriminalChargeTable;
}

/** The row that an agreement's breakdowns read. */
export interface AgreementRow {
  readonly agreement: AgreementTable;
  readonly agency: AgencyTable;
}

/** What a measure is counted by. */
export type Breakdown = EventBreakdown | OffenseBreakdown | AgreementBreakdown | RecordBreakdown;

interface BreakdownWords {
  readonly id: string;
  /** The heading of its column, and the end of a title in lower case after `by`. */
  readonly label: string;
  readonly definition: string;
  /** The codes in the order in which they are listed; `field-offices`: those that exist in the period,
   * from the register of offices; `determinations`: the categories of the regimes in force in the period. */
  readonly codes: 'field-offices' | Determinations | readonly Code[];
}

/** What the regimes of an axis determined: their categories, or the rules that decided. A table has a block a regime. */
export interface Determinations {
  readonly kind: 'determinations';
  readonly axis: Axis;
  readonly part: 'category' | 'rule';
}

export interface EventBreakdown extends BreakdownWords {
  readonly entity: 'event';
  /** Breakdowns that list the same codes differently share the tally of this name; absent: the breakdown's own id. */
  readonly tallied?: string;
  readonly code: (
    row: ExpressionBuilder<EventRow, 'event' | 'evidence' | 'holder'>,
    classification: Pick<Classification, 'determination'>,
  ) => Expression<string>;
}

/** The name under which a breakdown is counted. */
export function talliedAs(by: Breakdown): string {
  return by.entity === 'event' ? (by.tallied ?? by.id) : by.id;
}

/** Whether a breakdown lists what regimes determined. */
export function isByDeterminations(codes: Breakdown['codes']): codes is Determinations {
  return typeof codes === 'object' && 'kind' in codes;
}

export interface OffenseBreakdown extends BreakdownWords {
  readonly entity: 'offense';
  readonly code: (row: ExpressionBuilder<OffenseRow, 'charge'>) => Expression<string>;
}

/** The field offices that exist on a day of a period, in order; headquarters is none. */
export function officesIn(period: DateWindow, offices: readonly FieldOffice[]): readonly FieldOffice[] {
  return offices
    .filter((office) => office.office_code !== 'HQ')
    .filter((office) => office.exists_from < period.until && (office.exists_until ?? period.until) > period.from);
}

/** Names the tally of events by whether their offenses are listed on record: `complete`, `incomplete`, `not-recorded`. */
export const criminalHistory = 'criminal-history';

export interface AgreementBreakdown extends BreakdownWords {
  readonly entity: 'agreement';
  readonly code: (row: ExpressionBuilder<AgreementRow, 'agreement' | 'agency'>) => Expression<string>;
  /** Of records, which may say it of themselves; absent: as of the agreement that they are about. */
  readonly ofRecord?: RecordBreakdown['code'];
}

export interface RecordBreakdown extends BreakdownWords {
  readonly entity: 'record';
  readonly code: (row: ExpressionBuilder<RecordRow, 'record' | 'agreement' | 'agency'>) => Expression<string>;
}

/** What documents are about: the nation and its field offices, or one agreement. */
export type Ground = 'areas' | 'agreement';

/** What the documents of an extract are about. */
export const groundOf = ({ subject }: Pick<Extract, 'subject'>): Ground => (subject === null ? 'areas' : 'agreement');

/**
 * The windows in which a measure has columns. A stock does not add over time, so that a fiscal year to date says nothing
 * of it; flows of agreements and stocks are also counted over all time, and so is all that happens under one agreement.
 */
export function windowsOf(measure: Measure, ground: Ground): readonly WindowId[] {
  switch (measure.entity) {
    case 'event':
    case 'offense':
      return flows(ground);
    case 'record':
      return isStock(measure) ? ['period', 'previous', 'year-earlier'] : flows(ground);
    case 'agreement':
      return isStock(measure) ? ['period', 'previous', 'year-earlier', 'all-time'] : windowIds;
  }
}

const flows = (ground: Ground): readonly WindowId[] =>
  ground === 'areas' ? ['period', 'previous', 'year-earlier', 'fytd', 'prior-fytd'] : windowIds;

/** The kind of fact that must be covered: a kind of event, which list of the register, or which records. */
export function coverageKindOf(measure: Measure): CoverageKind {
  switch (measure.entity) {
    case 'event':
    case 'offense':
      return measure.kind;
    case 'record':
      return measure.coverage;
    case 'agreement':
      return measure.counted === 'pending' ? 'application' : 'agreement';
  }
}

/** What the sources cover of a measure for all offices, in order of first day. */
export function coverageOf(measure: Measure, coverage: readonly CoverageSpan[]): readonly CoverageSpan[] {
  const kind = coverageKindOf(measure);
  const isOfEvents = eventKindOf(measure) !== null;
  return coverage
    .filter((span) => span.kind === kind && span.office === null && (span.identifies287g || !isOfEvents))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/**
 * The days of each window for a measure. `all-time` begins with the first day that the sources cover, because of what
 * came and went before they say nothing; where that is not before the period's end, with the program. What happened under
 * one agreement counts from its signing.
 */
export function windowsOn(
  measure: Measure,
  { period, coverage, subject }: Pick<Extract, 'period' | 'coverage' | 'subject'>,
): Readonly<Record<WindowId, DateWindow>> {
  const windows = comparisonWindows(period);
  if (subject !== null && measure.entity !== 'agreement') {
    const from = subject.signed_on ?? windows['all-time'].from;
    return from < period.until ? { ...windows, 'all-time': { from, until: period.until } } : windows;
  }
  const first: IsoDate | undefined = coverageOf(measure, coverage)[0]?.from;
  if (first === undefined || first >= period.until) return windows;
  return { ...windows, 'all-time': { from: first, until: period.until } };
}

/** Of a measure of offenses: of how many events of a window the offenses are listed in full, perhaps not in full, or not. */
export function historiesIn(
  measure: Measure,
  scope: string,
  id: WindowId | Month,
  tallies: readonly Tally[],
): { readonly complete: number; readonly incomplete: number; readonly unlisted: number } {
  if (measure.entity !== 'offense') return { complete: 0, incomplete: 0, unlisted: 0 };
  const own = tallies.filter(
    (tally) => tally.measure === measure.id && tally.scope === scope && tally.breakdown === criminalHistory,
  );
  const of = (code: string) => own.find((tally) => tally.code === code)?.counts[id] ?? 0;
  return { complete: of('complete'), incomplete: of('incomplete'), unlisted: of('not-recorded') };
}
