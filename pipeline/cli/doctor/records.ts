import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClaimTable } from '../../../queries/claims.ts';
import { type Database, openDatabase, type Session } from '../../../queries/database.ts';
import { type DueFacts, readDueFacts } from '../../../queries/due.ts';
import { fieldOffices } from '../../../queries/field-offices.ts';
import {
  type DatabaseHealth,
  type OpenDelivery,
  readHealth,
  readHeldClaims,
  readLastImport,
  readNewestEdition,
  readNewestEditions,
  readOpenDeliveries,
} from '../../../queries/health.ts';
import { migrations } from '../../../queries/migrations/migrate.ts';
import { type FieldOffice, readFieldOffices } from '../../../queries/offices.ts';
import { readHolders, readSubscriptions, type Subscription } from '../../../queries/subscriptions.ts';
import type { Config } from '../../config.ts';
import { PipelineError } from '../../errors.ts';
import type { KnownEdition } from '../../publish/missing-editions.ts';
import { within } from './examination.ts';

/** What is on record of a scheduled month, of one instant. */
export interface Records {
  readonly subscriptions: readonly Subscription[];
  readonly offices: readonly FieldOffice[];
  /** The agency of each agreement, by the agreement's id. */
  readonly holders: ReadonlyMap<string, string>;
  readonly due: DueFacts;
  readonly claims: readonly ClaimTable[];
  readonly deliveries: readonly OpenDelivery[];
  /** The newest of each slot. */
  readonly editions: readonly KnownEdition[];
  readonly lastImport: string | null;
  readonly lastEdition: { readonly folder: string; readonly published_at: string } | null;
}

/**
 * The database as far as it could be opened. `unmade`: the embedded one, which the first command makes. Records are a text
 * where they cannot be read: why.
 */
export type Access =
  | {
      readonly kind: 'open';
      readonly database: Database;
      readonly health: DatabaseHealth;
      readonly records: Records | string;
    }
  | { readonly kind: 'unmade'; readonly records: Records }
  | { readonly kind: 'closed'; readonly trouble: PipelineError };

/** Where the embedded database lies. */
export const databaseFolder = ({ data }: Pick<Config, 'data'>): string => join(data, 'database');

const nothing: Records = {
  subscriptions: [],
  offices: fieldOffices,
  holders: new Map(),
  due: { editions: [], coverage: [], data: null },
  claims: [],
  deliveries: [],
  editions: [],
  lastImport: null,
  lastEdition: null,
};

/**
 * Opens the database for as long as the work lasts, and reads what is there; makes and migrates nothing. (Opening an embedded
 * database takes its lock, and writes what its engine writes whenever it starts.) Each step has the limit.
 */
export async function withAccess<T>(config: Config, limit: number, work: (access: Access) => Promise<T>): Promise<T> {
  if (config.databaseUrl === undefined && (await isUnmade(databaseFolder(config))))
    return work({ kind: 'unmade', records: nothing });
  const opening = openDatabase({
    ...(config.databaseUrl === undefined ? {} : { url: impatient(config.databaseUrl, limit) }),
    sourceSchema: config.sourceSchema,
    folder: databaseFolder(config),
  });
  let database: Database | undefined;
  try {
    database = await within(limit, opening);
    return await work(await readAccess(database, limit));
  } catch (error) {
    if (database !== undefined) throw error;
    // One that opens after all is closed again.
    opening.then((late) => late[Symbol.asyncDispose]()).catch(() => undefined);
    return work({ kind: 'closed', trouble: asTrouble(error) });
  } finally {
    await within(limit, Promise.resolve(database?.[Symbol.asyncDispose]())).catch(() => undefined);
  }
}

/** Opening would make it: nothing lies there, or an empty folder. */
const isUnmade = async (folder: string) => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : null));
  return names?.length === 0;
};

/** A server that stops answering ends its statements, and with them this process. */
function impatient(databaseUrl: string, limit: number): string {
  const url = URL.parse(databaseUrl);
  if (url === null) return databaseUrl;
  url.searchParams.set('query_timeout', String(limit));
  return url.href;
}

async function readAccess(database: Database, limit: number): Promise<Access> {
  try {
    const health = await within(limit, database.transaction('snapshot', readHealth));
    return { kind: 'open', database, health, records: await readRecords(database, health, limit) };
  } catch (error) {
    return { kind: 'closed', trouble: asTrouble(error) };
  }
}

async function readRecords(database: Database, health: DatabaseHealth, limit: number): Promise<Records | string> {
  if (health.closed.length > 0) return 'this user may not use our own tables';
  if (health.applied.length === 0) return nothing;
  const isCurrent = health.applied.at(-1)?.number === migrations.at(-1)?.number;
  if (!isCurrent) return 'the tables are not those of this program';
  try {
    return await within(limit, database.transaction('snapshot', recordsIn));
  } catch (error) {
    return `what is on record cannot be read (${error instanceof Error ? error.message : String(error)})`;
  }
}

async function recordsIn(session: Session): Promise<Records> {
  return {
    subscriptions: await readSubscriptions(session),
    offices: await readFieldOffices(session.source),
    holders: await readHolders(session.source),
    due: await readDueFacts(session),
    claims: await readHeldClaims(session),
    deliveries: await readOpenDeliveries(session),
    editions: await readNewestEditions(session),
    lastImport: await readLastImport(session),
    lastEdition: await readNewestEdition(session),
  };
}

function asTrouble(error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new PipelineError('source', `the database does not answer as it should: ${reason}`, 'see its log', {
    cause: error,
  });
}
