import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { recordKinds } from '../../queries/coverage.ts';
import { checkSourceContract, viewsOfRecords } from '../../queries/database/contract-views.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../../queries/database.ts';
import { criminalRecordView } from '../../queries/evidence/record-view.ts';
import { type EvidenceFact, evidenceFacts } from '../../queries/evidence.ts';
import { describeOnEachEngine, embeddedEngine } from '../engines.ts';

function sqlTypeOf(fact: EvidenceFact): string {
  if (/_(on|since)$/.test(fact)) return 'date';
  return /_(count|age)$/.test(fact) ? 'integer' : 'boolean';
}

/** A program's own tables, in its own words, and the views of the contract over them. */
const theirs = [
  'create schema detention',
  'create schema "287g views"',
  'create table detention.office (code varchar(3), title varchar(80), opened date, closed date)',
  "insert into detention.office values ('ATL', 'Atlanta', '2003-03-01', null)",
  'create table detention.action (id bigint, day date, clock timestamptz, area varchar(3), born smallint, crimes bigint)',
  "insert into detention.action values (7, '2020-06-30', '2020-06-30 23:30:00-04', 'ATL', 1980, 2)",
  `create materialized view "287g views".field_office as
    select code as office_code, title as name, opened as exists_from, closed as exists_until from detention.office`,
  `create view "287g views".enforcement_event as select id::text as event_id, 'encounter'::text as kind, day as occurred_on,
    clock as occurred_at, null::text as encounter_id, null::text as agreement_id, area as office_code, 'P'::text as program,
    'M'::text as method, 'not-recorded'::text as disposition, null::text as form, 'MEX'::text as citizenship,
    'male'::text as sex, born as birth_year, null::text as birth_year_absence, 'convicted'::text as criminality,
    '1'::text as threat_level, 'none'::text as most_serious_conviction from detention.action`,
  `create view "287g views".evidence as select id::text as event_id, crimes as conviction_count,
    ${evidenceFacts
      .filter((fact) => fact !== 'conviction_count')
      .map((fact) => `null::${sqlTypeOf(fact)} as ${fact}`)
      .join(', ')} from detention.action`,
  `create view "287g views".criminal_charge as select '7'::text as event_id, 1 as charge_number, 'convicted'::text as status,
    '5404'::text as ncic_code, 'felony'::text as offense_class, null::text as sentenced_as, null::date as charged_on,
    date '2019-01-01' as convicted_on, null::integer as sentence_days, null::boolean as sentence_suspended,
    null::text as incident, null::boolean as aggravated_felony, null::boolean as immigration_status_element,
    null::boolean as gang_element, null::boolean as domestic_violence, null::boolean as caused_death_or_serious_injury`,
  criminalRecordView('287g views'),
  ...['agency', 'agreement', 'agreement_status', 'event_status', 'coverage'].map(
    (table) => `create view "287g views".${table} as select * from report287.${table}`,
  ),
];

const change = (database: Database, statements: readonly string[]) =>
  database.transaction('read-write', async ({ own }) => {
    for (const statement of statements) await sql.raw(statement).execute(own);
  });

const recordViews = [...new Set(recordKinds.flatMap((kind) => viewsOfRecords[kind]))];

/** Says through `coverage` that one kind of record is complete for a month. */
const cover = (database: Database, kind: string) =>
  change(database, [
    `insert into report287.import_file (file_name, sha256, content_sha256, source_id, title, rows_read, rows_loaded,
      rows_unchanged, rows_rejected, rows_outside_span, as_of, recorded_at, synthetic)
      select '${kind}', md5('${kind}') || md5('${kind}'), md5('${kind}') || md5('${kind}'), 'x', '${kind}', 0, 0, 0, 0, 0,
        now(), now(), false`,
    `insert into report287.import_coverage (import_id, kind, office_code, covers_from, covers_until, identifies_287g)
      select import_id, '${kind}', null, '2020-06-01', '2020-07-01', true from report287.import_file where file_name = '${kind}'`,
  ]);

async function withTheirViews(place: () => Promise<DatabaseOptions>): Promise<Database> {
  const options = await place();
  {
    await using plain = await openDatabase(options);
    await change(plain, theirs);
  }
  return openDatabase({ ...options, sourceSchema: '287g views' });
}

describeOnEachEngine('a program’s own database', ({ place }) => {
  test('keeps the contract through views, and is read through them', async () => {
    await using database = await withTheirViews(place);
    await checkSourceContract(database);
    const rows = await database.transaction('snapshot', ({ source }) =>
      source
        .selectFrom('enforcement_event as event')
        .innerJoin('evidence', 'evidence.event_id', 'event.event_id')
        .innerJoin('field_office as office', 'office.office_code', 'event.office_code')
        .select([
          'event.event_id',
          'event.occurred_on',
          'event.occurred_at',
          'office.name',
          'evidence.conviction_count',
        ])
        .execute(),
    );
    const occurred_at = '2020-07-01T03:30:00.000Z';
    expect(rows).toEqual([
      { event_id: '7', occurred_on: '2020-06-30', occurred_at, name: 'Atlanta', conviction_count: 2 },
    ]);
  });

  test('without the view that counts charges is told the SQL of it, which makes the contract whole', async () => {
    await using database = await withTheirViews(place);
    await change(database, ['drop view "287g views".criminal_record']);
    const view = criminalRecordView('287g views');
    await expect(checkSourceContract(database)).rejects.toMatchObject({
      details: ['criminal_record: no such view or table', view],
    });
    await change(database, [view]);
    await checkSourceContract(database);
    const records = await database.transaction('snapshot', ({ source }) =>
      source.selectFrom('criminal_record').select(['event_id', 'felony_convictions']).execute(),
    );
    expect(records).toEqual([{ event_id: '7', felony_convictions: 1 }]);
  });

  test('may lack the views of records that it does not cover, and no others', async () => {
    await using database = await withTheirViews(place);
    expect(await checkSourceContract(database)).toEqual(recordViews);
    await cover(database, 'complaint');
    await cover(database, 'training');
    await expect(checkSourceContract(database)).rejects.toMatchObject({
      kind: 'contract',
      details: [
        'officer: no such view or table, and coverage has rows of the kind training',
        'officer_training: no such view or table, and coverage has rows of the kind training',
        'complaint: no such view or table, and coverage has rows of the kind complaint',
      ],
    });
    const made = ['officer', 'officer_training', 'complaint'];
    await change(
      database,
      made.map((view) => `create view "287g views".${view} as select * from report287.${view}`),
    );
    expect(await checkSourceContract(database)).toEqual(recordViews.filter((view) => !made.includes(view)));
  });

  test('must keep the contract in a view of records that it has, covered or not', async () => {
    await using database = await withTheirViews(place);
    await change(database, [
      `create view "287g views".inspection as select inspection_id, agreement_id, inspected_on::text as inspected_on, rating,
        deficiencies, corrective_actions_open from report287.inspection`,
    ]);
    await expect(checkSourceContract(database)).rejects.toMatchObject({
      details: [
        'inspection.inspected_on: is text; date (date) is expected',
        'inspection.corrective_actions_closed: missing; whole number (smallint) is expected',
      ],
    });
  });

  test('that breaks the contract is told every place at once', async () => {
    await using database = await withTheirViews(place);
    await change(database, [
      'drop view "287g views".coverage',
      'drop view "287g views".event_status',
      `create view "287g views".event_status as select event_id, status::char(10) as status, occurred_on::timestamptz as occurred_on
        from report287.event_status`,
      'drop view "287g views".agreement',
      'create view "287g views".agreement as select agreement_id, agency_id, model, signed_on from report287.agreement',
    ]);
    await expect(checkSourceContract(database)).rejects.toMatchObject({
      kind: 'contract',
      message: expect.stringContaining('"287g views" does not keep the contract of sources in 4 places'),
      details: [
        'agreement.office_code: missing; text (text) is expected',
        'event_status.status: is character; text (text, character varying) is expected',
        'event_status.occurred_on: is timestamp with time zone; date (date) is expected',
        'coverage: no such view or table',
      ],
    });
  });

  test('whose views this user may not read is told so', async () => {
    await using database = await withTheirViews(place);
    // Roles belong to the whole server, which other tests use at the same time.
    const reader = `reader_${process.pid}`;
    await change(database, [`create role ${reader}`, `grant usage on schema "287g views" to ${reader}`]);
    const asReader: Database = {
      ...database,
      transaction: (mode, work) =>
        database.transaction(mode, async (session) => {
          await sql.raw(`set local role ${reader}`).execute(session.own);
          return work(session);
        }),
    };
    await expect(checkSourceContract(asReader)).rejects.toMatchObject({
      details: expect.arrayContaining(['agency.name: this user may not read it']),
    });
    await change(database, [`drop owned by ${reader}`, `drop role ${reader}`]);
  });
});

describe('our own tables', () => {
  const { open } = embeddedEngine();

  test('keep the contract', async () => {
    await using database = await open();
    await expect(checkSourceContract(database)).resolves.toEqual([]);
  });
});
