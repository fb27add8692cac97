import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ChannelId } from '../pipeline/channels/channel.ts';
import type { EditionKey } from './approvals.ts';
import { ownSchema, type Session } from './database.ts';
import { type Subscription, subscriptionColumns } from './subscriptions.ts';

/** A recipient of the settings that gets a copy of each whole edition. */
export interface CopyKey {
  readonly id: string;
  readonly channel: ChannelId;
}

const table = (name: string) => sql.table(`${ownSchema}.${name}`);

/** No later edition of the slot of the row `edition` is on record. */
export const isNewest = sql<SqlBool>`not exists (
  select from ${table('edition')} as later
  where (later.report, later.period, later.audience, later.subject)
      = (edition.report, edition.period, edition.audience, edition.subject)
    and later.number > edition.number)`;

/** The approvals of the row `edition` exactly as it was published, as what follows `from`; by the name `given`. */
export const approvalsGiven = sql`${table('approval')} as given
  where (given.report, given.period, given.audience, given.subject, given.number)
      = (edition.report, edition.period, edition.audience, edition.subject, edition.number)
    and given.manifest_sha256 = edition.manifest_sha256`;

/**
 * The row `edition` was published at an ISO instant or later, or approved then: what waits for an approval does not grow too old
 * meanwhile.
 */
export const isReleasedSince = (since: string) => sql<SqlBool>`(edition.published_at >= ${since}
  or exists (select from ${approvalsGiven} and given.approved_at >= ${since}))`;

/** A scope of the row `subscription` is one of the nation and its field offices; no agreement has such an id. */
export const isOfAreas = sql<SqlBool>`subscription.scope ~ '^(all|national|[A-Z]{2,3})$'`;

/**
 * Who is to get which edition, as a subquery of every column of the edition with `recipient`, `channel`, `scope` and `formats`: of the
 * newest editions for whose row `edition` a condition holds, one row for each active subscription to it, and for each copy. It may
 * name somebody who asked for a document that the edition does not have: its files decide.
 */
export const owed = (isMeant: RawBuilder<SqlBool>, copies: readonly CopyKey[]): RawBuilder<unknown> => sql`(
  with newest as (
    select edition.* from ${table('edition')} as edition where ${isMeant} and ${isNewest}
  )
  ${subscribed(sql`newest`)}
  union all
  select newest.*, recipient, channel, 'all', 'all'
  from newest cross join unnest(${copies.map(({ id }) => id)}::text[], ${copies.map(({ channel }) => channel)}::text[])
    as copy (recipient, channel))`;

/** An agreement’s edition and those of the nation are joined apart: the first by equality, of which there may be thousands. */
const subscribed = (newest: RawBuilder<unknown>) => sql`
  select newest.*, recipient, channel, scope, formats from ${newest} join ${table('subscription')} as subscription
    on active and (subscription.report, subscription.audience, scope) = (newest.report, newest.audience, newest.subject)
  union all
  select newest.*, recipient, channel, scope, formats from ${newest} join ${table('subscription')} as subscription
    on active and (subscription.report, subscription.audience) = (newest.report, newest.audience)
      and newest.subject = '' and ${isOfAreas}`;

/** The active subscriptions to an edition, in the order of what names them, by code points. */
export async function readSubscriptionsTo(
  { own }: Session,
  { report, audience, subject }: Pick<EditionKey, 'report' | 'audience' | 'subject'>,
): Promise<readonly Subscription[]> {
  return own
    .selectFrom('subscription')
    .select([...subscriptionColumns])
    .where('active', '=', true)
    .where('report', '=', report)
    .where(sql<SqlBool>`audience = ${audience}`)
    .where(subject === '' ? isOfAreas : sql<SqlBool>`scope = ${subject}`)
    .orderBy(sql`recipient collate "C"`)
    .orderBy(sql`scope collate "C"`)
    .orderBy(sql`channel collate "C"`)
    .execute();
}
