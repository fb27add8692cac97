import { posix } from 'node:path';
import type SftpClient from 'ssh2-sftp-client';
import { contentOf, filesBeforeManifest, manifestOf, sha256Of } from './channel/content.ts';
import {
  delivered,
  failed,
  messageOf,
  type Outcome,
  optionFaults,
  probeOf,
  receiptOf,
  unknown,
} from './channel/outcome.ts';
import type { Channel, ChannelSettings, Parcel, ParcelFile, Probe } from './channel.ts';
import { type SftpSession, type SftpSettings, withConnection } from './sftp/connection.ts';
import { sftpRemedy } from './sftp/remedy.ts';

/**
 * Uploads each file under another name, looks at its size and renames it; the manifest is the last. The server is known by its
 * host key alone. Where the connection is lost while the manifest is renamed, a second one looks.
 */
export const sftp: Channel = {
  id: 'sftp',
  faultsOf: ({ address, options }) => [
    ...(address === '' || address !== address.trim() ? ['the address is not a path on the server'] : []),
    ...(address.split('/').includes('..') ? [`"${address}" leads out of its folder`] : []),
    ...optionFaults(options, {}),
  ],
  send: (parcel, recipient, settings) =>
    receiptOf('sftp', recipient, settings, async () => {
      if (settings.sftp === undefined) return failed(notSet);
      return deliver(parcel, posix.join(recipient.address, parcel.name), settings.sftp, settings.patience);
    }),
  probe: (settings) =>
    probeOf(settings, sftpRemedy, async () => {
      if (settings.sftp === undefined) throw new Error(notSet);
      const home = await withConnection(settings.sftp, settings.patience, ({ client }) => client.cwd());
      return `${settings.sftp.host}:${settings.sftp.port} is the pinned server, and lets in to ${home}`;
    }),
};

/** Whether a path of a recipient is a folder on the server, or one above it is, in which the first delivery makes it. */
export const probeSftpPath = (address: string, settings: ChannelSettings): Promise<Probe> =>
  probeOf(settings, sftpRemedy, async () => {
    if (settings.sftp === undefined) throw new Error(notSet);
    return withConnection(settings.sftp, settings.patience, async ({ client }) => {
      for (let path = address; ; path = posix.dirname(path)) {
        const kind = await client.exists(path);
        if (kind !== false && kind !== 'd' && kind !== 'l') throw new Error(`${path} is no folder on the server`);
        if (kind !== false || path === posix.dirname(path))
          return path === address ? `${address} is there` : `${address} is not there: the first delivery makes it`;
      }
    });
  });

const notSet = 'no SFTP server is set';

async function deliver(parcel: Parcel, place: string, settings: SftpSettings, patience: number): Promise<Outcome> {
  const reference = `sftp://${settings.host}:${settings.port}/${place.replace(/^\/+/, '')}`;
  let isLast = false;
  try {
    return await withConnection(settings, patience, (session) =>
      upload(session, parcel, place, reference, () => {
        isLast = true;
      }),
    );
  } catch (error) {
    if (!isLast) throw error;
    const trouble = messageOf(error);
    try {
      const isThere = await withConnection(
        settings,
        patience,
        async ({ client }) => (await manifestAt(client, parcel, place)) === 'same',
      );
      return isThere
        ? delivered(`${place}: a second connection found all of it there, after ${trouble}`, reference)
        : failed(`${trouble}; a second connection found no manifest in ${place}`);
    } catch (again) {
      return unknown(
        `${trouble}, when all was sent; a second connection could not look: ${messageOf(again)}`,
        reference,
      );
    }
  }
}

/** `atManifest` is told when the parcel becomes complete with the next word to the server. */
async function upload(
  session: SftpSession,
  parcel: Parcel,
  place: string,
  reference: string,
  atManifest: () => void,
): Promise<Outcome> {
  const { client } = session;
  const manifest = await manifestAt(client, parcel, place);
  if (manifest === 'other')
    return failed(`${place} holds another content under the same name: move it away on the server`);
  const files = filesBeforeManifest(parcel);
  const missing = manifest === 'same' ? await missingOf(client, files, place) : files;
  for (const file of missing)
    await settle(client, await uploadPart(session, file, place), posix.join(place, file.path));
  if (manifest === 'same')
    return delivered(
      missing.length === 0
        ? `${place} (was there already)`
        : `${place} was there without ${missing.length} of its files, which were sent again`,
      reference,
    );
  const last = manifestOf(parcel);
  const part = await uploadPart(session, last, place);
  atManifest();
  await settle(client, part, posix.join(place, last.path));
  return delivered(`${place}: ${parcel.files.length} files`, reference);
}

async function manifestAt(client: SftpClient, parcel: Parcel, place: string): Promise<'absent' | 'same' | 'other'> {
  const manifest = manifestOf(parcel);
  const path = posix.join(place, manifest.path);
  if ((await client.exists(path)) === false) return 'absent';
  if ((await client.stat(path)).size !== manifest.size) return 'other';
  const bytes = await client.get(path);
  return Buffer.isBuffer(bytes) && sha256Of(bytes) === manifest.sha256 ? 'same' : 'other';
}

/** The files that are not there in their size. */
async function missingOf(
  client: SftpClient,
  files: readonly ParcelFile[],
  place: string,
): Promise<readonly ParcelFile[]> {
  const missing: ParcelFile[] = [];
  for (const file of files) {
    const path = posix.join(place, file.path);
    const size = (await client.exists(path)) === false ? undefined : (await client.stat(path)).size;
    if (size !== file.size) missing.push(file);
  }
  return missing;
}

/** Where a file lies whole under a name that nobody takes for it. */
async function uploadPart({ client, protocol }: SftpSession, file: ParcelFile, place: string): Promise<string> {
  const bytes = await contentOf(file);
  const path = posix.join(place, file.path);
  const part = `${path}.part`;
  await client.mkdir(posix.dirname(path), true);
  try {
    await write(protocol, part, bytes);
    const { size } = await client.stat(part);
    if (size !== file.size) throw new Error(`${part} has ${size} bytes on the server and not ${file.size}`);
    return part;
  } catch (error) {
    // A full disk is not helped by half a file. Where the connection is gone, the next attempt writes over it.
    await client.delete(part, true).catch(() => undefined);
    throw error;
  }
}

/** The client's own `put` takes a refused write for an end: here the refusal is thrown as the server said it. */
async function write(protocol: SftpSession['protocol'], path: string, bytes: Buffer): Promise<void> {
  const handle = await new Promise<Buffer>((resolve, reject) => {
    protocol.open(path, 'w', (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  const answered = (ask: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => ask((error) => (error ? reject(error) : resolve())));
  try {
    if (bytes.length > 0) await answered((done) => protocol.write(handle, bytes, 0, bytes.length, 0, done));
  } finally {
    await answered((done) => protocol.close(handle, done));
  }
}

/** Renames over what an interrupted attempt left: in one step where the server can, else in two, the manifest not being there yet. */
async function settle(client: SftpClient, part: string, path: string): Promise<void> {
  try {
    await client.posixRename(part, path);
  } catch (error) {
    if (!/does not support this extended request/.test(messageOf(error))) throw error;
    await client.delete(path, true);
    await client.rename(part, path);
  }
}
