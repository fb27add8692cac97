import { sql } from 'kysely';
import type { ClaimTable } from './claims.ts';
import { ownSchema, type Session } from './database.ts';
import type { DeliveryTable } from './deliveries.ts';
import type { EditionTable } from './ledger.ts';
import type { MigrationTable } from './migrations/migrate.ts';
import { isNewest } from './owed.ts';

/** How a database is, whatever was made in it so far. */
export interface DatabaseHealth {
  /** Its clock, ISO instant. */
  readonly now: string;
  /** Bytes. */
  readonly size: number;
  /** In order of number; none: nothing of ours was made in it. */
  readonly applied: readonly Pick<MigrationTable, 'number' | 'name'>[];
  /** Whether this user may make our schema, or, where it stands, new tables in it. */
  readonly mayMigrate: boolean;
  /** Our own tables that this user may not read and write, in order. */
  readonly closed: readonly string[];
}

/** Reads it of one instant; nothing of ours need be there. */
export async function readHealth({ own }: Session): Promise<DatabaseHealth> {
  const { rows } = await sql<Omit<DatabaseHealth, 'applied' | 'closed'> & { readonly made: boolean }>`
    select clock_timestamp() as "now", pg_database_size(current_database()) as "size",
      case when to_regnamespace(${ownSchema}) is null then has_database_privilege(current_database(), 'create')
        else has_schema_privilege(${ownSchema}, 'create, usage') end as "mayMigrate",
      exists (select from pg_catalog.pg_class as class
        join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
        where namespace.nspname = ${ownSchema} and class.relname = 'migration') as "made"`.execute(own);
  const [row] = rows;
  if (row === undefined) throw new Error('the database did not answer');
  const { made, ...health } = row;
  const closed = await closedTables({ own });
  if (!made || closed.includes('migration')) return { ...health, applied: [], closed };
  const applied = await own.selectFrom('migration').select(['number', 'name']).orderBy('number').execute();
  return { ...health, applied, closed };
}

async function closedTables({ own }: Pick<Session, 'own'>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select class.relname as "name"
    from pg_catalog.pg_class as class
    join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
    where namespace.nspname = ${ownSchema} and class.relkind in ('r', 'p')
      and not (has_schema_privilege(namespace.oid, 'usage') and has_table_privilege(class.oid, 'select')
        and has_table_privilege(class.oid, 'insert') and has_table_privilege(class.oid, 'update')
        and has_table_privilege(class.oid, 'delete'))
    order by class.relname collate "C"`.execute(own);
  return rows.map(({ name }) => name);
}

/** The edition that was published last, or null. */
export async function readNewestEdition({
  own,
}: Session): Promise<Pick<EditionTable, 'folder' | 'published_at'> | null> {
  const row = await own
    .selectFrom('edition')
    .select(['folder', 'published_at'])
    .orderBy('published_at', 'desc')
    .orderBy('folder', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Of the newest edition of each slot, agreements among them: the folder and the hash of its record, in order of folder. */
export async function readNewestEditions({
  own,
}: Session): Promise<readonly Pick<EditionTable, 'folder' | 'manifest_sha256'>[]> {
  return own
    .selectFrom('edition')
    .select(['folder', 'manifest_sha256'])
    .where(isNewest)
    .orderBy(sql`folder collate "C"`)
    .execute();
}

/** When something was last imported, ISO instant; null: never. */
export async function readLastImport({ own }: Session): Promise<string | null> {
  const row = await own
    .selectFrom('import_file')
    .select('recorded_at')
    .orderBy('recorded_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.recorded_at ?? null;
}

/** The slots that somebody holds, or held when its process ended, in order. */
export async function readHeldClaims({ own }: Session): Promise<readonly ClaimTable[]> {
  return own
    .selectFrom('claim')
    .selectAll()
    .where('state', '=', 'held')
    .orderBy(sql`report collate "C"`)
    .orderBy(sql`period collate "C"`)
    .orderBy(sql`audience collate "C"`)
    .orderBy(sql`subject collate "C"`)
    .execute();
}

/** A delivery that did not come to its end, or not to a good one. */
export type OpenDelivery = Pick<
  DeliveryTable,
  'report' | 'period' | 'audience' | 'subject' | 'number' | 'recipient' | 'channel' | 'state' | 'sender' | 'tried_at'
>;

/** Of the newest edition of each slot, the deliveries that are not known to have arrived, in order. */
export async function readOpenDeliveries({ own }: Session): Promise<readonly OpenDelivery[]> {
  return own
    .selectFrom('delivery')
    .select([
      'report',
      'period',
      'audience',
      'subject',
      'number',
      'recipient',
      'channel',
      'state',
      'sender',
      'tried_at',
    ])
    .where('state', '<>', 'delivered')
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('edition as later')
            .select('later.number')
            .whereRef('later.report', '=', 'delivery.report')
            .whereRef('later.period', '=', 'delivery.period')
            .whereRef('later.audience', '=', 'delivery.audience')
            .whereRef('later.subject', '=', 'delivery.subject')
            .whereRef('later.number', '>', 'delivery.number'),
        ),
      ),
    )
    .orderBy('report')
    .orderBy('period')
    .orderBy(sql`recipient collate "C"`)
    .orderBy(sql`channel collate "C"`)
    .execute();
}
