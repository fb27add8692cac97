import { existsSync } from 'node:fs';
import { type Examination, fault, warning, well } from './examination.ts';
import { inBytes } from './place.ts';
import { databaseFolder } from './records.ts';

const place = ['DATABASE_URL', 'REPORT287_DATA', 'REPORT287_SCHEMA'];

/** The database: reachable, which engine, of which version and size. */
export const database: Examination = {
  what: 'database',
  reads: place,
  examine: async ({ access, config }) => {
    switch (access.kind) {
      case 'open': {
        const { engine, version } = access.database;
        const name = engine === 'pglite' ? 'the embedded one, PostgreSQL' : 'PostgreSQL';
        const facts = { engine, version, size: access.health.size };
        return [well('database', `${name} ${version}, ${inBytes(access.health.size)}`, facts)];
      }
      case 'unmade': {
        const found = `none yet in ${databaseFolder(config)}: the first command makes it`;
        return [warning('database', found, 'import sources, or set DATABASE_URL to a PostgreSQL server')];
      }
      case 'closed': {
        const { message, remedy } = access.trouble;
        // Another command that works is no fault, though nobody else can look meanwhile.
        const isBusy = config.databaseUrl === undefined && / is in use by /.test(message);
        const isThere = existsSync(databaseFolder(config));
        return [isBusy && isThere ? warning('database', message, remedy) : fault('database', message, remedy)];
      }
    }
  },
};
