import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { agencyMeasures } from '../../queries/agency-figures.ts';
import {
  agencyTypes,
  agreementModels,
  agreementStatuses,
  type Code,
  criminalities,
  eventKinds,
  eventStatuses,
  forms,
  sexes,
  threatLevels,
} from '../../queries/codelists.ts';
import { coverageKinds } from '../../queries/coverage.ts';
import { type Database, openDatabase } from '../../queries/database.ts';
import { recordedDuties } from '../../queries/duties.ts';
import { type Migration, migrate, migrations } from '../../queries/migrations/migrate.ts';
import {
  complaintFindings,
  complaintSources,
  inspectionRatings,
  milestoneKinds,
  reviewOutcomes,
} from '../../queries/oversight.ts';
import { courses, examResults, managerKinds, revocationReasons } from '../../queries/personnel.ts';
import { describeOnEachEngine, describeOnServer, type TestEngine } from '../engines.ts';

describe('the migrations', () => {
  test('are numbered from 1 without a gap, and named for their number', () => {
    expect(migrations.map((migration) => migration.number)).toEqual(migrations.map((_, index) => index + 1));
    for (const { number, name } of migrations)
      expect(name).toMatch(new RegExp(`^${String(number).padStart(4, '0')}-[a-z-]+$`));
  });

  test('hold one statement a step', () => {
    for (const step of migrations.flatMap((migration) => migration.steps)) expect(step).not.toContain(';');
  });
});

const next: Migration = {
  number: migrations.length + 1,
  name: 'a-later-one',
  steps: ['create table report287.later (x integer)'],
};
const broken: Migration = {
  ...next,
  steps: ['create table report287.half (x integer)', 'create table report287.half (x integer)'],
};

async function hasTable(database: Database, table: string): Promise<boolean> {
  return database.transaction('snapshot', async ({ own }) => {
    const { rows } = await sql<{
      found: boolean;
    }>`select to_regclass(${`report287.${table}`}) is not null as found`.execute(own);
    return rows[0]?.found ?? false;
  });
}

describeOnEachEngine('migrating', ({ open }) => {
  test('again changes nothing', async () => {
    await using database = await open();
    expect(await migrate(database)).toEqual([]);
  });

  test('applies what is new, and is then done', async () => {
    await using database = await open();
    expect(await migrate(database, [...migrations, next])).toEqual(['a-later-one']);
    expect(await migrate(database, [...migrations, next])).toEqual([]);
    expect(await hasTable(database, 'later')).toBe(true);
  });

  test('leaves the database as it was where a step fails', async () => {
    await using database = await open();
    await expect(migrate(database, [...migrations, broken])).rejects.toMatchObject({ code: '42P07' });
    expect(await hasTable(database, 'half')).toBe(false);
    expect(await migrate(database)).toEqual([]);
  });

  test('refuses a database that a newer program has migrated', async () => {
    await using database = await open();
    await migrate(database, [...migrations, next]);
    await expect(migrate(database)).rejects.toMatchObject({
      kind: 'source',
      message: expect.stringContaining('a-later-one'),
    });
  });
});

async function empty(place: TestEngine['place']): Promise<Database> {
  const database = await openDatabase(await place());
  await database.transaction('read-write', ({ own }) => sql`drop schema report287 cascade`.execute(own));
  return database;
}

describeOnServer('migrating an empty database', ({ place }) => {
  test('from many processes at once applies each migration once', async () => {
    await using database = await empty(place);
    const applied = await Promise.all(Array.from({ length: 6 }, () => migrate(database)));
    expect(applied.flat().sort()).toEqual(migrations.map((migration) => migration.name));
    expect(await migrate(database)).toEqual([]);
  });
});

describeOnEachEngine('a database of before attempts by hand were told apart', ({ place }) => {
  test('keeps its deliveries, all of them the program’s own, and the instants of its imports', async () => {
    await using database = await empty(place);
    await migrate(database, migrations.slice(0, 11));
    const [hash, tried] = ['a'.repeat(64), '2025-11-07T11:00:00Z'];
    await database.statement(`insert into report287.delivery (report, period, audience, subject, number, recipient, channel,
      scope, address, parcel_key, manifest_sha256, state, attempts, sender, detail, first_tried_at, tried_at, ended_at)
      values ('enforcement-actions', '2025-10', 'internal', '', 1, 'atlanta', 'folder', 'ATL', '/a', '${hash}', '${hash}',
      'failed', 3, 's', 'd', '${tried}', '${tried}', '${tried}')`);
    await database.statement(`insert into report287.import_file (file_name, sha256, content_sha256, source_id, title,
      rows_read, rows_loaded, rows_unchanged, rows_rejected, rows_outside_span, as_of, recorded_at, synthetic)
      values ('a.csv', '${hash}', '${hash}', 'test', 'A test', 0, 0, 0, 0, 0, '${tried}', '${tried}', true)`);
    expect(await migrate(database)).toContain('0012-required-approvals');
    await database.transaction('snapshot', async ({ own }) => {
      const [delivery] = await own.selectFrom('delivery').selectAll().execute();
      expect(delivery).toMatchObject({ attempts: 3, own_attempts: 3 });
      expect(delivery?.own_tried_at).toBe(delivery?.tried_at);
      const [file] = await own.selectFrom('import_file').selectAll().execute();
      expect(file?.stored_at).toBe(file?.recorded_at);
    });
  });
});

const oneOf = (list: readonly Code[]) => list.map((entry) => entry.code);
const absent = ['withheld', 'unknown', 'not-recorded'];

describeOnEachEngine('the tables', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });

  test.each<[string, string, readonly string[]]>([
    ['agency', 'agency_type', [...oneOf(agencyTypes), 'not-recorded']],
    ['agreement', 'model', oneOf(agreementModels)],
    ['agreement_status', 'status', oneOf(agreementStatuses)],
    ['event_status', 'status', oneOf(eventStatuses)],
    ['stored_event', 'kind', oneOf(eventKinds)],
    ['stored_event', 'form', oneOf(forms)],
    ['stored_event', 'sex', [...oneOf(sexes), ...absent]],
    ['stored_event', 'birth_year_absence', absent],
    ['stored_event', 'criminality', [...oneOf(criminalities), ...absent]],
    ['stored_event', 'threat_level', [...oneOf(threatLevels), ...absent]],
    ['officer', 'exam_result', oneOf(examResults)],
    ['officer', 'ended_reason', oneOf(revocationReasons)],
    ['officer_training', 'course', oneOf(courses)],
    ['program_manager', 'kind', oneOf(managerKinds)],
    ['milestone', 'kind', oneOf(milestoneKinds)],
    ['duty_performance', 'duty', oneOf(recordedDuties)],
    ['document_review', 'form', oneOf(forms)],
    ['document_review', 'outcome', oneOf(reviewOutcomes)],
    ['complaint', 'source', oneOf(complaintSources)],
    ['complaint', 'finding', oneOf(complaintFindings)],
    ['inspection', 'rating', oneOf(inspectionRatings)],
    ['agency_figure', 'measure', oneOf(agencyMeasures)],
    ['import_coverage', 'kind', coverageKinds],
  ])('%s.%s takes exactly the codes of its list', async (table, column, codes) => {
    const { rows } = await database.transaction('snapshot', ({ own }) =>
      sql<{ rule: string }>`select pg_get_constraintdef(oid) as rule from pg_constraint
        where conrelid = ${`report287.${table}`}::regclass and conname = ${`${table}_${column}_check`}`.execute(own),
    );
    const allowed = [...(rows[0]?.rule ?? '').matchAll(/'([^']*)'::text/g)].map((match) => match[1]);
    expect(allowed.sort()).toEqual([...codes].sort());
  });
});

const file = {
  file_name: 'arrests.csv',
  sha256: 'a'.repeat(64),
  content_sha256: 'b'.repeat(64),
  source_id: 'ero-arrests-2019',
  title: 'Arrests',
  rows_read: 10,
  rows_loaded: 7,
  rows_unchanged: 1,
  rows_rejected: 2,
  rows_outside_span: 0,
  as_of: '2019-07-01T00:00:00Z',
  recorded_at: '2020-07-01T12:00:00Z',
  synthetic: true,
};

const event = {
  row_number: 3,
  kind: 'encounter',
  occurred_on: '2020-06-30',
  occurred_at: null,
  source_key: null,
  encounter_key: null,
  agreement_id: null,
  office_code: 'ATL',
  program: '287G Program',
  method: '287(g) Program',
  landmark: null,
  disposition: 'not-recorded',
  form: null,
  citizenship: 'MEX',
  sex: 'male',
  birth_year: 1980,
  birth_year_absence: null,
  criminality: 'convicted',
  threat_level: '1',
  most_serious_conviction: 'none',
} as const;

describeOnEachEngine('what was imported', ({ open }) => {
  test('appears as events with stable ids, linked to their encounters, and as coverage', async () => {
    await using database = await open();
    await database.transaction('read-write', async ({ own }) => {
      const { import_id } = await own
        .insertInto('import_file')
        .values(file)
        .returning('import_id')
        .executeTakeFirstOrThrow();
      const keyed = { ...event, row_number: 4, source_key: 'E-9', kind: 'encounter' } as const;
      const linked = { ...event, row_number: 5, kind: 'detainer', encounter_key: 'E-9' } as const;
      await own
        .insertInto('stored_event')
        .values([event, keyed, linked].map((row) => ({ ...row, import_id })))
        .execute();
      const span = {
        kind: 'encounter',
        office_code: null,
        covers_from: '2020-06-01',
        covers_until: '2020-07-01',
      } as const;
      await own
        .insertInto('import_coverage')
        .values({ ...span, import_id, identifies_287g: true })
        .execute();
    });
    const { events, coverage } = await database.transaction('snapshot', async ({ source }) => ({
      events: await source
        .selectFrom('enforcement_event')
        .select(['event_id', 'encounter_id'])
        .orderBy('event_id')
        .execute(),
      coverage: await source
        .selectFrom('coverage')
        .select(['covers_until', 'as_of', 'source_name', 'synthetic'])
        .execute(),
    }));
    expect(events).toEqual([
      { event_id: '1-3', encounter_id: null },
      { event_id: '1-5', encounter_id: 'E-9' },
      { event_id: 'E-9', encounter_id: null },
    ]);
    const as_of = '2019-07-01T00:00:00.000Z';
    expect(coverage).toEqual([{ covers_until: '2020-07-01', as_of, source_name: 'Arrests', synthetic: true }]);
  });

  test('is refused where its rows do not add up', async () => {
    await using database = await open();
    const wrong = { ...file, rows_loaded: 8 };
    const storing = database.transaction('read-write', ({ own }) =>
      own.insertInto('import_file').values(wrong).execute(),
    );
    await expect(storing).rejects.toMatchObject({ code: '23514' });
  });

  test.each([
    ['packed', { content_sha256: 'c'.repeat(64) }],
    ['unpacked', { sha256: 'c'.repeat(64) }],
  ])('is refused a second time, known by its %s bytes', async (_what, other) => {
    await using database = await open();
    await database.transaction('read-write', ({ own }) => own.insertInto('import_file').values(file).execute());
    const again = database.transaction('read-write', ({ own }) =>
      own
        .insertInto('import_file')
        .values({ ...file, ...other })
        .execute(),
    );
    await expect(again).rejects.toMatchObject({ code: '23505' });
  });

  test('is refused without a birth year and without the reason why there is none', async () => {
    await using database = await open();
    const unexplained = { ...event, import_id: 1, birth_year: null };
    const storing = database.transaction('read-write', ({ own }) =>
      own.insertInto('stored_event').values(unexplained).execute(),
    );
    await expect(storing).rejects.toMatchObject({ code: '23514' });
  });
});
