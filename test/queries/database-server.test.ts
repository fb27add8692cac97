import { createServer } from 'node:net';
import { describe, expect, inject, test } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
import { openDatabase } from '../../queries/database.ts';
import { administer, inDatabase } from '../engines/setup.ts';
import { describeOnServer } from '../engines.ts';

const secret = 'correct-horse-battery';

/** The refusal of an opening, with everything that a reader could be shown of it. */
async function refusal(url: string): Promise<{ readonly error: PipelineError; readonly shown: string }> {
  try {
    await using _opened = await openDatabase({ url, folder: '' });
  } catch (error) {
    if (error instanceof PipelineError)
      return { error, shown: [error.stack, error.remedy, String(error.cause)].join('\n') };
    throw error;
  }
  throw new Error('the database was opened');
}

describe('a DATABASE_URL', () => {
  test.each([
    ['that is no URL', `${secret}@somewhere`, 'config', 'not a URL'],
    ['of another kind', `mysql://me:${secret}@localhost/db`, 'config', 'begins with mysql://'],
    ['where nothing listens', `postgresql://me:${secret}@127.0.0.1:1/db`, 'source', '127.0.0.1:1/db (ECONNREFUSED)'],
    [
      'of an unknown host',
      `postgresql://me:${secret}@no-such-host.invalid/db`,
      'source',
      'no-such-host.invalid:5432/db',
    ],
  ])('%s is refused without showing the password', async (_what, url, kind, message) => {
    const { error, shown } = await refusal(url);
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(message);
    expect(error.remedy).not.toBe('');
    expect(shown).not.toContain(secret);
  });

  test('where something else answers is refused without showing the password', async () => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { error, shown } = await refusal(`postgresql://me:${secret}@127.0.0.1:${port}/db`);
    other.close();
    expect(error.kind).toBe('source');
    expect(shown).not.toContain(secret);
  });
});

const { server } = inject('engines');

describe.skipIf(server === null)('a PostgreSQL server', () => {
  const url = server?.url ?? '';

  test('without the database that is asked for is refused as a setting', async () => {
    const { error } = await refusal(inDatabase(url, 'no_such_database'));
    expect(error).toMatchObject({
      kind: 'config',
      message: expect.stringContaining('"no_such_database" does not exist'),
    });
  });

  test('without the schema that is asked for is refused as a setting', async () => {
    await expect(openDatabase({ url, folder: '', sourceSchema: 'their "views"' })).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining('no schema "their "views""'),
    });
  });
});

describeOnServer('a connection', ({ place }) => {
  test('that is cut during a transaction says so, and the next one works', async () => {
    const options = await place();
    await using database = await openDatabase(options);
    const office = { office_code: 'ATL', name: 'Atlanta', exists_from: '2003-03-01', exists_until: null };
    const cut = database.transaction('read-write', async ({ own }) => {
      await own.insertInto('field_office').values(office).execute();
      await administer(
        options.url ?? '',
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'report287' and datname = current_database()",
      );
      await own.selectFrom('field_office').selectAll().execute();
    });
    await expect(cut).rejects.toMatchObject({ kind: 'source', message: 'the connection to the database was lost' });
    const left = await database.transaction('snapshot', ({ own }) =>
      own.selectFrom('field_office').selectAll().execute(),
    );
    expect(left).toEqual([]);
  });
});
