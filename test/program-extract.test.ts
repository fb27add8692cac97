import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importDelivered } from '../pipeline/cli/import/delivered.ts';
import { listContracts } from '../pipeline/cli/imports/extract.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { listImports } from '../queries/imports.ts';
import { extractEntities } from '../queries/program-extract.ts';
import { describeOnEachEngine } from './engines.ts';
import { quietly } from './import/releases.ts';
import {
  agency,
  agreement,
  csv,
  event,
  evidence,
  folderOf,
  importFolder,
  rejectsIn,
  sourcesOf,
  span,
  whole,
} from './program-extract/files.ts';

describeOnEachEngine('importing a program extract', ({ open }) => {
  test('what is put into the inbox is known by its content: a folder, one file of an extract, or neither', async () => {
    await using database = await open();
    const folder = await folderOf({ ...whole, 'note.txt': 'no file of an extract' });
    const take = (name = '') => importDelivered(join(folder, name), quietly(database));
    expect(await take('agencies.csv')).toEqual({ state: 'imported' });
    expect(await take()).toEqual({ state: 'imported' });
    expect(await take()).toEqual({ state: 'already-imported' });
    await expect(take('note.txt')).rejects.toThrow(PipelineError);
    const imports = await database.transaction('snapshot', listImports);
    expect(imports).toHaveLength(Object.keys(whole).length);
  });

  test('a folder of all files is imported whole, parents first, and reads back as it was written', async () => {
    await using database = await open();
    const summaries = await importFolder(database, whole);
    expect(
      summaries.map(({ entity, rowsRead, loaded, unchanged, rejected }) => [
        entity,
        rowsRead,
        loaded,
        unchanged,
        rejected,
      ]),
    ).toEqual([
      ['field_offices', 2, 1, 1, 0],
      ['agencies', 1, 1, 0, 0],
      ['agreements', 1, 1, 0, 0],
      ['agreement_status', 1, 1, 0, 0],
      ['enforcement_events', 2, 2, 0, 0],
      ['event_status', 1, 1, 0, 0],
      ['evidence', 1, 1, 0, 0],
      ['criminal_charges', 2, 2, 0, 0],
      ['coverage', 1, 1, 0, 0],
    ]);
    const read = await database.transaction('snapshot', async ({ own, source }) => ({
      event: await own.selectFrom('stored_event').selectAll().where('source_key', '=', 'E1').executeTakeFirst(),
      evidence: await source.selectFrom('evidence').selectAll().executeTakeFirst(),
      coverage: await source.selectFrom('coverage').select(['kind', 'identifies_287g', 'synthetic']).execute(),
    }));
    expect(read.event).toMatchObject({
      row_number: 2,
      occurred_on: '2020-06-10',
      occurred_at: '2020-06-11T03:30:00.000Z',
      encounter_key: null,
      landmark: event.landmark,
      birth_year: 1990,
      birth_year_absence: null,
    });
    expect(read.evidence).toMatchObject({
      conviction_count: 2,
      pending_charge_count: null,
      fraud_finding: false,
      final_order: true,
    });
    expect(read.coverage).toEqual([{ kind: 'detainer', identifies_287g: true, synthetic: false }]);
  });

  test('the same files again change nothing', async () => {
    await using database = await open();
    await importFolder(database, whole);
    const before = await sourcesOf(database);
    const again = await importFolder(database, whole, '2024-01-01T00:00:00Z');
    expect(again.every(({ state }) => state === 'already-imported')).toBe(true);
    expect(await sourcesOf(database)).toEqual(before);
  });

  test('a row that breaks its contract, or refers to what is not on record, is kept with its line and every reason', async () => {
    await using database = await open();
    const events = csv([
      event,
      { ...event, source_key: '', occurred_on: '0999-07-02' },
      { ...event, source_key: 'E3', agreement_id: 'M9', office_code: 'ZZZ' },
      { ...event, source_key: 'E4', birth_year: '', sex: 'm' },
      { ...event, source_key: 'E5', birth_year_absence: 'unknown' },
      { ...event, source_key: 'E1', landmark: '' },
      { ...event, source_key: 'E6', disposition: 'Some new code', citizenship: 'unknown' },
    ]);
    const files = {
      'agencies.csv': csv([agency]),
      'agreements.csv': csv([agreement, { ...agreement, agreement_id: 'M2', agency_id: 'A9' }]),
      'history.csv': csv([
        { ...span, valid_until: '2020-03-01' },
        { ...span, valid_from: '2020-02-01' },
        { ...span, valid_from: '2020-03-01', status: 'terminated' },
      ]),
      'events.csv': events,
      'evidence.csv': csv([
        evidence,
        { ...evidence, event_id: 'E3', conviction_count: '99999999999' },
        { ...evidence, event_id: 'E3' },
      ]),
    };
    const summaries = await importFolder(database, files);
    for (const { rowsRead, loaded, unchanged, rejected } of summaries)
      expect(rowsRead).toBe(loaded + unchanged + rejected);
    expect(await rejectsIn(database, 'agreements.csv')).toEqual([
      {
        rowNumber: 3,
        original: 'M2,A9,WSO,MIA,2020-01-15',
        reasons: ['agency_id: "A9" is not among the law enforcement agencies'],
      },
    ]);
    expect((await rejectsIn(database, 'history.csv')).map(({ rowNumber, reasons }) => [rowNumber, ...reasons])).toEqual(
      [[3, 'valid_from: it overlaps the span on line 2']],
    );
    const rejects = await rejectsIn(database, 'events.csv');
    expect(rejects.map(({ rowNumber, reasons }) => [rowNumber, ...reasons])).toEqual([
      [4, 'occurred_on "0999-07-02" is not between 1900-01-01 and 2199-12-31', 'source_key is blank'],
      [6, 'agreement_id: "M9" is not among the agreements', 'office_code: "ZZZ" is not among the field offices'],
      [8, expect.stringContaining('sex')],
      [10, 'birth_year_absence: give either a year of birth or the reason why there is none, and not both'],
      [12, 'source_key: line 2 has the same'],
    ]);
    expect(rejects[0]?.original).toBe(
      csv([{ ...event, source_key: '', occurred_on: '0999-07-02' }])
        .split('\n')
        .slice(1, 3)
        .join('\n'),
    );
    expect((await rejectsIn(database, 'evidence.csv')).map(({ reasons }) => reasons)).toEqual([
      ['conviction_count "99999999999" is not a whole number'],
      ['event_id: "E3" is not among the enforcement events'],
    ]);
    const { enforcement_event: stored = [] } = await sourcesOf(database);
    expect(stored).toHaveLength(2);
    expect(stored.join('\n')).toContain('unmapped:Some new code');
  });

  test('a file that is none of an extract, or is broken, changes nothing', async () => {
    await using database = await open();
    const refusals: readonly [Readonly<Record<string, string | Buffer>>, RegExp][] = [
      [{ 'agencies.csv': csv([agency]), 'x.csv': 'agency_id,nome,state,county,agency_type\n' }, /nearest is agencies/],
      [{ 'a.csv': csv([agency]).replace('Test County', 'Test "County') }, /not CSV near line 2/],
      [{ 'a.csv': `${csv([agency])}A2,"cut off` }, /not CSV/],
      [{ 'a.csv': Buffer.from(csv([{ ...agency, name: 'Cañon City' }]), 'latin1') }, /not text in UTF-8/],
      [{ 'a.csv': csv([{ ...agency, name: 'A\0B' }]) }, /zero byte/],
      [{ 'a.csv': '' }, /is empty/],
      [{ 'a.csv': 'agency_id,name,state,county,agency_type\n' }, /no rows/],
      [{ 'a.csv': csv([{ ...agency, state: 'XX' }]) }, /none of the 1 rows/],
      [{ 'a.csv': csv([agency]), 'm.csv': csv([{ ...agreement, agency_id: 'A9' }]) }, /none of the 1 rows of m.csv/],
      [{ 'a.csv': csv([{ ...agency, name: 'x'.repeat(70_000) }]) }, /CSV_MAX_RECORD_SIZE/],
      [{}, /holds no CSV files/],
    ];
    for (const [files, message] of refusals) {
      const refused = importFolder(database, files);
      await expect(refused).rejects.toThrow(PipelineError);
      await expect(refused).rejects.toThrow(message);
    }
    expect(Object.values(await sourcesOf(database)).flat()).toEqual([]);
    expect(await database.transaction('snapshot', listImports)).toEqual([]);
  });

  test('a byte order mark, line ends of either kind, blank lines and any order of columns are read', async () => {
    await using database = await open();
    const { agency_id, ...others } = agency;
    const text = `\uFEFF${csv([{ ...others, name: 'Two\r\nlines', agency_id: 'A1' }], '\r\n')}\r\n\n${csv([
      { ...others, agency_id: 'A2', state: 'XX' },
    ])
      .split('\n')
      .slice(1)
      .join('\n')}`;
    const [summary] = await importFolder(database, { 'a.csv': text });
    expect(summary).toMatchObject({ rowsRead: 2, loaded: 1, rejected: 1 });
    expect((await rejectsIn(database, 'a.csv'))[0]).toMatchObject({
      rowNumber: 6,
      original: 'Test County Sheriff,XX,Test,county,A2',
    });
    expect((await sourcesOf(database)).agency?.join('')).toContain('Two\\r\\nlines');
  });

  test('more rows than are taken together are all accounted for, and the same key far apart is refused', async () => {
    await using database = await open();
    const rows = Array.from({ length: 4_500 }, (_, at) => ({
      ...event,
      agreement_id: '',
      source_key: `K${at % 4_400}`,
    }));
    const [summary] = await importFolder(database, { 'e.csv': csv(rows) });
    expect(summary).toMatchObject({ rowsRead: 4_500, loaded: 4_400, rejected: 100 });
  });
});

describe('the contracts', () => {
  test('are JSON Schema of draft 2020-12 with a title, and a meaning for every column', () => {
    const { contracts } = listContracts().data as {
      contracts: Record<
        string,
        { $schema: string; title: string; properties: Record<string, { description: string }> }
      >;
    };
    expect(Object.keys(contracts)).toEqual(extractEntities.map(({ id }) => id));
    for (const schema of Object.values(contracts)) {
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
      expect(schema.title).not.toBe('');
      for (const column of Object.values(schema.properties)) expect(column.description).not.toBe('');
    }
  });

  test('name the same columns for programs and for people', () => {
    for (const entity of extractEntities)
      expect(Object.keys(entity.columns).toSorted()).toEqual(Object.keys(entity.contract.shape).toSorted());
    const text = listContracts().lines.join('\n');
    for (const entity of extractEntities) expect(text).toContain(`${entity.id}.csv`);
  });
});
