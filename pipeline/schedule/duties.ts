import type { Order, Press } from '../run.ts';
import type { Inbox } from './inbox.ts';

/** What a scheduler does at each look, and with what. */
export interface Duties extends Pick<Order, 'documents' | 'formats' | 'disclosure' | 'recipients'> {
  /** Those without a schedule are left to people. */
  readonly definitions: readonly Order['definition'][];
  /** Absolute path of the output folder. */
  readonly out: string;
  readonly delivery: NonNullable<Order['delivery']>;
  /** null: no folder is watched. */
  readonly inbox: Inbox | null;
  /** Opens the browser and what else draws; only done where there is something to run. */
  readonly openPress: () => Promise<Press & AsyncDisposable>;
  /** Milliseconds for which claims last unless they are renewed, and rests after attempts that fail; absent: the usual ones. */
  readonly claims?: { readonly lasts?: number; readonly rests?: readonly number[] };
}

/** How a scheduler is told to stop. */
export interface Halts {
  /** Nothing new is begun from then on. */
  readonly stop: AbortSignal;
  /** What is under way is left off: its grace is over. */
  readonly end: AbortSignal;
}
