import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import SftpClient from 'ssh2-sftp-client';
import type { ChannelSettings } from '../channel.ts';

/** How an SFTP server is reached. */
export type SftpSettings = NonNullable<ChannelSettings['sftp']>;

/** An open connection: the client, and the protocol below it, whose answers to writes are the server's own words. */
export interface SftpSession {
  readonly client: SftpClient;
  readonly protocol: Awaited<ReturnType<SftpClient['connect']>>;
}

/**
 * Opens a connection to the one server that has the pinned host key, does what is to be done, and closes it.
 * @throws Error where the server is another one, refuses, is lost, or gives no sign of life for `patience`.
 */
export async function withConnection<T>(
  settings: SftpSettings,
  patience: number,
  act: (session: SftpSession) => Promise<T>,
): Promise<T> {
  // The socket is ours: the library has no limit for a server that accepts and then says nothing.
  const socket = connect({ host: settings.host, port: settings.port, noDelay: true });
  const loss = lossOf(socket, patience);
  const client = new SftpClient('report287', { error: ignore, end: ignore, close: ignore });
  let presented = '';
  const work = async () => {
    const protocol = await client.connect({
      sock: socket,
      username: settings.user,
      ...(settings.password === undefined ? {} : { password: settings.password }),
      ...(settings.privateKey === undefined ? {} : { privateKey: settings.privateKey }),
      readyTimeout: patience,
      hostVerifier: (key: Buffer) => {
        presented = fingerprint(key);
        return presented === pinned(settings.hostKey);
      },
    });
    return act({ client, protocol });
  };
  try {
    const result = await Promise.race([work(), loss.promise]);
    // Everything is answered: that the server says farewell is not waited for.
    client.end().catch(ignore);
    return result;
  } catch (error) {
    if (presented !== '' && presented !== pinned(settings.hostKey))
      throw new Error(
        `${settings.host} presents the host key SHA256:${presented}, and SHA256:${pinned(settings.hostKey)} is pinned: nothing was sent`,
      );
    throw loss.cause() ?? error;
  } finally {
    socket.destroySoon();
  }
}

const ignore = () => undefined;

/** What befell the connection itself: more telling than what the call that it interrupted says, which may never end. */
function lossOf(
  socket: Socket,
  patience: number,
): { readonly promise: Promise<never>; readonly cause: () => Error | undefined } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(ignore);
  let found: Error | undefined;
  socket.setTimeout(patience, () => {
    socket.destroy(new Error(`the server gave no sign of life for ${patience} ms`));
  });
  socket.once('error', (error) => {
    found = error;
  });
  socket.once('end', () => {
    found ??= new Error('the server closed the connection');
  });
  socket.once('close', () => reject(found ?? new Error('the connection was closed')));
  return { promise, cause: () => found };
}

const fingerprint = (key: Buffer) => createHash('sha256').update(key).digest('base64').replace(/=+$/, '');

const pinned = (hostKey: string) =>
  hostKey
    .trim()
    .replace(/^SHA256:/, '')
    .replace(/=+$/, '');
