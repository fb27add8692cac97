import type { EditionKey } from '../../../queries/approvals.ts';
import type { StatusFacts, TriedDelivery, UntriedDelivery } from '../../../queries/status.ts';
import type { ChannelId } from '../../channels/channel.ts';
import { againFrom, type Verdict } from '../../distribute/attempt.ts';
import { instantInWords } from '../../period.ts';

/**
 * How a delivery stands. `failed`: it is tried again by itself; `given-up`: it is not, because the edition is too old; `unknown`: a
 * person finds out whether it arrived.
 */
export type DeliveryStanding =
  | 'delivered'
  | 'awaiting-approval'
  | 'not-tried'
  | 'sending'
  | 'failed'
  | 'unknown'
  | 'given-up';

/** Every {@link DeliveryStanding}, in the order in which they are told. */
export const deliveryStandings = [
  'delivered',
  'awaiting-approval',
  'not-tried',
  'sending',
  'failed',
  'unknown',
  'given-up',
] as const satisfies readonly DeliveryStanding[];

/** One delivery that has not arrived, why, and what to do. */
export interface Outstanding {
  readonly recipient: string;
  readonly channel: ChannelId;
  /** The agreement whose edition it is of; the empty text: the nation and its field offices. */
  readonly subject: string;
  /** The number of the edition. */
  readonly number: number;
  readonly state: Exclude<DeliveryStanding, 'delivered'>;
  readonly attempts: number;
  /** As the channel said it: for the operator's terminal alone. */
  readonly why: string;
  readonly remedy: string;
}

/** The deliveries of an edition, or of those of all agreements for one period. */
export interface Deliveries {
  readonly delivered: readonly { readonly channel: ChannelId; readonly count: number }[];
  readonly outstanding: readonly Outstanding[];
  /** Approvals without which nothing is sent. */
  readonly awaited: readonly Awaited[];
}

/** An approval that an edition waits for. */
export interface Awaited {
  readonly role: string;
  readonly folder: string;
}

/** By what deliveries are judged. */
export interface DeliveryGround {
  /** ISO instant. */
  readonly now: string;
  /** Editions published before are not delivered by themselves any more; ISO instant. */
  readonly deliveredSince: string;
  /** The roles whose approval an edition of each audience needs. */
  readonly approvals: Readonly<Record<'internal' | 'public', readonly string[]>>;
  /** Ids of the recipients of the settings. */
  readonly copies: readonly string[];
  /** What is to be done by schedule about a delivery that was tried. */
  readonly judgeDelivery: (row: TriedDelivery) => Verdict;
}

type Slots = Pick<EditionKey, 'report' | 'period' | 'audience'> & { readonly ofAgreements: boolean };

/** The deliveries of the newest edition of a slot of the nation and its field offices, or of those of all agreements. */
export function deliveriesOf(slots: Slots, facts: StatusFacts, ground: DeliveryGround): Deliveries {
  const isOfSlots = (edition: Pick<EditionKey, 'report' | 'period' | 'audience' | 'subject'>) =>
    isSamePeriod(edition, slots) && (edition.subject !== '') === slots.ofAgreements;
  const untried = facts.untried.filter(isOfSlots);
  const awaited = awaitedBy(untried, facts, ground);
  const waiting = new Set(awaited.map(({ folder }) => folder));
  return {
    delivered: facts.delivered
      .filter((count) => isSamePeriod(count, slots) && count.of_agreements === slots.ofAgreements)
      .map(({ channel, count }) => ({ channel, count })),
    outstanding: [
      ...facts.outstanding
        .filter((row) => isOfSlots(row) && isStillWanted(row, facts, ground))
        .map((row) => judgeTried(row, ground)),
      ...untried.map((row) => notTried(row, waiting.has(row.folder))),
    ],
    awaited,
  };
}

const isSamePeriod = (
  one: Pick<EditionKey, 'report' | 'period' | 'audience'>,
  { report, period, audience }: Pick<EditionKey, 'report' | 'period' | 'audience'>,
) => one.report === report && one.period === period && one.audience === audience;

/** A recipient that was taken off the list since is owed nothing. */
const isStillWanted = (row: TriedDelivery, { subscriptions }: StatusFacts, { copies }: DeliveryGround) =>
  copies.includes(row.recipient) ||
  subscriptions.some(
    ({ active, report, audience, recipient, channel }) =>
      active &&
      report === row.report &&
      audience === row.audience &&
      recipient === row.recipient &&
      channel === row.channel,
  );

function awaitedBy(
  untried: readonly UntriedDelivery[],
  { approvals, required }: StatusFacts,
  { approvals: asked }: DeliveryGround,
): readonly Awaited[] {
  const editions = new Map(untried.map((edition) => [edition.folder, edition]));
  return [...editions.values()].flatMap((edition) => {
    const recorded = required.filter((one) => isSameEdition(one, edition)).map(({ role }) => role);
    const needed = [...asked[edition.audience === 'public' ? 'public' : 'internal'], ...recorded];
    return [...new Set(needed)]
      .filter((role) => !approvals.some((one) => one.role === role && isSameEdition(one, edition)))
      .map((role) => ({ role, folder: edition.folder }));
  });
}

const isSameEdition = (one: EditionKey, other: EditionKey) =>
  isSamePeriod(one, other) && one.subject === other.subject && one.number === other.number;

function judgeTried(row: TriedDelivery, ground: DeliveryGround): Outstanding {
  const { recipient, channel, subject, number, attempts, folder } = row;
  const state = standingOf(row, ground);
  return {
    ...{ recipient, channel, subject, number, state, attempts },
    why: row.detail ?? (state === 'sending' ? `since ${row.tried_at}` : 'the program ended while it was sending'),
    remedy:
      state === 'failed'
        ? `it is tried again from ${instantInWords(againFrom(row))}; at once: ${deliver(folder)}`
        : remedyOf(state, folder),
  };
}

function standingOf(row: TriedDelivery, { deliveredSince, judgeDelivery }: DeliveryGround): Outstanding['state'] {
  switch (judgeDelivery(row)) {
    case 'busy':
      return 'sending';
    case 'undecided':
    case 'interrupted':
      return 'unknown';
    case 'send':
    case 'resting':
    case 'delivered':
      return isRecent(row, deliveredSince) ? 'failed' : 'given-up';
  }
}

const isRecent = ({ released_at }: TriedDelivery, since: string) => Date.parse(released_at) >= Date.parse(since);

function notTried({ recipient, channel, subject, number, folder }: UntriedDelivery, isAwaited: boolean): Outstanding {
  const state = isAwaited ? 'awaiting-approval' : 'not-tried';
  const why = isAwaited ? 'the edition waits for an approval' : 'nobody has tried so far';
  return { recipient, channel, subject, number, state, attempts: 0, why, remedy: remedyOf(state, folder) };
}

const deliver = (folder: string) => `report287 deliver ${folder}`;

function remedyOf(state: Outstanding['state'], folder: string): string {
  const command = deliver(folder);
  switch (state) {
    case 'awaiting-approval':
      return `approve it: report287 approve ${folder} --by …`;
    case 'sending':
      return 'wait until it has ended';
    case 'not-tried':
    case 'failed':
      return `\`report287 schedule\` tries it by itself; at once: ${command}`;
    case 'unknown':
      return `find out whether it arrived; if not: ${command} --retry-unknown`;
    case 'given-up':
      return `mend what is in the way, then: ${command}`;
  }
}
