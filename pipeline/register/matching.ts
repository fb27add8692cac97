import { type Link, linkBetween } from './evidence.ts';
import type { Sighting } from './sightings.ts';
import { agencyNamed, lastSeen, type Trace, type TracedAgreement } from './trace.ts';

/** A row and the agreement that it shows; `link` where they bear different names. */
export interface Match {
  readonly row: Sighting;
  readonly agreement: TracedAgreement;
  readonly link: Link | null;
}

/**
 * Finds, for the rows of one list, the agreements that they show: first under the names already known, then, among the
 * rest, by what else two rows have in common. Where two pairs are equally good, neither is taken: a wrong match hides an
 * ending and a beginning, and a missed one shows both, with the rows, to be corrected by a person.
 */
export function matchRows(trace: Trace, rows: readonly Sighting[]): readonly Match[] {
  const named = matchByName(trace, rows);
  const matchedRows = new Set(named.map(({ row }) => row));
  const matchedAgreements = new Set(named.map(({ agreement }) => agreement));
  const linked = matchByEvidence(
    trace,
    rows.filter((row) => !matchedRows.has(row)),
    trace.agreements.filter((agreement) => !matchedAgreements.has(agreement)),
  );
  return [...named, ...linked];
}

function matchByName(trace: Trace, rows: readonly Sighting[]): Match[] {
  const candidates = rows.flatMap((row) => {
    const agency = agencyNamed(trace, trace.corrections.nameOf(row));
    const agreements = agency?.agreements.filter(({ model }) => model === row.listing.model) ?? [];
    return agreements.map((agreement) => ({ row, agreement, weight: weightOf(row, agreement) }));
  });
  // Sorting is stable: equal weights keep the order of rows, then that of agreements.
  return takeInOrder(candidates.toSorted((a, b) => b.weight - a.weight)).map((pair) => ({ ...pair, link: null }));
}

function weightOf(row: Sighting, agreement: TracedAgreement): number {
  const last = lastSeen(agreement);
  if (last === undefined) return 0;
  const document = row.document !== null && row.document === last.document;
  const date = row.listing.signed_on !== null && row.listing.signed_on === last.listing.signed_on;
  return (document ? 8 : 0) + (date ? 4 : 0) + { listed: 2, pending: 1, gone: 0 }[agreement.standing];
}

function takeInOrder<P extends { readonly row: Sighting; readonly agreement: TracedAgreement }>(
  pairs: readonly P[],
): P[] {
  const rows = new Set<Sighting>();
  const agreements = new Set<TracedAgreement>();
  return pairs.filter(({ row, agreement }) => {
    if (rows.has(row) || agreements.has(agreement)) return false;
    rows.add(row);
    agreements.add(agreement);
    return true;
  });
}

function matchByEvidence(trace: Trace, rows: readonly Sighting[], agreements: readonly TracedAgreement[]): Match[] {
  const candidates = candidatesAmong(agreements);
  const links = rows.flatMap((row) =>
    candidates(row).flatMap((agreement) => {
      const link = linkTo(trace, row, agreement);
      return link === undefined ? [] : [{ row, agreement, link }];
    }),
  );
  const taken: Match[] = [];
  const spent = new Set<Sighting | TracedAgreement>();
  for (const weight of [...new Set(links.map(({ link }) => link.weight))].toSorted((a, b) => b - a)) {
    const open = links.filter(
      (pair) => pair.link.weight === weight && !spent.has(pair.row) && !spent.has(pair.agreement),
    );
    const rivals = timesNamed(open);
    taken.push(...open.filter(({ row, agreement }) => rivals.get(row) === 1 && rivals.get(agreement) === 1));
    // What could not be told apart here is not left for a weaker link either.
    for (const { row, agreement } of open) spent.add(row).add(agreement);
  }
  return taken;
}

function timesNamed(pairs: readonly Match[]): ReadonlyMap<Sighting | TracedAgreement, number> {
  const times = new Map<Sighting | TracedAgreement, number>();
  for (const { row, agreement } of pairs) {
    times.set(row, (times.get(row) ?? 0) + 1);
    times.set(agreement, (times.get(agreement) ?? 0) + 1);
  }
  return times;
}

/**
 * A list in which so many agreements of one state and model vanish and appear at once is another list: nothing is
 * compared, and it is held for a person. It bounds the time that a forged list can take.
 */
const mostCompared = 2_000;

/** The agreements that a row may show under another name: of its state, or of its very name in another state. */
function candidatesAmong(agreements: readonly TracedAgreement[]): (row: Sighting) => readonly TracedAgreement[] {
  const index = new Map<string, TracedAgreement[]>();
  for (const agreement of agreements) {
    const last = lastSeen(agreement);
    if (last === undefined) continue;
    for (const key of placesOf(last)) {
      const place = index.get(key);
      if (place === undefined) index.set(key, [agreement]);
      else if (place.length < mostCompared) place.push(agreement);
    }
  }
  return (row) => [...new Set(placesOf(row).flatMap((key) => index.get(key) ?? []))];
}

const placesOf = ({ agencyKey, listing }: Sighting) => [
  `${listing.model} ${listing.state}`,
  `${listing.model} ${agencyKey.slice(3)}`,
];

function linkTo(trace: Trace, row: Sighting, agreement: TracedAgreement): Link | undefined {
  const last = lastSeen(agreement);
  if (last === undefined || trace.corrections.areDifferent(last, row)) return undefined;
  return linkBetween(last, row, agreement.standing);
}
