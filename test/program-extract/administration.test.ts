import { describe, expect, test } from 'vitest';
import { undoNamed } from '../../pipeline/cli/imports.ts';
import { recordKinds } from '../../queries/coverage.ts';
import type { Database } from '../../queries/database.ts';
import { beginImport } from '../../queries/imports.ts';
import { administrationIds } from '../../queries/program-extract/administration.ts';
import { administrationTables } from '../../queries/program-extract/tables.ts';
import { copyVersions, countVersions, keyOf, settle } from '../../queries/program-extract/versions.ts';
import { extractEntities, extractEntity, extractSchema } from '../../queries/program-extract.ts';
import { describeOnEachEngine } from '../engines.ts';
import {
  administration,
  complaint,
  everything,
  figure,
  inspection,
  installation,
  login,
  milestone,
  officer,
  performance,
  post,
  review,
  training,
} from './administration-files.ts';
import { type Cells, coverage, csv, importFolder, rejectsIn, sourcesOf, whole } from './files.ts';

const at = (day: string) => `${day}T00:00:00Z`;
const undo = (database: Database, file: string) =>
  database.transaction('read-write', (session) => undoNamed(session, file));
const figuresIn = (database: Database) =>
  database.transaction('snapshot', ({ source }) =>
    source.selectFrom('agency_figure').selectAll().orderBy('month').orderBy('measure').execute(),
  );

async function administrationOf(database: Database) {
  const sources = await sourcesOf(database);
  return Object.fromEntries(administrationTables.map((table) => [table, sources[table]]));
}

describeOnEachEngine('the administration of agreements in a program extract', ({ open }) => {
  test('a folder of all files is imported whole, parents first', async () => {
    await using database = await open();
    const summaries = await importFolder(database, everything);
    expect(summaries.map(({ entity }) => entity)).toEqual(extractEntities.map(({ id }) => id));
    expect(summaries.map(({ rejected }) => rejected)).toEqual(extractEntities.map(() => 0));
  });

  test('reads back through the contracts as it was written, instants in UTC', async () => {
    await using database = await open();
    await importFolder(database, everything);
    const read = await database.transaction('snapshot', async ({ source }) => ({
      officers: await source.selectFrom('officer').selectAll().orderBy('officer_id').execute(),
      training: await source.selectFrom('officer_training').selectAll().orderBy('course').execute(),
      logins: await source.selectFrom('officer_login').selectAll().execute(),
      posts: await source.selectFrom('program_manager').selectAll().orderBy('held_from').execute(),
      milestones: await source.selectFrom('milestone').selectAll().orderBy('occurred_on').execute(),
      installations: await source.selectFrom('installation').selectAll().execute(),
      duties: await source.selectFrom('duty_performance').selectAll().execute(),
      reviews: await source.selectFrom('document_review').selectAll().execute(),
      complaints: await source.selectFrom('complaint').selectAll().execute(),
      inspections: await source.selectFrom('inspection').selectAll().execute(),
    }));
    expect(read.officers).toMatchObject([officer, { officer_id: 'O2', ended_on: null, ended_reason: null }]);
    expect(read.training).toMatchObject([training, { course: 'refresher', completed_on: '2020-05-04' }]);
    expect(read.logins).toMatchObject([login]);
    expect(read.posts).toMatchObject([post, { post_id: 'P1', held_from: '2020-03-01', held_until: null }]);
    expect(read.milestones).toMatchObject([milestone, { kind: 'expires', occurred_on: '2023-01-15' }]);
    const toCome = { bids_closed_on: null, delivered_on: null, installed_on: null };
    expect(read.installations).toMatchObject([{ ...installation, ...toCome }]);
    const instants = { began_at: '2020-06-11T03:30:00.000Z', met_at: '2020-06-11T04:15:00.000Z' };
    expect(read.duties).toMatchObject([{ ...performance, ...instants }]);
    expect(read.reviews).toMatchObject([review]);
    const received = { received_at: '2020-06-01T13:00:00.000Z', notified_at: null, result_reported_on: null };
    expect(read.complaints).toMatchObject([{ ...complaint, ...received }]);
    const counts = { deficiencies: 3, corrective_actions_open: 1, corrective_actions_closed: 2 };
    expect(read.inspections).toMatchObject([{ ...inspection, ...counts }]);
    expect(await figuresIn(database)).toMatchObject([
      { ...figure, figure: 12 },
      { ...figure, measure: 'encounter', figure: 0 },
    ]);
  });

  test('every kind of record can be covered, and for one office', async () => {
    await using database = await open();
    const rows = recordKinds.map((kind) => ({ ...coverage, kind, office_code: 'MIA' }));
    const [summary] = await importFolder(database, { 'covers.csv': csv(rows) });
    expect(summary).toMatchObject({ loaded: recordKinds.length, rejected: 0 });
    const kinds = await database.transaction('snapshot', ({ source }) =>
      source.selectFrom('coverage').select('kind').where('office_code', '=', 'MIA').execute(),
    );
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual([...recordKinds].toSorted());
    expect((await undo(database, 'covers.csv')).taken.kinds, 'none of them is a kind of event').toEqual([]);
  });

  test('a row that breaks its contract, or refers to what is not on record, is kept with every reason', async () => {
    await using database = await open();
    const broken: Readonly<
      Record<string, readonly (readonly [good: Cells, cells: Cells, reasons: readonly string[]])[]>
    > = {
      'officers.csv': [
        [officer, { ended_on: '2020-03-31' }, ['ended_on: must be after certified_on']],
        [officer, { certified_on: '' }, ['ended_on: must be after certified_on']],
        [officer, { ended_reason: '' }, ['ended_reason: give the day on which the authority ended']],
        [officer, { agreement_id: 'M9' }, ['agreement_id: "M9" is not among the agreements']],
      ],
      'training.csv': [
        [training, { officer_id: 'O9' }, ['officer_id: "O9" is not among the officers']],
        [training, { course: 'swimming' }, ['course: ']],
        [training, {}, ['officer_id, course, completed_on: line 2 has the same']],
      ],
      'logins.csv': [[login, { officer_id: 'O9' }, ['officer_id: "O9" is not among the officers']]],
      'managers.csv': [
        [post, { post_id: 'P2', office_code: 'ZZZ' }, ['office_code: "ZZZ" is not among the field offices']],
        [post, { post_id: 'P2', held_until: '2019-01-01' }, ['held_until: must be after held_from']],
        [post, { held_from: '2020-02-29', held_until: '' }, ['held_from: it overlaps the span on line 2']],
      ],
      'duties.csv': [
        [performance, { met_at: '2020-06-10T23:29:59-04:00' }, ['met_at: must not be before began_at']],
        [performance, { met_at: '2020-06-11T04:15:00' }, ['met_at: ']],
        [performance, { met_at: '2020-06-11T04:15:00+17:00' }, ['met_at "2020-06-11T04:15:00+17:00" has an offset']],
      ],
      'reviews.csv': [[review, { outcome: 'pending' }, ['outcome: is pending where there is no day of review']]],
      'complaints.csv': [[complaint, { finding: '' }, ['finding: give the day of resolution and what was found']]],
      'inspections.csv': [
        [inspection, { rating: 'excellent' }, ['rating: ']],
        [inspection, { rating: '', deficiencies: '-1' }, ['rating is blank']],
        [inspection, { deficiencies: '-1' }, ['deficiencies: ']],
      ],
      'figures.csv': [
        [figure, { month: '2020-06-02' }, ['month: must be the first day of a month']],
        [figure, { month: '0000-01-01' }, ['month "0000-01-01" is not between 1900-01-01 and 2199-12-31']],
        [figure, { figure: '12.5' }, ['figure "12.5" is not a whole number']],
        [figure, { figure: '1000001' }, ['figure: ']],
      ],
    };
    const files = Object.entries(broken).map(([file, rows]) => {
      const [[good] = [{}]] = rows;
      const keyed = (cells: Cells, line: number): Cells => {
        const [id = ''] = Object.keys(good);
        return /^(officers|duties|reviews|complaints|inspections)/.test(file) ? { [id]: `X${line}`, ...cells } : cells;
      };
      return [file, csv([good, ...rows.map(([of, cells], line) => ({ ...of, ...keyed(cells, line) }))])] as const;
    });
    await importFolder(database, { ...whole, ...administration, ...Object.fromEntries(files) });
    for (const [file, rows] of Object.entries(broken)) {
      const refused = await rejectsIn(database, file);
      expect(
        refused.map(({ rowNumber, reasons }) => [rowNumber, ...reasons]),
        file,
      ).toEqual(
        rows.map(([, , reasons], line) => [line + 3, ...reasons.map((reason) => expect.stringContaining(reason))]),
      );
    }
  });
});

describeOnEachEngine('files about the administration of agreements that differ', ({ open }) => {
  const versions = [
    { on: '2020-07-01', files: administration },
    {
      on: '2020-08-01',
      files: {
        'training-2.csv': csv([{ ...training, course: 'refresher', completed_on: '2020-07-06' }]),
        'managers-2.csv': csv([{ ...post, held_until: '' }]),
        'milestones-2.csv': csv([{ ...milestone, occurred_on: '2020-04-20' }]),
        'complaints-2.csv': csv([{ ...complaint, finding: 'substantiated', notified_at: '2020-06-02T09:00:00-04:00' }]),
        'figures-2.csv': csv([{ ...figure, month: '2020-07-01', figure: '7' }]),
      },
    },
    {
      on: '2020-09-01',
      files: {
        'officers-3.csv': csv([{ ...officer, officer_id: 'O2', ended_on: '2020-08-03', ended_reason: 'for-cause' }]),
        'figures-3.csv': csv([{ ...figure, figure: '13' }]),
      },
    },
  ] as const;

  test('give the same in any order: the newest file that names an officer, a post or a month gives all its rows', async () => {
    const results = [];
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
    ] as const) {
      await using database = await open();
      await importFolder(database, whole, at('2020-01-01'));
      for (const index of order) await importFolder(database, versions[index].files, at(versions[index].on));
      results.push(await administrationOf(database));
    }
    // What refers to officers cannot come before them, so that only files of other kinds can come first of all.
    await using database = await open();
    await importFolder(database, { ...whole, 'officers.csv': administration['officers.csv'] }, at('2020-07-01'));
    await importFolder(database, versions[2].files, at(versions[2].on));
    await importFolder(database, versions[1].files, at(versions[1].on));
    const { 'officers.csv': _, ...others } = administration;
    const late = await importFolder(database, others, at(versions[0].on));
    results.push(await administrationOf(database));
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    expect(late.find(({ entity }) => entity === 'officer_training')).toMatchObject({ loaded: 0, superseded: 2 });
    expect(results[0]?.officer_training, 'all courses of the officer').toHaveLength(1);
    expect(results[0]?.program_manager, 'all spans of the post').toHaveLength(1);
    expect(results[0]?.milestone, 'all milestones of the agreement').toHaveLength(1);
    expect(results[0]?.officer).toHaveLength(2);
    expect(results[0]?.complaint?.join()).toContain('"substantiated"');
  });

  test('months of one agreement stand beside one another, and a newer file of one month leaves the others', async () => {
    await using database = await open();
    await importFolder(database, whole, at('2020-01-01'));
    for (const { on, files } of versions) await importFolder(database, files, at(on));
    const june = { month: '2020-06-01', measure: 'detainer', figure: 13 };
    const july = { month: '2020-07-01', measure: 'detainer', figure: 7 };
    expect(await figuresIn(database)).toMatchObject([june, july]);
    await undo(database, 'figures-3.csv');
    expect(await figuresIn(database)).toMatchObject([{ ...june, figure: 12 }, { measure: 'encounter' }, july]);
    await undo(database, 'figures.csv');
    expect(await figuresIn(database)).toMatchObject([july]);
  });

  test('are taken back one by one with their counts, and not while other files rest on them', async () => {
    await using database = await open();
    await importFolder(database, everything, at('2020-07-01'));
    const before = await sourcesOf(database);
    await importFolder(database, versions[1].files, at('2020-08-01'));
    await importFolder(database, versions[2].files, at('2020-09-01'));
    for (const { files } of versions.slice(1)) {
      for (const file of Object.keys(files)) {
        expect((await undo(database, file)).taken, file).toMatchObject({ rows: 1, records: 1, rejects: 0 });
      }
    }
    expect(await sourcesOf(database)).toEqual(before);
    await expect(undo(database, 'officers.csv')).rejects.toMatchObject({ details: ['training.csv', 'logins.csv'] });
    await expect(undo(database, 'agreements.csv')).rejects.toMatchObject({
      details: expect.arrayContaining(['complaints.csv', 'figures.csv', 'officers.csv']),
    });
    for (const file of Object.keys(administration).toReversed()) {
      const { taken } = await undo(database, file);
      expect(taken.records, file).toBe(taken.rows);
    }
    expect(Object.values(await administrationOf(database)).flat()).toEqual([]);
  });

  test('rows that came in another format than CSV are versions as well, and go with their file', async () => {
    await using database = await open();
    await importFolder(database, everything, at('2020-07-01'));
    const entity = extractEntity('agency_figures');
    if (entity === undefined) throw new Error('no figures of agencies');
    const counts = await database.transaction('read-write', async (session) => {
      const sha256 = 'c'.repeat(64);
      const importId = await beginImport(session, {
        fileName: 'returned.xlsx',
        sha256,
        contentSha256: sha256,
        sourceId: 'agency-figures',
        title: 'Figures of an agency',
        asOf: at('2020-08-01'),
        recordedAt: at('2020-08-02'),
      });
      const row = { agreement_id: 'M1', month: '2020-06-01', measure: 'detainer', figure: 15 };
      await copyVersions(session, importId, entity, [{ rowNumber: 6, key: keyOf(entity, row), row }]);
      const compared = await countVersions(session, importId, entity);
      await settle(session, importId, entity, 'with');
      return compared;
    });
    expect(counts).toEqual({ fresh: 0, changed: 1, same: 0, superseded: 0 });
    expect(await figuresIn(database)).toMatchObject([{ figure: 15 }]);
    expect((await undo(database, 'returned.xlsx')).taken).toMatchObject({ rows: 1, records: 1 });
    expect(await figuresIn(database)).toMatchObject([{ figure: 12 }, { figure: 0 }]);
  });
});

describe('the columns of the files about the administration of agreements', () => {
  test('that hold days or instants say so, because cells are read by it', () => {
    for (const entity of extractEntities.filter(({ id }) => administrationIds.some((one) => one === id))) {
      const { properties } = extractSchema(entity);
      const timed = Object.entries(properties).flatMap(([column, schema]) => {
        const variants = [schema, ...((schema.anyOf ?? []) as readonly Readonly<Record<string, unknown>>[])];
        return variants.some(({ format }) => format === 'date' || format === 'date-time') ? [column] : [];
      });
      expect(timed, entity.id).toEqual(
        Object.keys(properties).filter((column) => /_(on|at|from|until)$|^month$/.test(column)),
      );
    }
  });
});

describe('the headers of the files of an extract', () => {
  test('tell the files from one another, with all columns or only those that a file must have', () => {
    for (const entity of extractEntities) {
      for (const header of [Object.keys(entity.columns), extractSchema(entity).required]) {
        const fitting = extractEntities.filter(
          (other) =>
            header.every((column) => column in other.columns) &&
            extractSchema(other).required.every((column) => header.includes(column)),
        );
        expect(fitting.map(({ id }) => id)).toEqual([entity.id]);
      }
    }
  });
});
