import type { IsoDate } from '../period.ts';

/**
 * What was decided about a row, or about an agreement that a list no longer holds. `renamed`: the agency bears another
 * name; `reassigned`: the list names another agency for the same agreement; `redated`: its signing date was corrected;
 * `re-signed`: it was signed anew; `duplicate`: a second row of one agreement; `applied`, `signed`, `withdrawn`: an
 * application came, was granted, or left the list of applications without being granted.
 */
export const decisionKinds = [
  'new',
  'same',
  'respelt',
  'renamed',
  'reassigned',
  'redated',
  're-signed',
  'duplicate',
  'ended',
  'returned',
  'applied',
  'signed',
  'withdrawn',
] as const;
/** One of them. */
export type DecisionKind = (typeof decisionKinds)[number];

/** Where a row stands: the list by its content, and the row of its sheet. */
export interface RowReference {
  readonly list_sha256: string;
  readonly as_of: IsoDate;
  readonly row_number: number;
}

/** One decision, with the two rows that it compared and the reason in words. */
export interface RegisterDecision {
  readonly kind: DecisionKind;
  readonly agreement_id: string;
  /** The list that gave rise to it. */
  readonly list_sha256: string;
  readonly as_of: IsoDate;
  /** The row of that list; null: the list has none, and that is the decision. */
  readonly row: RowReference | null;
  /** The earlier row that it was compared with, in the same list for a duplicate; null: there is none. */
  readonly compared_with: RowReference | null;
  readonly reason: string;
}
