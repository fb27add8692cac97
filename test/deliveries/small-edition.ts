import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Channel, Parcel, Receipt, Recipient } from '../../pipeline/channels/channel.ts';
import { type Published, readPublished } from '../../pipeline/distribute/published.ts';
import type { Mandate } from '../../pipeline/distribute.ts';
import type { ClockEffect, DatabaseEffect } from '../../pipeline/effects.ts';
import type { Database } from '../../queries/database.ts';
import { fieldOffices } from '../../queries/field-offices.ts';
import { recordFieldOffices } from '../../queries/offices.ts';
import { replaceSubscriptions, type Subscription } from '../../queries/subscriptions.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What a small edition differs in. */
export interface EditionParts {
  readonly number?: number;
  readonly scopes?: readonly string[];
  /** Encounters in the table of each scope. */
  readonly encounters?: number;
  readonly audience?: 'internal' | 'public';
  readonly agreement?: string;
  /** The roles whose approval it needs by its own record. */
  readonly approvals?: readonly string[];
  readonly synthetic?: boolean;
}

/** Writes an edition of a few small files with true hashes, and reads its record. */
export async function writeEdition(out: string, parts: EditionParts = {}): Promise<Published> {
  const { number = 1, scopes = ['ATL', 'BAL', 'national'], encounters = 7, audience = 'internal', agreement } = parts;
  const { approvals, synthetic = true } = parts;
  const report = agreement === undefined ? 'enforcement-actions' : 'moa-statistics';
  const home = `${audience}/${report}/2020-06${agreement === undefined ? '' : `/agreements/${agreement}`}`;
  const folder = `${home}/edition-${number}`;
  const records = ['tallies', 'classification'].map((format) => file(`${format}.json`, format, `{"of":"everyone"}\n`));
  const documents = scopes.flatMap((scope) => {
    const stem = `${scope}/${report}_2020-06_${scope}`;
    return [
      file(`${stem}.html`, 'html', `<p>${scope}, edition ${number}</p>\n`),
      file(`${stem}.pdf`, 'pdf', `%PDF of ${scope}, edition ${number}\n`),
      file(
        `${scope}/tables/encounters-by-sex.csv`,
        'csv',
        `sex,measure,window,value,status\nfemale,encounter,period,${encounters},\ntotal,encounter,period,${encounters + 5},\n`,
      ),
    ];
  });
  const files = [...documents, ...records].toSorted((one, other) => (one.path < other.path ? -1 : 1));
  for (const { path, text } of files) {
    await mkdir(dirname(join(out, folder, path)), { recursive: true });
    await writeFile(join(out, folder, path), text);
  }
  const subject = agreement === undefined ? {} : { subject: { ...subjectOf(agreement) } };
  const manifest = {
    manifestVersion: 1,
    report,
    period: { id: '2020-06', from: '2020-06-01', until: '2020-07-01' },
    audience,
    ...subject,
    edition: number,
    asOf: '2020-07-02T12:00:00.000Z',
    synthetic,
    fingerprint: sha256(String(number)),
    ...(approvals === undefined ? {} : { approvals }),
    files: files.map(({ path, format, size, sha256: hash }) => ({ path, format, size, sha256: hash })),
    run: { id: 'run', startedAt: '2020-07-09T10:00:00.000Z', finishedAt: '2020-07-09T10:01:00.000Z' },
  };
  await writeFile(join(out, folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return readPublished(folder, out);
}

const file = (path: string, format: string, text: string) => ({
  ...{ path, format, text },
  size: Buffer.byteLength(text),
  sha256: sha256(text),
});

const subjectOf = (agreement: string) => ({
  agreement_id: agreement,
  agency_id: `agency-of-${agreement}`,
  agency: 'Example County Sheriff’s Office',
  state: 'FL',
  county: null,
  agency_type: 'county',
  model: 'JEM',
  office_code: 'MIA',
  signed_on: '2019-01-01',
});

/** A subscription of the Atlanta field office to its own document, unless told otherwise. */
export function subscription(parts: Partial<Subscription> = {}): Subscription {
  return {
    recipient: 'atlanta',
    name: 'Atlanta Field Office',
    kind: 'field-office',
    belongs_to: 'ATL',
    report: 'enforcement-actions',
    scope: 'ATL',
    formats: 'all',
    audience: 'internal',
    channel: 'folder',
    address: '/receiver',
    options: '{}',
    active: true,
    ...parts,
  };
}

/** Headquarters, which gets everything unless told otherwise. */
export const headquarters = (parts: Partial<Subscription> = {}): Subscription =>
  subscription({
    recipient: 'headquarters',
    name: 'Headquarters',
    kind: 'headquarters',
    belongs_to: '',
    scope: 'all',
    ...parts,
  });

/** A channel that keeps what it is handed, and answers as it is told: a channel in its own right, of this process. */
export interface KeepingChannel extends Channel {
  readonly kept: { readonly parcel: Parcel; readonly recipient: Recipient }[];
}

/** Makes one; without an answer everything is delivered. */
export function keepingChannel(
  id: Channel['id'],
  answer: (recipient: Recipient) => Partial<Receipt> | Promise<Partial<Receipt>> = () => ({}),
): KeepingChannel {
  const kept: KeepingChannel['kept'] = [];
  return {
    id,
    kept,
    faultsOf: ({ address }) => (address === '' ? ['is empty'] : []),
    send: async (parcel, recipient) => {
      kept.push({ parcel, recipient });
      const told = await answer(recipient);
      const receipt = {
        recipient: recipient.id,
        channel: id,
        state: 'delivered',
        detail: `kept ${parcel.name}`,
      } as const;
      return { ...receipt, reference: parcel.key, ...told };
    },
    probe: async () => ({ reachable: true, detail: 'in this process', remedy: null }),
  };
}

/** How editions are handed over: by these channels, without approvals. */
export const mandate = (out: string, channels: readonly Channel[], parts: Partial<Mandate> = {}): Mandate => ({
  out,
  channels,
  settings: { patience: 1000 },
  approvals: { internal: [], public: [] },
  copies: [],
  retryUnknown: false,
  ...parts,
});

/** Puts subscriptions on record, and field offices. */
export async function subscribe(database: Database, subscriptions: readonly Subscription[]): Promise<void> {
  await database.transaction('read-write', async (session) => {
    await recordFieldOffices(session, fieldOffices);
    await replaceSubscriptions(session, subscriptions);
  });
}

/** A database, and a clock that stands. */
export const effectsOf = (database: Database, now = '2020-07-09T10:00:00.000Z'): DatabaseEffect & ClockEffect => ({
  database,
  now: () => new Date(now),
});
