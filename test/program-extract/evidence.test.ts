import { describe, expect, test } from 'vitest';
import { listContracts } from '../../pipeline/cli/imports/extract.ts';
import { undoNamed } from '../../pipeline/cli/imports.ts';
import type { Database } from '../../queries/database.ts';
import { describeOnEachEngine } from '../engines.ts';
import { type Cells, charge, csv, event, evidence, importFolder, rejectsIn, whole } from './files.ts';

const recordsIn = (database: Database) =>
  database.transaction('snapshot', ({ source }) =>
    source
      .selectFrom('criminal_record')
      .select(['event_id', 'convictions', 'convictions_possible', 'pending_charges'])
      .orderBy('event_id')
      .execute(),
  );
const undo = (database: Database, file: string) =>
  database.transaction('read-write', (session) => undoNamed(session, file));

describeOnEachEngine('evidence in a program extract', ({ open }) => {
  test('charges are counted into the record of their event, by its day, in whatever order files come and go', async () => {
    await using database = await open();
    await importFolder(database, whole, '2020-07-01T00:00:00Z');
    const before = await recordsIn(database);
    expect(before).toEqual([{ event_id: 'E1', convictions: 1, convictions_possible: 1, pending_charges: 1 }]);
    await importFolder(database, { 'later.csv': csv([charge]) }, '2020-08-01T00:00:00Z');
    expect(await recordsIn(database), 'a file that names an event gives all its charges').toMatchObject([
      { convictions: 1, pending_charges: 0 },
    ]);
    expect((await undo(database, 'later.csv')).taken).toMatchObject({ rows: 1, charges: 1 });
    expect(await recordsIn(database)).toEqual(before);
    const moved = csv([{ ...event, occurred_on: '2018-02-01' }]);
    await importFolder(database, { 'moved.csv': moved }, '2020-09-01T00:00:00Z');
    expect(await recordsIn(database), 'before the conviction').toMatchObject([{ convictions: 0, pending_charges: 1 }]);
    await undo(database, 'moved.csv');
    expect(await recordsIn(database)).toEqual(before);
    await expect(undo(database, 'events.csv')).rejects.toMatchObject({
      details: expect.arrayContaining(['charges.csv']),
    });
    await undo(database, 'charges.csv');
    expect(await recordsIn(database)).toEqual([]);
  });

  test('a code is kept, a label becomes its code, and any other text is kept as unmapped', async () => {
    await using database = await open();
    const codes = ['5404', '13AB', 'traffic', 'Weapon Offense', 'not-recorded', 'Some new offense'];
    const rows = codes.map((ncic_code, at) => ({ ...charge, charge_number: String(at + 1), ncic_code }));
    await importFolder(database, { ...whole, 'charges.csv': csv(rows) });
    const stored = await database.transaction('snapshot', ({ source }) =>
      source.selectFrom('criminal_charge').select(['ncic_code', 'incident']).orderBy('charge_number').execute(),
    );
    expect(stored.map((row) => row.ncic_code)).toEqual([
      ...codes.slice(0, 3),
      '5299',
      'not-recorded',
      'unmapped:Some new offense',
    ]);
    expect(
      stored.every((row) => row.incident === null),
      'a column that the file does not have',
    ).toBe(true);
  });

  test('a row that contradicts itself is refused with every reason', async () => {
    await using database = await open();
    const contradictory: readonly (readonly [Cells, readonly string[]])[] = [
      [{ offense_class: 'felony', sentenced_as: 'infraction' }, ['sentenced_as: a felony is not sentenced']],
      [{ offense_class: 'infraction', sentenced_as: 'felony' }, ['sentenced_as: a felony is not sentenced']],
      [{ offense_class: 'infraction', aggravated_felony: 'true' }, ['aggravated_felony: is true']],
      [{ charged_on: '2018-03-05' }, ['convicted_on: is before charged_on']],
      [{ status: 'pending' }, ['convicted_on: is given', 'sentence_days: is given', 'sentence_suspended: is given']],
    ];
    const rows = contradictory.map(([cells], at) => ({
      ...charge,
      aggravated_felony: '',
      charge_number: String(at + 2),
      ...cells,
    }));
    await importFolder(database, { ...whole, 'charges.csv': csv([{ ...charge, aggravated_felony: '' }, ...rows]) });
    const refused = await rejectsIn(database, 'charges.csv');
    expect(refused.map(({ rowNumber }) => rowNumber)).toEqual([3, 4, 5, 6, 7]);
    for (const [at, [, reasons]] of contradictory.entries()) {
      expect(refused[at]?.reasons).toEqual(reasons.map((reason) => expect.stringContaining(reason)));
    }
  });

  test('a day of what is not so, or is not known to be so, is refused', async () => {
    await using database = await open();
    const none = {
      final_order: '',
      final_order_on: '',
      gang_participation: '',
      gang_participation_age: '',
      aggravated_felony_conviction: '',
    };
    const row = { ...evidence, ...none, event_id: 'E2' };
    await importFolder(database, {
      ...whole,
      'evidence.csv': csv([
        { ...evidence, ...none, final_order: 'true', final_order_on: '2019-01-01' },
        { ...row, final_order: 'false', final_order_on: '2019-01-01' },
        { ...row, final_order_on: '2019-01-01' },
        { ...row, gang_participation_age: '17' },
        { ...row, final_order: 'false', final_order_complied: 'true' },
        { ...row, conviction_count: '0', aggravated_felony_conviction: 'true' },
      ]),
    });
    expect((await rejectsIn(database, 'evidence.csv')).map(({ reasons }) => reasons)).toEqual([
      ['final_order_on: is given, and final_order is not true'],
      ['final_order_on: is given, and final_order is not true'],
      ['gang_participation_age: is given, and gang_participation is not true'],
      ['final_order_complied: is true, and final_order is false'],
      ['aggravated_felony_conviction: is true, and conviction_count is 0'],
    ]);
  });
});

describe('the contracts of evidence', () => {
  test('ask for the event alone, and give the view that counts charges without parameters', () => {
    const { contracts, views } = listContracts().data as {
      contracts: Record<string, { required: readonly string[] }>;
      views: Record<string, string>;
    };
    expect(contracts.evidence?.required).toEqual(['event_id']);
    expect(contracts.criminal_charges?.required).toHaveLength(5);
    expect(views.criminal_record).toMatch(/^create view "your_schema"\."criminal_record" as\s+select/);
    expect(views.criminal_record).not.toMatch(/\$\d/);
  });
});
