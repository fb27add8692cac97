import { expect, test } from 'vitest';
import { undoNamed } from '../../pipeline/cli/imports.ts';
import { describeOnEachEngine } from '../engines.ts';
import { arrest, importText, release } from '../import/releases.ts';
import { agency, agreement, csv, event, importFolder, sourcesOf, span, whole } from './files.ts';

describeOnEachEngine('files of an extract that differ', ({ open }) => {
  test('files that differ give the same in any order: the later instant wins, and a history comes whole', async () => {
    const base = { 'a.csv': csv([agency, { ...agency, agency_id: 'A2' }]), 'm.csv': csv([agreement]) };
    const versions = [
      {
        at: '2020-07-01T00:00:00Z',
        files: { 'e1.csv': csv([event]), 'h1.csv': csv([span]), 'a1.csv': csv([{ ...agency, name: 'First' }]) },
      },
      {
        at: '2020-08-01T00:00:00Z',
        files: {
          'e2.csv': csv([
            { ...event, office_code: 'ATL' },
            { ...event, source_key: 'E2' },
          ]),
          'h2.csv': csv([{ ...span, valid_from: '2020-02-01' }]),
          'a2.csv': csv([{ ...agency, name: 'Second' }]),
        },
      },
      {
        at: '2020-09-01T00:00:00Z',
        files: {
          'e3.csv': csv([
            { ...event, source_key: 'E2', sex: 'female' },
            { ...event, source_key: 'E3' },
          ]),
        },
      },
    ];
    const results = [];
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
      [1, 2, 0],
    ]) {
      await using database = await open();
      await importFolder(database, base, '2020-01-01T00:00:00Z');
      for (const at of order) {
        const version = versions[at];
        if (version !== undefined) await importFolder(database, version.files, version.at);
      }
      const { enforcement_event, agreement_status, agency: agencies } = await sourcesOf(database);
      results.push({ enforcement_event, agreement_status, agencies });
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    const text = JSON.stringify(results[0]);
    expect(text).toContain('Second');
    expect(text).toContain('2020-02-01');
    expect(text).not.toContain('2020-01-15');
    expect(results[0]?.enforcement_event).toHaveLength(3);
  });

  test('what changed, what stayed and what a newer file has are told apart', async () => {
    await using database = await open();
    const at = (day: string) => `${day}T00:00:00Z`;
    const plain = { ...event, agreement_id: '' };
    await importFolder(database, { 'b.csv': csv([plain, { ...plain, source_key: 'E2' }]) }, at('2020-08-01'));
    const [newer] = await importFolder(
      database,
      {
        'c.csv': csv([
          { ...plain, sex: 'female' },
          { ...plain, source_key: 'E2' },
          { ...plain, source_key: 'E3' },
        ]),
      },
      at('2020-09-01'),
    );
    expect(newer).toMatchObject({ rowsRead: 3, loaded: 2, changed: 1, unchanged: 1, superseded: 0, rejected: 0 });
    const [older] = await importFolder(database, { 'a.csv': csv([{ ...plain, sex: 'unknown' }]) }, at('2020-07-01'));
    expect(older).toMatchObject({ rowsRead: 1, loaded: 0, changed: 0, unchanged: 1, superseded: 1 });
  });

  test('taking a file back brings back what it stood in the place of, and refuses while other files rest on it', async () => {
    await using database = await open();
    await importFolder(database, whole, '2020-07-01T00:00:00Z');
    const before = await sourcesOf(database);
    const correction = {
      'events-2.csv': csv([
        { ...event, sex: 'female' },
        { ...event, source_key: 'E9' },
      ]),
    };
    await importFolder(database, correction, '2020-08-01T00:00:00Z');
    expect(await sourcesOf(database)).not.toEqual(before);
    const undo = (file: string) => database.transaction('read-write', (session) => undoNamed(session, file));
    await expect(undo('agencies.csv')).rejects.toMatchObject({ kind: 'usage', details: ['agreements.csv'] });
    await expect(undo('events.csv')).resolves.toMatchObject({ taken: { rows: 2 } });
    expect((await sourcesOf(database)).enforcement_event).toHaveLength(2);
    await importFolder(database, { 'events.csv': whole['events.csv'] }, '2020-07-01T00:00:00Z');
    expect((await undo('events-2.csv')).taken).toMatchObject({ rows: 2, rejects: 0 });
    expect(await sourcesOf(database)).toEqual(before);
    for (const file of [
      'covers.csv',
      'evidence.csv',
      'charges.csv',
      'detainers.csv',
      'events.csv',
      'history.csv',
      'agreements.csv',
      'agencies.csv',
      'offices.csv',
    ]) {
      await undo(file);
    }
    expect(Object.values(await sourcesOf(database)).flat()).toEqual([]);
  });

  test('a release beside it is left alone', async () => {
    await using database = await open();
    await importText(database, release('arrests', [arrest()]));
    const before = await sourcesOf(database);
    await importFolder(database, whole);
    await database.transaction('read-write', (session) => undoNamed(session, 'release.csv'));
    const { enforcement_event } = await sourcesOf(database);
    expect(before.enforcement_event).toHaveLength(1);
    expect(enforcement_event).toHaveLength(2);
  });
});
