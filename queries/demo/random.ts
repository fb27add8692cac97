/** A reproducible stream of numbers: the same seed and name give the same numbers on every machine. */
export interface Random {
  /** The next number, at least 0 and less than 1. */
  readonly next: () => number;
  /** A whole number from `least` through `most`, each as likely. */
  readonly between: (least: number, most: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** One of the values, by weight. */
  readonly pick: <T>(choice: Choice<T>) => T;
}

/** Values and how often each occurs; the weights are relative. */
export interface Choice<T> {
  readonly values: readonly T[];
  /** Running sums of the weights, one for each value. */
  readonly upTo: readonly number[];
}

/** A choice from `[value, weight]` pairs; at least one of them. */
export function choiceOf<T>(pairs: readonly (readonly [T, number])[]): Choice<T> {
  let sum = 0;
  return {
    values: pairs.map(([value]) => value),
    upTo: pairs.map(([, weight]) => {
      sum += weight;
      return sum;
    }),
  };
}

/**
 * The stream of one seed and name. Streams of different names are independent, so a new draw in one part of the data
 * leaves all other parts as they were. Whole-number arithmetic throughout, because `Math.exp` and its like may differ
 * between engines.
 */
export function randomStream(seed: number, name: string): Random {
  let state = hashOf(`${seed}/${name}`);
  const next = () => {
    // mulberry32: 32 bits of state, far more draws than one name ever needs.
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: (choice) => pickAt(choice, next()),
  };
}

function pickAt<T>({ values, upTo }: Choice<T>, share: number): T {
  const target = share * (upTo.at(-1) ?? 0);
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  // The bounds of the search keep `low` inside; the assertion stands for what the compiler cannot see.
  return values[low] as T;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}
