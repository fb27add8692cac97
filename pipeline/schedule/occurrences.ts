import { lastDay, type Month, type Period, parsePeriod } from '../period.ts';
import type { ReportSchedule } from '../reports/report/schedule.ts';
import { businessDayAfter } from './business-days.ts';
import { instantAt } from './zoned-time.ts';

/** One period of a report and when it falls due. The period is what the occurrence is of, whenever it is looked at. */
export interface Occurrence {
  readonly period: Period;
  /** ISO instant from which it is due, that instant inside. */
  readonly due: string;
  /** ISO instant from which it is overdue unless it is published. */
  readonly overdue: string;
}

/** The ISO instant at which a month falls due. */
export function dueInstant({ on, at, zone }: Pick<ReportSchedule, 'on' | 'at' | 'zone'>, month: Month): string {
  return instantAt(businessDayAfter(lastDay(parsePeriod(month)), on.businessDay), at, zone);
}

/** A month with its instants. */
export function occurrenceOf(schedule: ReportSchedule, month: Month): Occurrence {
  const { on, at, zone, overdueAfter } = schedule;
  const period = parsePeriod(month);
  // So many business days after the one on which it falls due.
  const overdueOn = businessDayAfter(lastDay(period), on.businessDay + overdueAfter.businessDays);
  return { period, due: dueInstant(schedule, month), overdue: instantAt(overdueOn, at, zone) };
}

/** Every month of a schedule that is due at an ISO instant, in order. */
export function occurrencesUntil(schedule: ReportSchedule, now: string): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (let next = occurrenceOf(schedule, schedule.from); hasCome(next.due, now); next = after(schedule, next)) {
    found.push(next);
  }
  return found;
}

/** The first month of a schedule that is not yet due at an ISO instant. */
export function nextOccurrence(schedule: ReportSchedule, now: string): Occurrence {
  const last = occurrencesUntil(schedule, now).at(-1);
  return last === undefined ? occurrenceOf(schedule, schedule.from) : after(schedule, last);
}

const after = (schedule: ReportSchedule, { period }: Occurrence): Occurrence =>
  occurrenceOf(schedule, period.until.slice(0, 7) as Month);

/** Whether an ISO instant has come. Two texts of one instant may differ, so that texts are not compared. */
export const hasCome = (instant: string, now: string): boolean => Date.parse(instant) <= Date.parse(now);
