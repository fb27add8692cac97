import { sql } from 'kysely';
import type { ChannelId } from '../pipeline/channels/channel.ts';
import type { EditionKey } from './approvals.ts';
import type { Session } from './database.ts';

/** What happened to one parcel; `sending` is written before anything is sent. */
export type DeliveryState = 'sending' | 'delivered' | 'failed' | 'unknown';

/** The one row of an edition, a recipient and a channel, whatever the number of attempts. */
export interface DeliveryTable extends EditionKey {
  readonly recipient: string;
  readonly channel: ChannelId;
  readonly scope: string;
  readonly address: string;
  readonly parcel_key: string;
  readonly manifest_sha256: string;
  readonly state: DeliveryState;
  /** Every attempt adds one: who ends an attempt must hold its number. */
  readonly attempts: number;
  /** Of these, those that the program made by itself: after them alone it rests. */
  readonly own_attempts: number;
  /** When the last of these began; null: there was none. */
  readonly own_tried_at: string | null;
  /** The process of the last attempt. */
  readonly sender: string;
  /** What the other side named it; null: nothing was named, or it is being sent. */
  readonly reference: string | null;
  /** null: it is being sent. */
  readonly detail: string | null;
  readonly first_tried_at: string;
  /** When the last attempt began. */
  readonly tried_at: string;
  /** null: it is being sent. */
  readonly ended_at: string | null;
}

/** What names a delivery. */
export type DeliveryKey = EditionKey & Pick<DeliveryTable, 'recipient' | 'channel'>;

const rowsOf = ({ own }: Session, { report, period, audience, subject, number }: EditionKey) =>
  own
    .selectFrom('delivery')
    .selectAll()
    .where('report', '=', report)
    .where('period', '=', period)
    .where('audience', '=', audience)
    .where('subject', '=', subject)
    .where('number', '=', number);

/** Every delivery of an edition, in order of recipient and channel by code points. */
export async function readDeliveries(session: Session, edition: EditionKey): Promise<readonly DeliveryTable[]> {
  return rowsOf(session, edition).orderBy(sql`recipient collate "C"`).orderBy(sql`channel collate "C"`).execute();
}

/** The newest edition of the same slot before this one that each recipient was handed, by its id. */
export async function readEarlierDeliveries(
  { own }: Session,
  { report, period, audience, subject, number }: EditionKey,
): Promise<ReadonlyMap<string, number>> {
  const rows = await own
    .selectFrom('delivery')
    .select(['recipient', sql<number>`max(number)::integer`.as('last')])
    .where('report', '=', report)
    .where('period', '=', period)
    .where('audience', '=', audience)
    .where('subject', '=', subject)
    .where('number', '<', number)
    .where('state', '=', 'delivered')
    .groupBy('recipient')
    .orderBy(sql`recipient collate "C"`)
    .execute();
  return new Map(rows.map(({ recipient, last }) => [recipient, last]));
}

/** What an attempt records before it sends. */
export type BegunDelivery = Omit<
  DeliveryTable,
  'state' | 'attempts' | 'own_attempts' | 'own_tried_at' | 'reference' | 'detail' | 'first_tried_at' | 'ended_at'
> & {
  /** A person asked for it, and the program's own rests go on as if it had not been. */
  readonly isByHand: boolean;
};

/** A delivery as it was seen before an attempt. */
export type SeenDelivery = Pick<DeliveryTable, 'state' | 'attempts' | 'own_attempts' | 'own_tried_at'>;

/**
 * Records that an attempt begins, where the row is still as it was seen (null: there was none). Returns the number of the
 * attempt; null: another process was quicker, and it is theirs.
 */
export async function beginDelivery(
  { own }: Session,
  { isByHand, ...begun }: BegunDelivery,
  seen: SeenDelivery | null,
): Promise<number | null> {
  const { own_attempts = 0, own_tried_at = null } = seen ?? {};
  const rests = isByHand
    ? { own_attempts, own_tried_at }
    : { own_attempts: own_attempts + 1, own_tried_at: begun.tried_at };
  const fresh = { state: 'sending', reference: null, detail: null, ended_at: null, ...rests } as const;
  if (seen === null) {
    const made = await own
      .insertInto('delivery')
      .values({ ...begun, ...fresh, attempts: 1, first_tried_at: begun.tried_at })
      .onConflict((conflict) => conflict.doNothing())
      .returning('attempts')
      .executeTakeFirst();
    return made?.attempts ?? null;
  }
  const { report, period, audience, subject, number, recipient, channel, ...changed } = begun;
  const key = { report, period, audience, subject, number, recipient, channel };
  const taken = await ofAttempt(own, key, seen)
    .set({ ...changed, ...fresh, attempts: seen.attempts + 1 })
    .returning('attempts')
    .executeTakeFirst();
  return taken?.attempts ?? null;
}

/** How an attempt ended. */
export interface EndedDelivery {
  readonly state: 'delivered' | 'failed' | 'unknown';
  readonly reference: string | null;
  readonly detail: string;
  readonly ended_at: string;
}

/** Records how an attempt ended; false: another attempt has begun meanwhile, and what it finds is recorded instead. */
export async function endDelivery(
  { own }: Session,
  key: DeliveryKey,
  attempt: number,
  ended: EndedDelivery,
): Promise<boolean> {
  const done = await ofAttempt(own, key, { state: 'sending', attempts: attempt })
    .set({ ...ended })
    .returning('attempts')
    .executeTakeFirst();
  return done !== undefined;
}

function ofAttempt(
  own: Session['own'],
  { report, period, audience, subject, number, recipient, channel }: DeliveryKey,
  { state, attempts }: Pick<DeliveryTable, 'state' | 'attempts'>,
) {
  return own
    .updateTable('delivery')
    .where('report', '=', report)
    .where('period', '=', period)
    .where('audience', '=', audience)
    .where('subject', '=', subject)
    .where('number', '=', number)
    .where('recipient', '=', recipient)
    .where('channel', '=', channel)
    .where('state', '=', state)
    .where('attempts', '=', attempts);
}
