import {
  type BegunDelivery,
  beginDelivery,
  type DeliveryTable,
  type EndedDelivery,
  endDelivery,
} from '../../queries/deliveries.ts';
import type { ChannelId, Receipt } from '../channels/channel.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import { isGone } from '../process-name.ts';

/**
 * Whether a channel looks for the parcel at the recipient's before it sends: then sending once more after a lost connection,
 * or a kill, changes nothing. A mail cannot be looked for; whether it arrived is for a person to find out.
 */
const looksFirst: Readonly<Record<ChannelId, boolean>> = { folder: true, sftp: true, s3: true, smtp: false };

/** What is to be done about a delivery that may have been tried before. */
export type Verdict = 'send' | 'delivered' | 'undecided' | 'interrupted' | 'busy' | 'resting';

/**
 * When what failed is sent again. `at-once`: by the run that publishes. `by-hand`: at once, because a person asks for it; it does not
 * count among the program's own attempts. `when-rested`: by schedule, after a rest that grows with its own attempts.
 */
export type Retries = 'at-once' | 'by-hand' | 'when-rested';

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
export type Tried = Pick<DeliveryTable, 'state' | 'own_attempts' | 'own_tried_at' | 'sender' | 'tried_at'>;

/** By when they were last tried, so that whoever never was comes first: what fails again and again keeps nobody waiting. */
export const byLastTried = (one: LastTried, other: LastTried): number => instantOf(one) - instantOf(other);

/** undefined or null: it was never tried. */
type LastTried = { readonly tried_at: string | null } | undefined;

const instantOf = (row: LastTried) => (row?.tried_at == null ? 0 : Date.parse(row.tried_at));

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

/** Milliseconds of rest by schedule after its own attempts, counted from 1; none after none. */
const restAfter = (attempts: number): number =>
  attempts === 0 ? 0 : (deliveryRests[Math.min(attempts, deliveryRests.length) - 1] ?? 0);

/** The ISO instant from which a delivery that failed is sent again by schedule, whatever a person tried meanwhile. */
export const againFrom = ({ own_attempts, own_tried_at, tried_at }: Omit<Tried, 'state' | 'sender'>): string =>
  new Date(Date.parse(own_tried_at ?? tried_at) + restAfter(own_attempts)).toISOString();

function againAfter(tried: Tried, { retries, now }: Policy): Verdict {
  if (retries !== 'when-rested') return 'send';
  const until = Date.parse(againFrom(tried)) - now.getTime();
  // An attempt that lies ahead was made by a clock that has been set back since.
  return until <= 0 || until > restAfter(tried.own_attempts) ? 'send' : 'resting';
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
