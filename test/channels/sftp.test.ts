import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ChannelSettings } from '../../pipeline/channels/channel.ts';
import { sftp } from '../../pipeline/channels/sftp.ts';
import { hashesBelow, hashesOf, hashOf, makeParcel, noise, recipientOf, temporaryFolder } from './parcel.ts';
import { makeKey, type SftpServer, startSftpServer } from './sftp-server.ts';

type Sftp = NonNullable<ChannelSettings['sftp']>;

const settingsOf = (server: SftpServer, more: Partial<Sftp> = {}, patience = 3000): ChannelSettings => ({
  sftp: {
    host: '127.0.0.1',
    port: server.port,
    user: 'reports',
    password: 'open sesame',
    hostKey: server.hostKey,
    ...more,
  },
  patience,
});

const atlanta = recipientOf('sftp', '/inbox/atlanta');

/** What lies in the recipient's folder on the server. */
const received = (root: string) => hashesBelow(join(root, 'inbox', 'atlanta'));

const isManifest = (path: string) => path.endsWith('/manifest.json.part');

describe('an SFTP server', () => {
  test.each([
    ['that renames over files', true],
    ['that does not', false],
  ])('%s receives each file under another name, and the manifest last', async (_what, renames) => {
    const [root, parcel] = [await temporaryFolder(), await makeParcel()];
    const server = await startSftpServer(root, { renames });
    // What an interrupted attempt left: a file of an older try and half of another.
    const place = join(root, 'inbox', 'atlanta', parcel.name);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, parcel.files[0]?.path ?? ''), 'older');
    await writeFile(join(place, `${parcel.files[1]?.path}.part`), 'half of a longer file than that which comes');
    const receipt = await sftp.send(parcel, atlanta, settingsOf(server));
    expect(receipt).toEqual({
      recipient: 'atlanta-sftp',
      channel: 'sftp',
      state: 'delivered',
      detail: `/inbox/atlanta/${parcel.name}: 4 files`,
      reference: `sftp://127.0.0.1:${server.port}/inbox/atlanta/${parcel.name}`,
    });
    expect(await received(root)).toEqual(hashesOf(parcel));
    const renamed = server.requests.filter((request) => request.startsWith(renames ? 'posix-rename' : 'RENAME'));
    expect(renamed.map((request) => request.split('/').at(-1))).toEqual(
      parcel.files.map(({ path }) => `${path.split('/').at(-1)}.part`),
    );
  });

  test('that has the parcel already gets nothing a second time', async () => {
    const [root, parcel] = [await temporaryFolder(), await makeParcel()];
    const server = await startSftpServer(root);
    await sftp.send(parcel, atlanta, settingsOf(server));
    const before = server.requests.length;
    expect(await sftp.send(parcel, atlanta, settingsOf(server))).toMatchObject({
      state: 'delivered',
      detail: expect.stringContaining('was there already'),
    });
    expect(server.requests.slice(before).filter((request) => /^(WRITE|RENAME|MKDIR)/.test(request))).toEqual([]);
  });

  test('that lost a file of a parcel gets that one again', async () => {
    const [root, parcel] = [await temporaryFolder(), await makeParcel()];
    const server = await startSftpServer(root);
    await sftp.send(parcel, atlanta, settingsOf(server));
    await rm(join(root, 'inbox', 'atlanta', parcel.name, 'tables/encounters.csv'));
    expect(await sftp.send(parcel, atlanta, settingsOf(server))).toMatchObject({
      state: 'delivered',
      detail: expect.stringContaining('without 1 of its files'),
    });
    expect(await received(root)).toEqual(hashesOf(parcel));
  });

  test('that has another parcel of the same name keeps it, and the sending failed', async () => {
    const [root, first] = [await temporaryFolder(), await makeParcel()];
    const server = await startSftpServer(root);
    await sftp.send(first, atlanta, settingsOf(server));
    expect(await sftp.send(await makeParcel({ 'a.pdf': 'other' }), atlanta, settingsOf(server))).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('another content'),
    });
    expect(await received(root)).toEqual(hashesOf(first));
  });

  test('lets in by a key, and the path may be one below the home folder', async () => {
    const [root, parcel, privateKey] = [await temporaryFolder(), await makeParcel(), makeKey()];
    const server = await startSftpServer(root, {}, privateKey);
    const { sftp: known, patience } = settingsOf(server, { privateKey });
    if (known === undefined) throw new Error('no settings');
    const { password: _none, ...byKey } = known;
    expect(await sftp.send(parcel, recipientOf('sftp', 'inbox/atlanta'), { sftp: byKey, patience })).toMatchObject({
      state: 'delivered',
    });
    expect(await received(root)).toEqual(hashesOf(parcel));
    expect(await sftp.send(parcel, atlanta, { sftp: { ...byKey, privateKey: makeKey() }, patience })).toMatchObject({
      state: 'failed',
    });
  });

  test('that presents another host key gets nothing, not even the password, and both keys are told', async () => {
    const [root, parcel] = [await temporaryFolder(), await makeParcel()];
    const server = await startSftpServer(root);
    const pinned = hashOf('another').slice(0, 43);
    const receipt = await sftp.send(parcel, atlanta, settingsOf(server, { hostKey: `SHA256:${pinned}=` }));
    expect(receipt).toMatchObject({
      state: 'failed',
      detail: `127.0.0.1 presents the host key SHA256:${server.hostKey}, and SHA256:${pinned} is pinned: nothing was sent`,
    });
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['accepts and says nothing', { mute: true }],
    [
      'stalls in the midst of a file',
      { fate: (request: string) => (request === 'WRITE' ? 'stall' : 'go') as 'stall' | 'go' },
    ],
  ])('that %s is given up when patience ends', async (_what, conduct) => {
    const [root, parcel] = [await temporaryFolder(), await makeParcel()];
    const server = await startSftpServer(root, conduct);
    const began = performance.now();
    const receipt = await sftp.send(parcel, atlanta, settingsOf(server, {}, 400));
    expect(receipt).toMatchObject({ state: 'failed', detail: expect.stringMatching(/no sign of life|handshake/) });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(Object.keys(await hashesBelow(root)).filter((path) => path.endsWith('manifest.json'))).toEqual([]);
  });

  test('that drops the connection in the midst has nothing complete, and the next attempt completes it', async () => {
    const [root, parcel] = [await temporaryFolder(), await makeParcel({ 'large.pdf': noise(300_000), 'b.pdf': 'b' })];
    let writes = 0;
    const server = await startSftpServer(root, {
      fate: (request) => (request === 'WRITE' && ++writes === 3 ? 'drop' : 'go'),
    });
    expect(await sftp.send(parcel, atlanta, settingsOf(server))).toMatchObject({
      state: 'failed',
      detail: 'the server closed the connection',
    });
    expect(Object.keys(await received(root))).toEqual([`${parcel.name}/large.pdf.part`]);
    expect(await sftp.send(parcel, atlanta, settingsOf(server))).toMatchObject({ state: 'delivered' });
    expect(await received(root)).toEqual(hashesOf(parcel));
  });

  test('that is full keeps no half, and the other recipient is served by another server', async () => {
    const [full, roomy, parcel] = [
      await temporaryFolder(),
      await temporaryFolder(),
      await makeParcel({ 'a.pdf': noise(90_000) }),
    ];
    const servers = [await startSftpServer(full, { room: 50_000 }), await startSftpServer(roomy)];
    const receipts = await Promise.all(servers.map((server) => sftp.send(parcel, atlanta, settingsOf(server))));
    expect(receipts.map(({ state }) => state)).toEqual(['failed', 'delivered']);
    expect(receipts[0]?.detail).toContain('no space left on device');
    expect(await received(full)).toEqual({});
    expect(await received(roomy)).toEqual(hashesOf(parcel));
  });

  test.each([
    ['was done: a second connection finds all of it', 'drop after', 'delivered', /found all of it/],
    ['was not done: a second connection finds no manifest', 'drop', 'failed', /found no manifest/],
  ] as const)('that is lost at the last rename, which %s', async (_what, fate, state, detail) => {
    const [root, parcel] = [await temporaryFolder(), await makeParcel()];
    const server = await startSftpServer(root, {
      renames: true,
      fate: (request, path) => (request.startsWith('posix-rename') && isManifest(path) ? fate : 'go'),
    });
    const receipt = await sftp.send(parcel, atlanta, settingsOf(server));
    expect(receipt).toMatchObject({ state, detail: expect.stringMatching(detail) });
    expect(server.connections()).toBe(2);
    expect((await readdir(join(root, 'inbox/atlanta', parcel.name))).includes('manifest.json')).toBe(
      state === 'delivered',
    );
  });

  test('that is lost at the last rename and cannot be asked again leaves it unknown', async () => {
    const [root, parcel] = [await temporaryFolder(), await makeParcel()];
    const server: SftpServer = await startSftpServer(root, {
      renames: true,
      fate: (request, path) => {
        if (!request.startsWith('posix-rename') || !isManifest(path)) return 'go';
        server.shut();
        return 'drop after';
      },
    });
    expect(await sftp.send(parcel, atlanta, settingsOf(server))).toMatchObject({
      state: 'unknown',
      detail: expect.stringContaining('could not look'),
      reference: expect.stringContaining(dirname(parcel.name)),
    });
  });

  test('is asked for one path, and says whether it can be reached', async () => {
    expect(sftp.faultsOf(atlanta)).toEqual([]);
    expect(sftp.faultsOf({ address: 'a/../b', options: { mode: '0600' } })).toHaveLength(2);
    expect(sftp.faultsOf({ address: '', options: {} })).toHaveLength(1);
    const server = await startSftpServer(await temporaryFolder());
    expect(await sftp.probe(settingsOf(server))).toMatchObject({ reachable: true, remedy: null });
    const wrong = await sftp.probe(settingsOf(server, { password: 'sesame, open' }));
    expect(wrong).toMatchObject({ reachable: false, remedy: expect.any(String) });
    expect(wrong.detail).not.toContain('sesame');
    expect(await sftp.probe({ patience: 100 })).toMatchObject({ reachable: false, detail: 'no SFTP server is set' });
    expect(await sftp.send(await makeParcel(), atlanta, { patience: 100 })).toMatchObject({ state: 'failed' });
  });
});
