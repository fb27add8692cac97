import { unreachable } from './errors.ts';
import { dateInWords, type IsoDate } from './period.ts';

/**
 * What stands in one place of a table: a number, or a reason why there is none. *Unavailable* (the sources do not cover
 * it) is not zero, and *withheld* is not unavailable.
 */
export type Cell =
  | {
      readonly kind: 'count';
      readonly value: number;
      /** Differs from what the edition before has in this place. */
      readonly revised?: true;
    }
  /** Percent, rounded half up to one decimal when it was made. */
  | { readonly kind: 'share'; readonly value: number }
  /** A difference of two counts; its sign is printed. */
  | { readonly kind: 'change'; readonly value: number }
  /** A difference in percent of the count before, rounded half away from zero to one decimal when it was made. */
  | { readonly kind: 'percent-change'; readonly value: number }
  /** A time in the unit that its column names, rounded to one decimal when it was made. */
  | { readonly kind: 'duration'; readonly value: number }
  /** A civil date of a fact, such as a signing. */
  | { readonly kind: 'date'; readonly date: IsoDate }
  /** Words of a fact, such as the name of an agency; never empty. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'not-applicable' };

/** A sign that stands in place of, or beside, a number. */
export interface Sign {
  readonly sign: string;
  readonly meaning: string;
}

/** The one table of signs (`domain.md` §9): printed as the legend of every document. */
export const signs = {
  zero: { sign: '-', meaning: 'Zero' },
  withheld: { sign: 'D', meaning: 'Withheld to limit disclosure' },
  unavailable: { sign: 'NA', meaning: 'Not available: the sources do not cover it. Not zero.' },
  'not-applicable': { sign: 'X', meaning: 'Not applicable' },
  revised: { sign: 'r', meaning: 'Revised: differs from the edition before' },
} as const satisfies Record<string, Sign>;

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
const signedDecimal = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

const tenth = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** `Jun 30, 2020` */
export const shortDate = (date: IsoDate): string => dateInWords(date).replace(/^(\w{3})\w*/, '$1');

/** A cell as every document prints it: `1,234`, `12.3`, or its sign. */
export function cellText(cell: Cell): string {
  switch (cell.kind) {
    case 'count':
      return cell.value === 0 ? signs.zero.sign : whole.format(cell.value);
    case 'share':
      return oneDecimal.format(cell.value);
    case 'change':
      return cell.value === 0 ? signs.zero.sign : signed.format(cell.value);
    case 'percent-change':
      return signedDecimal.format(cell.value);
    case 'duration':
      return tenth.format(cell.value);
    case 'date':
      return shortDate(cell.date);
    case 'text':
      return cell.text;
    case 'withheld':
    case 'unavailable':
    case 'not-applicable':
      return signs[cell.kind].sign;
    default:
      return unreachable(cell);
  }
}

/** What stands after the number of a cell: `r` where it is revised; else nothing. */
export function cellMark(cell: Cell): string {
  return cell.kind === 'count' && cell.revised === true ? signs.revised.sign : '';
}

const allSigns: ReadonlySet<string> = new Set(Object.values(signs).map(({ sign }) => sign));

/** The signs that a cell shows, in place of its number or beside it; words that look like one are none. */
export function shownSigns(cell: Cell): readonly string[] {
  return cellFact(cell) === null ? [cellText(cell), cellMark(cell)].filter((text) => allSigns.has(text)) : [];
}

/** A cell with its mark, as tables print it: `1,234 r`. */
export function markedText(cell: Cell): string {
  const mark = cellMark(cell);
  return mark === '' ? cellText(cell) : `${cellText(cell)}\u00a0${mark}`;
}

type NumberCell = Extract<Cell, { readonly value: number }>;

const numberKinds: ReadonlySet<string> = new Set(['count', 'share', 'change', 'percent-change', 'duration']);

function isNumber(cell: Cell): cell is NumberCell {
  return numberKinds.has(cell.kind);
}

/** The number of a cell, or null where it has none. */
export function cellNumber(cell: Cell): number | null {
  return isNumber(cell) ? cell.value : null;
}

/** The status column of open data: empty beside a number or a fact, `r` beside a revised number, else the sign. */
export function cellStatus(cell: Cell): string {
  if (cell.kind === 'date' || cell.kind === 'text') return '';
  return isNumber(cell) ? cellMark(cell) : signs[cell.kind].sign;
}

/** The date or the words of a cell as open data have it, dates as `2020-06-30`; null where it holds neither. */
export function cellFact(cell: Cell): string | null {
  if (cell.kind === 'date') return cell.date;
  return cell.kind === 'text' ? cell.text : null;
}

/**
 * `part` of `whole` in percent, rounded half up to one decimal; not applicable where the whole is zero. Exact for wholes
 * below 2^43: a quotient that is no tie lies too far from one for a division, correctly rounded, to land on it.
 */
export function shareOf(part: Cell, of: Cell): Cell {
  if (part.kind !== 'count') return part;
  if (of.kind !== 'count') return of;
  if (of.value === 0) return { kind: 'not-applicable' };
  return { kind: 'share', value: Math.round((part.value * 1000) / of.value) / 10 };
}

/** From one count to another: the difference, or why there is none. */
export function changeOf(before: Cell, after: Cell): Cell {
  if (after.kind !== 'count') return after;
  if (before.kind !== 'count') return before;
  return { kind: 'change', value: after.value - before.value };
}

/** The same in percent of the first; not applicable where the first is zero. */
export function percentChangeOf(before: Cell, after: Cell): Cell {
  const change = changeOf(before, after);
  if (change.kind !== 'change' || before.kind !== 'count') return change;
  if (before.value === 0) return { kind: 'not-applicable' };
  const tenths = Math.round((Math.abs(change.value) * 1000) / before.value);
  return { kind: 'percent-change', value: tenths === 0 ? 0 : (Math.sign(change.value) * tenths) / 10 };
}
