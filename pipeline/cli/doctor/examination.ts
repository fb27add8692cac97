import { PipelineError } from '../../errors.ts';
import type { Circumstances } from './circumstances.ts';

/** `warning`: a month can be published, but something is missing or will be. `fault`: it cannot be. */
export type State = 'well' | 'warning' | 'fault';

/** What an examination found, by name: versions, bytes, instants, counts. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** What one examination says of one thing. */
export interface Finding {
  /** What was examined: `database`, `channel smtp`. */
  readonly what: string;
  readonly state: State;
  readonly found: string;
  /** What to do; null: it is well. */
  readonly remedy: string | null;
  readonly facts: Facts;
}

/** One thing that a scheduled month needs, and how it is examined. */
export interface Examination {
  readonly what: string;
  /** The settings that it relies on, by the beginnings of their names: while one of them is not sound it is not made. */
  readonly reads: readonly string[];
  /** Milliseconds after which it is given up; absent: the limit of the circumstances. */
  readonly limit?: number;
  /** Changes nothing that stays. What it throws is its one finding: a fault, or `Unexamined`. */
  readonly examine: (about: Circumstances) => Promise<readonly Finding[]>;
}

/** Thrown where something else must be mended first, which says so itself. */
export class Unexamined extends Error {}

/** It is as it should be. */
export const well = (what: string, found: string, facts: Facts = {}): Finding => ({
  what,
  state: 'well',
  found,
  remedy: null,
  facts,
});

/** A month can be published, but somebody should look. */
export const warning = (what: string, found: string, remedy: string, facts: Facts = {}): Finding => ({
  what,
  state: 'warning',
  found,
  remedy,
  facts,
});

/** A month cannot be published, or cannot be handed over. */
export const fault = (what: string, found: string, remedy: string, facts: Facts = {}): Finding => ({
  what,
  state: 'fault',
  found,
  remedy,
  facts,
});

/** Trouble that an examination met, as its finding. */
export function troubleWith(what: string, error: unknown): Finding {
  if (error instanceof Unexamined) return warning(what, `not examined: ${error.message}`, 'mend that first');
  if (error instanceof PipelineError) {
    const details = error.details.slice(0, 10).map((detail) => `; ${detail}`);
    return fault(what, `${error.message}${details.join('')}`, error.remedy);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return fault(what, reason, 'mend what it says; if nothing does, report this as a defect of report287');
}

/**
 * What the work comes to, or trouble once the time is over: what it waits for is then left to its own limits.
 * @throws PipelineError `source` where it is too late.
 */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const given = new PipelineError(
    'source',
    `no answer within ${milliseconds / 1000} s`,
    'see what keeps it: the server, the network, or the load of this machine',
  );
  const timer = setTimeout(() => reject(given), milliseconds);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Names in a sentence, the first few of many. */
export function someOf(names: readonly string[], most = 8): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `1 slot`, `2 slots` */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
