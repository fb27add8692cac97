import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, inject } from 'vitest';
import { type Database, type DatabaseOptions, openDatabase } from '../queries/database.ts';
import { administer, inDatabase } from './engines/setup.ts';

/** How a suite gets databases: each call makes a fresh one, migrated and empty. */
export interface TestEngine {
  readonly name: 'pglite' | 'postgresql';
  /** Makes a database and opens it; `await using` closes it, and what is still open after the suite is closed then. */
  readonly open: (options?: Pick<DatabaseOptions, 'sourceSchema'>) => Promise<Database>;
  /** Makes a database and says how to open it, for tests that open it more than once or from another process. */
  readonly place: () => Promise<DatabaseOptions>;
}

let made = 0;

/** Runs the suite on the embedded engine and on a real PostgreSQL. Only the embedded one where this machine has no other. */
export function describeOnEachEngine(name: string, suite: (engine: TestEngine) => void): void {
  describe(`${name}, on PGlite`, () => suite(engine('pglite', embeddedPlace)));
  describeOnServer(name, suite);
}

/** Runs the suite on a real PostgreSQL alone; skipped where this machine has none. */
export function describeOnServer(name: string, suite: (engine: TestEngine) => void): void {
  const { server } = inject('engines');
  describe.skipIf(server === null)(`${name}, on PostgreSQL`, () => suite(engine('postgresql', serverPlace)));
}

/** An embedded database for a suite that needs one and does not depend on the engine. */
export function embeddedEngine(): TestEngine {
  return engine('pglite', embeddedPlace);
}

interface Place {
  readonly options: DatabaseOptions;
  readonly remove: () => Promise<void>;
}

function engine(name: TestEngine['name'], makePlace: () => Promise<Place>): TestEngine {
  const opened: Database[] = [];
  const places: Place[] = [];
  const place = async () => {
    const next = await makePlace();
    places.push(next);
    return next.options;
  };
  const open: TestEngine['open'] = async (options = {}) => {
    const database = await openDatabase({ ...(await place()), ...options });
    opened.push(database);
    return database;
  };
  afterAll(async () => {
    for (const database of opened) await database[Symbol.asyncDispose]();
    for (const { remove } of places) await remove();
  });
  return { name, open, place };
}

const nextName = () => {
  made += 1;
  return `${process.pid}_${made}`;
};

async function embeddedPlace(): Promise<Place> {
  const { root, pgliteTemplate } = inject('engines');
  const folder = join(root, `database-${nextName()}`);
  await cp(pgliteTemplate, folder, { recursive: true });
  return { options: { folder }, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function serverPlace(): Promise<Place> {
  const { root, server } = inject('engines');
  if (server === null) throw new Error('no PostgreSQL');
  const database = `${server.template}_${nextName()}`;
  await administer(server.url, `create database ${database} template ${server.template}`);
  const folder = join(root, 'unused');
  return {
    options: { folder, url: inDatabase(server.url, database) },
    remove: () => administer(server.url, `drop database if exists ${database} with (force)`),
  };
}
