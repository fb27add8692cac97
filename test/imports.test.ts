import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, test } from 'vitest';
import { writeMended } from '../pipeline/cli/imports/mend.ts';
import { importNamed, rejectsCsv, undoNamed } from '../pipeline/cli/imports.ts';
import { importAgencyList, openAgencyList } from '../pipeline/import/agreement-list.ts';
import { importFile } from '../pipeline/import.ts';
import type { Database } from '../queries/database.ts';
import { listImports, listRejects } from '../queries/imports.ts';
import { describeOnEachEngine, embeddedEngine } from './engines.ts';
import { arrest, contentsOf, eventsOf, quietly, release, writeRelease } from './import/releases.ts';
import { officer } from './program-extract/administration-files.ts';
import { csv, importFolder } from './program-extract/files.ts';

async function importAs(database: Database, name: string, content: string | Buffer) {
  const path = await writeRelease(content, name);
  return { path, summary: await importFile(path, {}, quietly(database)) };
}

const undo = (database: Database, file: string) =>
  database.transaction('read-write', (session) => undoNamed(session, file));

const rejectsIn = (database: Database, file: string) =>
  database.transaction('snapshot', async (session) =>
    listRejects(session, (await importNamed(session, file)).importId),
  );

/** Corrects the list of rejects as a person would in a spreadsheet program, and writes the mended copy. */
async function mend(database: Database, path: string, correct: (original: string) => string): Promise<string> {
  const list = rejectsCsv(await rejectsIn(database, path));
  const rows: Record<string, string>[] = parse(list, { columns: true });
  const corrected = rows.map((row) => ({ ...row, original: correct(row.original ?? '') }));
  const rejects = join(dirname(path), 'rejects.csv');
  const out = join(dirname(path), 'mended.csv');
  await writeFile(rejects, stringify(corrected, { header: true, record_delimiter: '\r\n' }));
  await writeMended(path, { rejects, out }, { database });
  return out;
}

const broken = [
  arrest(),
  arrest({ day: '10/45/2016', landmark: '"TWO\nLINES"' }),
  arrest({ day: '10/3/2016' }),
  arrest({ office: '"Nowhere"' }),
];

describeOnEachEngine('the imported files', ({ open }) => {
  test('are named by file name, by number or by the beginning of their hash, and by nothing that means two', async () => {
    await using database = await open();
    const { summary } = await importAs(database, 'a.csv', release('arrests', [arrest()]));
    await importAs(database, 'a.csv', release('arrests', [arrest({ day: '10/2/2016' })]));
    await importAs(database, 'b.csv', release('arrests', [arrest({ day: '10/3/2016' })]));
    const named = (text: string) =>
      database.transaction('snapshot', async (session) => (await importNamed(session, text)).importId);
    expect(await named('b.csv')).toBe(3);
    expect(await named('some/folder/b.csv')).toBe(3);
    expect(await named('2')).toBe(2);
    expect(await named(summary.sha256.slice(0, 8).toUpperCase())).toBe(1);
    await expect(named('a.csv')).rejects.toMatchObject({
      kind: 'usage',
      details: [expect.stringContaining('1  '), expect.stringContaining('2  ')],
    });
    await expect(named('c.csv')).rejects.toThrow(/no imported file is "c.csv"/);
    await expect(named('')).rejects.toThrow(/no imported file/);
  });

  test('have their rejects printed as CSV with the line, the reasons and the row as it was', async () => {
    await using database = await open();
    const { path } = await importAs(database, 'a.csv', release('arrests', broken));
    const rows: string[][] = parse(rejectsCsv(await rejectsIn(database, path)));
    expect(rows).toEqual([
      ['row_number', 'reasons', 'original'],
      ['8', expect.stringContaining('10/45/2016'), broken[1]],
      ['11', expect.stringContaining('Nowhere'), broken[3]],
    ]);
  });

  test.each([
    ['as text', (text: string) => Buffer.from(text)],
    ['packed', (text: string) => gzipSync(text)],
    ['with line ends of Windows', (text: string) => Buffer.from(text.replaceAll(/(?<!TWO)\n/g, '\r\n'))],
  ])(
    'a file %s is mended in a copy: corrected rows are loaded, even one that looks like a row that stands',
    async (_, packed) => {
      await using database = await open();
      const { path, summary } = await importAs(database, 'a.csv', packed(release('arrests', broken)));
      expect(summary).toMatchObject({ loaded: 2, rejected: 2 });
      // The second becomes the same as the first row of the file: two people arrested on one day in one place.
      const out = await mend(database, path, (original) =>
        original.includes('Nowhere') ? arrest() : original.replace('10/45', '10/4'),
      );
      expect(await importFile(out, {}, quietly(database))).toMatchObject({
        loaded: 2,
        unchanged: 2,
        rejected: 0,
        coverage: { from: '2016-10-01', until: '2016-10-05' },
      });
      const days = (await eventsOf(database)).map(
        (event) => (JSON.parse(event) as { occurred_on: string }).occurred_on,
      );
      expect(days.toSorted()).toEqual(['2016-10-01', '2016-10-01', '2016-10-03', '2016-10-04']);
    },
  );

  test('the mended copy differs from the file in the corrected rows alone', async () => {
    await using database = await open();
    const text = release('arrests', broken);
    const { path } = await importAs(database, 'a.csv', text);
    const out = await mend(database, path, (original) => original.replace('Nowhere', 'Atlanta'));
    expect(await readFile(out, 'utf8')).toBe(text.replace('Nowhere', 'Atlanta'));
  });

  test('a list of rejects of another file, or one that corrects nothing, writes nothing', async () => {
    await using database = await open();
    const { path } = await importAs(database, 'a.csv', release('arrests', broken));
    await expect(mend(database, path, (original) => original)).rejects.toThrow(/corrects no row/);
    const rejects = join(dirname(path), 'rejects.csv');
    await writeFile(rejects, 'row_number,reasons,original\n9,x,y\n');
    const flags = { rejects, out: join(dirname(path), 'out.csv') };
    await expect(writeMended(path, flags, { database })).rejects.toThrow(/row 9, which is no reject/);
    const other = await writeRelease(release('arrests', [arrest()]), 'other.csv');
    await expect(writeMended(other, flags, { database })).rejects.toThrow(/was not imported/);
    await expect(readFile(flags.out)).rejects.toThrow(/ENOENT/);
  });
});

describeOnEachEngine('taking an imported file back', ({ open }) => {
  test('leaves the database as if it had never been imported, and it can be imported again', async () => {
    await using database = await open();
    await importAs(database, 'a.csv', release('arrests', [arrest()]));
    const before = await contentsOf(database);
    const { path } = await importAs(database, 'b.csv', release('arrests', [...broken, arrest({ day: '11/1/2016' })]));
    const { record, taken } = await undo(database, 'b.csv');
    expect(record.fileName).toBe('b.csv');
    expect(taken).toMatchObject({ rows: 2, rejects: 2, kinds: ['administrative-arrest'] });
    expect(await contentsOf(database)).toEqual(before);
    expect((await importFile(path, {}, quietly(database))).state).toBe('imported');
  });

  test('is refused while a later file did not load rows because this one had them; in the right order nothing is lost', async () => {
    await using database = await open();
    const days = ['10/1/2016', '10/2/2016', '10/3/2016'];
    await importAs(
      database,
      'a.csv',
      release(
        'arrests',
        days.slice(0, 2).map((day) => arrest({ day })),
      ),
    );
    const second = release(
      'arrests',
      days.slice(1).map((day) => arrest({ day })),
    );
    const { path, summary } = await importAs(database, 'b.csv', second);
    await importAs(database, 'apart.csv', release('arrests', [arrest({ day: '12/1/2016' })]));
    expect(summary.unchanged).toBe(1);
    const before = await contentsOf(database);
    await expect(undo(database, 'a.csv')).rejects.toMatchObject({ kind: 'usage', details: ['b.csv'] });
    expect(await contentsOf(database)).toEqual(before);
    await undo(database, 'b.csv');
    await undo(database, 'a.csv');
    expect((await importFile(path, {}, quietly(database))).loaded).toBe(2);
    expect((await database.transaction('snapshot', listImports)).map((file) => file.fileName)).toEqual([
      'apart.csv',
      'b.csv',
    ]);
  });

  test('of synthetic data is left to the command that made them', async () => {
    await using database = await open();
    await importAs(database, 'a.csv', release('arrests', [arrest()]));
    await database.transaction('read-write', ({ own }) =>
      own.updateTable('import_file').set({ synthetic: true }).execute(),
    );
    await expect(undo(database, 'a.csv')).rejects.toMatchObject({ remedy: expect.stringContaining('demo --remove') });
  });
});

const lists = resolve(import.meta.dirname, '../../shared/data/agreements');
const there = existsSync(lists);
if (!there) console.log(`Taking lists back: skipped, because ${lists} is not on this machine.`);

describe.skipIf(!there)('taking a published list back', () => {
  const { open } = embeddedEngine();
  const registerOf = (database: Database) =>
    database.transaction('snapshot', async ({ own }) => ({
      agreements: await own.selectFrom('agreement').selectAll().orderBy('agreement_id').execute(),
      statuses: await own
        .selectFrom('agreement_status')
        .selectAll()
        .orderBy('agreement_id')
        .orderBy('valid_from')
        .execute(),
      coverage: await own.selectFrom('import_coverage').selectAll().orderBy('covers_from').execute(),
    }));

  test('makes the register anew from the lists that are left', async () => {
    await using database = await open();
    const take = async (name: string, asOf: string) => {
      const path = join(lists, name);
      const sheets = await openAgencyList(path);
      if (sheets === null) throw new Error(`${name} is no list`);
      await importAgencyList(path, sheets, { asOf, confirm: true }, quietlyLater(database));
    };
    await take('ParticipatingEntities-20221230103125.xlsx', '2022-12-30');
    const before = await registerOf(database);
    await take('ParticipatingEntities-20241229010544.xlsx', '2024-12-29');
    expect(await registerOf(database)).not.toEqual(before);
    await undo(database, 'ParticipatingEntities-20241229010544.xlsx');
    expect(await registerOf(database)).toEqual(before);
    expect(before.agreements.length).toBeGreaterThan(100);
  });

  test('is refused where records refer to agreements that it alone names, and says which and in what file', async () => {
    await using database = await open();
    const name = 'ParticipatingEntities-20221230103125.xlsx';
    const sheets = await openAgencyList(join(lists, name));
    if (sheets === null) throw new Error(`${name} is no list`);
    await importAgencyList(join(lists, name), sheets, { asOf: '2022-12-30', confirm: true }, quietlyLater(database));
    const before = await registerOf(database);
    const [agreement] = before.agreements;
    if (agreement === undefined) throw new Error('the list has no agreement');
    const officers = [{ ...officer, agreement_id: agreement.agreement_id }];
    const [summary] = await importFolder(database, { 'officers.csv': csv(officers) }, '2020-07-01T00:00:00Z');
    expect(summary).toMatchObject({ rejected: 0 });
    await expect(undo(database, name)).rejects.toMatchObject({
      kind: 'usage',
      message: 'the register would be without 1 agreement to which records of other files refer',
      remedy: expect.stringContaining('officers.csv'),
      details: [`${agreement.agreement_id}: 1 row of officers in officers.csv`],
    });
    expect(await registerOf(database)).toEqual(before);
    await undo(database, 'officers.csv');
    await undo(database, name);
    expect((await registerOf(database)).agreements).toEqual([]);
  });
});

/** The lists are younger than the clock of other tests. */
const quietlyLater = (database: Database) => ({ ...quietly(database), now: () => new Date('2026-01-01T12:00:00Z') });
