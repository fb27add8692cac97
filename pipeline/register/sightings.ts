import type { AgreementList, Listing } from '../../queries/register-listings.ts';
import { comparableName, differences } from './names.ts';

/** One row of one list: what the register is made of. */
export interface Sighting {
  readonly list: AgreementList;
  readonly listing: Listing;
  /** State and comparable name: what the row calls the agency. */
  readonly agencyKey: string;
  /** The document that the row links to, if no other row of the list and model links to it. */
  readonly document: string | null;
  /** The county's comparable name; null: the row names none. */
  readonly county: string | null;
}

/** Lists in the order in which they speak: by day and half-day, participating before pending, then by content. */
export function inOrder(lists: readonly AgreementList[]): readonly AgreementList[] {
  return lists.toSorted((a, b) => compareTexts(orderOf(a), orderOf(b)));
}

const orderOf = ({ as_of, half_day, kind, sha256 }: AgreementList) =>
  `${as_of} ${half_day ?? ''} ${kind === 'participating' ? 0 : 1} ${sha256}`;

/** Compares as bytes do, in every locale. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The rows of a list, in an order that does not depend on how the list was sorted. */
export function sightingsIn(list: AgreementList): readonly Sighting[] {
  const counts = new Map<string, number>();
  const documentIn = ({ moa_url, model }: Listing) => (moa_url === null ? null : `${model} ${documentKey(moa_url)}`);
  for (const listing of list.listings) {
    const key = documentIn(listing);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return list.listings
    .map((listing) => {
      const key = documentIn(listing);
      const agencyKey = `${listing.state} ${comparableName(listing.agency_name)}`;
      const county = listing.county === null ? null : countyName(listing.county);
      return { list, listing, agencyKey, county, document: key !== null && counts.get(key) === 1 ? key : null };
    })
    .map((sighting) => ({ sighting, key: sortKey(sighting) }))
    .toSorted((a, b) => compareTexts(a.key, b.key))
    .map(({ sighting }) => sighting);
}

const sortKey = ({ agencyKey, listing }: Sighting) =>
  [
    agencyKey,
    listing.model,
    listing.signed_on ?? '',
    listing.moa_url ?? '',
    String(listing.row_number).padStart(9, '0'),
  ].join(' ');

/** A web address as documents are compared: host and path, whatever the case and the protocol. */
function documentKey(address: string): string {
  const bare = address.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/[?#].*$/, '');
  return bare.toLowerCase().replace(/%20|\s/g, '');
}

/** Whether two counties, as `Sighting` gives them, are one, but for a slip of the pen. */
export function isSameCounty(a: string, b: string): boolean {
  return a === b || differences(a, b) <= 1;
}

const countyName = (county: string) => comparableName(county).replace(/ (county|parish|conty|borough)$/, '');
