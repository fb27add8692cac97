import { expect, test } from 'vitest';
import { coverageKinds } from '../../queries/coverage.ts';
import { coverageOfRelation, type RecordCode, recordRelationIds } from '../../queries/records.ts';
import type { CountedCode } from '../../queries/tallies.ts';
import { describeOnEachEngine } from '../engines.ts';
import { byCode, count, putRecords } from './records/small-register.ts';

const officer = (officer_id: string, agreement_id: string, certified_on: string, ended_on: string | null = null) => ({
  officer_id,
  agreement_id,
  nominated_on: '2010-01-01',
  certified_on,
  ended_on,
  ended_reason: ended_on === null ? null : 'voluntary',
});

const february = { from: '2018-02-01', until: '2018-03-01' };
const march = { from: '2018-03-01', until: '2018-04-01' };

const told = (rows: readonly CountedCode[]) =>
  rows.map(({ code, office, counts }) => [code, office ?? '*', ...Object.values(counts)].join(' '));

describeOnEachEngine('counts of records', ({ open }) => {
  test('records, subjects, agreements and agencies are four counts, of the nation, each office or each agreement', async () => {
    await using database = await open();
    await putRecords(
      database,
      [
        { agreement_id: 'A', agency_id: 'county' },
        { agreement_id: 'B', agency_id: 'county', office_code: 'HOU' },
        { agreement_id: 'C', office_code: null },
      ],
      {
        officer: [
          officer('1', 'A', '2018-02-01'),
          officer('2', 'A', '2018-02-28', '2018-03-31'),
          officer('3', 'B', '2018-03-01', '2018-04-01'),
          officer('4', 'C', '2018-03-31'),
          officer('5', 'not on record', '2018-04-01'),
        ],
        officer_training: ['2018-03-02', '2018-03-30'].map((completed_on) => ({
          officer_id: '1',
          course: 'privacy-awareness',
          completed_on,
        })),
      },
    );
    const windows = { period: march, previous: february, 'all-time': { from: '2018-02-01', until: '2018-04-01' } };
    const active = (of: 'records' | 'subjects' | 'agreements' | 'agencies') =>
      ({ relation: 'officers-active', counted: 'standing', of }) as const;
    const national = async (of: 'records' | 'subjects' | 'agreements' | 'agencies') =>
      told(await count(database, active(of), windows));
    // The second officer’s last day is 30 March; the last day of the third is the last of the month.
    expect(await national('records')).toEqual(['total * 3 2 4']);
    expect(await national('agreements')).toEqual(['total * 3 1 3']);
    expect(await national('agencies')).toEqual(['total * 2 1 2']);
    expect(told(await count(database, active('records'), windows, byCode, { by: 'office' }))).toEqual([
      'active ATL 1 2 2',
      'active HOU 1 0 1',
      'active not-recorded 1 0 1',
    ]);
    const some = { by: 'agreement', ids: ['C', 'A', 'nothing of this'] } as const;
    expect(told(await count(database, active('records'), windows, byCode, some))).toEqual([
      'active A 1 2 2',
      'active C 1 0 1',
    ]);
    const trained = { relation: 'trainings-completed', counted: 'made' } as const;
    expect(told(await count(database, { ...trained, of: 'records' }, windows))).toEqual(['total * 2 0 2']);
    expect(told(await count(database, { ...trained, of: 'subjects' }, windows))).toEqual(['total * 1 0 1']);
    // Nothing outside the windows makes a row; no window and no agreement ask nothing.
    expect(await count(database, active('records'), { period: { from: '2017-01-01', until: '2017-02-01' } })).toEqual(
      [],
    );
    expect(await count(database, active('records'), {})).toEqual([]);
    expect(await count(database, active('records'), windows, null, { by: 'agreement', ids: [] })).toEqual([]);
  });

  test('an agreement that passed to another agency counts for the one that held it, and once', async () => {
    await using database = await open();
    await putRecords(
      database,
      [
        {
          agreement_id: 'A',
          agency_id: 'Y',
          spans: [
            ['2017-01-01', '2017-06-01', { agency_id: 'X' }],
            ['2017-06-01', '2017-09-01', { status: 'suspended', agency_id: 'X' }],
            ['2017-09-01', '2018-03-15', { agency_id: 'X' }],
            ['2018-03-15', null],
          ],
        },
        { agreement_id: 'B', agency_id: 'Y', spans: [] },
      ],
      {
        officer: [
          officer('1', 'A', '2016-12-01'),
          officer('2', 'A', '2018-03-14'),
          officer('3', 'A', '2018-03-15'),
          officer('4', 'B', '2018-03-15'),
        ],
      },
    );
    const byAgency: RecordCode = { id: 'agency', code: (row) => row.ref('agency.agency_id') };
    const windows = {
      '2016-12': { from: '2016-12-01', until: '2017-01-01' },
      '2018-02': february,
      '2018-03': march,
      'all-time': { from: '2016-01-01', until: '2018-04-01' },
    } as const;
    const active = { relation: 'officers-active', counted: 'standing', of: 'records' } as const;
    expect(told(await count(database, active, windows, byAgency))).toEqual(['X * 1 1 0 0', 'Y * 0 0 4 4']);
    expect(told(await count(database, active, windows))).toEqual(['total * 1 1 4 4']);
    expect(told(await count(database, { ...active, of: 'agencies' }, windows))).toEqual(['total * 1 1 1 1']);
    const certified = { relation: 'officers-certified', counted: 'made', of: 'records' } as const;
    expect(told(await count(database, certified, windows, byAgency))).toEqual(['X * 1 0 1 2', 'Y * 0 0 2 2']);
  });

  test('codes are in order of their code points, whatever the language of the database', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }], {
      program_manager: ['b', 'B', 'a', '_', 'ä', 'Z'].map((post_id) => ({
        post_id,
        kind: 'field',
        held_from: '2018-01-01',
      })),
    });
    const byPost: RecordCode = { id: 'post', code: (row) => row.ref('record.subject') };
    const what = { relation: 'program-managers', counted: 'standing', of: 'records' } as const;
    const rows = await count(database, what, { period: march }, byPost);
    expect(rows.map(({ code }) => code)).toEqual(['B', 'Z', '_', 'a', 'b', 'ä']);
  });

  test('every relation counts nothing where nothing is on record, and needs a kind of record that a source can cover', async () => {
    await using database = await open();
    for (const relation of recordRelationIds) {
      expect(coverageKinds).toContain(coverageOfRelation[relation]);
      for (const counted of ['standing', 'made'] as const)
        expect(await count(database, { relation, counted, of: 'subjects' }, { period: march }, byCode)).toEqual([]);
    }
  });
});
