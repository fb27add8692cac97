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
      return { list, listing, agencyKey, document: key !== null && counts.get(key) === 1 ? key : null };
    })
    .toSorted((a, b) => compareTexts(sortKey(a), sortKey(b)));
}

const sortKey = ({ agencyKey, listing }: Sighting) =>
  [agencyKey, listing.model, listing.signed_on ?? '', listing.moa_url ?? '', String(listing.row_number).padStart(9, '0')].join(' ');

/** A web address as documents are compared: host and path, whatever the case and the protocol. */
function documentKey(address: string): string {
  const bare = address.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/[?#].*$/, '');
  return bare.toLowerCase().replace(/%20|\s/g, '');
}

/** Whether two rows name one county: `unknown` where a row names none. */
export function sameCounty(a: Listing, b: Listing): boolean | 'unknown' {
  if (a.county === null || b.county === null) return 'unknown';
  return differences(countyName(a.county), countyName(b.county)) <= 1;
}

const countyName = (county: string) => comparableName(county).replace(/ (county|parish|conty|borough)$/, '');
