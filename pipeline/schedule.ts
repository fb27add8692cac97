import type { SlotKey } from '../queries/ledger.ts';
import type { CoverageSpan } from '../queries/provenance.ts';
import { instantInWords } from './period.ts';
import type { ReportSchedule } from './reports/report/schedule.ts';
import type { ReportDefinition } from './reports/report.ts';
import { type MissingDays, missingDays, missingInWords } from './schedule/missing-days.ts';
import { hasCome, type Occurrence, occurrencesUntil } from './schedule/occurrences.ts';

/** An edition as what is due is judged by it. */
export interface StandingEdition extends SlotKey {
  readonly number: number;
  /** What was required and not covered when it was made; empty: nothing, or it cannot be known any more. */
  readonly lacking: readonly MissingDays[];
}

/**
 * A slot that is due and has no edition, or one that was made before its sources covered the period. `ready`: it is to be run now. `queued`: it is to be run after as many older ones as
 * are run in one go. `waiting`: a required source is missing. `asks`: it runs when a person says so. `skipped`: a later
 * period has taken its place, and it never runs by itself.
 */
export interface DueSlot extends Occurrence {
  readonly report: string;
  readonly audience: 'internal';
  readonly state: 'ready' | 'queued' | 'waiting' | 'asks' | 'skipped';
  /** Whether it should have been published by now. A slot that is skipped never is. */
  readonly isOverdue: boolean;
  /** What is not covered of the period; empty: nothing is missing. */
  readonly missing: readonly MissingDays[];
  /** The edition that was made before its sources covered the period, and that the next one replaces; null: there is none. */
  readonly replaces: number | null;
  /** Why it is in this state, a clause each; never empty. */
  readonly reasons: readonly string[];
}

/**
 * What is due at an ISO instant: required periods less those with an edition, in order of report and period, each with its
 * state and why. Those that are `ready` are to be run in this order. A report without a schedule is never due.
 *
 * An edition that a person had made before its sources covered the period is preliminary: once they do, the next one is due, as a
 * revision that says what it changes. Until then, and where older periods are not run by themselves, it stands.
 */
export function dueSlots(
  definitions: readonly Pick<ReportDefinition, 'id' | 'schedule'>[],
  editions: readonly StandingEdition[],
  coverage: readonly CoverageSpan[],
  now: string,
): readonly DueSlot[] {
  const scheduled = editions.filter(({ audience, subject }) => audience === 'internal' && subject === '');
  return definitions.flatMap(({ id, schedule }) => {
    if (schedule === undefined) return [];
    const ofReport = scheduled.filter(({ report }) => report === id);
    return slotsOf(id, schedule, new Map(ofReport.map((edition) => [edition.period, edition])), coverage, now);
  });
}

/** A due period and what stands in its way. */
interface Required extends Occurrence {
  readonly isPublished: boolean;
  /** The edition that is to be replaced; null: none. */
  readonly preliminary: StandingEdition | null;
  readonly missing: readonly MissingDays[];
}

function slotsOf(
  report: string,
  schedule: ReportSchedule,
  published: ReadonlyMap<string, StandingEdition>,
  coverage: readonly CoverageSpan[],
  now: string,
): readonly DueSlot[] {
  const required = occurrencesUntil(schedule, now).map((occurrence): Required => {
    const edition = published.get(occurrence.period.id);
    const isWhole = edition !== undefined && edition.lacking.length === 0;
    const missing = isWhole ? [] : missingDays(schedule.requires, occurrence.period, coverage);
    const isPublished = isWhole || (edition !== undefined && missing.length > 0);
    return {
      ...occurrence,
      isPublished,
      preliminary: isPublished ? null : (edition ?? null),
      missing: isPublished ? [] : missing,
    };
  });
  return required.flatMap((one, at): DueSlot[] => {
    if (one.isPublished) return [];
    const { period, due, overdue, missing, preliminary } = one;
    const { state, reason } = standingOf(one, schedule, required.slice(0, at), required.slice(at + 1));
    // What a person published stands where no other is made by itself.
    if (preliminary !== null && (state === 'skipped' || state === 'asks')) return [];
    const isOverdue = state !== 'skipped' && hasCome(overdue, now);
    const reasons = [
      ...(reason === null ? missing.map(missingInWords) : [reason]),
      ...(preliminary === null ? [] : [wasEarly(preliminary)]),
      ...(isOverdue ? [`overdue since ${instantInWords(overdue)}`] : []),
    ];
    const replaces = preliminary?.number ?? null;
    return [{ report, audience: 'internal', period, due, overdue, state, isOverdue, missing, replaces, reasons }];
  });
}

const wasEarly = ({ number, lacking }: StandingEdition) =>
  `edition ${number} was made before its sources covered the period (${lacking.map(({ kind }) => kind).join(', ')})`;

/** No reason: what is missing is the reason. */
interface Standing {
  readonly state: DueSlot['state'];
  readonly reason: string | null;
}

function standingOf(
  one: Required,
  { catchUp, atMost }: ReportSchedule,
  older: readonly Required[],
  later: readonly Required[],
): Standing {
  const isComplete = one.missing.length === 0;
  // A later period that still waits takes no place: where sources are always late, nothing would ever be run.
  const successor = catchUp === 'all' ? undefined : later.findLast(({ missing }) => missing.length === 0);
  if (successor !== undefined && catchUp === 'latest') return { state: 'skipped', reason: succeeded(successor) };
  if (!isComplete) return { state: 'waiting', reason: null };
  if (successor !== undefined) return { state: 'asks', reason: `${succeeded(successor)}; a person decides` };
  const before = older.filter(({ isPublished, missing }) => !isPublished && missing.length === 0).length;
  return catchUp === 'all' && before >= atMost
    ? { state: 'queued', reason: `${before} older periods are run first, ${atMost} in one go` }
    : { state: 'ready', reason: 'every required source covers its days' };
}

const succeeded = ({ period, isPublished }: Required) =>
  `${period.label} ${isPublished ? 'is published' : 'can be run'}, and only the latest period is run by itself`;
