import { type Cell, cellText, percentChangeOf } from '../../cell.ts';
import type { HighlightsDefinition } from '../../reports/report/highlights.ts';
import { fill } from '../../wording.ts';

interface Noun {
  readonly one: string;
  readonly many: string;
}

/** How two counts compare, before it is put into words. */
type Change =
  | { readonly kind: 'same' | 'about' | 'upFromNone' | 'upFrom' | 'downToNone' | 'stillNone' }
  | { readonly kind: 'more' | 'fewer'; readonly by: 'percent' | 'number' };

/** The change from one count to another in words, by the limits of the definition: `12.3 percent fewer than in May 2020 (9)`. */
export function changeInWords(
  before: number,
  after: number,
  { when, noun }: { readonly when: string; readonly noun: Noun },
  { limits, words }: Pick<HighlightsDefinition, 'limits' | 'words'>,
): string {
  const change = changeBetween(before, after, limits);
  const slots = { when, before: countText(before) };
  switch (change.kind) {
    case 'same':
      return fill(words.change.same, { when, noun: noun.many });
    case 'about':
      return fill(words.change.about, { ...slots, noun: noun.many });
    case 'upFrom':
    case 'downToNone':
      return fill(words.change[change.kind], slots);
    case 'upFromNone':
    case 'stillNone':
      return fill(words.change[change.kind], { when });
    case 'more':
    case 'fewer':
      return fill(words.change[change.kind], { ...slots, ...sizeOf(before, after, change.by, noun, words.change) });
  }
}

/** How large a change is, and what it is a number of. */
function sizeOf(
  before: number,
  after: number,
  by: 'percent' | 'number',
  noun: Noun,
  words: HighlightsDefinition['words']['change'],
): { readonly size: string; readonly noun: string } {
  const difference = Math.abs(after - before);
  if (by === 'number') return { size: countText(difference), noun: difference === 1 ? noun.one : noun.many };
  const share: Cell = { kind: 'share', value: Math.abs(percentBetween(before, after)) };
  return { size: fill(words.percent, { size: cellText(share) }), noun: noun.many };
}

function changeBetween(before: number, after: number, limits: HighlightsDefinition['limits']): Change {
  if (before === after) return { kind: before === 0 ? 'stillNone' : 'same' };
  if (before === 0) return { kind: 'upFromNone' };
  if (after === 0) return { kind: 'downToNone' };
  // As it is printed: a reader who applies the rule to the printed percentage comes to the same words.
  const percent = Math.abs(percentBetween(before, after));
  if (percent > limits.mostPercent) return { kind: 'upFrom' };
  const kind = after > before ? 'more' : 'fewer';
  if (before < limits.leastBase) return { kind, by: 'number' };
  return percent < limits.leastPercent ? { kind: 'about' } : { kind, by: 'percent' };
}

function percentBetween(before: number, after: number): number {
  const cell = percentChangeOf({ kind: 'count', value: before }, { kind: 'count', value: after });
  return cell.kind === 'percent-change' ? cell.value : 0;
}

const countText = (value: number) => cellText({ kind: 'count', value });
