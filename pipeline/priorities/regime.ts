import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { EvidenceTable } from '../../queries/events.ts';
import type { DateWindow, IsoDate } from '../period.ts';

/** A question that regimes answer; on each calendar axis exactly one regime holds on each day. */
export type Axis = 'priority' | 'detainer' | 'moa-level' | 'mandatory-detention';

/** What the expressions of a rule read: one row of evidence, in which NULL means *cannot be known* and only that. */
export interface EvidenceRow {
  readonly evidence: EvidenceTable;
}

/** A published policy, for as long as it was in force. Data and expressions only. */
export interface PriorityRegime<C extends string = string> {
  /** Issuer and date of issue, `dhs-2014-11-20`; also the file's name. */
  readonly id: string;
  readonly knownAs: string;
  readonly axis: Axis;
  readonly source: { readonly title: string; readonly issued: IsoDate; readonly url: string };
  /** Half-open; two windows where a court set it aside and it revived; or each agreement's own span. */
  readonly inForce: readonly DateWindow[] | 'agreement';
  readonly categories: Readonly<Record<C, { readonly label: string }>>;
  /** Tried in order; the first that holds decides. */
  readonly rules: readonly PriorityRule<NoInfer<C>>[];
  /** The category where no rule holds and every rule could be decided. */
  readonly otherwise: NoInfer<C>;
}

export interface PriorityRule<C extends string = string> {
  /** As the source numbers it. */
  readonly cite: string;
  /** false: known only from memory, not read in the instrument; the report's notes list it. */
  readonly confirmed: boolean;
  readonly category: C;
  /** `recorded`: an officer's determination, read and never inferred. */
  readonly basis: 'computed' | 'recorded';
  readonly holds: (evidence: ExpressionBuilder<EvidenceRow, 'evidence'>) => Expression<SqlBool>;
}

/** Days on which no regime of this axis can be applied, and why: declared, never left out. */
export interface DeclaredGap {
  readonly axis: Axis;
  readonly window: DateWindow;
  /** `none-in-force`: there was none. `not-catalogued`: there was one, and this program does not have it yet. */
  readonly kind: 'none-in-force' | 'not-catalogued';
  readonly why: string;
}
