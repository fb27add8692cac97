import { setTimeout } from 'node:timers/promises';
import type { ClockEffect, ProgressEffect } from '../effects.ts';
import type { Halts } from './duties.ts';
import type { Look } from './look.ts';
import { lookInWords } from './look-in-words.ts';
import { problemOf } from './problem.ts';

/** How looks follow one another, and who hears of them. */
export interface Rhythm {
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Milliseconds from being told to stop within which everything has ended. */
  readonly grace: number;
  /** Waits until the time has passed, somebody wakes us, or the signal comes; absent: for the time or the signal. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** Tells of a look: the heartbeat, the metrics, the operator; absent: nobody is told. */
  readonly afterLook?: (look: Look) => Promise<unknown>;
}

/** One look, under the signals that it is given. */
export type Looking = (halts: Halts) => Promise<Look>;

/** Milliseconds of a grace that are kept to release what is held: claims, the browser. */
const releasing = (grace: number) => Math.min(5_000, grace / 2);

/** Looks again and again until it is told to stop, and returns when what was under way has ended, or its grace. */
export async function keepLooking(
  looking: Looking,
  rhythm: Rhythm,
  stop: AbortSignal,
  effects: ClockEffect & ProgressEffect,
): Promise<void> {
  const { interval, wait = passTime } = rhythm;
  while (!stop.aborted) {
    await lookOnce(looking, rhythm, stop, effects);
    // Whoever wakes us may be away; time passes all the same.
    await wait(interval, stop).catch(() => passTime(interval, stop));
  }
}

/** Looks once. A look that fails as a whole, such as without its database, is told like any other trouble. */
export async function lookOnce(
  looking: Looking,
  { grace, afterLook }: Rhythm,
  stop: AbortSignal,
  effects: ClockEffect & ProgressEffect,
): Promise<Look> {
  const at = effects.now().toISOString();
  const say = (text: string) => effects.progress({ kind: 'note', text });
  using halting = haltingAfter(stop, grace);
  const looked = await Promise.race([looking(halting.halts), halting.isLost]).catch((error: unknown) =>
    failedLook(at, error),
  );
  for (const line of lookInWords(looked)) say(line);
  await afterLook?.(looked).catch((error: unknown) =>
    say(`nobody was told of the look: ${problemOf('', error).message}`),
  );
  return looked;
}

const passTime = (milliseconds: number, signal: AbortSignal) =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);

const failedLook = (at: string, error: unknown): Look => ({
  ...{ at, imported: [], refused: [], ran: [], left: [], redelivered: [], later: 0 },
  problems: [problemOf('look', error)],
});

/** The two signals of a look, and a promise that is refused when it does not end after the second. */
function haltingAfter(
  stop: AbortSignal,
  grace: number,
): Disposable & { readonly halts: Halts; readonly isLost: Promise<never> } {
  const end = new AbortController();
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  const timers: NodeJS.Timeout[] = [];
  const begin = () => {
    timers.push(globalThis.setTimeout(() => end.abort(), grace - releasing(grace)));
    const late = () => lost.reject(new Error('what was under way did not end in its grace'));
    timers.push(globalThis.setTimeout(late, grace));
  };
  if (stop.aborted) begin();
  else stop.addEventListener('abort', begin);
  return {
    halts: { stop, end: end.signal },
    isLost: lost.promise,
    [Symbol.dispose]: () => {
      stop.removeEventListener('abort', begin);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
