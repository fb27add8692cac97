import type { Agency, Agreement } from '../../queries/agreements.ts';
import type { Listing } from '../../queries/register-listings.ts';
import type { RegisterIds } from './ids.ts';
import { compareTexts } from './sightings.ts';
import { type HeldSighting, standingFor, type TracedAgency, type TracedAgreement } from './trace.ts';

/** An agency of the register, as its latest listing describes it. */
export interface RegisterAgency extends Agency {
  /** Every name under which it was listed, in alphabetical order. */
  readonly names: readonly string[];
}

/** An agreement of the register. */
export interface RegisterAgreement extends Agreement {
  /** The date of the first signing; `signed_on` is that of the latest. null: not recorded. */
  readonly first_signed_on: string | null;
  /** null: never on a list of agreements in force. */
  readonly last_listed_on: string | null;
  readonly moa_url: string | null;
  readonly addendum_url: string | null;
}

/** The agencies that lists name, with what the latest row of each says. */
export function assembleAgencies(
  agreements: readonly TracedAgreement[],
  ids: RegisterIds,
  nameOf: (agency: TracedAgency) => string | undefined,
): readonly RegisterAgency[] {
  const held = new Map<TracedAgency, HeldSighting[]>();
  for (const agreement of agreements) {
    for (const seen of [...agreement.applications, ...agreement.sightings]) {
      const agency = standingFor(seen.agency);
      const others = held.get(agency);
      if (others === undefined) held.set(agency, [seen]);
      else others.push(seen);
    }
  }
  return [...held]
    .flatMap(([agency, unsorted]) => {
      const seen = unsorted.toSorted(latestFirst);
      const latest = seen[0]?.sighting.listing;
      return latest === undefined
        ? []
        : [agencyAsLastSeen(ids.agencies.get(agency) ?? '', seen, latest, nameOf(agency))];
    })
    .toSorted((a, b) => compareTexts(a.agency_id, b.agency_id));
}

function latestFirst({ sighting: a }: HeldSighting, { sighting: b }: HeldSighting): number {
  // What is in force says more of an agency than what is applied for; of two spellings on one list the first counts.
  const kind = Number(a.list.kind === 'pending') - Number(b.list.kind === 'pending');
  return kind || compareTexts(b.list.as_of, a.list.as_of) || compareTexts(nameIn(a), nameIn(b));
}

const nameIn = ({ listing }: HeldSighting['sighting']) =>
  `${listing.agency_name} ${listing.county ?? ''} ${listing.agency_type}`;

function agencyAsLastSeen(
  agency_id: string,
  seen: readonly HeldSighting[],
  latest: Listing,
  name: string | undefined,
): RegisterAgency {
  const rows = seen.map(({ sighting }) => sighting.listing);
  return {
    agency_id,
    name: name ?? latest.agency_name,
    state: latest.state,
    county: rows.find(({ county }) => county !== null)?.county ?? null,
    agency_type: rows.find(({ agency_type }) => agency_type !== 'not-recorded')?.agency_type ?? 'not-recorded',
    names: [...new Set(rows.map(({ agency_name }) => agency_name))].toSorted(compareTexts),
  };
}

/** One agreement as its latest rows describe it; `signedOn` is a person's word. */
export function assembleAgreement(
  agreement: TracedAgreement,
  ids: RegisterIds,
  signedOn: string | undefined,
): RegisterAgreement {
  const { sightings, signings, model } = agreement;
  const latest = sightings.map(({ sighting }) => sighting.listing).toReversed();
  const signed = signings.map(({ on }) => on);
  return {
    agreement_id: ids.agreements.get(agreement) ?? '',
    agency_id: ids.agencies.get(standingFor(agreement.agency)) ?? '',
    model,
    office_code: null,
    signed_on: signedOn ?? signed.at(-1) ?? null,
    first_signed_on: (signed.length > 1 ? signed[0] : (signedOn ?? signed[0])) ?? null,
    last_listed_on: sightings.at(-1)?.sighting.list.as_of ?? null,
    moa_url: latest.find(({ moa_url }) => moa_url !== null)?.moa_url ?? null,
    addendum_url: latest.find(({ addendum_url }) => addendum_url !== null)?.addendum_url ?? null,
  };
}
