import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A mail server on loopback that takes everything. */
export interface MailServer {
  readonly port: number;
  /** The Message-ID of each message that was taken, in order. */
  readonly messages: readonly string[];
}

/** Starts one for the length of a test. */
export async function startMailServer(): Promise<MailServer> {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      stream.on('end', () => {
        messages.push(/^message-id:\s*(<[^>]+>)/im.exec(text)?.[1] ?? 'none');
        done(null, 'queued');
      });
    },
  });
  // A client that was killed in the middle is an error here, and not the server's end.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(resolve));
  });
  const address = server.server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, messages };
}
