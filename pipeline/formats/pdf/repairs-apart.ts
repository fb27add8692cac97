import type { DocumentProperties } from './document-properties.ts';
import { openThreads } from './threads.ts';

/** One printed file to repair. */
export interface RepairTask {
  readonly printed: Uint8Array;
  readonly properties: DocumentProperties;
}

/** Repairs printed files in a thread of its own, until it is disposed of. */
export interface Repairs extends AsyncDisposable {
  /** Gives what `repairPdf` gives, or throws what it throws. */
  readonly repair: (printed: Uint8Array, properties: DocumentProperties) => Promise<Uint8Array>;
}

/** Opens the thread of the repairs: they cost about as much as printing, and go on while the next pages print. */
export function openRepairs(): Repairs {
  const threads = openThreads<RepairTask, Uint8Array>(new URL('./repair-thread.ts', import.meta.url), 1);
  return {
    repair: (printed, properties) => threads.ask({ printed, properties }),
    [Symbol.asyncDispose]: () => threads[Symbol.asyncDispose](),
  };
}
