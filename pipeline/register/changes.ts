import type { DateWindow, IsoDate } from '../period.ts';
import type { Register, RegisterStatus } from '../register.ts';
import type { DecisionKind, RegisterDecision } from './decisions.ts';
import { compareTexts } from './sightings.ts';

/** A change of the register, on the day from which it holds. */
export interface RegisterChange {
  readonly on: IsoDate;
  readonly decision: RegisterDecision;
}

/** Rows that changed nothing. */
const unchanged: readonly DecisionKind[] = ['same', 'duplicate'];

/**
 * The changes in a window, in order of their days. A beginning counts on the first day in force, which may lie before
 * the list that told of it; everything else on the day of the list.
 */
export function changesOfRegister(register: Register, window: DateWindow): readonly RegisterChange[] {
  const beginnings = new Map<string, RegisterStatus[]>();
  for (const span of register.statuses) {
    if (span.status !== 'active' || span.basis === 'reassigned') continue;
    beginnings.set(span.agreement_id, [...(beginnings.get(span.agreement_id) ?? []), span]);
  }
  return register.decisions
    .filter(({ kind }) => !unchanged.includes(kind))
    .map((decision) => ({ on: dayOf(decision, beginnings.get(decision.agreement_id) ?? []), decision }))
    .filter(({ on }) => window.from <= on && on < window.until)
    .toSorted((a, b) => compareTexts(orderOf(a), orderOf(b)));
}

function dayOf({ kind, as_of }: RegisterDecision, active: readonly RegisterStatus[]): IsoDate {
  if (kind !== 'new' && kind !== 'signed' && kind !== 'returned') return as_of;
  return active.findLast(({ valid_from }) => valid_from <= as_of)?.valid_from ?? as_of;
}

const orderOf = ({ on, decision }: RegisterChange) =>
  `${on} ${decision.agreement_id} ${decision.as_of} ${decision.kind} ${decision.row?.row_number ?? ''}`;
