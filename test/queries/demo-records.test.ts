import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordKinds } from '../../queries/coverage.ts';
import type { Database, Session } from '../../queries/database.ts';
import { administeredAgreements } from '../../queries/demo/administered.ts';
import { agreementRegister } from '../../queries/demo/agreements.ts';
import { administrativeRecords, type RecordTable, recordContracts, recordTables } from '../../queries/demo/records.ts';
import { fillWithSyntheticData } from '../../queries/demo.ts';
import { embeddedEngine } from '../engines.ts';

const silent = { progress: () => undefined };
const engine = embeddedEngine();

/** Days of one installation that was requested by the end of March 2018. */
interface InstallationDays {
  readonly since_signing: number | null;
  readonly in_order: boolean;
}

describe.each([287, 1, 2])('the synthetic records of seed %i', (seed) => {
  let database: Database;
  const read = <T>(work: (session: Session) => Promise<T>) => database.transaction('snapshot', work);
  const rowsOf = async <T>(query: string) =>
    read(async ({ own }) => (await sql<T>`${sql.raw(query)}`.execute(own)).rows);

  beforeAll(async () => {
    database = await engine.open();
    await fillWithSyntheticData(database, { seed, volume: 0.01 }, silent);
  });
  afterAll(() => database[Symbol.asyncDispose]());

  test('hold 212 active officers through the first quarter of fiscal year 2017, and then more each month up to 374', async () => {
    const months = await rowsOf<{ active: number }>(`
      select (select count(*) from report287.officer as officer where certified_on <= day
          and (ended_on is null or ended_on > day))::int as active
      from generate_series(date '2016-11-01', date '2018-04-01', interval '1 month') as next,
        lateral (select next::date - 1 as day) as last order by day`);
    const active = months.map((month) => month.active);
    expect(active).toHaveLength(18);
    expect(active.slice(0, 3)).toEqual([212, 212, 212]);
    for (let at = 3; at < active.length; at += 1) expect(active[at]).toBeGreaterThan(active[at - 1] ?? 0);
    expect(active.at(-1)).toBe(374);
    expect(Math.round((1_000 * (374 - 212)) / 212) / 10).toBe(76.4);
  });

  test('hold 24 installations requested and 22 done by the end of March 2018: 13 beyond 180 days, 11 beyond 200, the longest 258', async () => {
    const requested = await rowsOf<InstallationDays>(`
      select case when installed_on <= '2018-03-31' then installed_on - signed_on end as since_signing,
        signed_on <= requested_on and requested_on <= isa_signed_on and isa_signed_on <= bids_closed_on
          and bids_closed_on <= delivered_on and delivered_on <= installed_on and isa_signed_on - requested_on <= 45
          and bids_closed_on - isa_signed_on <= 120 as in_order
      from report287.installation join report287.agreement using (agreement_id)
      where requested_on between '2016-10-01' and '2018-03-31'`);
    const days = requested.flatMap(({ since_signing }) => since_signing ?? []);
    expect(requested).toHaveLength(24);
    expect(requested.every(({ in_order }) => in_order)).toBe(true);
    expect(days).toHaveLength(22);
    expect(days.filter((count) => count > 180)).toHaveLength(13);
    expect(days.filter((count) => count > 200)).toHaveLength(11);
    expect(Math.max(...days)).toBe(258);
    const [before] = await rowsOf<{ count: number }>(
      `select count(*)::int as count from report287.installation where requested_on < '2016-10-01'`,
    );
    expect(before?.count).toBe(0);
  });

  test('hold 20 field program managers in March 2018, and 20 with 7 national ones in 2025, of offices that then existed', async () => {
    const posts = await rowsOf<{ day: string; field: number; national: number; unknown: number; idle: number }>(`
      select day::text as day, count(*) filter (where kind = 'field')::int as field,
        count(*) filter (where kind = 'national')::int as national,
        count(*) filter (where kind = 'field' and not exists (select from report287.field_office as office
          where office.office_code = manager.office_code and exists_from <= day))::int as unknown,
        count(*) filter (where kind = 'field' and not exists (select from report287.agreement
          join report287.agreement_status using (agreement_id) where agreement.office_code = manager.office_code
          and status = 'active' and valid_from <= day and (valid_until is null or valid_until > day)))::int as idle
      from (values (date '2018-03-31'), (date '2025-01-31'), (date '2025-09-30')) as days (day)
      join report287.program_manager as manager on held_from <= day and (held_until is null or held_until > day)
      group by day order by day`);
    expect(posts.map(({ field }) => field)).toEqual([20, 20, 20]);
    expect(posts.slice(1).map(({ national }) => national)).toEqual([7, 7]);
    expect(posts.map(({ unknown, idle }) => [unknown, idle])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  test('authorize officers only while their agreement is held, and end all when it ends', async () => {
    const [wrong] = await rowsOf<{ outside: number; kept: number; early: number }>(`
      with held as (
        select agreement_id, signed_on, (select min(valid_from) from report287.agreement_status as span
          where span.agreement_id = agreement.agreement_id and status in ('terminated', 'superseded')) as until
        from report287.agreement
      )
      select count(*) filter (where certified_on < signed_on or certified_on >= until)::int as outside,
        count(*) filter (where certified_on is not null and until is not null
          and (ended_on is null or ended_on > until))::int as kept,
        count(*) filter (where nominated_on > cleared_on or cleared_on > trained_on or trained_on > certified_on)::int as early
      from report287.officer join held using (agreement_id)`);
    expect(wrong).toEqual({ outside: 0, kept: 0, early: 0 });
  });

  test('are covered from October 2016 to the end of the data, and from earlier days what may be overdue by then', async () => {
    const covered = await rowsOf<{ kind: string; covers_from: string; covers_until: string }>(
      `select kind, covers_from, covers_until from report287.import_coverage where kind in
        (${recordKinds.map((kind) => `'${kind}'`).join()}) order by kind`,
    );
    expect(covered.map(({ kind }) => kind)).toEqual([...recordKinds].sort());
    const earlier = {
      credential: '2016-08-01',
      inspection: '2013-10-01',
      milestone: '2013-10-01',
      training: '2015-04-01',
    };
    expect(Object.fromEntries(covered.map(({ kind, covers_from }) => [kind, covers_from]))).toEqual({
      ...Object.fromEntries(recordKinds.map((kind) => [kind, '2016-10-01'])),
      ...earlier,
    });
    expect(new Set(covered.map(({ covers_until }) => covers_until))).toEqual(new Set(['2025-10-01']));
  });

  test('hold no inspection of a warrant service agreement', async () => {
    const models = await rowsOf<{ model: string }>(
      `select distinct model from report287.inspection join report287.agreement using (agreement_id)`,
    );
    expect(models).toEqual([{ model: 'JEM' }]);
  });
});

describe('the synthetic records of one seed', () => {
  const register = agreementRegister(287);
  const made = administrativeRecords(register, 287, new Map());
  const records = new Map(recordTables.map((table) => [table, [...made[table]]]));
  const of = (table: RecordTable) => records.get(table) ?? [];
  const ended = '2025-10-01';

  test.each(recordTables)('keep the contract of %s in every row', (table) => {
    const contract = recordContracts[table];
    const refused = of(table).filter((row) => !contract.safeParse(row).success);
    expect(refused).toEqual([]);
    expect(of(table).length).toBeGreaterThan(50);
  });

  test('tell nothing that happened after the end of the data, but for terms that expire', () => {
    const later = recordTables.flatMap((table) =>
      of(table).filter((row) =>
        Object.entries(row).some(
          ([column, value]) =>
            /_on$|_at$|^month$|_from$/.test(column) &&
            row.kind !== 'expires' &&
            typeof value === 'string' &&
            new Date(value) >= new Date(value.length > 10 ? `${ended}T04:00:00Z` : ended),
        ),
      ),
    );
    expect(later).toEqual([]);
  });

  test('keep the series to a size that fills quickly', () => {
    const officers = of('officer').length;
    expect(officers).toBeGreaterThan(4_000);
    expect(officers).toBeLessThan(8_000);
    expect(of('duty_performance').length).toBeLessThan(60_000);
  });

  test('state what became of each agreement with a notice before it', () => {
    const noticed = (kind: string) =>
      new Set(
        of('milestone')
          .filter((milestone) => milestone.kind === kind)
          .map((row) => row.agreement_id),
      );
    const agreements = administeredAgreements(register, 287);
    const ids = (held: typeof agreements) => new Set(held.map(({ agreement_id }) => agreement_id));
    expect(noticed('termination-notice')).toEqual(ids(agreements.filter(({ terminated }) => terminated)));
    expect(noticed('suspension-notice')).toEqual(ids(agreements.filter(({ suspendedOn }) => suspendedOn.length > 0)));
    expect(noticed('effective').size).toBe(agreements.length);
  });

  test('have an initial training in the records of training for each officer who was trained, passed or failed', () => {
    const key = (officer: unknown, day: unknown) => `${officer} ${day}`;
    const trained = of('officer').flatMap((row) =>
      row.trained_on === null ? [] : [key(row.officer_id, row.trained_on)],
    );
    const initial = of('officer_training').filter(({ course }) => course === 'initial');
    expect(new Set(initial.map((row) => key(row.officer_id, row.completed_on)))).toEqual(new Set(trained));
    expect(of('officer').some(({ exam_result }) => exam_result === 'failed')).toBe(true);
  });

  test('find some duties late and a few that cannot be measured', () => {
    const unmeasured = of('duty_performance').filter((row) => row.began_at === null || row.met_at === null);
    const share = unmeasured.length / of('duty_performance').length;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.05);
    const returned = of('document_review').filter(({ outcome }) => outcome === 'returned').length;
    expect(returned / of('document_review').length).toBeCloseTo(0.12, 1);
  });
});
