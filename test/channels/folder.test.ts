import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../../pipeline/channels/folder.ts';
import { hashesBelow, hashesOf, hashOf, makeParcel, recipientOf, temporaryFolder } from './parcel.ts';

const settings = { patience: 1000 };

describe('a folder', () => {
  test('receives all files of a parcel under its name, and nothing else', async () => {
    const [parcel, home] = [await makeParcel(), await temporaryFolder()];
    const receipt = await folder.send(parcel, recipientOf('folder', home), settings);
    expect(receipt).toEqual({
      recipient: 'atlanta-folder',
      channel: 'folder',
      state: 'delivered',
      detail: `${join(home, parcel.name)}: 4 files`,
      reference: join(home, parcel.name),
    });
    expect(await hashesBelow(home)).toEqual(hashesOf(parcel));
  });

  test('that has the parcel already is left as it is', async () => {
    const [parcel, home] = [await makeParcel(), await temporaryFolder()];
    await folder.send(parcel, recipientOf('folder', home), settings);
    const again = await folder.send(parcel, recipientOf('folder', home), settings);
    expect(again).toMatchObject({ state: 'delivered', detail: expect.stringContaining('was there already') });
    expect(await hashesBelow(home)).toEqual(hashesOf(parcel));
  });

  test('that has another parcel of the same name keeps it, and the sending failed', async () => {
    const home = await temporaryFolder();
    const first = await makeParcel();
    await folder.send(first, recipientOf('folder', home), settings);
    const receipt = await folder.send(await makeParcel({ 'a.pdf': 'other' }), recipientOf('folder', home), settings);
    expect(receipt).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('another content'),
      reference: null,
    });
    expect(await hashesBelow(home)).toEqual(hashesOf(first));
  });

  test('whose parcel lost a file says which', async () => {
    const [parcel, home] = [await makeParcel(), await temporaryFolder()];
    await folder.send(parcel, recipientOf('folder', home), settings);
    await rm(join(home, parcel.name, 'tables/encounters.csv'));
    const receipt = await folder.send(parcel, recipientOf('folder', home), settings);
    expect(receipt).toMatchObject({ state: 'failed', detail: expect.stringContaining('tables/encounters.csv') });
  });

  test('gets nothing of a parcel that was changed after publication', async () => {
    const [parcel, home] = [await makeParcel(), await temporaryFolder()];
    const [, second] = parcel.files;
    await writeFile(second?.source ?? '', 'PK a w0rkbook');
    const receipt = await folder.send(parcel, recipientOf('folder', home), settings);
    expect(receipt).toMatchObject({ state: 'failed', detail: expect.stringContaining('was changed on this machine') });
    expect(await readdir(home)).toEqual([]);
  });

  test('gets nothing where its files cannot be written, and the other recipient is served', async () => {
    const [parcel, home] = [await makeParcel(), await temporaryFolder()];
    // The first file goes in, the second has a name that no file system takes.
    const unwritable = {
      ...parcel,
      files: parcel.files.map((file, at) => (at === 1 ? { ...file, path: 'x'.repeat(300) } : file)),
    };
    const receipts = [
      await folder.send(unwritable, recipientOf('folder', join(home, 'first')), settings),
      await folder.send(parcel, recipientOf('folder', '/dev/null/nowhere'), settings),
      await folder.send(parcel, recipientOf('folder', join(home, 'other')), settings),
    ];
    expect(receipts.map(({ state }) => state)).toEqual(['failed', 'failed', 'delivered']);
    expect(await readdir(home)).toEqual(['other']);
  });

  test('loses what a killed sender of the same parcel left, and nothing of others', async () => {
    const [parcel, home] = [await makeParcel(), await temporaryFolder()];
    const beside = join(home, parcel.name, '..');
    const own = `.part-${hashOf(parcel.key).slice(0, 16)}-left`;
    for (const name of [own, '.part-0000000000000000-another'])
      await mkdir(join(beside, name, 'tables'), { recursive: true });
    await folder.send(parcel, recipientOf('folder', home), settings);
    expect((await readdir(beside)).toSorted()).toEqual(['.part-0000000000000000-another', 'ATL']);
  });

  test('is whole after two senders of the same parcel at once', async () => {
    const [parcel, home] = [await makeParcel(), await temporaryFolder()];
    const receipts = await Promise.all(
      Array.from({ length: 4 }, () => folder.send(parcel, recipientOf('folder', home), settings)),
    );
    expect(receipts.map(({ state }) => state)).toContain('delivered');
    expect(await hashesBelow(home)).toEqual(hashesOf(parcel));
  });

  test('that must exist is not made', async () => {
    const [parcel, home] = [await makeParcel(), await temporaryFolder()];
    const share = join(home, 'share');
    const receipt = await folder.send(parcel, recipientOf('folder', share, { existing: 'yes' }), settings);
    expect(receipt).toMatchObject({ state: 'failed', detail: `${share} is not there: mount it or make it` });
    await mkdir(share);
    expect(await folder.send(parcel, recipientOf('folder', share, { existing: 'yes' }), settings)).toMatchObject({
      state: 'delivered',
    });
  });

  test('has an absolute path and options that are known', async () => {
    expect(folder.faultsOf({ address: '/srv/reports', options: { existing: 'yes' } })).toEqual([]);
    expect(folder.faultsOf({ address: 'reports', options: { existing: 'perhaps', exsting: 'yes' } })).toEqual([
      '"reports" is not an absolute path',
      'option "existing" cannot be "perhaps"',
      'option "exsting" is not one of this channel',
    ]);
    expect(await folder.probe(settings)).toMatchObject({ reachable: true, remedy: null });
  });
});
