import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  type BegunDelivery,
  beginDelivery,
  type DeliveryTable,
  type EndedDelivery,
  endDelivery,
} from '../../queries/deliveries.ts';
import type { ChannelId, Receipt } from '../channels/channel.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';

/**
 * Whether a channel looks for the parcel at the recipient's before it sends: then sending once more after a lost connection,
 * or a kill, changes nothing. A mail cannot be looked for; whether it arrived is for a person to find out.
 */
const looksFirst: Readonly<Record<ChannelId, boolean>> = { folder: true, sftp: true, s3: true, smtp: false };

/** What is to be done about a delivery that may have been tried before. */
export type Verdict = 'send' | 'delivered' | 'undecided' | 'interrupted' | 'busy' | 'resting';

/**
 * When what failed is sent again. `at-once`: a person asks for it. `when-rested`: by schedule, after a rest that grows with the
 * attempts.
 */
export type Retries = 'at-once' | 'when-rested';

/** Days after its publication through which an edition is handed over by schedule; what failed until then is given up. */
export const givenUpAfterDays = 30;

/** Milliseconds after which an attempt that did not end is taken for interrupted, wherever its process ran. */
export const longestAttempt = 60 * 60 * 1000;

/**
 * Judges a delivery by its row; undefined: it was never tried. `interrupted`: its process ended between the two rows of an attempt
 * by a channel that cannot look, which leaves it unknown.
 */
export function judge(row: Tried | undefined, channel: ChannelId, policy: Policy): Verdict {
  const { retryUnknown, now } = policy;
  const mayRepeat = looksFirst[channel] || retryUnknown;
  switch (row?.state) {
    case undefined:
      return 'send';
    case 'failed':
      return againAfter(row, policy);
    case 'delivered':
      return 'delivered';
    case 'unknown':
      return mayRepeat ? againAfter(row, policy) : 'undecided';
    case 'sending':
      if (!isGone(row.sender) && now.getTime() - Date.parse(row.tried_at) < longestAttempt) return 'busy';
      return mayRepeat ? againAfter(row, policy) : 'interrupted';
  }
}

/** What a judgement needs to know of the attempts so far. */
export type Tried = Pick<DeliveryTable, 'state' | 'attempts' | 'sender' | 'tried_at'>;

/** By what deliveries are judged. */
export interface Policy {
  /** Send again what may have arrived. */
  readonly retryUnknown: boolean;
  readonly retries: Retries;
  readonly now: Date;
}

const minute = 60_000;

/** Milliseconds of rest after the first, second, … attempt to deliver; the last is that of all later ones. */
const deliveryRests: readonly number[] = [1, 5, 15, 60, 240, 12 * 60].map((minutes) => minutes * minute);

/** Milliseconds of rest by schedule after an attempt to deliver, counted from 1. */
export const deliveryRestAfter = (attempt: number): number =>
  deliveryRests[Math.min(Math.max(attempt, 1), deliveryRests.length) - 1] ?? 0;

function againAfter({ attempts, tried_at }: Tried, { retries, now }: Policy): Verdict {
  const since = now.getTime() - Date.parse(tried_at);
  // An attempt that lies ahead was made by a clock that has been set back since.
  return retries === 'at-once' || since < 0 || since >= deliveryRestAfter(attempts) ? 'send' : 'resting';
}

const ownUuid = randomUUID();

/** Names this process in the rows of its attempts. */
export const sender = (): string => `${hostname()}.${process.pid}.${ownUuid}`;

/** Whether a sender is a process of this machine that has ended; of other machines nothing is known. */
export function isGone(name: string): boolean {
  const [, host, pid, uuid] = /^(.+)\.(\d+)\.([0-9a-f-]{36})$/.exec(name) ?? [];
  if (host !== hostname()) return false;
  // In a container every start has the same number.
  if (Number(pid) === process.pid) return uuid !== ownUuid;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** What a sending came to, without whom it was for. */
export type Sent = Pick<Receipt, 'state' | 'detail' | 'reference'>;

/**
 * One attempt: a row before, the sending, the row after. A kill in between leaves `sending`, which the next look judges. Returns
 * null where another process has begun it.
 */
export async function attempt(
  begun: BegunDelivery,
  seen: DeliveryTable | undefined,
  send: () => Promise<Sent>,
  effects: DatabaseEffect & ClockEffect,
): Promise<Sent | null> {
  const { database, now } = effects;
  const number = await database.transaction('read-write', (session) => beginDelivery(session, begun, seen ?? null));
  if (number === null) return null;
  const sent = await send().catch((error: unknown): Sent => unforeseen(error, begun.channel));
  const ended: EndedDelivery = { ...sent, ended_at: now().toISOString() };
  await database.transaction('read-write', (session) => endDelivery(session, begun, number, ended));
  return sent;
}

/** A channel that throws has not said whether anything arrived. */
const unforeseen = (error: unknown, channel: ChannelId): Sent => ({
  state: looksFirst[channel] ? 'failed' : 'unknown',
  detail: `unexpected: ${error instanceof Error ? error.message : String(error)}`,
  reference: null,
});

/** Records that an interrupted attempt left it unknown whether the parcel arrived. */
export async function recordInterrupted(
  row: DeliveryTable,
  { database, now }: DatabaseEffect & ClockEffect,
): Promise<Sent> {
  const detail = 'the program ended while it was sending; it may have arrived';
  const sent: Sent = { state: 'unknown', detail, reference: null };
  const ended: EndedDelivery = { ...sent, ended_at: now().toISOString() };
  await database.transaction('read-write', (session) => endDelivery(session, row, row.attempts, ended));
  return sent;
}
