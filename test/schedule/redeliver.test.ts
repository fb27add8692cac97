import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Receipt } from '../../pipeline/channels/channel.ts';
import type { Published } from '../../pipeline/distribute/published.ts';
import { distribute, type Mandate } from '../../pipeline/distribute.ts';
import { type Redelivery, redeliver } from '../../pipeline/schedule/redeliver.ts';
import { recordApproval } from '../../queries/approvals.ts';
import type { Database } from '../../queries/database.ts';
import { readDeliveries } from '../../queries/deliveries.ts';
import { recordEdition } from '../../queries/ledger.ts';
import { readOutstanding } from '../../queries/outstanding.ts';
import {
  effectsOf,
  headquarters,
  keepingChannel,
  mandate,
  subscribe,
  subscription,
  writeEdition,
} from '../deliveries/small-edition.ts';
import { describeOnEachEngine } from '../engines.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'report287-redeliver-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const publishedAt = '2020-07-09T10:00:00.000Z';
const later = (minutes: number) => new Date(Date.parse(publishedAt) + minutes * 60_000).toISOString();
const never = new AbortController().signal;
const days = 24 * 60;

/** What was tried, a word each. */
const tried = ({ redelivered }: Redelivery) =>
  redelivered.flatMap(({ distribution }) =>
    distribution.receipts.map(({ recipient, state }) => `${recipient} ${state}`),
  );

describeOnEachEngine('handing over by schedule', (engine) => {
  let made = 0;
  const place = () => {
    made += 1;
    return join(home, `${engine.name}-${made}`);
  };

  const record = (database: Database, { edition }: Published) =>
    database.transaction('read-write', (session) => {
      const { report, period, audience, subject, number, fingerprint, folder, manifestSha256 } = edition;
      const row = { report, period, audience, subject, number, fingerprint, folder };
      const made = { manifest_sha256: manifestSha256, published_at: publishedAt, run_id: 'a run' };
      return recordEdition(session, { ...row, ...made });
    });

  const at = (database: Database, minutes: number, told: Mandate, signal = never) =>
    redeliver(told, signal, effectsOf(database, later(minutes)));

  test('hands over what was never tried, once, and then does nothing', async () => {
    await using database = await engine.open();
    const out = place();
    await record(database, await writeEdition(out));
    await subscribe(database, [subscription(), headquarters({ address: '/hq' })]);
    const folder = keepingChannel('folder');
    expect(tried(await at(database, 0, mandate(out, [folder])))).toEqual([
      'atlanta delivered',
      'headquarters delivered',
    ]);
    expect(await at(database, 1, mandate(out, [folder]))).toEqual({ redelivered: [], later: 0, problems: [] });
    const copies = [{ id: 'copy', name: 'copy', channel: 'folder' as const, address: '/copy', options: {} }];
    expect(tried(await at(database, 2, mandate(out, [folder], { copies })))).toEqual(['copy delivered']);
    expect(folder.kept).toHaveLength(3);
  });

  test('rests longer after each failure, and gives up thirty days after publication', async () => {
    await using database = await engine.open();
    const out = place();
    await record(database, await writeEdition(out));
    await subscribe(database, [subscription()]);
    const answer: Partial<Receipt> = { state: 'failed', detail: 'the disk is full', reference: null };
    const folder = keepingChannel('folder', () => answer);
    const told = mandate(out, [folder]);
    let clock = 0;
    for (const rest of [1, 5, 15, 60, 240, 720, 720]) {
      expect(tried(await at(database, clock, told)), `after ${clock} minutes`).toEqual(['atlanta failed']);
      const resting = await at(database, clock + rest - 0.5, told);
      expect([tried(resting), resting.later]).toEqual([[], 1]);
      clock += rest;
    }
    expect(tried(await at(database, 30 * days, told))).toEqual(['atlanta failed']);
    expect(await at(database, 30 * days + 721, told)).toEqual({ redelivered: [], later: 0, problems: [] });
  });

  test('counts what a person tries meanwhile, and rests no longer for it', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await record(database, published);
    await subscribe(database, [subscription()]);
    const told = mandate(out, [keepingChannel('folder', () => ({ state: 'failed', detail: 'no', reference: null }))]);
    const byHand = async (minutes: number) => {
      const { receipts } = await distribute(
        published.edition,
        { ...told, retries: 'by-hand' },
        effectsOf(database, later(minutes)),
      );
      expect(receipts).toMatchObject([{ state: 'failed' }]);
    };
    expect(tried(await at(database, 0, told))).toEqual(['atlanta failed']);
    for (const minutes of [0.2, 0.4, 0.9]) await byHand(minutes);
    expect(tried(await at(database, 0.95, told))).toEqual([]);
    expect(tried(await at(database, 1, told))).toEqual(['atlanta failed']);
    await byHand(5.9);
    expect((await at(database, 5.95, told)).later).toBe(1);
    expect(tried(await at(database, 6, told))).toEqual(['atlanta failed']);
    const rows = await database.transaction('snapshot', (session) => readDeliveries(session, published.edition));
    expect(rows).toMatchObject([{ attempts: 7, own_attempts: 3, state: 'failed' }]);
  });

  test('tries at once what only a person has tried so far', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await record(database, published);
    await subscribe(database, [subscription()]);
    const told = mandate(out, [keepingChannel('folder', () => ({ state: 'failed', detail: 'no', reference: null }))]);
    await distribute(published.edition, { ...told, retries: 'by-hand' }, effectsOf(database, later(1)));
    expect(tried(await at(database, 1.1, told))).toEqual(['atlanta failed']);
    expect((await at(database, 1.2, told)).later).toBe(1);
  });

  test('tries again at once what a clock that has been set back would let rest for days', async () => {
    await using database = await engine.open();
    const out = place();
    await record(database, await writeEdition(out));
    await subscribe(database, [subscription()]);
    const folder = keepingChannel('folder', () => ({ state: 'failed', detail: 'no', reference: null }));
    await at(database, 20 * days, mandate(out, [folder]));
    expect(tried(await at(database, 1, mandate(out, [folder])))).toEqual(['atlanta failed']);
  });

  test('leaves a mail of which nobody knows to a person, and waits for approvals', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await record(database, published);
    await subscribe(database, [subscription({ channel: 'smtp', address: 'atlanta@example.gov' })]);
    const smtp = keepingChannel('smtp', () => ({ state: 'unknown', detail: 'lost', reference: null }));
    const told = mandate(out, [smtp], { approvals: { internal: ['unit-chief'], public: [] } });
    expect(await at(database, 0, told)).toEqual({ redelivered: [], later: 1, problems: [] });
    const { report, period, audience, subject, number, manifestSha256 } = published.edition;
    const approval = { report, period, audience, subject, number, manifest_sha256: manifestSha256 };
    await database.transaction('read-write', (session) =>
      recordApproval(session, { ...approval, role: 'unit-chief', approved_at: publishedAt }),
    );
    expect(tried(await at(database, 1, told))).toEqual(['atlanta unknown']);
    expect(await at(database, 9 * days, told)).toEqual({ redelivered: [], later: 0, problems: [] });
  });

  test('counts thirty days from the newest approval of exactly these bytes', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await record(database, published);
    await subscribe(database, [subscription()]);
    const told = mandate(out, [keepingChannel('folder')], { approvals: { internal: ['unit-chief'], public: [] } });
    const { report, period, audience, subject, number, manifestSha256 } = published.edition;
    const approve = (role: string, minutes: number, manifest_sha256 = manifestSha256) =>
      database.transaction('read-write', (session) =>
        recordApproval(session, {
          ...{ report, period, audience, subject, number, manifest_sha256, role },
          approved_at: later(minutes),
        }),
      );
    await approve('director', 45 * days, 'f'.repeat(64));
    await approve('director', 1);
    expect(await at(database, 45 * days, told)).toEqual({ redelivered: [], later: 0, problems: [] });
    await approve('unit-chief', 45 * days);
    expect(tried(await at(database, 75 * days + 1, told))).toEqual([]);
    expect(tried(await at(database, 75 * days - 1, told))).toEqual(['atlanta delivered']);
  });

  test('begins no further edition once ten minutes have passed, and goes on with it at the next look', async () => {
    await using database = await engine.open();
    const out = place();
    const agencies = ['A-1', 'A-2', 'A-3'];
    for (const agreement of agencies)
      await record(database, await writeEdition(out, { agreement, scopes: [agreement] }));
    await subscribe(
      database,
      agencies.map((scope) =>
        subscription({
          ...{ recipient: `agency-${scope.toLowerCase()}`, kind: 'agency', belongs_to: `agency-of-${scope}` },
          ...{ report: 'moa-statistics', scope },
        }),
      ),
    );
    let minutes = 0;
    const slow = keepingChannel('folder', () => {
      minutes += 5;
      return {};
    });
    const hand = () =>
      redeliver(mandate(out, [slow]), never, { database, now: () => new Date(Date.parse(later(minutes))) });
    const first = await hand();
    expect([tried(first), first.later]).toEqual([['agency-a-1 delivered', 'agency-a-2 delivered'], 1]);
    expect(tried(await hand())).toEqual(['agency-a-3 delivered']);
  });

  test('serves nobody else of an edition once ten minutes have passed, and those at the next look before it tries again', async () => {
    await using database = await engine.open();
    const out = place();
    await record(database, await writeEdition(out));
    const desks = [0, 1, 2, 3, 4, 5].map((number) => headquarters({ recipient: `desk-${number}` }));
    await subscribe(database, desks);
    let minutes = 0;
    const slow = keepingChannel('folder', () => {
      minutes += 10;
      return { state: 'failed', detail: 'nobody answers', reference: null };
    });
    const hand = () =>
      redeliver(mandate(out, [slow]), never, { database, now: () => new Date(Date.parse(later(minutes))) });
    const served = (look: Redelivery) => tried(look).map((words) => words.replace(' failed', ''));
    const first = await hand();
    expect([served(first), first.later]).toEqual([['desk-0', 'desk-1', 'desk-2', 'desk-3'], 2]);
    const second = await hand();
    expect([served(second), second.later]).toEqual([['desk-4', 'desk-5', 'desk-0', 'desk-1'], 2]);
  });

  test('looks at the newest edition of each slot alone, and goes on after one whose folder is gone', async () => {
    await using database = await engine.open();
    const out = place();
    for (const number of [1, 2]) await record(database, await writeEdition(out, { number, encounters: number }));
    const lost = await writeEdition(out, { agreement: 'A-1', scopes: ['A-1'] });
    await record(database, lost);
    await rm(lost.folder, { recursive: true });
    const agency = { recipient: 'agency', kind: 'agency', belongs_to: 'agency-of-A-1', scope: 'A-1' } as const;
    await subscribe(database, [subscription(), subscription({ ...agency, report: 'moa-statistics' })]);
    const folder = keepingChannel('folder');
    const { redelivered, problems } = await at(database, 0, mandate(out, [folder]));
    expect(redelivered.map(({ edition }) => edition)).toEqual(['internal/enforcement-actions/2020-06/edition-2']);
    expect(problems).toMatchObject([{ what: `delivery of ${lost.edition.folder}` }]);
  });

  test('begins nothing once it is told to stop', async () => {
    await using database = await engine.open();
    const out = place();
    await record(database, await writeEdition(out));
    await subscribe(database, [subscription()]);
    const folder = keepingChannel('folder');
    expect(tried(await at(database, 0, mandate(out, [folder]), AbortSignal.abort()))).toEqual([]);
    expect(folder.kept).toEqual([]);
  });

  test('finds among two thousand editions of agreements what is outstanding, in no time', async () => {
    await using database = await engine.open();
    const ids = Array.from({ length: 2000 }, (_, at) => `A-${at}`);
    const agency = (id: string) => ({ kind: 'agency' as const, belongs_to: `agency ${id}`, report: 'moa-statistics' });
    await subscribe(
      database,
      ids.map((id) => subscription({ ...agency(id), recipient: id.toLowerCase(), scope: id })),
    );
    await database.transaction('read-write', async ({ own }) => {
      const slot = { report: 'moa-statistics', period: '2020-06', audience: 'internal', number: 1 } as const;
      const hashes = { manifest_sha256: 'a'.repeat(64), fingerprint: 'a'.repeat(64) };
      const editions = ids.map((subject) => ({ ...slot, subject, folder: `a/${subject}`, ...hashes }));
      await own
        .insertInto('edition')
        .values(editions.map((row) => ({ ...row, published_at: publishedAt, run_id: 'a run' })))
        .execute();
      const told = { channel: 'folder', address: '/', parcel_key: 'a'.repeat(64) } as const;
      const attempts = { attempts: 1, own_attempts: 1, own_tried_at: publishedAt };
      const ended = { sender: 's', reference: null, detail: 'd', ended_at: publishedAt };
      const rows = ids.slice(1).map((subject) => ({
        ...{ ...slot, subject, recipient: subject.toLowerCase(), scope: subject, ...told, ...attempts, ...ended },
        manifest_sha256: hashes.manifest_sha256,
        ...{ state: 'delivered' as const, first_tried_at: publishedAt, tried_at: publishedAt },
      }));
      await own.insertInto('delivery').values(rows).execute();
    });
    const began = performance.now();
    const rows = await database.transaction('snapshot', (session) => readOutstanding(session, publishedAt, []));
    const took = performance.now() - began;
    expect(rows.map(({ recipient, state }) => [recipient, state])).toEqual([['a-0', null]]);
    expect(took).toBeLessThan(2_000);
  });
});
