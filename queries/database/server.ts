import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { PipelineError } from '../../pipeline/errors.ts';
import type { Engine } from './engine.ts';
import { valueTypes } from './values.ts';

const oldestSupported = 15;

/**
 * A PostgreSQL server.
 * @throws PipelineError `config` where the URL cannot be right, `source` where the server cannot be reached or is too old.
 */
export async function openServer(url: string): Promise<Engine> {
  const place = placeOf(url);
  const pool = new pg.Pool({
    connectionString: url,
    types: valueTypes,
    connectionTimeoutMillis: 10_000,
    // A server that vanished without a word would be waited for without end.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'report287',
  });
  // A server that restarts ends its clients, idle or at work; without listeners each would end this process as well. The
  // statement that is running, or the next one, reports it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    await requireVersion(pool, place);
  } catch (error) {
    await pool.end();
    throw error instanceof PipelineError ? error : unreachableServer(place, error);
  }
  return {
    name: 'postgresql',
    pool,
    copy: async (client, target, chunks) => {
      await pipeline(Readable.from(chunks), client.query(copyFrom(`copy ${target} from stdin`)));
    },
    close: () => pool.end(),
  };
}

/** Host, port and database of the URL, without the password, the user and the options. */
function placeOf(url: string): string {
  const remedy = 'write it as postgresql://user:password@host:5432/database';
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new PipelineError('config', 'DATABASE_URL is not a URL', remedy);
  }
  if (!/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new PipelineError(
      'config',
      `DATABASE_URL begins with ${parsed.protocol}// and not with postgresql://`,
      remedy,
    );
  }
  const host = parsed.hostname || parsed.searchParams.get('host') || 'localhost';
  return `${host}:${parsed.port || '5432'}${parsed.pathname}`;
}

async function requireVersion(pool: pg.Pool, place: string): Promise<void> {
  const { rows } = await pool.query<{ version: string }>("select current_setting('server_version') as version");
  const version = rows[0]?.version ?? 'unknown';
  if (Number.parseInt(version, 10) >= oldestSupported) return;
  throw new PipelineError(
    'source',
    `the server at ${place} is PostgreSQL ${version}`,
    `use PostgreSQL ${oldestSupported} or newer`,
  );
}

/** SQLSTATE classes in which the server answered and refused the URL itself: user, password, database. */
const refusals: ReadonlySet<string> = new Set(['28000', '28P01', '3D000', '42501']);

function unreachableServer(place: string, cause: unknown): PipelineError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (refusals.has(code)) {
    const why = cause instanceof Error ? cause.message : code;
    return new PipelineError(
      'config',
      `the server at ${place} refused the connection: ${why}`,
      'correct user, password and database in DATABASE_URL',
    );
  }
  const why = code || (cause instanceof Error ? cause.message : 'no reason given');
  return new PipelineError(
    'source',
    `no PostgreSQL answers at ${place} (${why})`,
    'start the server, correct DATABASE_URL, or unset it to use the embedded database',
  );
}

/** SQLSTATE classes in which the connection itself is gone: connection exceptions, and the server shutting down. */
const lost = /^(08...|57P0[1-5]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** What to throw where the connection broke during a transaction; else undefined. */
export function lostConnection(error: unknown): PipelineError | undefined {
  if (!(error instanceof Error) || error instanceof PipelineError) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (!lost.test(code) && !/^Connection terminated|^Client has encountered a connection error/.test(error.message))
    return undefined;
  const remedy = 'see that the server runs, and start again: what was not committed is undone';
  return new PipelineError('source', 'the connection to the database was lost', remedy, { cause: error });
}
