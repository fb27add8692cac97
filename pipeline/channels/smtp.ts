import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
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
import type { Channel, ChannelSettings, Recipient } from './channel.ts';
import { write } from './smtp/letter.ts';
import { type OperatorLetter, writeToOperator } from './smtp/operator-letter.ts';
import type { SealedLetter } from './smtp/sealed.ts';

/**
 * One message for each recipient, over TLS. A server that took the end of the message and was lost before its answer may have it:
 * that is `unknown`, and anything before it is `failed`.
 */
export const smtp: Channel = {
  id: 'smtp',
  faultsOf: ({ address, options }) => [
    ...(/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(address) ? [] : [`"${address}" is not one mail address`]),
    ...optionFaults(options, {}),
  ],
  send: (parcel, recipient, settings) =>
    receiptOf('smtp', recipient, settings, async () => {
      if (settings.smtp === undefined) return failed(notSet);
      const letter = await write(parcel, recipient, settings.smtp);
      const told = { name: parcel.name, detail: `${recipient.address}, with ${letter.carries}` };
      return mail(letter, { ...told, address: recipient.address }, settings.smtp, settings.patience);
    }),
  probe: (settings) =>
    probeOf(
      settings,
      'see that host, port, TLS, authority, user and password of the mail server are set rightly',
      async () => {
        if (settings.smtp === undefined) throw new Error(notSet);
        const session = await openSession(settings.smtp, settings.patience);
        const how = session.connection.secure ? 'over TLS' : 'WITHOUT TLS, as is allowed';
        session.connection.quit();
        return `${settings.smtp.host}:${settings.smtp.port} answers ${how}`;
      },
    ),
};

/**
 * Sends a letter that carries no file to the person who runs the program, over the same TLS and with the same login. Never throws:
 * what goes wrong is the outcome.
 */
export async function sendToOperator(
  letter: OperatorLetter,
  address: string,
  settings: ChannelSettings,
): Promise<Outcome> {
  const operator: Recipient = { id: 'operator', name: 'Operator', channel: 'smtp', address, options: {} };
  const { state, detail, reference } = await receiptOf('smtp', operator, settings, async () => {
    if (settings.smtp === undefined) return failed(notSet);
    const sealed = await writeToOperator(letter, address, settings.smtp);
    return mail(sealed, { name: letter.subject, detail: address, address }, settings.smtp, settings.patience);
  });
  return { state, detail, reference };
}

const notSet = 'no mail server is set';

type SmtpSettings = NonNullable<ChannelSettings['smtp']>;

/** To whom a letter goes, and how its outcome names it. */
interface Posted {
  readonly address: string;
  readonly name: string;
  readonly detail: string;
}

async function mail(
  letter: SealedLetter,
  { address, name, detail }: Posted,
  settings: SmtpSettings,
  patience: number,
): Promise<Outcome> {
  const session = await openSession(settings, patience);
  // Read to its end only when the server has asked for the message: from then on it may have all of it.
  // In pieces, so that the end is not read while much is still to be sent.
  const body = Readable.from(pieces(letter.raw));
  let sent = false;
  body.once('end', () => {
    sent = true;
  });
  const envelope = { from: senderOf(settings.from), to: [address], size: letter.raw.length };
  try {
    const { response } = await session.step<SMTPConnection.SentMessageInfo>((done) =>
      session.connection.send(envelope, body, done),
    );
    session.connection.quit();
    return delivered(`${detail}: ${response}`, letter.messageId);
  } catch (error) {
    session.connection.close();
    if (!sent || replyCodeOf(error) !== undefined) throw error;
    return unknown(
      `${name} was sent whole, and the server did not say whether it took it: ${messageOf(error)}`,
      letter.messageId,
    );
  }
}

function* pieces(bytes: Buffer): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
}

/** The address alone of `Name <address>`. */
const senderOf = (from: string) => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;

/** What the server answered; undefined: it did not. */
const replyCodeOf = (error: unknown) =>
  error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
    ? error.responseCode
    : undefined;

/** A connection that is greeted, secured and logged in, with a way to wait for each of its answers. */
interface Session {
  readonly connection: SMTPConnection;
  readonly step: <T>(ask: (done: (error?: Error | null, result?: T) => void) => void) => Promise<T>;
}

async function openSession(settings: SmtpSettings, patience: number): Promise<Session> {
  const { host, port, secure, allowPlain, authority, user, password } = settings;
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: !secure && !allowPlain,
    tls: { rejectUnauthorized: true, ...(authority === undefined ? {} : { ca: authority }) },
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
  });
  const step = answers(connection);
  try {
    await step<void>((done) => connection.connect(done));
    if (user !== undefined && password !== undefined) {
      // Even where mail may go in the clear, a password may not.
      if (!connection.secure) throw new Error(`${host} offers no TLS, and a password is not sent without it`);
      await step((done) => connection.login({ user, pass: password }, done));
    }
    return { connection, step };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** A lost connection is an event rather than an answer: each wait ends by either. */
function answers(connection: SMTPConnection): Session['step'] {
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  connection.on('error', lost.reject);
  connection.once('end', () => lost.reject(new Error('the server closed the connection')));
  return <T>(ask: (done: (error?: Error | null, result?: T) => void) => void) => {
    const answer = new Promise<T>((resolve, reject) => {
      ask((error, result) => (error ? reject(error) : resolve(result as T)));
    });
    return Promise.race([answer, lost.promise]);
  };
}
