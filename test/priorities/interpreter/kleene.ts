/** Yes, no, or null: the record does not tell. */
export type Truth = boolean | null;

/** No where one says no; else not to be known where one does not tell. */
export function and(...truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

/** Yes where one says yes; else not to be known where one does not tell. */
export function or(...truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(null) ? null : false;
}

/** The reverse; what the record does not tell stays so. */
export function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

/** Whether a known value is so; a value that is not known does not tell. */
export function known<T>(value: T | null, isSo: (value: T) => boolean): Truth {
  return value === null ? null : isSo(value);
}

/** How many there are: so many for certain, and so many at most, null without a bound. */
export interface Interval {
  readonly least: number;
  readonly most: number | null;
}

/** Whether there are so many; where the record contradicts itself, what is certain goes first. */
export function atLeast(number: number, { least, most }: Interval): Truth {
  if (least >= number) return true;
  return most !== null && most < number ? false : null;
}
