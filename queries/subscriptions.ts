import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { ChannelId } from '../pipeline/channels/channel.ts';
import type { Session, SourceSchema } from './database.ts';

/** What a recipient is. A field office and an agency get what is their own; headquarters may get anything. */
export const recipientKinds = ['field-office', 'headquarters', 'agency'] as const;
export type RecipientKind = (typeof recipientKinds)[number];

const oneLine = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, 'holds a control character')
    // A list that people edit in a spreadsheet must hold nothing that one would run.
    .regex(/^(?![=+\-@'])/, "must not begin with =, +, -, @ or '");

/** Text of a JSON object whose values are texts, with its names in order. */
const options = z.string().transform((text, context) => {
  try {
    const read = z.record(z.string(), z.string()).parse(JSON.parse(text === '' ? '{}' : text));
    const names = Object.keys(read).toSorted();
    return JSON.stringify(Object.fromEntries(names.map((name) => [name, read[name]])));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON object of texts, such as {"subject":"Monthly"}' });
    return z.NEVER;
  }
});

/**
 * What one recipient gets of one report, and how. A recipient may have several. Whether report, scope, format and address
 * exist is for the one who takes the list to find out.
 */
export const subscriptionContract = z.strictObject({
  /** Names the recipient for ever, in receipts too. */
  recipient: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens'),
  name: oneLine(200),
  kind: z.enum(recipientKinds),
  /** The code of the field office, or the id of the agency, that the recipient is; empty for headquarters. */
  belongs_to: z.string().max(200),
  report: z.string(),
  /** `national`, the code of an office, the id of an agreement, or `all`: the whole edition. */
  scope: z.string(),
  /** `all`, or ids of formats with a space between them. */
  formats: z.string(),
  audience: z.enum(['internal', 'public']),
  channel: z.enum(['folder', 'smtp', 'sftp', 's3'] as const satisfies readonly ChannelId[]),
  address: oneLine(1000),
  /** JSON text; the empty object: none. */
  options,
  active: z.boolean(),
});
export type Subscription = Readonly<z.infer<typeof subscriptionContract>>;

export type SubscriptionTable = Subscription;

/** The columns of a subscription, in the order of its contract. */
export const subscriptionColumns = Object.keys(subscriptionContract.shape) as readonly (keyof Subscription)[];

/** What names a subscription among all. */
export const subscriptionKey = ({ recipient, report, scope, audience, channel }: Subscription): string =>
  [recipient, report, scope, audience, channel].join(' ');

/** Every subscription, active or not, in the order of what names them, by code points. */
export async function readSubscriptions({ own }: Session): Promise<readonly Subscription[]> {
  return own
    .selectFrom('subscription')
    .select([...subscriptionColumns])
    .orderBy(sql`recipient collate "C"`)
    .orderBy(sql`report collate "C"`)
    .orderBy(sql`scope collate "C"`)
    .orderBy(sql`audience collate "C"`)
    .orderBy(sql`channel collate "C"`)
    .execute();
}

/** What a new set of subscriptions changed, by what names each. */
export interface ChangedSubscriptions {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** How many are as they were. */
  readonly same: number;
}

/** Puts a set of subscriptions in the place of all that there are. Receipts of recipients that are gone stay. */
export async function replaceSubscriptions(
  session: Session,
  subscriptions: readonly Subscription[],
): Promise<ChangedSubscriptions> {
  const stored = await readSubscriptions(session);
  const before = new Map(stored.map((one) => [subscriptionKey(one), textOf(one)]));
  const now = new Map(subscriptions.map((one) => [subscriptionKey(one), textOf(one)]));
  await session.own.deleteFrom('subscription').execute();
  // A statement holds at most 65,535 values.
  for (let at = 0; at < subscriptions.length; at += 1000)
    await session.own
      .insertInto('subscription')
      .values(subscriptions.slice(at, at + 1000))
      .execute();
  const common = [...now.keys()].filter((key) => before.has(key));
  const changed = common.filter((key) => before.get(key) !== now.get(key));
  return {
    added: [...now.keys()].filter((key) => !before.has(key)),
    changed,
    removed: [...before.keys()].filter((key) => !now.has(key)),
    same: common.length - changed.length,
  };
}

const textOf = (subscription: Subscription) =>
  JSON.stringify(subscriptionColumns.map((column) => subscription[column]));

/** The agency that holds each agreement on record, by the agreement's id. */
export async function readHolders(source: Kysely<SourceSchema>): Promise<ReadonlyMap<string, string>> {
  const rows = await source
    .selectFrom('agreement')
    .select(['agreement_id', 'agency_id'])
    .orderBy(sql`agreement_id collate "C"`)
    .execute();
  return new Map(rows.map(({ agreement_id, agency_id }) => [agreement_id, agency_id]));
}
