import { writeFile } from 'node:fs/promises';
import S3rver from 's3rver';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ChannelSettings } from '../../pipeline/channels/channel.ts';
import { s3 } from '../../pipeline/channels/s3.ts';
import { hashesOf, hashOf, makeParcel, noise, recipientOf, temporaryFolder } from './parcel.ts';
import { type Fate, startStore } from './s3-server.ts';

const settingsOf = (endpoint: string, patience = 3000): ChannelSettings => ({
  s3: { region: 'us-gov-west-1', endpoint, accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', forcePathStyle: true },
  patience,
});

const atlanta = recipientOf('s3', 'field-offices/atlanta/reports');

type Store = Awaited<ReturnType<typeof startStore>>;

/** What lies in the store below the recipient's address, with its hash. */
const received = ({ objects }: Store) =>
  Object.fromEntries([...objects].map(([key, { bytes }]) => [key.replace(/^atlanta\/reports\//, ''), hashOf(bytes)]));

const onManifest = (fate: Fate) => (method: string, key: string) =>
  method === 'PUT' && key.endsWith('/manifest.json') ? fate : 'go';

describe('a store of objects', () => {
  test('receives each file with its type and the parcel’s key, and the manifest last', async () => {
    const [store, parcel] = [await startStore(), await makeParcel()];
    const reference = `s3://field-offices/atlanta/reports/${parcel.name}`;
    expect(await s3.send(parcel, atlanta, settingsOf(store.endpoint))).toEqual({
      recipient: 'atlanta-s3',
      channel: 's3',
      state: 'delivered',
      detail: `${reference}: 4 objects`,
      reference,
    });
    expect(received(store)).toEqual(hashesOf(parcel));
    expect(store.requests.filter((request) => request.startsWith('PUT')).at(-1)).toMatch(/manifest\.json$/);
    expect([...store.objects.values()].map(({ type, key }) => [type, key])).toEqual([
      ['application/pdf', 'a1b2c3'],
      ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'a1b2c3'],
      ['text/csv; charset=utf-8', 'a1b2c3'],
      ['application/json', 'a1b2c3'],
    ]);
  });

  test('that has the parcel already gets nothing a second time, and a lost object alone', async () => {
    const [store, parcel] = [await startStore(), await makeParcel()];
    const settings = settingsOf(store.endpoint);
    await s3.send(parcel, atlanta, settings);
    const puts = () => store.requests.filter((request) => request.startsWith('PUT')).length;
    const before = puts();
    expect(await s3.send(parcel, atlanta, settings)).toMatchObject({
      state: 'delivered',
      detail: expect.stringContaining('was there already'),
    });
    expect(puts()).toBe(before);
    store.objects.delete(`atlanta/reports/${parcel.name}/tables/encounters.csv`);
    expect(await s3.send(parcel, atlanta, settings)).toMatchObject({
      state: 'delivered',
      detail: expect.stringContaining('without 1 of its files'),
    });
    expect(received(store)).toEqual(hashesOf(parcel));
  });

  test('that forbids to ask for what is not there finds by the conditional put what is', async () => {
    const store: Store = await startStore((method, key) =>
      method === 'HEAD' && !store.objects.has(key) ? 'forbid' : 'go',
    );
    const parcel = await makeParcel();
    const settings = settingsOf(store.endpoint);
    expect(await s3.send(parcel, atlanta, settings)).toMatchObject({ state: 'delivered' });
    // As an attempt leaves it that did not come to its manifest.
    store.objects.delete(`atlanta/reports/${parcel.name}/manifest.json`);
    const before = new Map(store.objects);
    expect(await s3.send(parcel, atlanta, settings)).toMatchObject({ state: 'delivered' });
    expect(received(store)).toEqual(hashesOf(parcel));
    for (const [key, object] of before) expect(store.objects.get(key)).toBe(object);
  });

  test.each(['manifest.json', 'tables/encounters.csv'])(
    'that has another content as %s keeps it, and the sending failed',
    async (path) => {
      const [store, parcel] = [await startStore(), await makeParcel()];
      const key = `atlanta/reports/${parcel.name}/${path}`;
      store.objects.set(key, { bytes: Buffer.from('other'), checksum: 'b3RoZXI=', type: undefined, key: undefined });
      expect(await s3.send(parcel, atlanta, settingsOf(store.endpoint))).toMatchObject({
        state: 'failed',
        detail: expect.stringContaining(`holds another content as ${path}`),
      });
      expect(store.objects.get(key)?.bytes.toString()).toBe('other');
    },
  );

  test.each([
    ['has no room', 'refuse', /507 InsufficientCapacity/],
    ['stalls', 'stall', /time|socket/i],
    ['drops the connection', 'drop', /socket hang up|ECONNRESET/],
  ] as const)(
    'that %s in the midst has no manifest, and the other recipient is served',
    async (_what, fate, detail) => {
      const [store, other, parcel] = [
        await startStore((method, key) => (method === 'PUT' && key.endsWith('.xlsx') ? fate : 'go')),
        await startStore(),
        await makeParcel(),
      ];
      const receipts = await Promise.all(
        [store, other].map(({ endpoint }) => s3.send(parcel, atlanta, settingsOf(endpoint, 500))),
      );
      expect(receipts.map(({ state }) => state)).toEqual(['failed', 'delivered']);
      expect(receipts[0]?.detail).toMatch(detail);
      expect(Object.keys(received(store))).toEqual([`${parcel.name}/${parcel.files[0]?.path}`]);
    },
  );

  test.each([
    ['took it: a second look finds all of it', 'drop after', 'delivered', /a second look found all of it/],
    ['did not: a second look finds nothing', 'drop', 'failed', /found no manifest/],
    ['refused it', 'refuse', 'failed', /manifest\.json: the store answers 507/],
  ] as const)('whose answer to the manifest is lost, and which %s', async (_what, fate, state, detail) => {
    const store = await startStore(onManifest(fate));
    const receipt = await s3.send(await makeParcel(), atlanta, settingsOf(store.endpoint));
    expect(receipt).toMatchObject({ state, detail: expect.stringMatching(detail) });
  });

  test('that is lost at the manifest and cannot be asked again leaves it unknown', async () => {
    let isLost = false;
    const store = await startStore((method, key) => {
      isLost ||= method === 'PUT' && key.endsWith('/manifest.json');
      return isLost ? 'drop after' : 'go';
    });
    expect(await s3.send(await makeParcel(), atlanta, settingsOf(store.endpoint))).toMatchObject({
      state: 'unknown',
      detail: expect.stringContaining('a second look failed'),
      reference: expect.stringMatching(/^s3:/),
    });
  });

  test('gets nothing of a file that was changed after publication', async () => {
    const [store, parcel] = [await startStore(), await makeParcel()];
    await writeFile(parcel.files[0]?.source ?? '', '%PDF-1.7 A document');
    expect(await s3.send(parcel, atlanta, settingsOf(store.endpoint))).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('was changed on this machine'),
    });
    expect(received(store)).toEqual({});
  });

  test('of another make, which knows its keys and keeps no checksums, is looked at by bytes', async () => {
    const directory = await temporaryFolder();
    const server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory,
      configureBuckets: [{ name: 'field-offices', configs: [] }],
    });
    const { port } = await server.run();
    onTestFinished(() => server.close());
    const settings = settingsOf(`http://127.0.0.1:${port}`);
    const parcel = await makeParcel({ 'a.pdf': noise(300_000) });
    expect(await s3.send(parcel, atlanta, settings)).toMatchObject({ state: 'delivered' });
    expect(await s3.send(parcel, atlanta, settings)).toMatchObject({
      detail: expect.stringContaining('there already'),
    });
    expect(await s3.send(await makeParcel({ 'a.pdf': 'other' }), atlanta, settings)).toMatchObject({ state: 'failed' });
    expect(await s3.probe(settings)).toMatchObject({ reachable: true });
    const { s3: known } = settings;
    if (known === undefined) throw new Error('no settings');
    const stranger = {
      s3: { ...known, accessKeyId: 'STRANGER', secretAccessKey: 'a secret of another' },
      patience: 3000,
    };
    const refused = await s3.send(parcel, recipientOf('s3', 'field-offices/other'), stranger);
    expect(refused).toMatchObject({ state: 'failed', detail: expect.stringContaining('403') });
    expect(refused.detail).not.toContain('a secret of another');
    expect(await s3.probe(stranger)).toMatchObject({ reachable: false, remedy: expect.any(String) });
  });

  test('has a bucket, and says whether it can be reached', async () => {
    expect(s3.faultsOf(atlanta)).toEqual([]);
    expect(s3.faultsOf({ address: 'field-offices/', options: {} })).toEqual([]);
    for (const address of ['', 'Field Offices', 'field-offices//atlanta', '/field-offices'])
      expect(s3.faultsOf({ address, options: { acl: 'public' } })).toHaveLength(2);
    const store = await startStore();
    // Who may put need not be one who may list buckets.
    expect(await s3.probe(settingsOf(store.endpoint))).toMatchObject({ reachable: true, remedy: null });
    expect(await s3.probe(settingsOf('http://127.0.0.1:1', 300))).toMatchObject({ reachable: false });
    expect(await s3.probe({ patience: 100 })).toMatchObject({ reachable: false, detail: 'no store is set' });
    expect(await s3.send(await makeParcel(), atlanta, { patience: 100 })).toMatchObject({ state: 'failed' });
    expect(await s3.send(await makeParcel(), recipientOf('s3', 'elsewhere'), settingsOf(store.endpoint))).toMatchObject(
      {
        state: 'failed',
        detail: expect.stringContaining('404'),
      },
    );
  });
});
