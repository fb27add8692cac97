import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
import { lettingGo, noRoom, notOpened } from '../../queries/database/trouble.ts';
import { copyLine, type Database, type Session } from '../../queries/database.ts';
import { describeOnEachEngine } from '../engines.ts';

const office = { office_code: 'ATL', name: 'Atlanta', exists_from: '2003-03-01', exists_until: null };
const addOffice = ({ own }: Session) => own.insertInto('field_office').values(office).execute();
const offices = (database: Database) =>
  database.transaction('snapshot', ({ source }) => source.selectFrom('field_office').selectAll().execute());

async function* chunked(...chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

describeOnEachEngine('a database', ({ name, open }) => {
  test('says which engine it is and of which version', async () => {
    await using database = await open();
    expect(database.engine).toBe(name);
    expect(Number.parseInt(database.version, 10)).toBeGreaterThanOrEqual(15);
  });

  test('reads through the contract what was written to our own tables', async () => {
    await using database = await open();
    await database.transaction('read-write', addOffice);
    expect(await offices(database)).toEqual([office]);
  });

  test('undoes all of a transaction that throws', async () => {
    await using database = await open();
    const failing = database.transaction('read-write', async (session) => {
      await addOffice(session);
      throw new Error('stopped on purpose');
    });
    await expect(failing).rejects.toThrow('stopped on purpose');
    expect(await offices(database)).toEqual([]);
  });

  test('refuses to commit a transaction in which a failed statement was passed over', async () => {
    await using database = await open();
    const failing = database.transaction('read-write', async (session) => {
      await addOffice(session);
      await addOffice(session).catch(() => undefined);
    });
    await expect(failing).rejects.toThrow(/rolled back/);
    expect(await offices(database)).toEqual([]);
  });

  test('refuses to write inside a snapshot', async () => {
    await using database = await open();
    await expect(database.transaction('snapshot', addOffice)).rejects.toMatchObject({ code: '25006' });
    const line = copyLine(['ATL', 'Atlanta', '2003-03-01']);
    const copying = database.transaction('snapshot', ({ copy }) =>
      copy('field_office', ['office_code', 'name', 'exists_from'], chunked(line)),
    );
    await expect(copying).rejects.toMatchObject({ code: '25006' });
    expect(await offices(database)).toEqual([]);
  });

  test('reads a snapshot at one instant, whatever the server’s own zone and date style', async () => {
    await using database = await open();
    const settings = await database.transaction('snapshot', async ({ own }) => {
      const { rows } = await sql`select current_setting('transaction_isolation') as isolation,
        current_setting('transaction_read_only') as read_only, current_setting('TimeZone') as zone,
        current_setting('DateStyle') as dates`.execute(own);
      return rows;
    });
    expect(settings).toEqual([{ isolation: 'repeatable read', read_only: 'on', zone: 'UTC', dates: 'ISO, YMD' }]);
  });

  test('refuses a transaction inside another, and goes on working', async () => {
    await using database = await open();
    const nested = database.transaction('read-write', () => database.transaction('snapshot', async () => 1));
    await expect(nested).rejects.toThrow('a transaction was begun inside another');
    expect(await offices(database)).toEqual([]);
  });

  test('serves transactions that are begun at the same moment', async () => {
    await using database = await open();
    const [first, second] = await Promise.all([offices(database), offices(database)]);
    expect([first, second]).toEqual([[], []]);
  });

  test('gives no session that outlives its transaction', async () => {
    await using database = await open();
    const session = await database.transaction('snapshot', async (live) => live);
    await expect(session.source.selectFrom('field_office').selectAll().execute()).rejects.toThrow();
  });

  test('may be closed twice', async () => {
    const database = await open();
    await database[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
    await expect(offices(database)).rejects.toThrow();
  });
});

const typed = sql<Readonly<Record<string, unknown>>>`select
  date '2020-03-08' as civil, timestamptz '2020-03-08 02:30:00.1234-05' as instant,
  timestamptz '1890-01-01 00:00:00+00' as long_ago, timestamp '2020-03-08 02:30:00' as clock,
  count(*) as counted, sum(x) as summed, 9007199254740991::int8 as largest, avg(x)::numeric(10, 2) as mean,
  '{"a": [1, null]}'::jsonb as document, array[date '2020-03-08', null] as civils,
  array[1::int8, null] as counts, array[1.50::numeric] as exact, interval '36 hours' as span,
  true as yes, null::text as nothing, 'ü–…' as words, 1.5::float8 as ratio, '\\x00ff'::bytea as bytes
  from generate_series(1, 3) as x`;

const expected = {
  civil: '2020-03-08',
  instant: '2020-03-08T07:30:00.123Z',
  long_ago: '1890-01-01T00:00:00.000Z',
  clock: '2020-03-08 02:30:00',
  counted: 3,
  summed: 6,
  largest: Number.MAX_SAFE_INTEGER,
  mean: '2.00',
  document: { a: [1, null] },
  civils: ['2020-03-08', null],
  counts: [1, null],
  exact: ['1.50'],
  span: '36:00:00',
  yes: true,
  nothing: null,
  words: 'ü–…',
  ratio: 1.5,
  bytes: Buffer.from([0, 255]),
};

describeOnEachEngine(`values, in the zone ${process.env.TZ}`, ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });

  test('leave the database as the same JavaScript values', async () => {
    const { rows } = await database.transaction('snapshot', ({ own }) => typed.execute(own));
    expect(rows).toEqual([expected]);
  });

  test('enter the database the same way', async () => {
    const day = '2020-11-01';
    const at = new Date('2020-11-01T05:30:00.250Z');
    const { rows } = await database.transaction('snapshot', ({ own }) =>
      sql`select ${day}::date as day, ${at}::timestamptz as at, ${at.toISOString()}::timestamptz as same, ${12}::int8 as n,
        ${['a', null, 'b,"c"']}::text[] as list, ${true}::boolean as yes, ${null}::text as nothing`.execute(own),
    );
    const same = at.toISOString();
    expect(rows).toEqual([{ day, at: same, same, n: 12, list: ['a', null, 'b,"c"'], yes: true, nothing: null }]);
  });

  test('that a number cannot hold exactly are refused, and so are instants without end', async () => {
    for (const statement of [sql`select 9007199254740993::int8`, sql`select timestamptz 'infinity'`]) {
      const reading = database.transaction('snapshot', ({ own }) => statement.execute(own));
      await expect(reading).rejects.toThrow(PipelineError);
    }
  });
});

const awkward = [
  'tab\there',
  'new\nline',
  'return\r',
  'back\\slash',
  '\\N',
  '\\.',
  '',
  ' ',
  '\\t',
  '"quoted"',
  'ünï–…😀',
  '\u0001',
];

describeOnEachEngine('copying', ({ open }) => {
  const columns = ['run_id', 'report', 'period', 'audience', 'started_at'];
  const line = (id: string, report: string) => copyLine([id, report, '2020-06', 'internal', '2020-07-01T00:00:00Z']);
  const reports = (database: Database) =>
    database.transaction('snapshot', ({ own }) => own.selectFrom('run').select('report').orderBy('run_id').execute());

  test('keeps every character of every value, across chunks', async () => {
    await using database = await open();
    const lines = awkward.map((text, index) => line(String(index).padStart(2, '0'), text));
    await database.transaction('read-write', ({ copy }) =>
      copy('run', columns, chunked(lines.slice(0, 5).join(''), lines.slice(5).join(''))),
    );
    expect((await reports(database)).map((row) => row.report)).toEqual(awkward);
  });

  test('leaves nothing behind where a later chunk fails', async () => {
    await using database = await open();
    const copying = database.transaction('read-write', ({ copy }) =>
      copy('run', columns, chunked(line('1', 'a'), copyLine(['2', null, null, null, null]))),
    );
    await expect(copying).rejects.toMatchObject({ code: '23502' });
    expect(await reports(database)).toEqual([]);
  });

  test('leaves nothing behind where the source of the chunks fails, and the connection goes on working', async () => {
    await using database = await open();
    async function* broken() {
      yield line('1', 'a');
      throw new Error('the file ended early');
    }
    await expect(database.transaction('read-write', ({ copy }) => copy('run', columns, broken()))).rejects.toThrow();
    expect(await reports(database)).toEqual([]);
    await database.transaction('read-write', ({ copy }) => copy('run', columns, chunked(line('1', 'a'))));
    expect(await reports(database)).toEqual([{ report: 'a' }]);
  });

  test('takes no chunk at all for no row at all', async () => {
    await using database = await open();
    await database.transaction('read-write', ({ copy }) => copy('run', columns, chunked()));
    expect(await reports(database)).toEqual([]);
  });
});

describe('a line to be copied', () => {
  test('writes numbers, truth values and nulls as PostgreSQL reads them', () => {
    expect(copyLine(['a', 1, -2.5, true, false, null, ''])).toBe('a\t1\t-2.5\tt\tf\t\\N\t\n');
  });

  test('escapes what separates', () => {
    expect(copyLine(['a\tb', 'c\\d', 'e\nf\r'])).toBe('a\\tb\tc\\\\d\te\\nf\\r\n');
  });
});

describe('an embedded database on a full disk', () => {
  // What the engine's file system throws is no Error, and says nothing but this.
  const thrown = { name: 'ErrnoError', errno: 51 };

  test('says so where it is opened, and that what it holds is kept', async () => {
    const trouble = await notOpened('/srv/data/database', '/', thrown);
    expect(trouble).toMatchObject({
      kind: 'source',
      message: 'the embedded database in /srv/data/database cannot be opened: the disk is full',
      remedy: 'make room there, and start again: what was committed is kept',
    });
    const other = await notOpened('/srv/data/database', '/', { name: 'ErrnoError', errno: 8 });
    expect(other.message).toMatch(/cannot be opened: its file system says 8$/);
  });

  test('says so where it writes', () => {
    const words = 'the database cannot write: the disk is full';
    expect(noRoom(thrown)?.message).toBe(words);
    expect(noRoom(Object.assign(new Error('could not extend file'), { code: '53100' }))?.message).toBe(words);
    expect(noRoom(new Error('another'))).toBeUndefined();
  });

  test('that does not start leaves no timer behind that keeps the process', async () => {
    let timer: NodeJS.Timeout | undefined;
    const failing = lettingGo(async () => {
      timer = setTimeout(() => undefined, 60_000);
      throw new Error('it did not start');
    });
    await expect(failing).rejects.toThrow('it did not start');
    expect(timer?.hasRef()).toBe(false);
    clearTimeout(timer);
  });
});
