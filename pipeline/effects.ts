import type { Database } from '../queries/database.ts';

/** The clock of a run. It reaches the manifest's run record and the ledger, and no document. */
export interface ClockEffect {
  readonly now: () => Date;
}

/** What a run reports while it works: on a terminal a display, otherwise JSON lines, always on standard error. */
export interface ProgressEffect {
  readonly progress: (event: ProgressEvent) => void;
}

export type ProgressEvent =
  | { readonly kind: 'stage'; readonly stage: string; readonly state: 'started' | 'finished'; readonly detail?: string }
  | {
      readonly kind: 'count';
      readonly stage: string;
      readonly done: number;
      readonly of?: number;
      readonly unit: string;
    }
  | { readonly kind: 'note'; readonly text: string };

export interface DatabaseEffect {
  readonly database: Database;
}

/** Everything through which a run touches the world. Functions ask for the parts that they use. */
export type Effects = ClockEffect & ProgressEffect & DatabaseEffect;
