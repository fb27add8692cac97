import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reports } from '../../pipeline/reports/index.ts';
import { readChangedSources } from '../../pipeline/schedule/status/changed-sources.ts';
import type { CoverageKind } from '../../queries/coverage.ts';
import type { Database } from '../../queries/database.ts';
import { recordCorrections } from '../../queries/register.ts';
import { effectsOf } from '../deliveries/small-edition.ts';
import { describeOnEachEngine } from '../engines.ts';

let out: string;
const before = '2025-11-06T12:00:00.000Z';
const made = '2025-11-07T11:00:00.000Z';
const after = '2025-12-04T09:00:00.000Z';

/** Editions of October 2025 of both reports, made from two files; the fifth of December is the day. */
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'report287-changed-sources-'));
  for (const { id: report } of reports) {
    const manifest = {
      ...{ report, audience: 'internal', edition: 1, fingerprint: 'f', corrections: [], coverage: [] },
      period: { id: '2025-10', from: '2025-10-01', until: '2025-11-01' },
      sources: [fileOf('october.csv'), fileOf('list-october.xlsx')],
      run: { startedAt: made },
    };
    await mkdir(join(out, folderOf(report)), { recursive: true });
    await writeFile(join(out, folderOf(report), 'manifest.json'), JSON.stringify(manifest));
  }
});
afterAll(() => rm(out, { recursive: true, force: true }));

const folderOf = (report: string) => `internal/${report}/2025-10/edition-1`;
const fileOf = (fileName: string) => ({ fileName, sha256: Buffer.from(fileName).toString('hex').padEnd(64, '0') });

const editions = reports.map(({ id: report }) => ({
  ...{ report, period: '2025-10', audience: 'internal', subject: '', number: 1 },
  ...{ folder: folderOf(report), published_at: made },
}));

const changesIn = async (database: Database, on = '2025-12-05T12:00:00.000Z') => {
  const found = await readChangedSources({ editions }, { definitions: reports, out }, effectsOf(database, on));
  return found.flatMap(({ report, changes }) => changes.map(({ kind, what }) => `${report}: ${kind} ${what}`));
};

/** Puts a file on record that covers some days. */
function hold(
  database: Database,
  fileName: string,
  covers: readonly (readonly [CoverageKind, string, string])[],
  { storedAt = after, sourceId = 'a-release' } = {},
): Promise<number> {
  const { sha256 } = fileOf(fileName);
  return database.transaction('read-write', async ({ own }) => {
    const rows = { rows_read: 0, rows_loaded: 0, rows_unchanged: 0, rows_rejected: 0, rows_outside_span: 0 };
    const { import_id } = await own
      .insertInto('import_file')
      .values({
        ...{ file_name: fileName, sha256, content_sha256: sha256, source_id: sourceId, title: 'A test', ...rows },
        ...{ as_of: storedAt, recorded_at: storedAt, stored_at: storedAt, synthetic: false },
      })
      .returning('import_id')
      .executeTakeFirstOrThrow();
    for (const [kind, covers_from, covers_until] of covers)
      await own
        .insertInto('import_coverage')
        .values({ import_id, kind, covers_from, covers_until, office_code: null, identifies_287g: true })
        .execute();
    return import_id;
  });
}

/** A list with one row of an agreement that was signed on a day. */
async function list(database: Database, name: string, on: string, signed: string, told = {}): Promise<number> {
  const import_id = await hold(database, name, [['agreement', on, '2025-12-31']], told);
  await database.transaction('read-write', async ({ own }) => {
    await own
      .insertInto('agreement_list')
      .values({ import_id, kind: 'participating', as_of: on, half_day: null })
      .execute();
    await own
      .insertInto('agreement_listing')
      .values({
        ...{
          import_id,
          row_number: 2,
          state: 'FL',
          agency_name: 'A',
          agency_type: 'county',
          county: null,
          model: 'JEM',
        },
        ...{ signed_on: signed, signed_text: null, moa_url: null, addendum_url: null },
      } as const)
      .execute();
  });
  return import_id;
}

/** What a list decided about the row of the list of October. */
const decide = (database: Database, name: string, kind: string, as_of: string) =>
  database.transaction('read-write', ({ own }) =>
    own
      .insertInto('register_decision')
      .values({
        ...{
          ordinal: Date.now() % 1e9,
          kind,
          agreement_id: 'A-1',
          list_sha256: fileOf(name).sha256,
          as_of,
          row_number: 2,
        },
        ...{
          compared_sha256: fileOf('list-october.xlsx').sha256,
          compared_as_of: '2025-10-31',
          compared_row: 2,
          reason: 'r',
        },
      })
      .execute(),
  );

/** One row of a file of a program extract. */
const tell = (database: Database, import_id: number, entity: string, content: Readonly<Record<string, string>>) =>
  database.transaction('read-write', ({ own }) =>
    sql`insert into report287.extract_row (import_id, row_number, entity, subject, row_key, content)
      values (${import_id}, 2, ${entity}, 'O-1', 'O-1', ${JSON.stringify(content)}::jsonb)`.execute(own),
  );

describeOnEachEngine('sources that changed after an edition was made', (engine) => {
  const asMade = async () => {
    const database = await engine.open();
    await hold(database, 'october.csv', [['encounter', '2025-10-01', '2025-11-01']], { storedAt: before });
    await list(database, 'list-october.xlsx', '2025-10-31', '2025-10-20', { storedAt: before });
    return database;
  };

  test('are none where only other months and later lists came', async () => {
    await using database = await asMade();
    await hold(database, 'november.csv', [['encounter', '2025-11-01', '2025-12-01']]);
    await list(database, 'list-november.xlsx', '2025-11-28', '2025-10-20');
    await decide(database, 'list-november.xlsx', 'same', '2025-11-28');
    const officers = await hold(database, 'officers.csv', [], { sourceId: 'program-extract-officers' });
    await tell(database, officers, 'officers', { officer_id: 'O-1', nominated_on: '2025-11-12' });
    expect(await changesIn(database)).toEqual([]);
  });

  test('are told where a file is about days of the report, or was taken back', async () => {
    await using database = await asMade();
    await hold(database, 'october-again.csv', [['encounter', '2025-10-01', '2025-11-01']]);
    await hold(database, 'a-year-earlier.csv', [['encounter', '2024-10-01', '2024-11-01']]);
    await hold(database, 'long-ago.csv', [['encounter', '2012-10-01', '2012-11-01']]);
    await database.transaction('read-write', ({ own }) =>
      own.deleteFrom('import_file').where('file_name', '=', 'list-october.xlsx').execute(),
    );
    const changes = await changesIn(database);
    expect(changes.slice(0, 3)).toEqual([
      'enforcement-actions: imported october-again.csv',
      'enforcement-actions: imported a-year-earlier.csv',
      'enforcement-actions: taken-back list-october.xlsx',
    ]);
    expect(changes.at(-1)).toBe('moa-statistics: taken-back list-october.xlsx');
    expect(await changesIn(database, '2026-06-05T12:00:00.000Z')).toEqual([]);
  });

  test('are told where a list is of earlier days, moves a signing date into them or shows that an agreement goes on', async () => {
    await using database = await asMade();
    await list(database, 'list-september.xlsx', '2025-09-30', '2025-09-01');
    await list(database, 'list-november.xlsx', '2025-11-28', '2025-11-03');
    await decide(database, 'list-november.xlsx', 'redated', '2025-11-28');
    await list(database, 'list-december.xlsx', '2025-12-02', '2025-11-03');
    await decide(database, 'list-december.xlsx', 'returned', '2025-12-02');
    const ofMoa = (await changesIn(database)).filter((change) => change.startsWith('moa-statistics'));
    expect(ofMoa).toEqual([
      'moa-statistics: imported list-september.xlsx',
      'moa-statistics: imported list-november.xlsx',
      'moa-statistics: imported list-december.xlsx',
    ]);
  });

  test('are told where a record of earlier days comes late, and where a correction is about them', async () => {
    await using database = await asMade();
    const first = await hold(database, 'officers.csv', [], { sourceId: 'program-extract-officers', storedAt: before });
    await tell(database, first, 'officers', { officer_id: 'O-1', nominated_on: '2025-03-12' });
    const late = await hold(database, 'officers-late.csv', [], { sourceId: 'program-extract-officers' });
    await tell(database, late, 'officers', { officer_id: 'O-1', nominated_on: '2025-03-12', revoked_on: '2025-10-03' });
    const of = { agreement: 'A-1', reason: 'an audit', by_role: 'program office' };
    await database.transaction('read-write', (session) =>
      recordCorrections(
        session,
        [
          { ...of, action: 'ended-on', value: '2025-10-09' },
          { ...of, action: 'ended-on', value: '2025-11-09' },
          { ...of, action: 'name', value: 'Another Name' },
        ],
        after,
      ),
    );
    expect(await changesIn(database)).toEqual([
      'enforcement-actions: corrected A-1: ended-on 2025-10-09',
      'moa-statistics: imported officers-late.csv',
      'moa-statistics: corrected A-1: ended-on 2025-10-09',
    ]);
  });
});
