import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Database, openDatabase, ownSchema } from '../../queries/database.ts';
import { migrate } from '../../queries/migrations/migrate.ts';
import { startCluster } from '../engines/cluster.ts';
import { administer, inDatabase } from '../engines/setup.ts';

/** Where a fresh database is made: a copy of a migrated folder, a server that is there, or a private one. */
export type Place =
  | { readonly kind: 'embedded'; readonly template: string }
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'private-server' };

const nameOf = ({ engine, version }: Database) => `${engine} ${version}`;

/** Makes a migrated embedded database, to be copied; returns what the engine calls itself: `pglite 18.6`. */
export async function makeTemplate({ folder }: { readonly folder: string }): Promise<string> {
  await using database = await openDatabase({ folder });
  await migrate(database);
  return nameOf(database);
}

/** What the engine at some place calls itself; null for a private server where this machine has no PostgreSQL. */
export async function nameEngine(place: Place): Promise<string | null> {
  try {
    await using database = await openFresh(place);
    return nameOf(database);
  } catch (error) {
    if (error instanceof NoServer) return null;
    throw error;
  }
}

/** This machine has no PostgreSQL to start. */
class NoServer extends Error {}

/**
 * Opens a migrated database that holds nothing and is gone with this process's folder for temporary files, or, on a
 * server that is there, when it is closed.
 * @throws Error for a private server where this machine has no PostgreSQL.
 */
export async function openFresh(place: Place): Promise<Database> {
  switch (place.kind) {
    case 'embedded': {
      const folder = join(await mkdtemp(join(tmpdir(), 'embedded-')), 'database');
      await cp(place.template, folder, { recursive: true });
      return openDatabase({ folder });
    }
    case 'server':
      return openOnServer(place.url);
    case 'private-server': {
      const folder = join(tmpdir(), 'cluster');
      await mkdir(folder);
      const cluster = await startCluster(folder);
      if (cluster === null) throw new NoServer('this machine has no PostgreSQL');
      return openOnServer(cluster.url('postgres'));
    }
  }
}

async function openOnServer(url: string): Promise<Database> {
  const name = `report287_bench_${process.pid}`;
  await administer(url, `create database ${name}`);
  const database = await openDatabase({ url: inDatabase(url, name), folder: '' });
  await migrate(database);
  return {
    ...database,
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await administer(url, `drop database ${name} with (force)`);
    },
  };
}

/**
 * Fills the embedded engine's shared buffers once, so that they count as the open database's own memory and not as that of
 * whoever first needs them.
 */
export async function touchBuffers(database: Database): Promise<void> {
  const pages = sql.table(`${ownSchema}.bench_pages`);
  await database.transaction('read-write', async ({ own }) => {
    await sql`create unlogged table ${pages} (page text storage plain)`.execute(own);
    await sql`insert into ${pages} select repeat(' ', 8000)
      from generate_series(1, (select setting::int from pg_settings where name = 'shared_buffers'))`.execute(own);
    await sql`drop table ${pages}`.execute(own);
  });
}
