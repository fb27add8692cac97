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

/** The subscriptions to an edition by what it has for them, after the folders that receive a copy of each. */
export function addresseesOf(
  manifest: Manifest,
  subscriptions: readonly Subscription[],
  copies: readonly Recipient[],
): Addressees {
  const served = subscriptions.filter((subscription) => getsSomething(manifest, subscription));
  return {
    addressees: [...copies.map(toCopy), ...served.map(toAddressee)],
    without: subscriptions.filter((subscription) => !served.includes(subscription)).map(({ recipient }) => recipient),
  };
}

/** Whether an edition has a file for a subscription to it. */
export const getsSomething = (
  manifest: Manifest,
  { scope, formats }: Pick<Subscription, 'scope' | 'formats'>,
): boolean => filesOf(manifest, { scope, formats: formatsOf(formats) }).length > 0;

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
    formats: formatsOf(formats),
  };
}

const formatsOf = (formats: string) => (formats === 'all' ? null : formats.split(' '));

type Asked = Pick<Addressee, 'scope' | 'formats'>;

/** Whether somebody gets the edition as it is, with what is of all its documents together. */
export const getsEverything = ({ scope, formats }: Asked): boolean => scope === wholeEdition && formats === null;

/** The files of an edition that somebody gets, as the manifest has them. */
export function filesOf(manifest: Manifest, asked: Asked): Manifest['files'] {
  if (getsEverything(asked)) return manifest.files;
  const { scope, formats } = asked;
  const folder = scope === wholeEdition ? '' : `${scopeFolder(scope)}/`;
  return manifest.files.filter(
    ({ path, format }) =>
      path.includes('/') && path.startsWith(folder) && (formats === null || formats.includes(format)),
  );
}
