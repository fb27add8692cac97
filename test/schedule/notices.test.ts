import { describe, expect, test } from 'vitest';
import { parsePeriod } from '../../pipeline/period.ts';
import { changedNotices, type Looked, troublesOf } from '../../pipeline/schedule/notices.ts';
import type { Outstanding } from '../../pipeline/schedule/status/deliveries.ts';
import type { EditionStatus, Standing, Status } from '../../pipeline/schedule/status.ts';
import { letterOf } from '../../pipeline/schedule/tell-operator.ts';
import type { Database } from '../../queries/database.ts';
import {
  clearNotices,
  type NoticeTable,
  raiseNotices,
  readNotices,
  recordTold,
  takeNoticesToTell,
} from '../../queries/notices.ts';
import { describeOnEachEngine } from '../engines.ts';
import { inSeconds } from './status-ledger.ts';

const went: Looked = { at: '2025-12-06T11:00:00Z', problems: [] };
const host = 'one.example.gov';
const secret = 'a secret of the record: 4711, jane@example.gov';
const refusal = (file: string) => ({ file, message: secret, remedy: secret });
const failure = { problem: secret, remedy: secret };

const statusWith = (standing: Standing, attempts = 0, isOverdue = false): Status => ({
  ...{
    at: '2025-12-06T11:00:00Z',
    isWell: false,
    lastImport: null,
    refusedFiles: [],
    notices: [],
    changedSources: [],
    attention: [],
  },
  reports: [
    {
      report: 'enforcement-actions',
      title: 'Enforcement Actions',
      next: { period: parsePeriod('2025-12'), due: '2026-01-08T11:00:00Z', overdue: '2026-01-13T11:00:00Z' },
      periods: [
        {
          ...{ period: parsePeriod('2025-10'), due: '2025-11-07T11:00:00Z', overdue: '2025-11-13T11:00:00Z' },
          ...{ isOverdue, attempts, standing, replaces: null },
        },
      ],
      ...{ others: [], agreements: [], agreementRuns: [] },
    },
  ],
});

const resting = (attempts: number): Status =>
  statusWith({ state: 'resting', attempts, until: '2025-12-06T12:00:00Z', ...failure }, attempts);
const givenUp = statusWith({ state: 'given-up', attempts: 6, since: '2025-12-06T10:00:00Z', ...failure }, 6);
const running = (attempt: number): Status =>
  statusWith({ state: 'running', holder: 'a.1.b', since: '2025-12-06T11:00:00Z', attempt }, attempt);

const published = (outstanding: readonly Partial<Outstanding>[]): Status => {
  const one = { recipient: 'atlanta', channel: 'smtp', subject: '', number: 2, attempts: 1, why: secret } as const;
  const edition: EditionStatus = {
    ...{ period: '2025-10', audience: 'internal', number: 2, folder: 'f', publishedAt: '2025-11-07T11:05:00Z' },
    lacking: [],
    deliveries: {
      ...{ delivered: [], awaited: [] },
      outstanding: outstanding.map((parts) => ({ ...one, state: 'failed', remedy: secret, ...parts })),
    },
  };
  return statusWith({ state: 'published', edition });
};

const keysOf = (status: Status, look = went) =>
  troublesOf(status, look, host).flatMap(({ key, isGrave }) => (isGrave ? [key] : []));
const changesOf = (status: Status, open: readonly string[], look = went, of = host, raised_at = went.at) =>
  changedNotices(
    troublesOf(status, look, of),
    open.map((key) => ({ key, raised_at })),
    look,
    of,
  );
const slot = 'slot enforcement-actions 2025-10 internal';

describe('trouble', () => {
  test('of a slot is told when it is overdue, at the second failure, and when it is given up', () => {
    expect(keysOf(statusWith({ state: 'waiting', missing: [], reasons: [] }, 0, true))).toEqual([`${slot}: overdue`]);
    expect(keysOf(resting(1))).toEqual([]);
    expect(keysOf(resting(2))).toEqual([`${slot}: failed`]);
    expect(keysOf(givenUp)).toEqual([`${slot}: given-up`]);
  });

  test('is not over while another attempt is made, and is when that went well', () => {
    const open = [`${slot}: failed`, `${slot}: given-up`];
    for (const status of [resting(3), running(4), running(1), givenUp])
      expect(changesOf(status, open).cleared).toEqual([]);
    expect(changesOf(published([]), open).cleared).toHaveLength(2);
  });

  test('of a delivery is told at the third failure, when it is unknown, and when it is given up', () => {
    const delivery = 'delivery enforcement-actions 2025-10 internal edition 2 to atlanta (smtp)';
    expect(keysOf(published([{ attempts: 2 }]))).toEqual([]);
    expect(keysOf(published([{ attempts: 3 }]))).toEqual([`${delivery}: failed`]);
    expect(keysOf(published([{ state: 'unknown' }]))).toEqual([`${delivery}: unknown`]);
    expect(keysOf(published([{ state: 'given-up', attempts: 60 }]))).toEqual([`${delivery}: given-up`]);
    const open = [`${delivery}: failed`];
    expect(changesOf(published([{ state: 'sending', attempts: 4 }]), open).cleared).toEqual([]);
    expect(changesOf(published([]), open).cleared).toEqual(open);
  });

  test('of a file, and of a look, is told at once; a look that failed says nothing of what it did not see', () => {
    const problem = { message: secret, remedy: secret };
    const looked = { ...went, problems: [{ what: 'inbox: b.xlsx', ...problem }] };
    expect(keysOf({ ...published([]), refusedFiles: [refusal('a.xlsx')] }, looked)).toEqual([
      `host ${host}: file a.xlsx: refused`,
      `host ${host}: look inbox: b.xlsx`,
    ]);
    const failed = { ...went, problems: [{ what: 'look', ...problem }] };
    expect(keysOf(published([]), failed)).toEqual([`host ${host}: look: failed`]);
    const open = [`host ${host}: look inbox: b.xlsx`, `host ${host}: look: failed`];
    expect(changesOf(published([]), open, failed).cleared).toEqual([]);
    expect(changesOf(published([]), open).cleared).toEqual(open);
  });

  test('of one machine is taken back by that machine alone, for a week', () => {
    const problem = { message: secret, remedy: secret };
    const looks = {
      one: { ...went, problems: [{ what: 'inbox: b.xlsx', ...problem }] },
      'one-more': { ...went, problems: [{ what: 'look', ...problem }] },
    };
    const refused = { one: [refusal('a.xlsx')], 'one-more': [refusal('c.xlsx')] };
    const ofHost = (of: keyof typeof looks, open: readonly string[]) =>
      changesOf({ ...published([]), refusedFiles: refused[of] }, open, looks[of], of);
    const first = ofHost('one', []).raised.map(({ key }) => key);
    const second = ofHost('one-more', first);
    expect([first.length, second.raised.length, second.cleared]).toEqual([2, 2, []]);
    const all = [...first, ...second.raised.map(({ key }) => key)];
    for (const of of ['one', 'one-more'] as const) expect(ofHost(of, all)).toEqual({ raised: [], cleared: [] });
    expect(changesOf(published([]), all, went, 'one').cleared).toEqual(first);
    expect(changesOf(published([]), all, went, 'one', '2025-11-28T11:00:00Z').cleared).toEqual(all);
  });

  test('is told by ids and dates alone', () => {
    const looked = { ...went, problems: [{ what: 'look', message: secret, remedy: secret }] };
    const undelivered = published([{ attempts: 9 }, { state: 'unknown', recipient: 'boston' }]);
    const all = [resting(2), givenUp, undelivered, { ...published([]), refusedFiles: [refusal('a.xlsx')] }];
    const troubles = all.flatMap((status) => troublesOf(status, looked, host));
    expect(troubles.length).toBeGreaterThan(6);
    expect(JSON.stringify(troubles)).not.toContain('secret');
  });
});

describe('the letter', () => {
  const notice = (key: string, cleared_at: string | null = null) => ({
    ...{ key, subject: `${key} is late`, lines: '["Look."]', raised_at: '2025-12-06T11:00:00Z', attempts: 1 },
    cleared_at,
  });

  test('has one key for the same notices, and another where one is raised anew or over', () => {
    const [a, b] = [notice('a'), notice('b')];
    expect(letterOf([a, b]).key).toBe(letterOf([{ ...a, attempts: 4 }, b]).key);
    const others = [[a], [a, { ...b, raised_at: '2025-12-07T11:00:00Z' }], [a, notice('b', '2025-12-07T11:00:00Z')]];
    expect(new Set([[a, b], ...others].map((notices) => letterOf(notices).key)).size).toBe(4);
  });

  test('names the first in its subject, and says what is over apart', () => {
    const over = notice('c', '2025-12-07T11:00:00Z');
    expect(letterOf([notice('a'), notice('b'), over])).toMatchObject({
      subject: 'report287: a is late (and 1 more)',
      sections: [
        { heading: 'Needs attention', items: [{ what: 'a is late.' }, { what: 'b is late.' }] },
        {
          heading: 'Is over',
          items: [{ lines: [expect.stringMatching(/^From December 6, 2025 .* to December 7, 2025/)] }],
        },
      ],
    });
    expect(letterOf([over]).subject).toBe('report287: over: c is late');
  });
});

describeOnEachEngine('notices', (engine) => {
  const raise = (database: Database, ...keys: readonly string[]) =>
    database.transaction('read-write', (session) =>
      raiseNotices(
        session,
        keys.map((key) => ({ key, subject: `${key} is late`, lines: ['one', 'two'] })),
      ),
    );
  const clear = (database: Database, key: string) =>
    database.transaction('read-write', (session) => clearNotices(session, [key]));
  const take = (database: Database) => database.transaction('read-write', takeNoticesToTell);
  const open = (database: Database) => database.transaction('snapshot', readNotices);
  const put = (database: Database, key: string, parts: Partial<NoticeTable>) =>
    database.transaction('read-write', ({ own }) =>
      own.updateTable('notice').set(parts).where('key', '=', key).execute(),
    );
  const tell = async (database: Database) => {
    const taken = await take(database);
    await database.transaction('read-write', (session) => recordTold(session, taken));
    return taken.map(({ key, cleared_at }) => `${key}${cleared_at === null ? '' : ' over'}`);
  };

  test('are raised once while they last, told once, told that they are over, and raised again', async () => {
    await using database = await engine.open();
    await raise(database, 'b', 'a');
    const [first] = await open(database);
    await raise(database, 'a');
    expect(await open(database)).toMatchObject([{ key: 'a', raised_at: first?.raised_at }, { key: 'b' }]);
    expect(JSON.parse(first?.lines ?? '')).toEqual(['one', 'two']);
    expect(await tell(database)).toEqual(['a', 'b']);
    expect(await tell(database)).toEqual([]);
    await clear(database, 'a');
    expect((await open(database)).map(({ key }) => key)).toEqual(['b']);
    expect(await tell(database)).toEqual(['a over']);
    expect(await tell(database)).toEqual([]);
    await raise(database, 'a');
    expect(await tell(database)).toEqual(['a']);
  });

  test('that were over before anybody was told are told to nobody', async () => {
    await using database = await engine.open();
    await raise(database, 'a');
    await clear(database, 'a');
    expect(await tell(database)).toEqual([]);
  });

  test('that could not be told are taken again, later each time', async () => {
    await using database = await engine.open();
    await raise(database, 'a');
    const found: number[] = [];
    for (const minutes of [0, 0.5, 1.1, 5, 6.1, 20, 21.1, 320, 321.1, 1000, 1042, 1761.5]) {
      await put(database, 'a', { raised_at: inSeconds(-60 * minutes) });
      found.push((await take(database)).length);
    }
    expect(found).toEqual([1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1]);
  });

  test('are taken by one of two that ask at the same time', async () => {
    await using database = await engine.open();
    await raise(database, 'a', 'b', 'c');
    const both = await Promise.all([take(database), take(database)]);
    expect(
      both
        .flat()
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(['a', 'b', 'c']);
  });

  test('that are over while they are told are told to be over later', async () => {
    await using database = await engine.open();
    await raise(database, 'a');
    const taken = await take(database);
    await clear(database, 'a');
    await database.transaction('read-write', (session) => recordTold(session, taken));
    expect(await open(database)).toEqual([]);
    expect(await tell(database)).toEqual(['a over']);
    expect(await tell(database)).toEqual([]);
  });
});
