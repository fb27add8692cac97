import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parcelKey } from '../../pipeline/distribute/parcel.ts';
import type { Published } from '../../pipeline/distribute/published.ts';
import { distribute, isOutstanding } from '../../pipeline/distribute.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { recordApproval } from '../../queries/approvals.ts';
import type { Database } from '../../queries/database.ts';
import { type BegunDelivery, beginDelivery, endDelivery, readDeliveries } from '../../queries/deliveries.ts';
import { describeOnEachEngine } from '../engines.ts';
import {
  effectsOf,
  headquarters,
  keepingChannel,
  mandate,
  subscribe,
  subscription,
  writeEdition,
} from './small-edition.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'report287-distribute-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const baltimore = subscription({ recipient: 'baltimore', belongs_to: 'BAL', scope: 'BAL', address: '/baltimore' });
const uuid = '00000000-0000-4000-8000-000000000000';

describeOnEachEngine('handing over an edition', (engine) => {
  let made = 0;
  const place = () => {
    made += 1;
    return join(home, `${engine.name}-${made}`);
  };

  const rowsOf = (database: Database, { edition }: Published) =>
    database.transaction('snapshot', (session) => readDeliveries(session, edition));

  /** Records an attempt of a process that was killed before it could say how it ended. */
  async function interrupted(database: Database, { edition }: Published, channel: 'smtp' | 'folder', sender: string) {
    const { report, period, audience, subject, number, manifestSha256 } = edition;
    const begun: BegunDelivery = {
      ...{ report, period, audience, subject, number, channel, sender, recipient: 'atlanta', scope: 'ATL' },
      address: '/receiver',
      parcel_key: '0'.repeat(64),
      manifest_sha256: manifestSha256,
      isByHand: false,
      tried_at: '2020-07-09T09:59:00.000Z',
    };
    await database.transaction('read-write', (session) => beginDelivery(session, begun, null));
  }

  test('gives each recipient its own, with a receipt, and nobody anything twice', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await subscribe(database, [subscription(), baltimore, headquarters({ address: '/headquarters' })]);
    const folder = keepingChannel('folder');
    const effects = effectsOf(database);
    const first = await distribute(published.edition, mandate(out, [folder]), effects);
    expect(first.receipts.map(({ recipient, state }) => `${recipient} ${state}`)).toEqual([
      'atlanta delivered',
      'baltimore delivered',
      'headquarters delivered',
    ]);
    expect(isOutstanding(first)).toBe(false);
    for (const { parcel, recipient } of folder.kept) {
      const scope = { atlanta: '/ATL', baltimore: '/BAL' }[recipient.id] ?? '';
      expect(parcel.name).toBe(`${published.edition.folder}${scope}`);
      expect(parcel.files.some(({ path }) => path === 'tallies.json')).toBe(recipient.id === 'headquarters');
    }
    const [row] = await rowsOf(database, published);
    expect(row).toMatchObject({
      ...{ recipient: 'atlanta', channel: 'folder', scope: 'ATL', state: 'delivered', attempts: 1 },
      ended_at: '2020-07-09T10:00:00.000Z',
      reference: row?.parcel_key,
    });
    const again = await distribute(published.edition, mandate(out, [folder]), effects);
    expect(again).toMatchObject({ receipts: [], before: ['atlanta', 'baltimore', 'headquarters'] });
    expect(folder.kept).toHaveLength(3);
  });

  test('goes on after one failure, and the next time touches only what is missing', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await subscribe(database, [subscription(), baltimore]);
    let isFull = true;
    const folder = keepingChannel('folder', ({ id }) =>
      id === 'atlanta' && isFull ? { state: 'failed', detail: 'the disk is full', reference: null } : {},
    );
    const effects = effectsOf(database);
    const first = await distribute(published.edition, mandate(out, [folder]), effects);
    expect(first.receipts.map(({ state }) => state)).toEqual(['failed', 'delivered']);
    expect(isOutstanding(first)).toBe(true);
    isFull = false;
    const second = await distribute(published.edition, mandate(out, [folder]), effects);
    expect(second.receipts.map(({ recipient, state }) => `${recipient} ${state}`)).toEqual(['atlanta delivered']);
    expect(second.before).toEqual(['baltimore']);
    expect((await rowsOf(database, published)).map(({ attempts }) => attempts)).toEqual([2, 1]);
    const [one, other] = folder.kept.filter(({ recipient }) => recipient.id === 'atlanta');
    expect(one?.parcel.key).toBe(other?.parcel.key);
  });

  test('does not send what fails the proof, and records that it failed', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await subscribe(database, [subscription(), baltimore]);
    await writeFile(join(published.folder, 'ATL', 'enforcement-actions_2020-06_ATL.pdf'), 'something else');
    const folder = keepingChannel('folder');
    const { receipts } = await distribute(published.edition, mandate(out, [folder]), effectsOf(database));
    expect(receipts[0]).toMatchObject({ recipient: 'atlanta', state: 'failed' });
    expect(receipts[0]?.detail).toContain('its bytes are not those listed');
    expect(folder.kept.map(({ recipient }) => recipient.id)).toEqual(['baltimore']);
  });

  test('leaves to a person whether a mail arrived, and repeats what can be looked for', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await subscribe(database, [
      subscription({ channel: 'smtp', address: 'atlanta@example.gov' }),
      subscription({ recipient: 'baltimore', belongs_to: 'BAL', scope: 'BAL', channel: 'sftp' }),
    ]);
    let isLost = true;
    const lost = () => (isLost ? ({ state: 'unknown', detail: 'lost', reference: null } as const) : {});
    const [smtp, sftp] = [keepingChannel('smtp', lost), keepingChannel('sftp', lost)];
    const effects = effectsOf(database);
    const first = await distribute(published.edition, mandate(out, [smtp, sftp]), effects);
    expect(first.receipts.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    isLost = false;
    const second = await distribute(published.edition, mandate(out, [smtp, sftp]), effects);
    expect(second.undecided).toEqual(['atlanta']);
    expect(second.receipts.map(({ recipient }) => recipient)).toEqual(['baltimore']);
    expect(isOutstanding(second)).toBe(true);
    const told = mandate(out, [smtp, sftp], { retryUnknown: true });
    const third = await distribute(published.edition, told, effects);
    expect(third.receipts.map(({ recipient, state }) => `${recipient} ${state}`)).toEqual(['atlanta delivered']);
    expect(smtp.kept.map(({ parcel }) => parcel.key)).toHaveLength(2);
    expect(new Set(smtp.kept.map(({ parcel }) => parcel.key)).size).toBe(1);
  });

  test('takes a mail that a killed process was sending for unknown, and a folder for not delivered', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    const effects = effectsOf(database);
    await subscribe(database, [subscription({ channel: 'smtp', address: 'atlanta@example.gov' })]);
    // No process has this number: it is above the highest that the system gives.
    const gone = `${hostname()}.4194305.${uuid}`;
    await interrupted(database, published, 'smtp', gone);
    const smtp = keepingChannel('smtp');
    const mail = await distribute(published.edition, mandate(out, [smtp]), effects);
    expect(mail.receipts).toMatchObject([{ recipient: 'atlanta', state: 'unknown' }]);
    expect(await rowsOf(database, published)).toMatchObject([{ state: 'unknown', attempts: 1 }]);
    expect((await distribute(published.edition, mandate(out, [smtp]), effects)).undecided).toEqual(['atlanta']);
    expect(smtp.kept).toEqual([]);

    await subscribe(database, [subscription()]);
    await interrupted(database, published, 'folder', gone);
    const folder = keepingChannel('folder');
    const copy = await distribute(published.edition, mandate(out, [folder]), effects);
    expect(copy.receipts).toMatchObject([{ recipient: 'atlanta', state: 'delivered' }]);
  });

  test('leaves alone what another machine is sending, for an hour', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await subscribe(database, [subscription()]);
    await interrupted(database, published, 'folder', `another-machine.1.${uuid}`);
    const folder = keepingChannel('folder');
    const now = await distribute(published.edition, mandate(out, [folder]), effectsOf(database));
    expect(now).toMatchObject({ receipts: [], busy: ['atlanta'] });
    const later = effectsOf(database, '2020-07-09T11:00:00.000Z');
    expect((await distribute(published.edition, mandate(out, [folder]), later)).receipts).toHaveLength(1);
  });

  test('lets one of two processes send, and an attempt that was taken over record nothing', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out);
    await subscribe(database, [subscription()]);
    const folder = keepingChannel('folder');
    const both = await Promise.all(
      [1, 2].map(() => distribute(published.edition, mandate(out, [folder]), effectsOf(database))),
    );
    expect(both.flatMap(({ receipts }) => receipts)).toHaveLength(1);
    expect(folder.kept).toHaveLength(1);
    const ended = { state: 'failed', detail: 'late', reference: null, ended_at: '2020-07-09T12:00:00.000Z' } as const;
    const key = { ...published.edition, recipient: 'atlanta', channel: 'folder' } as const;
    expect(await database.transaction('read-write', (session) => endDelivery(session, key, 1, ended))).toBe(false);
    expect(await rowsOf(database, published)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  test('waits for the approvals that the audience needs, of exactly these bytes', async () => {
    await using database = await engine.open();
    const out = place();
    const published = await writeEdition(out, { audience: 'public', scopes: ['national'] });
    await subscribe(database, [headquarters({ audience: 'public' })]);
    const folder = keepingChannel('folder');
    const needed = mandate(out, [folder], { approvals: { internal: [], public: ['statistics', 'privacy'] } });
    const effects = effectsOf(database);
    const approve = (role: string, manifestSha256: string) =>
      database.transaction('read-write', (session) => {
        const { report, period, audience, subject, number } = published.edition;
        const edition = { report, period, audience, subject, number };
        return recordApproval(session, {
          ...{ ...edition, role, manifest_sha256: manifestSha256 },
          approved_at: '2020-07-08T00:00:00Z',
        });
      });
    const first = await distribute(published.edition, needed, effects);
    expect(first).toMatchObject({ awaited: ['statistics', 'privacy'], receipts: [] });
    expect(isOutstanding(first)).toBe(true);
    await approve('statistics', published.edition.manifestSha256);
    await approve('statistics', published.edition.manifestSha256);
    await approve('privacy', 'f'.repeat(64));
    expect((await distribute(published.edition, needed, effects)).awaited).toEqual(['privacy']);
    await approve('privacy', published.edition.manifestSha256);
    expect((await distribute(published.edition, needed, effects)).receipts).toHaveLength(1);
  });

  test('tells who got an earlier edition what the new one changes', async () => {
    await using database = await engine.open();
    const out = place();
    await subscribe(database, [subscription()]);
    const folder = keepingChannel('folder');
    const effects = effectsOf(database);
    const first = await writeEdition(out);
    await distribute(first.edition, mandate(out, [folder]), effects);
    await writeEdition(out, { number: 2, encounters: 7 });
    const third = await writeEdition(out, { number: 3, encounters: 9 });
    await distribute(third.edition, mandate(out, [folder]), effects);
    const [one, other] = folder.kept.map(({ parcel }) => parcel);
    expect(one?.title).toBe('SYNTHETIC: 287(g) Enforcement Actions, June 2020: Atlanta Field Office (edition 1)');
    expect(one?.message.join(' ')).not.toContain('takes the place');
    expect(other?.message).toContain(
      'It takes the place of edition 2. 2 figures in one table differ; the notes of the document say which.',
    );
    expect(other?.message).toContain('The edition that you were handed last is edition 1.');
  });

  test('refuses an edition whose manifest is not the one that was published', async () => {
    await using database = await engine.open();
    const out = place();
    const { edition } = await writeEdition(out);
    const other = { ...edition, manifestSha256: '0'.repeat(64) };
    await expect(distribute(other, mandate(out, []), effectsOf(database))).rejects.toThrow(PipelineError);
  });
});

describe('the key of a parcel', () => {
  test('is another one for other bytes, another recipient and another channel', () => {
    const of = (id: string, channel: 'folder' | 's3', sha: string) =>
      parcelKey(sha, {
        recipient: { id, name: id, channel, address: '/', options: {} },
        ...{ kind: 'headquarters', belongsTo: '', scope: 'all', formats: null },
      });
    const keys = [of('a', 'folder', 'x'), of('b', 'folder', 'x'), of('a', 's3', 'x'), of('a', 'folder', 'y')];
    expect(new Set(keys).size).toBe(4);
  });
});
