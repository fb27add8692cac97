import { createHash, generateKeyPairSync } from 'node:crypto';
import { type FileHandle, lstat, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join, posix } from 'node:path';
import ssh2 from 'ssh2';
import { onTestFinished } from 'vitest';

const { STATUS_CODE } = ssh2.utils.sftp;

/** What becomes of a request: done and answered, never answered, or cut off before or after it is done. */
export type Fate = 'go' | 'stall' | 'drop' | 'drop after';

/** How a server differs from one that does all that it is asked. */
export interface Conduct {
  /** What becomes of each request, by its name (`WRITE`) and path. */
  readonly fate?: (request: string, path: string) => Fate;
  /** Bytes that may be written in all. */
  readonly room?: number;
  /** Announces `posix-rename@openssh.com`, as OpenSSH does; the plain rename then writes over nothing. */
  readonly renames?: boolean;
  /** Accepts the connection and says nothing. */
  readonly mute?: boolean;
}

/** An SFTP server on loopback, and what a client must know of it. */
export interface SftpServer {
  readonly port: number;
  readonly hostKey: string;
  readonly connections: () => number;
  /** Lets nobody in from now on. */
  readonly shut: () => void;
  /** Each request that was received: `RENAME /inbox/a.part`. */
  readonly requests: readonly string[];
}

/** A host key or a user's, as PEM. */
export const makeKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

const hostPem = makeKey();

/** Serves a folder to the user `reports`, who has the password `open sesame` or the key given. */
export async function startSftpServer(root: string, conduct: Conduct = {}, userPem?: string): Promise<SftpServer> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let isShut = false;
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const ssh = new ssh2.Server({ hostKeys: [hostPem] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => (isAllowed(attempt, userPem) ? attempt.accept() : attempt.reject()));
    client.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => {
        const session = acceptSftp();
        if (conduct.renames === true) announceRename(session);
        serveFolder(session, root, { conduct, drop, requests });
      });
    });
  });
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (isShut) socket.destroy();
    else if (conduct.mute !== true) ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    drop();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    hostKey: createHash('sha256').update(parsed(hostPem).getPublicSSH()).digest('base64').replace(/=+$/, ''),
    connections: () => sockets.size,
    shut: () => {
      isShut = true;
    },
    requests,
  };
}

function parsed(pem: string): ssh2.ParsedKey {
  const found = ssh2.utils.parseKey(pem);
  if (found instanceof Error) throw found;
  return found;
}

function isAllowed(attempt: ssh2.AuthContext, userPem: string | undefined): boolean {
  if (attempt.username !== 'reports') return false;
  if (attempt.method === 'password') return userPem === undefined && attempt.password === 'open sesame';
  if (attempt.method !== 'publickey' || userPem === undefined) return false;
  const key = parsed(userPem);
  if (!attempt.key.data.equals(key.getPublicSSH())) return false;
  if (attempt.signature === undefined || attempt.blob === undefined) return true;
  return key.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true;
}

/** The library's server announces no extension: its answer to the first packet is given here in OpenSSH's words. */
function announceRename(session: ssh2.SFTPWrapper): void {
  const inner = session as unknown as { _protocol: { channelData: (channel: number, data: Buffer) => void } };
  const text = (words: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(words.length);
    return Buffer.concat([length, Buffer.from(words)]);
  };
  const body = Buffer.concat([Buffer.of(2, 0, 0, 0, 3), text('posix-rename@openssh.com'), text('1')]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = inner._protocol;
  inner._protocol = Object.assign(Object.create(plain) as typeof plain, {
    channelData: (channel: number) => {
      inner._protocol = plain;
      plain.channelData(channel, Buffer.concat([length, body]));
    },
  });
}

interface Served {
  readonly conduct: Conduct;
  readonly drop: () => void;
  readonly requests: string[];
}

function serveFolder(session: ssh2.SFTPWrapper, root: string, { conduct, drop, requests }: Served): void {
  const handles = new Map<string, { readonly file: FileHandle; readonly path: string }>();
  const local = (path: string) => join(root, posix.resolve('/', path));
  let nextHandle = 0;
  session.on('close', () => {
    for (const { file } of handles.values()) file.close().catch(() => undefined);
  });
  let room = conduct.room ?? Number.POSITIVE_INFINITY;

  /** Does what is asked and gives the answer that is then sent. */
  const on = (request: string, id: number, path: string, act: () => Promise<() => void>) => {
    requests.push(`${request} ${path}`);
    const fate = conduct.fate?.(request, path) ?? 'go';
    if (fate === 'stall') return;
    if (fate === 'drop') return drop();
    act().then(
      (answer) => (fate === 'drop after' ? drop() : answer()),
      (error: NodeJS.ErrnoException) =>
        session.status(id, error.code === 'ENOENT' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE, error.message),
    );
  };
  const ok = (id: number) => () => session.status(id, STATUS_CODE.OK);
  const opened = (handle: Buffer) => {
    const found = handles.get(handle.toString());
    if (found === undefined) throw new Error('no such handle');
    return found;
  };

  session.on('OPEN', (id, path, flags) =>
    on('OPEN', id, path, async () => {
      const name = `${nextHandle++}`;
      handles.set(name, { file: await open(local(path), ssh2.utils.sftp.flagsToString(flags) ?? 'r'), path });
      return () => session.handle(id, Buffer.from(name));
    }),
  );
  session.on('WRITE', (id, handle, at, data) =>
    on('WRITE', id, opened(handle).path, async () => {
      room -= data.length;
      if (room < 0) throw new Error('no space left on device');
      await opened(handle).file.write(data, 0, data.length, at);
      return ok(id);
    }),
  );
  session.on('READ', (id, handle, at, length) =>
    on('READ', id, opened(handle).path, async () => {
      const { bytesRead, buffer } = await opened(handle).file.read(Buffer.alloc(length), 0, length, at);
      return () =>
        bytesRead === 0 ? session.status(id, STATUS_CODE.EOF) : session.data(id, buffer.subarray(0, bytesRead));
    }),
  );
  session.on('CLOSE', (id, handle) =>
    on('CLOSE', id, opened(handle).path, async () => {
      const { file } = opened(handle);
      handles.delete(handle.toString());
      await file.close();
      return ok(id);
    }),
  );
  session.on('FSTAT', (id, handle) =>
    on('FSTAT', id, opened(handle).path, async () => {
      const found = await opened(handle).file.stat();
      return () => session.attrs(id, attributes(found));
    }),
  );
  session.on('FSETSTAT', (id, handle) => on('FSETSTAT', id, opened(handle).path, async () => ok(id)));
  for (const [request, look] of [
    ['STAT', stat],
    ['LSTAT', lstat],
  ] as const)
    session.on(request, (id: number, path: string) =>
      on(request, id, path, async () => {
        const found = await look(local(path));
        return () => session.attrs(id, attributes(found));
      }),
    );
  session.on('MKDIR', (id, path) => on('MKDIR', id, path, () => mkdir(local(path)).then(() => ok(id))));
  session.on('REMOVE', (id, path) => on('REMOVE', id, path, () => unlink(local(path)).then(() => ok(id))));
  session.on('RENAME', (id, from, to) =>
    on('RENAME', id, from, async () => {
      const taken = await stat(local(to)).catch(() => null);
      if (taken !== null) throw new Error('there is one already');
      await rename(local(from), local(to));
      return ok(id);
    }),
  );
  session.on('EXTENDED', (id, name, data) => {
    const from = data.subarray(4, 4 + data.readUInt32BE(0)).toString();
    const to = data.subarray(8 + Buffer.byteLength(from)).toString();
    on(name, id, from, () => rename(local(from), local(to)).then(() => ok(id)));
  });
  session.on('REALPATH', (id, path) =>
    on('REALPATH', id, path, async () => {
      const whole = posix.resolve('/', path);
      return () => session.name(id, [{ filename: whole, longname: whole, attrs: attributes(aFolder) }]);
    }),
  );
}

const aFolder = { mode: 0o40755, uid: 0, gid: 0, size: 0, atimeMs: 0, mtimeMs: 0 };

const attributes = (found: typeof aFolder) => ({
  mode: found.mode,
  uid: found.uid,
  gid: found.gid,
  size: found.size,
  atime: Math.floor(found.atimeMs / 1000),
  mtime: Math.floor(found.mtimeMs / 1000),
});
