import type { CountedPair } from '../../queries/impact.ts';
import { listedCode } from '../determination.ts';
import type { AxisRecord } from './recorded.ts';

/** A category with its words. */
export interface LabeledCategory {
  readonly code: string;
  readonly label: string;
}

/** So many events that would move from one category to another. */
export interface Move {
  readonly from: LabeledCategory;
  readonly to: LabeledCategory;
  readonly events: number;
}

/** What another classification would change for one kind of event on one axis. */
export interface KindImpact {
  readonly kind: string;
  /** Events that both count. */
  readonly events: number;
  readonly unchanged: number;
  /** Of those unchanged: decided by another rule, or with other higher rules not excluded. */
  readonly decidedOtherwise: number;
  readonly moved: number;
  /** The largest first. */
  readonly moves: readonly Move[];
  /** Events that only the recorded query counts. */
  readonly onlyRecorded: number;
  /** Events that only the present one counts. */
  readonly onlyPresent: number;
}

type Labels = AxisRecord['labels'];

/** Tells by kind of event what would move from which category to which. */
export function movesOf(
  pairs: readonly CountedPair[],
  labels: { readonly recorded: Labels; readonly present: Labels },
): readonly KindImpact[] {
  const kinds = [...new Set(pairs.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const own = pairs.filter((pair) => pair.kind === kind);
    const both = own.flatMap(({ recorded, present, events }) =>
      recorded === null || present === null ? [] : [{ recorded, present, events }],
    );
    const isMove = (pair: (typeof both)[number]) => codeOf(pair.recorded) !== codeOf(pair.present);
    const stayed = both.filter((pair) => !isMove(pair));
    return {
      kind,
      events: sum(both),
      unchanged: sum(stayed),
      decidedOtherwise: sum(stayed.filter((pair) => pair.recorded !== pair.present)),
      moved: sum(both) - sum(stayed),
      moves: gather(both.filter(isMove), labels),
      onlyRecorded: sum(own.filter(({ present }) => present === null)),
      onlyPresent: sum(own.filter(({ recorded }) => recorded === null)),
    };
  });
}

const codeOf = (determination: string) => listedCode(determination, 'category');
const sum = (pairs: readonly { readonly events: number }[]) => pairs.reduce((all, { events }) => all + events, 0);

function gather(
  pairs: readonly { readonly recorded: string; readonly present: string; readonly events: number }[],
  labels: { readonly recorded: Labels; readonly present: Labels },
): readonly Move[] {
  const moves = new Map<string, Move>();
  for (const { recorded, present, events } of pairs) {
    const [from, to] = [codeOf(recorded), codeOf(present)];
    const key = `${from} ${to}`;
    moves.set(key, {
      from: { code: from, label: labels.recorded[from] ?? from },
      to: { code: to, label: labels.present[to] ?? to },
      events: events + (moves.get(key)?.events ?? 0),
    });
  }
  // Sorting is stable: moves of one size stay in the order of their codes.
  return [...moves.values()].toSorted((a, b) => b.events - a.events);
}
