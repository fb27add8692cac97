import { sql } from 'kysely';
import type { ChannelId } from '../pipeline/channels/channel.ts';
import { requiredRolesOf } from './approvals.ts';
import { ownSchema, type Session } from './database.ts';
import type { DeliveryTable } from './deliveries.ts';
import type { EditionTable, SlotKey } from './ledger.ts';
import { type CopyKey, isOfAreas, isReleasedSince, owed } from './owed.ts';

/** That somebody is to get the newest edition of a slot and has not been handed it. */
export interface OutstandingDelivery extends Pick<EditionTable, keyof SlotKey | 'folder' | 'manifest_sha256'> {
  readonly audience: 'internal' | 'public';
  readonly recipient: string;
  readonly channel: ChannelId;
  /** What is on record of it, or all null: it was never tried. */
  readonly state: DeliveryTable['state'] | null;
  readonly own_attempts: number | null;
  readonly own_tried_at: string | null;
  readonly sender: string | null;
  readonly tried_at: string | null;
  /** The roles that approved exactly these bytes, with a space between them. */
  readonly approvals: string;
  /** The roles on record as required, with a space between them. */
  readonly required: string;
}

const table = (name: string) => sql.table(`${ownSchema}.${name}`);

/**
 * Who is to get an edition and has not been handed it: of the newest edition of each slot, published at an ISO instant or later, or
 * approved then, everybody who subscribes to it and every copy; in order
 * of folder, recipient and channel by code points. It may name somebody who asked for a document that the edition does not have.
 * Whether a mail of which nobody knows arrived is for a person: left out.
 */
export async function readOutstanding(
  { own }: Session,
  since: string,
  copies: readonly CopyKey[],
): Promise<readonly OutstandingDelivery[]> {
  const { rows } = await sql<OutstandingDelivery>`
    select distinct on (folder collate "C", wanted.recipient collate "C", wanted.channel collate "C")
      wanted.report, wanted.period, wanted.audience, wanted.subject, folder, wanted.manifest_sha256,
      wanted.recipient, wanted.channel, state, own_attempts, own_tried_at, sender, tried_at,
      coalesce((
        select string_agg(role, ' ') from ${table('approval')} approval
        where (approval.report, approval.period, approval.audience, approval.subject, approval.number)
            = (wanted.report, wanted.period, wanted.audience, wanted.subject, wanted.number)
          and approval.manifest_sha256 = wanted.manifest_sha256
      ), '') as approvals,
      coalesce((select string_agg(role, ' ') from ${requiredRolesOf('wanted')} as required), '') as required
    from ${owed(isReleasedSince(since), copies)} as wanted left join ${table('delivery')} delivery
      on (delivery.report, delivery.period, delivery.audience, delivery.subject, delivery.number)
          = (wanted.report, wanted.period, wanted.audience, wanted.subject, wanted.number)
        and (delivery.recipient, delivery.channel) = (wanted.recipient, wanted.channel)
    where state is null or state in ('sending', 'failed') or state = 'unknown' and wanted.channel <> 'smtp'
    order by folder collate "C", wanted.recipient collate "C", wanted.channel collate "C"`.execute(own);
  return rows;
}

/** That an agreement is to have an edition of its own, because somebody subscribes to it. */
export interface WantedAgreement {
  readonly report: string;
  readonly period: string;
  readonly agreement: string;
}

/**
 * The agreements that active subscriptions name and that lack an internal edition for a period whose edition of the nation was
 * published at an ISO instant or later; in order of report, period and agreement by code points. Whether an agreement was in force
 * is not asked.
 */
export async function readWantedAgreements(
  { own }: Session,
  reports: readonly string[],
  since: string,
): Promise<readonly WantedAgreement[]> {
  const { rows } = await sql<WantedAgreement>`
    select distinct nation.report collate "C" as report, nation.period collate "C" as period,
      subscription.scope collate "C" as agreement
    from ${table('edition')} nation
    join ${table('subscription')} subscription
      on subscription.active and subscription.report = nation.report and subscription.audience = nation.audience
        and not ${isOfAreas}
    where nation.subject = '' and nation.audience = 'internal' and nation.published_at >= ${since}
      and nation.report = any(${[...reports]})
      and not exists (
        select from ${table('edition')} edition
        where (edition.report, edition.period, edition.audience, edition.subject)
            = (nation.report, nation.period, nation.audience, subscription.scope)
      )
    order by report, period, agreement`.execute(own);
  return rows;
}
