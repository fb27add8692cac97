import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApprovalState, readApprovals } from '../queries/approvals.ts';
import { type DeliveryTable, readDeliveries, readEarlierDeliveries } from '../queries/deliveries.ts';
import { type FieldOffice, readFieldOffices } from '../queries/offices.ts';
import { readSubscriptionsTo } from '../queries/owed.ts';
import type { Subscription } from '../queries/subscriptions.ts';
import type { Channel, ChannelSettings, Parcel, Receipt, Recipient } from './channels/channel.ts';
import { type Addressee, addresseesOf } from './distribute/addressee.ts';
import { attempt, byLastTried, judge, type Retries, recordInterrupted, type Sent } from './distribute/attempt.ts';
import { changesOf } from './distribute/changes.ts';
import { wordsOf } from './distribute/message.ts';
import { neededRoles } from './distribute/needed.ts';
import { pack, parcelKey } from './distribute/parcel.ts';
import { proveParcel } from './distribute/proof.ts';
import { type Published, readPublished } from './distribute/published.ts';
import type { ClockEffect, DatabaseEffect } from './effects.ts';
import { PipelineError } from './errors.ts';
import { everyOne, limited } from './formats/pdf/limited.ts';
import { processName } from './process-name.ts';
import type { Edition } from './publish.ts';

/** With what, and on which conditions, editions are handed over. */
export interface Mandate {
  /** Absolute path of the output folder. */
  readonly out: string;
  readonly channels: readonly Channel[];
  readonly settings: ChannelSettings;
  /** The roles whose approval an edition of each audience needs, beside those on record with it. */
  readonly approvals: Readonly<Record<Edition['audience'], readonly string[]>>;
  /** Folders of the settings that receive a copy of each whole edition. */
  readonly copies: readonly Recipient[];
  /** Send again what may have arrived: a person has found out that it did not. */
  readonly retryUnknown: boolean;
  /** Nobody is begun to be served once it says stop. */
  readonly stop?: AbortSignal;
  /** Nor once so many milliseconds have passed: who is left rests. Absent: everybody is served, however long that takes. */
  readonly budget?: number;
  /** When what failed is sent again; absent: at once. */
  readonly retries?: Retries;
}

/** What came of handing over one edition; recipients by id, whoever was never tried before first. */
export interface Distribution {
  /** What was tried now. */
  readonly receipts: readonly Receipt[];
  /** Roles whose approval the edition waits for: nothing was sent. */
  readonly awaited: readonly string[];
  /** They had it already. */
  readonly before: readonly string[];
  /** Whether it arrived is unknown, and for a person to find out. */
  readonly undecided: readonly string[];
  /** Another process is at it. */
  readonly busy: readonly string[];
  /** It failed, and is sent again by schedule after a rest; or its turn did not come. */
  readonly resting: readonly string[];
  /** They asked for a document that the edition does not have. */
  readonly without: readonly string[];
}

/** Whether somebody who is to get the edition does not have it yet. */
export function isOutstanding({ receipts, awaited, undecided, busy, resting }: Distribution): boolean {
  return [awaited, undecided, busy, resting].some(({ length }) => length > 0) || receipts.some(isNotDelivered);
}

const isNotDelivered = ({ state }: Receipt) => state !== 'delivered';

/** So many recipients are served at the same time: one that stalls keeps no other waiting. */
const recipientsAtOnce = 4;

/**
 * Hands a published edition to everybody who is to have it and has not yet, once it has the approvals that its audience needs.
 * One recipient's failure is a receipt and stops no other. At least once: what was interrupted is sent again where the channel
 * looks first, and waits for a person where it does not.
 * @throws PipelineError `check` where the edition's record is not what was published.
 */
export async function distribute(
  edition: Pick<Edition, 'folder' | 'manifestSha256'>,
  mandate: Mandate,
  effects: DatabaseEffect & ClockEffect,
): Promise<Distribution> {
  const published = await readPublished(edition.folder, mandate.out);
  if (published.edition.manifestSha256 !== edition.manifestSha256) {
    const remedy = 'find out who wrote to the output folder, and restore the edition from a copy';
    throw new PipelineError('check', `the manifest of ${edition.folder} is not the one that was published`, remedy);
  }
  const facts = await readFacts(published, effects);
  const { addressees, without } = addresseesOf(published.manifest, facts.subscriptions, mandate.copies);
  const nothing = { receipts: [], awaited: [], before: [], undecided: [], busy: [], resting: [], without };
  const { required, given } = facts.approvals;
  const awaited = neededRoles(mandate.approvals, published.manifest, required).filter((role) => !given.includes(role));
  if (awaited.length > 0 && addressees.length > 0) return { ...nothing, awaited };
  const { budget = Number.POSITIVE_INFINITY } = mandate;
  const until = effects.now().getTime() + budget;
  const consignments = addressees.map((addressee): Consignment => {
    const { id, channel } = addressee.recipient;
    const row = facts.deliveries.find((each) => each.recipient === id && each.channel === channel);
    return { published, facts, addressee, row, until };
  });
  const serve = (consignment: Consignment) => handOver(consignment, mandate, effects);
  const inTurn = consignments.toSorted((one, other) => byLastTried(one.row, other.row));
  const fates = await everyOne(inTurn.map(limited(recipientsAtOnce, serve)));
  const idsOf = (kind: Fate['kind']) => fates.flatMap((fate) => (fate.kind === kind ? [fate.recipient] : []));
  return {
    ...nothing,
    receipts: fates.flatMap((fate) => (fate.kind === 'tried' ? [fate.receipt] : [])),
    before: idsOf('delivered'),
    undecided: idsOf('undecided'),
    busy: idsOf('busy'),
    resting: idsOf('resting'),
  };
}

/** What is on record about an edition, its recipients, and what they were handed before. */
interface Facts {
  readonly subscriptions: readonly Subscription[];
  readonly approvals: ApprovalState;
  readonly deliveries: readonly DeliveryTable[];
  readonly earlier: ReadonlyMap<string, number>;
  readonly offices: readonly FieldOffice[];
}

const readFacts = ({ edition }: Published, { database }: DatabaseEffect): Promise<Facts> =>
  database.transaction('snapshot', async (session) => ({
    subscriptions: await readSubscriptionsTo(session, edition),
    approvals: await readApprovals(session, edition, edition.manifestSha256),
    deliveries: await readDeliveries(session, edition),
    earlier: await readEarlierDeliveries(session, edition),
    offices: await readFieldOffices(session.source),
  }));

/** One addressee of one edition. */
interface Consignment {
  readonly published: Published;
  readonly facts: Facts;
  readonly addressee: Addressee;
  /** What is on record of it; undefined: it was never tried. */
  readonly row: DeliveryTable | undefined;
  /** Milliseconds since 1970: from then on nobody is begun to be served. */
  readonly until: number;
}

type Fate =
  | { readonly kind: 'tried'; readonly recipient: string; readonly receipt: Receipt }
  | { readonly kind: 'delivered' | 'undecided' | 'busy' | 'resting'; readonly recipient: string };

async function handOver(
  consignment: Consignment,
  mandate: Mandate,
  effects: DatabaseEffect & ClockEffect,
): Promise<Fate> {
  const { published, addressee, row, until } = consignment;
  const { edition } = published;
  const { id: recipient, channel, address } = addressee.recipient;
  const tried = (sent: Sent): Fate => ({ kind: 'tried', recipient, receipt: { recipient, channel, ...sent } });
  const now = effects.now();
  const { retryUnknown, retries = 'at-once' } = mandate;
  const isOver = mandate.stop?.aborted || now.getTime() >= until;
  if (isOver && row?.state !== 'delivered') return { kind: 'resting', recipient };
  const verdict = judge(row, channel, { retryUnknown, retries, now });
  if (verdict === 'interrupted' && row !== undefined) return tried(await recordInterrupted(row, effects));
  if (verdict !== 'send') return { kind: verdict === 'interrupted' ? 'busy' : verdict, recipient };
  const { report, period, audience, subject, number, manifestSha256 } = edition;
  const begun = {
    ...{ report, period, audience, subject, number, recipient, channel, address },
    scope: addressee.scope,
    parcel_key: parcelKey(manifestSha256, addressee),
    manifest_sha256: manifestSha256,
    sender: processName(),
    isByHand: retries === 'by-hand',
    tried_at: now.toISOString(),
  };
  const sent = await attempt(begun, row, () => sendParcel(consignment, mandate), effects);
  return sent === null ? { kind: 'busy', recipient } : tried(sent);
}

/** Packs, proves and sends one parcel; nothing that fails the proof leaves the machine. */
async function sendParcel(consignment: Consignment, { channels, settings }: Mandate): Promise<Sent> {
  const { recipient } = consignment.addressee;
  const channel = channels.find(({ id }) => id === recipient.channel);
  if (channel === undefined) return failed(`there is no channel "${recipient.channel}"`);
  await using workbench = await openWorkbench();
  let parcel: Parcel;
  try {
    parcel = await prepare(consignment, workbench.folder);
  } catch (error) {
    const details = error instanceof PipelineError ? error.details.slice(0, 5) : [];
    return failed([error instanceof Error ? error.message : String(error), ...details].join('; '));
  }
  const { state, detail, reference } = await channel.send(parcel, recipient, settings);
  return { state, detail, reference };
}

const failed = (detail: string): Sent => ({ state: 'failed', detail, reference: null });

/** @throws PipelineError `check` where the parcel is not what its recipient may have. */
async function prepare({ published, facts, addressee }: Consignment, workbench: string): Promise<Parcel> {
  const changes = await changesOf(published, addressee.scope);
  const told = { changes, last: facts.earlier.get(addressee.recipient.id), offices: facts.offices };
  const parcel = await pack(published, addressee, wordsOf(published.manifest, addressee, told), workbench);
  await proveParcel(parcel, addressee, published);
  return parcel;
}

async function openWorkbench(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'report287-parcel-'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
