import type { ChannelId, ChannelSettings, Probe, Receipt, Recipient } from '../channel.ts';

/** What a sending came to, before it is put down for its recipient. */
export type Outcome = Pick<Receipt, 'state' | 'detail' | 'reference'>;

/** It lies where `reference` says. */
export const delivered = (detail: string, reference: string): Outcome => ({ state: 'delivered', detail, reference });

/** Nothing complete lies at the recipient's. */
export const failed = (detail: string): Outcome => ({ state: 'failed', detail, reference: null });

/** It may lie there under `reference`, and nobody could look. */
export const unknown = (detail: string, reference: string): Outcome => ({ state: 'unknown', detail, reference });

/** The receipt of a sending: what it throws is a failure. */
export async function receiptOf(
  channel: ChannelId,
  recipient: Recipient,
  settings: ChannelSettings,
  send: () => Promise<Outcome>,
): Promise<Receipt> {
  const outcome = await send().catch((error: unknown) => failed(messageOf(error)));
  return {
    recipient: recipient.id,
    channel,
    state: outcome.state,
    detail: inOneLine(outcome.detail, settings),
    reference: outcome.reference,
  };
}

/** What came of trying to reach a channel: what it throws is why it cannot be reached. */
export async function probeOf(
  settings: ChannelSettings,
  remedy: string | ((error: unknown) => string),
  reach: () => Promise<string>,
): Promise<Probe> {
  try {
    return { reachable: true, detail: inOneLine(await reach(), settings), remedy: null };
  } catch (error) {
    const what = typeof remedy === 'string' ? remedy : remedy(error);
    return { reachable: false, detail: inOneLine(messageOf(error), settings), remedy: what };
  }
}

/** What went wrong, in words. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}

/** Options that a channel does not know are mistyped ones. */
export function optionFaults(
  options: Recipient['options'],
  known: Readonly<Record<string, RegExp>>,
): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const form = Object.hasOwn(known, name) ? known[name] : undefined;
    if (form === undefined) return [`option "${name}" is not one of this channel`];
    return form.test(value) ? [] : [`option "${name}" cannot be "${value}"`];
  });
}

const longest = 600;

function inOneLine(text: string, settings: ChannelSettings): string {
  const hidden = secretsOf(settings).reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
  const line = hidden.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Secrets as they are, and as mail servers repeat them; the longest first, because one may be part of another. */
function secretsOf({ smtp, sftp, s3 }: ChannelSettings): readonly string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const plain = [smtp?.password, sftp?.password, sftp?.privateKey, s3?.secretAccessKey];
  const login = smtp?.password === undefined ? [] : [base64(`\0${smtp.user ?? ''}\0${smtp.password}`)];
  return [...plain.flatMap((secret) => (secret === undefined ? [] : [secret, base64(secret)])), ...login]
    .filter((secret) => secret !== '')
    .toSorted((one, other) => other.length - one.length);
}
