import { type SqlBool, sql } from 'kysely';
import type { ChannelId } from '../pipeline/channels/channel.ts';
import { type EditionKey, requiredRolesOf } from './approvals.ts';
import { type Claims, readClaims } from './claims.ts';
import { ownSchema, type Session } from './database.ts';
import type { DeliveryState, DeliveryTable } from './deliveries.ts';
import { type DueFacts, readDueFacts } from './due.ts';
import type { EditionTable } from './ledger.ts';
import { type NoticeTable, readNotices } from './notices.ts';
import { approvalsGiven, isNewest, isReleasedSince, owed } from './owed.ts';
import { readSubscriptions, type Subscription } from './subscriptions.ts';

/** What the ledger says of publication and delivery at one instant; editions are the newest of their slots. */
export interface StatusFacts {
  readonly due: DueFacts;
  readonly claims: Claims;
  /** Of the nation and its field offices, in order. */
  readonly editions: readonly PublishedEdition[];
  /** Of agreements, counted. */
  readonly agreements: readonly AgreementEditions[];
  readonly delivered: readonly DeliveredCount[];
  /** What was tried and is not delivered, in order. */
  readonly outstanding: readonly TriedDelivery[];
  /** Who is to have a recent edition, or one that waits for approvals, by the list of subscriptions; nothing was tried; in order. */
  readonly untried: readonly UntriedDelivery[];
  /** Of editions exactly as they were published. */
  readonly approvals: readonly RecentApproval[];
  /** On record with an edition, whatever the settings ask for. */
  readonly required: readonly RecentApproval[];
  readonly subscriptions: readonly Subscription[];
  readonly notices: readonly NoticeTable[];
}

/** An edition as status tells it. */
export type PublishedEdition = EditionKey & Pick<EditionTable, 'folder' | 'published_at'>;

/** How many agreements have an edition of a report and period, and when the last was published. */
export type AgreementEditions = Pick<EditionTable, 'report' | 'period' | 'audience'> & {
  readonly count: number;
  readonly last_published_at: string;
};

/** How many deliveries arrived; of the editions of agreements all together. */
export type DeliveredCount = Pick<EditionTable, 'report' | 'period' | 'audience'> & {
  readonly of_agreements: boolean;
  readonly channel: ChannelId;
  readonly count: number;
};

/** A delivery that was tried, and of which it is not known that it arrived. */
export type TriedDelivery = PublishedEdition &
  Pick<
    DeliveryTable,
    | 'recipient'
    | 'channel'
    | 'attempts'
    | 'own_attempts'
    | 'own_tried_at'
    | 'sender'
    | 'detail'
    | 'first_tried_at'
    | 'tried_at'
    | 'ended_at'
  > & {
    readonly state: Exclude<DeliveryState, 'delivered'>;
    /** The later of publication and the newest approval; ISO instant. From then on an edition grows too old. */
    readonly released_at: string;
  };

/** A delivery that nobody has tried, once for each subscription; of a copy, scope and formats are `all`. */
export type UntriedDelivery = PublishedEdition &
  Pick<DeliveryTable, 'recipient' | 'channel'> &
  Pick<Subscription, 'scope' | 'formats'>;

/** The role that approved an edition, or on whose approval it waits. */
export type RecentApproval = EditionKey & { readonly role: string };

/** Of which days status speaks; ISO instants. */
export interface StatusHorizon {
  /** Editions that were published before are not told. */
  readonly since: string;
  /** Editions that were published, and approved, before are not delivered by themselves any more. */
  readonly deliveredSince: string;
  /** The roles whose approval an edition of each audience needs; absent: none is needed. */
  readonly approvals?: Readonly<Record<'internal' | 'public', readonly string[]>>;
  /** Ids of the recipients of the settings, which get every edition as a folder. */
  readonly copies: readonly string[];
}

/** Reads all of it of one instant; the session must be a snapshot. */
export async function readStatusFacts(session: Session, horizon: StatusHorizon): Promise<StatusFacts> {
  return {
    due: await readDueFacts(session),
    claims: await readClaims(session),
    editions: await readEditions(session, horizon),
    agreements: await countAgreementEditions(session, horizon),
    delivered: await countDelivered(session, horizon),
    outstanding: await readOutstanding(session, horizon),
    untried: await readUntried(session, horizon),
    approvals: await readRecentApprovals(session, horizon),
    required: await readRequired(session, horizon),
    subscriptions: await readSubscriptions(session),
    notices: await readNotices(session),
  };
}

const slotColumns = ['report', 'period', 'audience'] as const;
const editionColumns = [...slotColumns, 'subject', 'number', 'folder', 'published_at'] as const;

/** `handed` is an alias for a query inside another one that may join the same table. */
const sameEdition = (
  table: 'delivery' | 'approval' | 'required_approval' | 'handed',
) => sql<SqlBool>`${sql.ref(`${table}.report`)} = edition.report
  and ${sql.ref(`${table}.period`)} = edition.period and ${sql.ref(`${table}.audience`)} = edition.audience
  and ${sql.ref(`${table}.subject`)} = edition.subject and ${sql.ref(`${table}.number`)} = edition.number`;

/** An approval that it needs is not there, and nobody was handed it before approvals were asked for. */
const isAwaiting = ({ approvals: needed = { internal: [], public: [] } }: StatusHorizon) => sql<SqlBool>`(exists (
    select 1 from (
      select unnest(case edition.audience when 'public' then ${[...needed.public]}::text[] else ${[...needed.internal]}::text[] end) as role
      union select role from ${requiredRolesOf('edition')} as required
    ) as needed
    where not exists (select 1 from ${approvalsGiven} and given.role = needed.role))
  and not exists (select 1 from ${sql.table(`${ownSchema}.delivery`)} as handed where ${sameEdition('handed')}))`;

const byCode = (...columns: readonly string[]) =>
  sql.join(columns.map((column) => sql`${sql.ref(column)} collate "C"`));

const newest = ({ own }: Session, since: string) =>
  own.selectFrom('edition').where('edition.published_at', '>=', since).where(isNewest);

const readEditions = (session: Session, { since }: StatusHorizon): Promise<readonly PublishedEdition[]> =>
  newest(session, since)
    .select([...editionColumns])
    .where('subject', '=', '')
    .orderBy(byCode('report', 'period', 'audience'))
    .execute();

const countAgreementEditions = (session: Session, { since }: StatusHorizon): Promise<readonly AgreementEditions[]> =>
  newest(session, since)
    .select([...slotColumns])
    .select(sql<number>`count(*)::integer`.as('count'))
    .select(sql<string>`max(published_at)`.as('last_published_at'))
    .where('subject', '<>', '')
    .groupBy([...slotColumns])
    .orderBy(byCode('report', 'period', 'audience'))
    .execute();

const countDelivered = (session: Session, { since }: StatusHorizon): Promise<readonly DeliveredCount[]> =>
  newest(session, since)
    .innerJoin('delivery', (join) => join.on(sameEdition('delivery')))
    .select(['edition.report', 'edition.period', 'edition.audience', 'delivery.channel'])
    .select(sql<boolean>`edition.subject <> ''`.as('of_agreements'))
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('delivery.state', '=', 'delivered')
    .groupBy(['edition.report', 'edition.period', 'edition.audience', 'delivery.channel'])
    .groupBy(sql`edition.subject <> ''`)
    .orderBy(byCode('edition.report', 'edition.period', 'edition.audience', 'delivery.channel'))
    .orderBy('of_agreements')
    .execute();

const theEdition = editionColumns.map((column) => `edition.${column}` as const);
const inOrder = byCode(
  'edition.report',
  'edition.period',
  'edition.audience',
  'edition.subject',
  'recipient',
  'channel',
);

async function readOutstanding(session: Session, { since }: StatusHorizon): Promise<readonly TriedDelivery[]> {
  const rows = await newest(session, since)
    .innerJoin('delivery', (join) => join.on(sameEdition('delivery')))
    .select(theEdition)
    .select(
      sql<string>`greatest(edition.published_at, (select max(given.approved_at) from ${approvalsGiven}))`.as(
        'released_at',
      ),
    )
    .select(['recipient', 'channel', 'state', 'attempts', 'own_attempts', 'own_tried_at', 'sender', 'detail'])
    .select(['first_tried_at', 'tried_at', 'ended_at'])
    .where('delivery.state', '<>', 'delivered')
    .orderBy(inOrder)
    .execute();
  return rows.flatMap(({ state, ...row }) => (state === 'delivered' ? [] : [{ ...row, state }]));
}

/** What is to be delivered by itself, now or once it is approved. However long it waits: nobody else would remember it. */
const isDeliverable = (horizon: StatusHorizon) => sql<SqlBool>`edition.published_at >= ${horizon.since}
  and (${isReleasedSince(horizon.deliveredSince)} or ${isAwaiting(horizon)})`;

async function readUntried({ own }: Session, horizon: StatusHorizon): Promise<readonly UntriedDelivery[]> {
  const copies = horizon.copies.map((id) => ({ id, channel: 'folder' as const }));
  const { rows } = await sql<UntriedDelivery>`
    select ${sql.join([...editionColumns, 'recipient', 'channel', 'scope', 'formats'].map((column) => sql.ref(column)))}
    from ${owed(isDeliverable(horizon), copies)} as edition
    where not exists (
      select from ${sql.table(`${ownSchema}.delivery`)} as delivery
      where ${sameEdition('delivery')} and (delivery.recipient, delivery.channel) = (edition.recipient, edition.channel))
    order by ${byCode('report', 'period', 'audience', 'subject', 'recipient', 'channel', 'scope')}`.execute(own);
  return rows;
}

const readRecentApprovals = (session: Session, { since }: StatusHorizon): Promise<readonly RecentApproval[]> =>
  newest(session, since)
    .innerJoin('approval', (join) =>
      join.on(sameEdition('approval')).onRef('approval.manifest_sha256', '=', 'edition.manifest_sha256'),
    )
    .select(['edition.report', 'edition.period', 'edition.audience', 'edition.subject', 'edition.number', 'role'])
    .orderBy(byCode('edition.report', 'edition.period', 'edition.audience', 'edition.subject', 'role'))
    .execute();

const readRequired = (session: Session, { since }: StatusHorizon): Promise<readonly RecentApproval[]> =>
  newest(session, since)
    .innerJoin('required_approval', (join) => join.on(sameEdition('required_approval')))
    .select(['edition.report', 'edition.period', 'edition.audience', 'edition.subject', 'edition.number', 'role'])
    .orderBy(byCode('edition.report', 'edition.period', 'edition.audience', 'edition.subject', 'role'))
    .execute();
