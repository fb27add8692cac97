import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { classify } from '../../pipeline/classify.ts';
import { determinationCode, listedCode, undetermined } from '../../pipeline/determination.ts';
import type { ProgressEvent } from '../../pipeline/effects.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import type { DateWindow, IsoDate } from '../../pipeline/period.ts';
import { gaps, regimes } from '../../pipeline/priorities/index.ts';
import { agencyMeasures } from '../../queries/agency-figures.ts';
import { coverageKinds } from '../../queries/coverage.ts';
import { type Database, ownSchema, type Session } from '../../queries/database.ts';
import { recordTables } from '../../queries/demo/records.ts';
import { fillWithSyntheticData, removeSyntheticData } from '../../queries/demo.ts';
import { eventsWithEvidence } from '../../queries/evidence/on-record.ts';
import { holdsSyntheticData } from '../../queries/imports.ts';
import { isProgramEvent } from '../../queries/program.ts';
import { describeOnEachEngine } from '../engines.ts';

const silent = { progress: () => undefined };
/** Enough rows for what does not depend on how many there are. */
const small = { volume: 0.01 };

/** Agreements in force on a day, by model, with their agencies and states. */
async function register({ source }: Session, day: IsoDate) {
  const inForce = source
    .selectFrom('agreement_status as span')
    .innerJoin('agreement', 'agreement.agreement_id', 'span.agreement_id')
    .innerJoin('agency', 'agency.agency_id', 'agreement.agency_id')
    .where('span.status', '=', 'active')
    .where('span.valid_from', '<=', day)
    .where((eb) => eb.or([eb('span.valid_until', 'is', null), eb('span.valid_until', '>', day)]));
  const counts = await inForce
    .select((eb) => [
      eb.fn.countAll<number>().as('agreements'),
      eb.fn.count<number>('agency.agency_id').distinct().as('agencies'),
      eb.fn.count<number>('agency.state').distinct().as('states'),
    ])
    .executeTakeFirstOrThrow();
  const models = await inForce
    .select((eb) => ['agreement.model', eb.fn.countAll<number>().as('count')])
    .groupBy('agreement.model')
    .execute();
  return { ...counts, ...Object.fromEntries(models.map(({ model, count }) => [model, count])) };
}

async function encounters({ source }: Session, { from, until }: DateWindow): Promise<number> {
  const { count } = await source
    .selectFrom('enforcement_event as event')
    .where('event.kind', '=', 'encounter')
    .where('event.occurred_on', '>=', from)
    .where('event.occurred_on', '<', until)
    .where((row) => isProgramEvent(row))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** What a table holds, as one number: the same rows in the same order give the same, and others another. */
async function fingerprint(session: Session, table: string, order: string): Promise<string | undefined> {
  const { rows } = await sql<{ fingerprint: string }>`
    select md5(string_agg(md5((jsonb_strip_nulls(to_jsonb(held)) - 'import_id' - 'from_lists')::text), '' order by ${sql.raw(order)})) as fingerprint
    from ${sql.table(`${ownSchema}.${table}`)} as held`.execute(session.own);
  return rows[0]?.fingerprint;
}

describeOnEachEngine('the synthetic data', ({ open }) => {
  let database: Database;
  let events = 0;
  const read = <T>(work: (session: Session) => Promise<T>) => database.transaction('snapshot', work);

  beforeAll(async () => {
    database = await open();
    ({ events } = await fillWithSyntheticData(database, {}, silent));
  });

  test('state 139 agencies in 24 states with 74 jail and 65 warrant service agreements on every day of July 2020', async () => {
    const expected = { agreements: 139, agencies: 139, states: 24, JEM: 74, WSO: 65 };
    expect(await read((session) => register(session, '2020-06-30'))).toEqual(expected);
    for (let day = 1; day <= 31; day += 1) {
      const date = `2020-07-${String(day).padStart(2, '0')}`;
      expect(await read((session) => register(session, date)), date).toEqual(expected);
    }
  });

  test.each([
    ['2017-01-31', { agreements: 36, JEM: 36 }],
    ['2018-03-31', { agreements: 76, JEM: 76, states: 20 }],
    ['2010-08-31', { agreements: 71, JEM: 32, TFO: 26, JOINT: 13 }],
    ['2011-06-30', { agreements: 69, JEM: 34, TFO: 20, JOINT: 15 }],
    ['2012-12-31', { agreements: 64, JEM: 35, TFO: 20, JOINT: 9 }],
    ['2020-08-31', { JEM: 77, WSO: 73 }],
    ['2020-11-30', { JEM: 77, WSO: 75 }],
    ['2021-01-13', { agreements: 150, agencies: 147, states: 26, JEM: 74, WSO: 76 }],
    ['2025-01-04', { agreements: 135, agencies: 133, states: 21, JEM: 60, WSO: 75 }],
    ['2025-04-01', { agreements: 427, agencies: 330, states: 37, JEM: 86, WSO: 172, TFM: 169 }],
    ['2025-09-03', { agreements: 957, agencies: 798, states: 40, JEM: 127, WSO: 357, TFM: 473 }],
    ['2025-09-30', { agreements: 1_035, agencies: 858, states: 41, JEM: 133, WSO: 381, TFM: 521 }],
  ])('reproduce the published counts of agreements of %s', async (day, published) => {
    expect(await read((session) => register(session, day))).toMatchObject(published);
  });

  test('hold no task force agreement from 2013 to 2024, and no warrant service agreement before 2019', async () => {
    expect(Object.keys(await read((session) => register(session, '2013-01-01')))).not.toContain('TFO');
    expect(Object.keys(await read((session) => register(session, '2018-12-31')))).not.toContain('WSO');
    expect(Object.keys(await read((session) => register(session, '2024-12-31')))).not.toContain('TFM');
  });

  test('count almost 25,000 encounters by the program in fiscal year 2019, and others that are not by it', async () => {
    const year = { from: '2018-10-01', until: '2019-10-01' };
    expect(await read((session) => encounters(session, year))).toBe(24_938);
    const all = await read(({ source }) =>
      source
        .selectFrom('enforcement_event')
        .where('kind', '=', 'encounter')
        .where('occurred_on', '>=', year.from)
        .where('occurred_on', '<', year.until)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
    );
    expect(all.count).toBeGreaterThan(25_400);
  });

  test('have encounters in every month from October 2009 to September 2025, and far fewer in June 2020 than in June 2019', async () => {
    const { months } = await read(({ source }) =>
      source
        .selectFrom('enforcement_event')
        .where('kind', '=', 'encounter')
        .select(sql<number>`count(distinct date_trunc('month', occurred_on))`.as('months'))
        .executeTakeFirstOrThrow(),
    );
    expect(months).toBe(16 * 12);
    const june2019 = await read((session) => encounters(session, { from: '2019-06-01', until: '2019-07-01' }));
    const june2020 = await read((session) => encounters(session, { from: '2020-06-01', until: '2020-07-01' }));
    expect(june2020).toBeGreaterThan(500);
    expect(june2020 / june2019).toBeLessThan(0.6);
  });

  test.each(['moa-level', 'priority', 'detainer', 'mandatory-detention'] as const)(
    'have every category of every regime of the axis %s outside the full years',
    async (axis) => {
      const { determination } = classify(regimes, gaps);
      const rows = await read(({ source }) =>
        eventsWithEvidence(source)
          .where('event.kind', '=', axis === 'detainer' ? 'detainer' : 'encounter')
          .where((row) => row.or([row('occurred_on', '<', '2016-10-01'), row('occurred_on', '>=', '2020-10-01')]))
          .select(sql<string>`${determination(axis)}`.as('determined'))
          .distinct()
          .execute(),
      );
      const found = rows.map(({ determined }) => listedCode(determined, 'category'));
      const wanted = regimes
        .filter((regime) => regime.axis === axis)
        .flatMap(({ id, categories }) =>
          [...Object.keys(categories), undetermined].map((category) => determinationCode(id, category)),
        );
      expect(wanted.length).toBeGreaterThan(2);
      expect(found).toEqual(expect.arrayContaining(wanted));
    },
  );

  test('are one import, marked synthetic, whose control total is the number of events', async () => {
    const files = await read(({ own }) => own.selectFrom('import_file').selectAll().execute());
    const [file] = files;
    expect(files).toHaveLength(1);
    expect(file).toMatchObject({
      file_name: 'synthetic data, seed 287',
      synthetic: true,
      rows_read: events,
      rows_loaded: events,
    });
    const { stored, last } = await read(({ own }) =>
      own
        .selectFrom('stored_event')
        .select((eb) => [eb.fn.countAll<number>().as('stored'), eb.fn.max('row_number').as('last')])
        .executeTakeFirstOrThrow(),
    );
    expect({ stored, last }).toEqual({ stored: events, last: events });
    const coverage = await read(({ own }) => own.selectFrom('import_coverage').selectAll().orderBy('kind').execute());
    expect(coverage).toHaveLength(coverageKinds.length);
    expect(new Set(coverage.map((row) => row.covers_until))).toEqual(new Set(['2025-10-01']));
  });

  test('report from agencies mostly what is on record of them in the month, and now and then a few more or fewer', async () => {
    const { rows } = await read(({ own }) =>
      sql<{ measure: string; figures: number; same: number; most: number; largest: number }>`
        with counted as (
          select agreement_id, date_trunc('month', occurred_on)::date as month, kind, count(*)::int as events
          from report287.stored_event where agreement_id is not null group by 1, 2, 3
        )
        select measure, count(*)::int as figures, count(*) filter (where figure = coalesce(events, 0))::int as same,
          max(abs(figure - coalesce(events, 0)))::int as most, max(figure) as largest
        from report287.agency_figure as reported
        left join counted on counted.agreement_id = reported.agreement_id and counted.month = reported.month
          and counted.kind = reported.measure
        group by measure order by measure`.execute(own),
    );
    expect(rows).toHaveLength(agencyMeasures.length);
    for (const { figures, same, most, largest } of rows) {
      expect(same / figures).toBeGreaterThan(0.85);
      expect(same / figures).toBeLessThan(0.97);
      expect(most).toBe(3);
      expect(largest).toBeGreaterThan(10);
    }
  });

  test('mean by office the area of the day: Harlingen has events only since it began', async () => {
    const { first } = await read(({ source }) =>
      source
        .selectFrom('enforcement_event')
        .where('office_code', '=', 'HLG')
        .select((eb) => eb.fn.min('occurred_on').as('first'))
        .executeTakeFirstOrThrow(),
    );
    expect(String(first) >= '2020-10-01').toBe(true);
  });

  test('stand unchanged when they are filled in again, and the reader is told', async () => {
    const told: ProgressEvent[] = [];
    const summary = await fillWithSyntheticData(database, {}, { progress: (event) => told.push(event) });
    expect(summary).toEqual({ state: 'unchanged', events });
    expect(told).toEqual([{ kind: 'note', text: 'The database holds the synthetic data, seed 287: nothing changed.' }]);
  });

  test('refuse a database that holds synthetic data of another seed', async () => {
    await expect(fillWithSyntheticData(database, { seed: 1 }, silent)).rejects.toThrow(/other synthetic data/);
  });

  describe('in a database of their own', () => {
    // After a change on purpose: raise `generator` in queries/demo.ts and correct these.
    test('are the same rows on every machine and engine', async () => {
      await using other = await open();
      await fillWithSyntheticData(other, { volume: 0.05 }, silent);
      const found = await other.transaction('snapshot', async (session) => ({
        agency: await fingerprint(session, 'agency', 'agency_id collate "C"'),
        agreement: await fingerprint(session, 'agreement', 'agreement_id collate "C"'),
        agreement_status: await fingerprint(session, 'agreement_status', 'agreement_id collate "C", valid_from'),
        stored_event: await fingerprint(session, 'stored_event', 'row_number'),
        event_status: await fingerprint(
          session,
          'event_status',
          'event_id collate "C", occurred_on, status collate "C"',
        ),
        evidence: await fingerprint(session, 'evidence', 'event_id collate "C"'),
        criminal_charge: await fingerprint(session, 'criminal_charge', 'event_id collate "C", charge_number'),
        officer: await fingerprint(session, 'officer', 'officer_id collate "C"'),
        officer_training: await fingerprint(
          session,
          'officer_training',
          'officer_id collate "C", course collate "C", completed_on',
        ),
        officer_login: await fingerprint(session, 'officer_login', 'officer_id collate "C", logged_in_on'),
        program_manager: await fingerprint(session, 'program_manager', 'post_id collate "C", held_from'),
        milestone: await fingerprint(session, 'milestone', 'agreement_id collate "C", kind collate "C", occurred_on'),
        installation: await fingerprint(session, 'installation', 'installation_id collate "C"'),
        duty_performance: await fingerprint(session, 'duty_performance', 'performance_id collate "C"'),
        document_review: await fingerprint(session, 'document_review', 'review_id collate "C"'),
        complaint: await fingerprint(session, 'complaint', 'complaint_id collate "C"'),
        inspection: await fingerprint(session, 'inspection', 'inspection_id collate "C"'),
        agency_figure: await fingerprint(
          session,
          'agency_figure',
          'agreement_id collate "C", month, measure collate "C"',
        ),
      }));
      expect(found).toEqual({
        agency: 'f6829e84e46328756875e24eca14446e',
        agency_figure: '8f3e5ebfd14d361c5d8541287bd075af',
        agreement: '5a138764a69ae25a4013683b6318692c',
        agreement_status: 'a90f633abd738da09f646873a1f897c9',
        complaint: '2ca525d15566029ab9b6780a1bc0da1d',
        criminal_charge: '432a00d58fb3fcb5870c92d317926101',
        document_review: '495355b7bdc7d87c985b08fdf6800daa',
        duty_performance: '8e3c4f8c310a4df2773a8dee177bdcb4',
        event_status: 'fd6931f42c151049d0a7fef26f219abf',
        evidence: 'aac64de6bcb6d48466457ab11542610d',
        inspection: '4667528a7383908cd35df8d48468d393',
        installation: '138f3402057125c3d23253ad384e8949',
        milestone: '01f49fd8dd06850b91f2124e5e44afe5',
        officer: '4737478a70daef93cb1ae595d15c4c99',
        officer_login: '7f9d5070f63bba95a4fe6d8ac85bd342',
        officer_training: 'ce0d314a995f66bb8a46d382e0f7d19a',
        program_manager: '169e69b99aa6eb3bba4c25ec442cbac4',
        stored_event: 'bdb0c563502f1ed5a9b4e53e7e5acf8e',
      });
    });

    test('can be removed, which leaves the database as it was but for the field offices', async () => {
      await using other = await open();
      expect(await removeSyntheticData(other)).toBe(false);
      await fillWithSyntheticData(other, small, silent);
      expect(await removeSyntheticData(other)).toBe(true);
      const left = await other.transaction('snapshot', async (session) => {
        const counts: Record<string, number> = {};
        for (const table of [
          'agency',
          'agreement',
          'agreement_status',
          'stored_event',
          'event_status',
          'evidence',
          'criminal_charge',
          'criminal_record',
          'import_file',
          'import_coverage',
          ...recordTables,
        ] as const) {
          const { rows } = await sql<{
            count: number;
          }>`select count(*) as count from ${sql.table(`${ownSchema}.${table}`)}`.execute(session.own);
          counts[table] = rows[0]?.count ?? -1;
        }
        return { rows: Object.values(counts), synthetic: await holdsSyntheticData(session) };
      });
      expect(left).toEqual({ rows: Array.from({ length: 10 + recordTables.length }, () => 0), synthetic: false });
      const again = await fillWithSyntheticData(other, { ...small, seed: 5 }, silent);
      expect(again.state).toBe('filled');
    });

    test('are refused where real imports are, and leave them as they were', async () => {
      await using other = await open();
      await other.transaction('read-write', async ({ own }) => {
        const hash = 'a'.repeat(64);
        const instant = '2019-06-30T12:00:00Z';
        const counts = { rows_read: 0, rows_loaded: 0, rows_unchanged: 0, rows_rejected: 0, rows_outside_span: 0 };
        await own
          .insertInto('import_file')
          .values({
            file_name: 'release.csv',
            sha256: hash,
            content_sha256: hash,
            source_id: 'ero-arrests-2019',
            title: 'A release',
            as_of: instant,
            recorded_at: instant,
            synthetic: false,
            ...counts,
          })
          .execute();
      });
      const refusal = await fillWithSyntheticData(other, small, silent).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(PipelineError);
      expect(refusal).toMatchObject({ kind: 'source', message: expect.stringContaining('release.csv') });
      expect(await removeSyntheticData(other)).toBe(false);
      const files = await other.transaction('snapshot', ({ own }) =>
        own.selectFrom('import_file').select('file_name').execute(),
      );
      expect(files).toEqual([{ file_name: 'release.csv' }]);
    });
  });
});
