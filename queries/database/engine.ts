import type pg from 'pg';

/** What the two engines do differently; everything else is the same code. */
export interface Engine {
  readonly name: 'postgresql' | 'pglite';
  /** Clients that speak the protocol of `pg`; the embedded engine has one. */
  readonly pool: pg.Pool;
  /** Runs a `COPY … FROM` of text-format chunks inside the client's transaction. */
  readonly copy: (client: pg.PoolClient, target: CopyTarget, chunks: AsyncIterable<CopyChunk>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Whole lines of COPY text; bytes are UTF-8 and may be taken: they are empty afterwards. */
export type CopyChunk = string | Uint8Array<ArrayBuffer>;

/** The quoted table and columns of a COPY: `"report287"."stored_event" ("kind", "occurred_on")`. */
export type CopyTarget = string;
