import type { DeclaredGap } from './priorities/regime.ts';

/** The code of an event for which no rule holds and at least one could not be decided. */
export const undetermined = 'cannot-be-determined';

/** What one event was determined to be on an axis. */
export interface Determination {
  /** The regime's id, or the kind of the gap. */
  readonly block: string;
  /** The regime's category, `cannot-be-determined`, or the kind of the gap. */
  readonly category: string;
  /** Number of the rule that decided, from 1; null: none. */
  readonly rule: number | null;
  /** Numbers of the rules that come before it and could not be decided: the record does not exclude them. */
  readonly notExcluded: readonly number[];
}

/** The text of a determination in the database, but for the rules that follow, each with a comma. */
export function determinationText(regime: string, category: string, rule: number): string {
  return `${regime}|${category}|${rule}|`;
}

/** The text of an event on whose day no regime is applied. */
export function notDetermined(gap: DeclaredGap['kind']): string {
  return determinationText(gap, gap, 0);
}

/** Reads the text that the compiled expression gives. */
export function readDetermination(text: string): Determination {
  const [block = '', category = '', rule = '0', open = ''] = text.split('|');
  return {
    block,
    category,
    rule: rule === '0' ? null : Number(rule),
    notExcluded: open.split(',').filter(Boolean).map(Number),
  };
}

/** `eo-13768-2017-01-25:C1`: a category names its regime, so that two regimes in one period stay apart. */
export function determinationCode(block: string, category: string): string {
  return block === category ? block : `${block}:${category}`;
}

/** `eo-13768-2017-01-25:rule-1`. */
export function ruleCode(block: string, rule: number): string {
  return `${block}:rule-${rule}`;
}

/** The code under which a determination is listed by category, or by the rule that decided. */
export function listedCode(text: string, part: 'category' | 'rule'): string {
  const { block, category, rule } = readDetermination(text);
  return part === 'rule' && rule !== null ? ruleCode(block, rule) : determinationCode(block, category);
}

/** The words for days without a regime. */
export const gapLabels = {
  'none-in-force': 'No regime in force on the day',
  'not-catalogued': 'Regime of the day not in this program’s catalogue',
} as const satisfies Record<DeclaredGap['kind'], string>;
