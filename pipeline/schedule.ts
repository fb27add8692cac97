import type { SlotKey } from '../queries/ledger.ts';
import type { CoverageSpan } from '../queries/provenance.ts';
import { instantInWords } from './period.ts';
import type { ReportSchedule } from './reports/report/schedule.ts';
import type { ReportDefinition } from './reports/report.ts';
import { type MissingDays, missingDays, missingInWords } from './schedule/missing-days.ts';
import { hasCome, type Occurrence, occurrencesUntil } from './schedule/occurrences.ts';

/**
 * A slot that is due and has no edition. `ready`: it is to be run now. `queued`: it is to be run after as many older ones as
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
  /** Why it is in this state, a clause each; never empty. */
  readonly reasons: readonly string[];
}

/**
 * What is due at an ISO instant: required periods less those with an edition, in order of report and period, each with its
 * state and why. Those that are `ready` are to be run in this order. A report without a schedule is never due.
 */
export function dueSlots(
  definitions: readonly Pick<ReportDefinition, 'id' | 'schedule'>[],
  editions: readonly SlotKey[],
  coverage: readonly CoverageSpan[],
  now: string,
): readonly DueSlot[] {
  const scheduled = editions.filter(({ audience, subject }) => audience === 'internal' && subject === '');
  return definitions.flatMap(({ id, schedule }) => {
    if (schedule === undefined) return [];
    const published = new Set(scheduled.filter(({ report }) => report === id).map(({ period }) => period));
    return slotsOf(id, schedule, published, coverage, now);
  });
}

/** A due period and what stands in its way. */
interface Required extends Occurrence {
  readonly isPublished: boolean;
  readonly missing: readonly MissingDays[];
}

function slotsOf(
  report: string,
  schedule: ReportSchedule,
  published: ReadonlySet<string>,
  coverage: readonly CoverageSpan[],
  now: string,
): readonly DueSlot[] {
  const required = occurrencesUntil(schedule, now).map((occurrence): Required => {
    const isPublished = published.has(occurrence.period.id);
    const missing = isPublished ? [] : missingDays(schedule.requires, occurrence.period, coverage);
    return { ...occurrence, isPublished, missing };
  });
  return required.flatMap((one, at): DueSlot[] => {
    if (one.isPublished) return [];
    const { period, due, overdue, missing } = one;
    const { state, reason } = standingOf(one, schedule, required.slice(0, at), required.slice(at + 1));
    const isOverdue = state !== 'skipped' && hasCome(overdue, now);
    const reasons = [
      ...(reason === null ? missing.map(missingInWords) : [reason]),
      ...(isOverdue ? [`overdue since ${instantInWords(overdue)}`] : []),
    ];
    return [{ report, audience: 'internal', period, due, overdue, state, isOverdue, missing, reasons }];
  });
}

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
