import { descendantsCpuSeconds } from './processor-time.ts';
import { median, type Took } from './stopwatch.ts';

/** What some work took of this process and of those that it started. */
export interface Spent extends Took {
  /** Of the processes that this one started: the browser. */
  readonly browserCpuSeconds: number;
}

/** What many things took, round by round. The first round, in which nothing is warm, is kept apart. */
export interface Samples {
  readonly add: (what: string, spent: Spent) => void;
  readonly time: <T>(what: string, work: () => T | Promise<T>) => Promise<T>;
  /** Adds what several took in this round as one. */
  readonly addTogether: (what: string, parts: readonly string[]) => void;
  /** One line of the table; `floors` are what the same work takes at the least. */
  readonly line: (what: string, floors?: readonly string[]) => TimedLine;
}

/** What something took, beside its floors. */
export interface TimedLine extends Spent {
  readonly what: string;
  /** As a command of its own takes it: the first time in its process. */
  readonly firstSeconds: number;
  readonly floors: readonly Floor[];
}

/** The least that could do the same; the ratios are of what was measured to it, by the wall and by the processor. */
export interface Floor {
  readonly what: string;
  readonly seconds: number;
  readonly ratio: number;
  readonly cpuRatio: number;
}

const none: Spent = { seconds: Number.NaN, cpuSeconds: Number.NaN, browserCpuSeconds: Number.NaN };

/** Takes down what some work spends; to be asked once, when it is over. */
export function spending(): () => Spent {
  const since = performance.now();
  const cpuSince = process.cpuUsage();
  const browserSince = descendantsCpuSeconds();
  return () => {
    const { user, system } = process.cpuUsage(cpuSince);
    return {
      seconds: (performance.now() - since) / 1_000,
      cpuSeconds: (user + system) / 1_000_000,
      browserCpuSeconds: descendantsCpuSeconds() - browserSince,
    };
  };
}

/** No samples yet. */
export function samples(): Samples {
  const taken = new Map<string, Spent[]>();
  const add = (what: string, spent: Spent) => {
    taken.set(what, [...(taken.get(what) ?? []), spent]);
  };
  const all = (what: string) => {
    const found = taken.get(what);
    if (found === undefined) throw new Error(`"${what}" was not measured`);
    return found;
  };
  const warm = (what: string) => medianSpent(all(what).length > 1 ? all(what).slice(1) : all(what));
  return {
    add,
    time: async (what, work) => {
      const spent = spending();
      const result = await work();
      add(what, spent());
      return result;
    },
    addTogether: (what, parts) => add(what, sumOf(parts.map((part) => all(part).at(-1) ?? none))),
    line: (what, floors = []) => {
      const spent = warm(what);
      return {
        what,
        firstSeconds: all(what)[0]?.seconds ?? Number.NaN,
        ...spent,
        floors: floors.map((floor) => ({ what: floor, ...ratiosOf(spent, warm(floor)) })),
      };
    },
  };
}

function medianSpent(rounds: readonly Spent[]): Spent {
  const of = (key: keyof Spent) => median(rounds.map((round) => round[key]));
  return { seconds: of('seconds'), cpuSeconds: of('cpuSeconds'), browserCpuSeconds: of('browserCpuSeconds') };
}

function sumOf(parts: readonly Spent[]): Spent {
  const of = (key: keyof Spent) => parts.reduce((sum, part) => sum + part[key], 0);
  return { seconds: of('seconds'), cpuSeconds: of('cpuSeconds'), browserCpuSeconds: of('browserCpuSeconds') };
}

function ratiosOf(spent: Spent, floor: Spent): Omit<Floor, 'what'> {
  const cpu = (of: Spent) => of.cpuSeconds + of.browserCpuSeconds;
  return { seconds: floor.seconds, ratio: spent.seconds / floor.seconds, cpuRatio: cpu(spent) / cpu(floor) };
}
