import { median, timed } from './stopwatch.ts';

/** Seconds of many things, round by round. The first round, in which nothing is warm, is kept apart. */
export interface Samples {
  readonly add: (what: string, seconds: number) => void;
  readonly time: <T>(what: string, work: () => T | Promise<T>) => Promise<T>;
  /** Adds what several took in this round as one. */
  readonly addTogether: (what: string, parts: readonly string[]) => void;
  /** One line of the table; `floors` are what the same work takes at the least. */
  readonly line: (what: string, floors?: readonly string[]) => TimedLine;
}

/** What something took, beside its floors. */
export interface TimedLine {
  readonly what: string;
  /** As a command of its own takes it: the first time in its process. */
  readonly firstSeconds: number;
  /** Median of the later rounds, as are the floors. */
  readonly seconds: number;
  readonly floors: readonly { readonly what: string; readonly seconds: number; readonly ratio: number }[];
}

/** No samples yet. */
export function samples(): Samples {
  const taken = new Map<string, number[]>();
  const add = (what: string, seconds: number) => {
    taken.set(what, [...(taken.get(what) ?? []), seconds]);
  };
  const secondsOf = (what: string) => {
    const all = taken.get(what);
    if (all === undefined) throw new Error(`"${what}" was not measured`);
    return all;
  };
  const warm = (what: string) => median(secondsOf(what).slice(1));
  return {
    add,
    time: async (what, work) => {
      const { seconds, result } = await timed(work);
      add(what, seconds);
      return result;
    },
    addTogether: (what, parts) =>
      add(
        what,
        parts.reduce((sum, part) => sum + (secondsOf(part).at(-1) ?? Number.NaN), 0),
      ),
    line: (what, floors = []) => ({
      what,
      firstSeconds: secondsOf(what)[0] ?? Number.NaN,
      seconds: warm(what),
      floors: floors.map((floor) => ({ what: floor, seconds: warm(floor), ratio: warm(what) / warm(floor) })),
    }),
  };
}
