import type { IsoDate } from '../../../pipeline/period.ts';
import type { CriminalCharge, Evidence } from '../../../queries/evidence.ts';

/** What is known of one event: its row, its facts where it has any, its charges, and its agreement's template. */
export interface Case {
  readonly eventId: string;
  readonly day: IsoDate;
  readonly criminality: string;
  readonly threatLevel: string;
  /** The template under which its agreement stood on the day; null: no agreement, none active, or not recorded. */
  readonly template: string | null;
  /** null: the event has no row of evidence, so that no fact is known. */
  readonly facts: Evidence | null;
  readonly charges: readonly CriminalCharge[];
}
