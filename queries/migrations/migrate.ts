import { type Kysely, sql } from 'kysely';
import { PipelineError } from '../../pipeline/errors.ts';
import { type Database, type OwnSchema, ownSchema } from '../database.ts';
import { sourceTables } from './0001-source-tables.ts';
import { imports } from './0002-imports.ts';
import { ledger } from './0003-ledger.ts';
import { overlappingReleases } from './0004-overlapping-releases.ts';
import { register } from './0005-register.ts';
import { programExtract } from './0006-program-extract.ts';
import { evidence } from './0007-evidence.ts';
import { applications } from './0008-applications.ts';
import { moaRecords } from './0009-moa-records.ts';
import { deliveries } from './0010-deliveries.ts';
import { scheduling } from './0011-scheduling.ts';
import { requiredApprovals } from './0012-required-approvals.ts';

/** A numbered change of our schema. Once published it never changes: a correction is the next number. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /** One DDL statement each, valid on PostgreSQL 15. */
  readonly steps: readonly string[];
}

/** The record of a migration that a database has. */
export interface MigrationTable {
  readonly number: number;
  readonly name: string;
  readonly applied_at: string;
}

/** Every migration, in order. */
export const migrations: readonly Migration[] = [
  sourceTables,
  imports,
  ledger,
  overlappingReleases,
  register,
  programExtract,
  evidence,
  applications,
  moaRecords,
  deliveries,
  scheduling,
  requiredApprovals,
];

/**
 * Brings our own tables to what this program needs, all or nothing; returns the names of the migrations that it applied.
 * Two processes that start at once wait for each other.
 * @throws PipelineError `source` where the database was migrated by a newer program.
 */
export async function migrate(
  database: Database,
  wanted: readonly Migration[] = migrations,
): Promise<readonly string[]> {
  if (!(await exists(database))) await prepare(database);
  return database.transaction('read-write', async ({ own }) => {
    await sql`lock table ${sql.table(`${ownSchema}.migration`)} in share row exclusive mode`.execute(own);
    const applied = await own.selectFrom('migration').select(['number', 'name']).orderBy('number').execute();
    refuseNewer(applied, wanted);
    const last = applied.at(-1)?.number ?? 0;
    const pending = wanted.filter((migration) => migration.number > last);
    for (const migration of pending) await apply(migration, own);
    return pending.map((migration) => migration.name);
  });
}

async function exists(database: Database): Promise<boolean> {
  return database.transaction('snapshot', async ({ own }) => {
    const found = await sql<{
      found: boolean;
    }>`select to_regclass(${`${ownSchema}.migration`}) is not null as found`.execute(own);
    return found.rows[0]?.found ?? false;
  });
}

/** What PostgreSQL answers to the later of two that create the same thing at once, `if not exists` or not. */
const createdMeanwhile: ReadonlySet<string> = new Set(['23505', '42P06', '42P07']);

async function prepare(database: Database): Promise<void> {
  try {
    await database.transaction('read-write', async ({ own }) => {
      await sql`create schema if not exists ${sql.id(ownSchema)}`.execute(own);
      await sql`create table if not exists ${sql.table(`${ownSchema}.migration`)} (
        number integer primary key, name text not null, applied_at timestamptz not null default now())`.execute(own);
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && createdMeanwhile.has(String(error.code)))) throw error;
  }
}

async function apply(migration: Migration, own: Kysely<OwnSchema>): Promise<void> {
  for (const step of migration.steps) await sql.raw(step).execute(own);
  const { number, name } = migration;
  await sql`insert into ${sql.table(`${ownSchema}.migration`)} (number, name) values (${number}, ${name})`.execute(own);
}

function refuseNewer(applied: readonly Pick<MigrationTable, 'number' | 'name'>[], wanted: readonly Migration[]): void {
  const unknown = applied.filter((row) => !wanted.some((migration) => migration.number === row.number));
  if (unknown.length === 0) return;
  throw new PipelineError(
    'source',
    `the database has migrations that this program does not know: ${unknown.map((row) => row.name).join(', ')}`,
    'use the newer program that migrated it, or another database',
  );
}
