import type { RecipientKind, Subscription } from '../../queries/subscriptions.ts';
import type { Recipient } from '../channels/channel.ts';
import type { Manifest } from '../publish/manifest.ts';
import { scopeFolder } from '../scope-folder.ts';

/** The scope of those who get every document of an edition. */
export const wholeEdition = 'all';

/** A recipient with what it is to get of one edition. */
export interface Addressee {
  readonly recipient: Recipient;
  readonly kind: RecipientKind;
  /** The field office or agency that it is; empty for headquarters. */
  readonly belongsTo: string;
  /** The scope of one document, or {@link wholeEdition}. */
  readonly scope: string;
  /** The ids of the formats that it asked for; null: every file. */
  readonly formats: readonly string[] | null;
}

/** Who is to get something of an edition, and who asked for a document that it does not have. */
export interface Addressees {
  readonly addressees: readonly Addressee[];
  /** Ids of recipients, such as of an office that did not exist in the period. */
  readonly without: readonly string[];
}

/** The codes of field offices, and the nation: what the editions of areas have documents of. */
const area = /^([A-Z]{2,3}|national)$/;

/** The active subscriptions to an edition, after the folders that receive a copy of each. */
export function addresseesOf(
  manifest: Manifest,
  subscriptions: readonly Subscription[],
  copies: readonly Recipient[],
): Addressees {
  const wanted = subscriptions.filter(
    ({ active, report, audience, scope }) =>
      active && report === manifest.report && audience === manifest.audience && isOfSubject(scope, manifest),
  );
  const served = wanted.filter((subscription) => filesOf(manifest, toAddressee(subscription)).length > 0);
  return {
    addressees: [...copies.map(toCopy), ...served.map(toAddressee)],
    without: wanted.filter((subscription) => !served.includes(subscription)).map(({ recipient }) => recipient),
  };
}

/** Whether a scope is one of the edition of a single agreement, or of one of the nation and its field offices. */
const isOfSubject = (scope: string, { subject }: Manifest) =>
  subject === undefined ? scope === wholeEdition || area.test(scope) : scope === subject.agreement_id;

const toCopy = (recipient: Recipient): Addressee => ({
  recipient,
  kind: 'headquarters',
  belongsTo: '',
  scope: wholeEdition,
  formats: null,
});

function toAddressee(subscription: Subscription): Addressee {
  const { recipient: id, name, channel, address, kind, belongs_to: belongsTo, scope, formats } = subscription;
  const options: Record<string, string> = JSON.parse(subscription.options);
  return {
    recipient: { id, name, channel, address, options },
    kind,
    belongsTo,
    scope,
    formats: formats === 'all' ? null : formats.split(' '),
  };
}

/** Whether somebody gets the edition as it is, with what is of all its documents together. */
export const getsEverything = ({ scope, formats }: Addressee): boolean => scope === wholeEdition && formats === null;

/** The files of an edition that an addressee gets, as the manifest has them. */
export function filesOf(manifest: Manifest, addressee: Addressee): Manifest['files'] {
  if (getsEverything(addressee)) return manifest.files;
  const { scope, formats } = addressee;
  const folder = scope === wholeEdition ? '' : `${scopeFolder(scope)}/`;
  return manifest.files.filter(
    ({ path, format }) =>
      path.includes('/') && path.startsWith(folder) && (formats === null || formats.includes(format)),
  );
}
