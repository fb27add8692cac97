/** What some work took. */
export interface Took {
  /** By the wall clock. */
  readonly seconds: number;
  /** Of all threads of this process; another process, such as a database server, is not in it. */
  readonly cpuSeconds: number;
}

/** A watch that runs only between `start` and `stop`, as often as wanted. */
export interface Stopwatch {
  readonly start: () => void;
  readonly stop: () => void;
  readonly took: () => Took;
}

/** A watch at zero, not running. */
export function stopwatch(): Stopwatch {
  let milliseconds = 0;
  let microseconds = 0;
  let since = 0;
  let cpuSince = process.cpuUsage();
  return {
    start: () => {
      cpuSince = process.cpuUsage();
      since = performance.now();
    },
    stop: () => {
      milliseconds += performance.now() - since;
      const { user, system } = process.cpuUsage(cpuSince);
      microseconds += user + system;
    },
    took: () => ({ seconds: milliseconds / 1_000, cpuSeconds: microseconds / 1_000_000 }),
  };
}

/** Does some work and says what it took. */
export async function timed<T>(work: () => T | Promise<T>): Promise<Took & { readonly result: T }> {
  const watch = stopwatch();
  watch.start();
  const result = await work();
  watch.stop();
  return { ...watch.took(), result };
}

/** The middle value; of an even number the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** The median of each: wall and CPU apart, so that a round that was disturbed in one still counts in the other. */
export function medianTook(rounds: readonly Took[]): Took {
  return {
    seconds: median(rounds.map((round) => round.seconds)),
    cpuSeconds: median(rounds.map((round) => round.cpuSeconds)),
  };
}
