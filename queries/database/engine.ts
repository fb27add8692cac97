import type pg from 'pg';

/** What the two engines do differently; everything else is the same code. */
export interface Engine {
  readonly name: 'postgresql' | 'pglite';
  /** Clients that speak the protocol of `pg`; the embedded engine has one. */
  readonly pool: pg.Pool;
  /** Runs a `COPY … FROM` of text-format chunks inside the client's transaction. */
  readonly copy: (client: pg.PoolClient, target: CopyTarget, chunks: AsyncIterable<string>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The quoted table and columns of a COPY: `"report287"."stored_event" ("kind", "occurred_on")`. */
export type CopyTarget = string;
