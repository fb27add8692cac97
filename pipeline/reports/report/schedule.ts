import type { CoverageKind } from '../../../queries/coverage.ts';
import type { Month } from '../../period.ts';

/**
 * When each period of a report falls due, what must be covered before it can be made, and what becomes of periods that were
 * missed. Of its internal edition for the nation and its field offices; the public one is composed from that.
 */
export interface ReportSchedule {
  readonly every: 'month';
  /** Counted from 1 for the first business day after the month has ended. */
  readonly on: { readonly businessDay: number };
  /** Time of day in `zone`: `06:00`. */
  readonly at: `${number}:${number}`;
  /** As the IANA names it. */
  readonly zone: string;
  /** The first month that is published by schedule; those before are for a person to run. */
  readonly from: Month;
  /** A period that is not published so long after it fell due is overdue. */
  readonly overdueAfter: { readonly businessDays: number };
  /**
   * Of several unpublished periods whose sources are complete, `all` are run, the oldest first; `latest`: the latest alone, and
   * older ones are never run by themselves; `ask`: the latest, and older ones wait until a person runs them.
   */
  readonly catchUp: 'all' | 'latest' | 'ask';
  /** How many are run in one go; the others wait for the next look at what is due. */
  readonly atMost: number;
  /** Each must cover every day of the period, for all offices; what other figures lack is shown as not available. */
  readonly requires: readonly CoverageKind[];
}
