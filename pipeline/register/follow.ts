import type { AgreementList } from '../../queries/register-listings.ts';
import { dateInWords, shiftDate } from '../period.ts';
import type { DecisionKind } from './decisions.ts';
import { type Match, matchRows } from './matching.ts';
import { type Sighting, sightingsIn } from './sightings.ts';
import {
  agencyFor,
  agencyNamed,
  alsoKnownAs,
  hand,
  lastSeen,
  openAgreement,
  type Trace,
  type TracedAgency,
  type TracedAgreement,
} from './trace.ts';

/** Follows one more list: what its rows show, and what it no longer holds. Lists come in their order. */
export function followList(trace: Trace, list: AgreementList): void {
  const rows = sightingsIn(list);
  const named = new Set(rows.map((row) => trace.corrections.nameOf(row)));
  const shown = new Map<TracedAgreement, Sighting>();
  const matched = new Set<Sighting>();
  for (const match of matchRows(trace, rows)) {
    matched.add(match.row);
    shown.set(match.agreement, match.row);
    settleMatch(trace, match, named);
  }
  for (const row of rows) {
    if (!matched.has(row)) settleUnmatched(trace, row, shown);
  }
  settleAbsent(trace, list, shown);
}

const dayOf = ({ as_of }: AgreementList) => dateInWords(as_of);
const quoted = ({ listing }: Sighting) => `"${listing.agency_name}"`;

function settleMatch(trace: Trace, { row, agreement, link }: Match, named: ReadonlySet<string>): void {
  const last = lastSeen(agreement);
  const decide = (kind: DecisionKind, reason: string) =>
    trace.decisions.push({ kind, agreement, list: row.list, row, comparedWith: last ?? null, reason });
  if (link !== null && last !== undefined) decide(...renaming(trace, { row, agreement, link }, last, named));
  const [kind, reason] = standingDecision(row, agreement, last);
  // A row that was found under another name has its decision already, unless it also came back or was granted.
  if (kind !== 'same' || link === null) decide(kind, reason);
  if (row.list.kind === 'participating') recordSigning(agreement, row, last, decide);
  record(agreement, row);
}

/** Decides who holds an agreement that is listed under a name so far unknown, or known as another agency's. */
function renaming(
  trace: Trace,
  { row, agreement, link }: Match & { readonly link: NonNullable<Match['link']> },
  last: Sighting,
  named: ReadonlySet<string>,
): readonly [DecisionKind, string] {
  const key = trace.corrections.nameOf(row);
  const other = agencyNamed(trace, key);
  const change = `${quoted(last)} is now ${quoted(row)}: ${link.because}`;
  if (row.listing.state !== last.listing.state) {
    hand(agreement, agencyFor(trace, key));
    return ['respelt', `${change}; one of the states is a misprint`];
  }
  if (link.name === 'near' || link.name === 'same') {
    alsoKnownAs(trace, agreement.agency, key);
    return ['respelt', change];
  }
  const nameRemains = [...agreement.agency.keys].some((name) => named.has(name));
  if (other === undefined && !nameRemains) {
    alsoKnownAs(trace, agreement.agency, key);
    return ['renamed', `${change}; the former name has left the list`];
  }
  hand(agreement, agencyFor(trace, key));
  return [
    'reassigned',
    `${change}; both agencies are known apart, so that the agreement changed hands or was misattributed`,
  ];
}

function standingDecision(
  row: Sighting,
  agreement: TracedAgreement,
  last: Sighting | undefined,
): readonly [DecisionKind, string] {
  const before = agreement.sightings.at(-1)?.sighting;
  if (row.list.kind === 'pending') {
    if (agreement.standing === 'listed')
      return ['same', `already in force by the list of ${before ? dayOf(before.list) : 'an earlier day'}`];
    if (agreement.standing === 'pending') return ['same', 'the same state, agency and model, still applied for'];
    return ['applied', `applied for again; last seen on the list of ${last ? dayOf(last.list) : 'an earlier day'}`];
  }
  if (before === undefined)
    return ['signed', `applied for on the list of ${last ? dayOf(last.list) : 'an earlier day'}, and now in force`];
  if (agreement.standing === 'listed') return ['same', 'the same state, agency and model'];
  return [
    'returned',
    `last listed on ${dayOf(before.list)}, absent since, and listed again: the same state, agency and model`,
  ];
}

/** Notes the signing date of a row: the first, a correction of it, or the date of a new signature. */
function recordSigning(
  agreement: TracedAgreement,
  row: Sighting,
  last: Sighting | undefined,
  decide: (kind: DecisionKind, reason: string) => void,
): void {
  const { signed_on } = row.listing;
  const current = agreement.signings.at(-1);
  if (current === undefined) agreement.signings.push({ on: signed_on, shownOn: row.list.as_of });
  else if (signed_on !== null && signed_on !== current.on) {
    const change = `signing date ${current.on ?? 'not recorded'} is now ${signed_on}`;
    const anew = signedAnew(current, signed_on, row, last);
    if (anew !== undefined) {
      agreement.signings.push({ on: signed_on, shownOn: row.list.as_of });
      decide('re-signed', `${change}: ${anew}`);
    } else {
      current.on = signed_on;
      decide(
        'redated',
        `${change}: a correction, for the date is not later than the first list that showed the agreement`,
      );
    }
  }
}

/** Renewals replace the document and come years later; corrections move the date by days. */
const correctionDays = 60;

function signedAnew(
  current: { readonly on: string | null; readonly shownOn: string },
  signedOn: string,
  row: Sighting,
  last: Sighting | undefined,
): string | undefined {
  if (signedOn > current.shownOn)
    return `it was signed anew, after the list of ${dateInWords(current.shownOn)} that showed it as signed`;
  const [before, now] = [last?.listing.moa_url ?? null, row.listing.moa_url];
  const otherDocument = before !== null && now !== null && before !== now;
  const muchLater = current.on !== null && signedOn > shiftDate(current.on, correctionDays, 'day');
  return otherDocument && muchLater
    ? `it was signed anew, as another document more than ${correctionDays} days later`
    : undefined;
}

function record(agreement: TracedAgreement, sighting: Sighting): void {
  const held = { sighting, agency: agreement.agency };
  if (sighting.list.kind === 'participating') {
    agreement.sightings.push(held);
    agreement.standing = 'listed';
  } else if (agreement.standing !== 'listed') {
    agreement.applications.push(held);
    agreement.standing = 'pending';
  }
}

/** A row that shows no agreement known so far: a second row of one on the same list, or a new agreement. */
function settleUnmatched(trace: Trace, row: Sighting, shown: Map<TracedAgreement, Sighting>): void {
  const agency = agencyFor(trace, trace.corrections.nameOf(row));
  const twin = twinOf(agency, row, shown);
  if (twin !== undefined) {
    const [agreement, first] = twin;
    const reason = `a second row of the same agency and model as row ${first.listing.row_number}`;
    trace.decisions.push({ kind: 'duplicate', agreement, list: row.list, row, comparedWith: first, reason });
    return;
  }
  const agreement = openAgreement(trace, agency, row.listing.model);
  const kind = row.list.kind === 'participating' ? 'new' : 'applied';
  const reason =
    agency.agreements.length > 1
      ? 'no earlier list shows this agency with this model'
      : 'no earlier list shows this agency';
  trace.decisions.push({ kind, agreement, list: row.list, row, comparedWith: null, reason });
  if (kind === 'new') agreement.signings.push({ on: row.listing.signed_on, shownOn: row.list.as_of });
  record(agreement, row);
  shown.set(agreement, row);
}

/**
 * An agency holds one agreement under a model: two rows are two agreements only where both their dates and both their
 * documents are given and differ.
 */
function twinOf(agency: TracedAgency, row: Sighting, shown: ReadonlyMap<TracedAgreement, Sighting>) {
  const twins = agency.agreements
    .filter(({ model }) => model === row.listing.model)
    .flatMap((agreement) => {
      const first = shown.get(agreement);
      return first === undefined || differ(first, row) ? [] : [[agreement, first] as const];
    });
  return twins[0];
}

function differ({ listing: a }: Sighting, { listing: b }: Sighting): boolean {
  const dates = a.signed_on !== null && b.signed_on !== null && a.signed_on !== b.signed_on;
  const documents = a.moa_url !== null && b.moa_url !== null && a.moa_url !== b.moa_url;
  return dates && documents;
}

function settleAbsent(trace: Trace, list: AgreementList, shown: ReadonlyMap<TracedAgreement, Sighting>): void {
  const [standing, kind] =
    list.kind === 'participating' ? (['listed', 'ended'] as const) : (['pending', 'withdrawn'] as const);
  for (const agreement of trace.agreements) {
    const last = lastSeen(agreement);
    if (agreement.standing !== standing || shown.has(agreement) || last === undefined) continue;
    agreement.standing = 'gone';
    const reason =
      kind === 'ended'
        ? `ended, date unknown, last listed on ${dayOf(last.list)}: the list of ${dayOf(list)} does not hold it`
        : `no longer applied for, last listed on ${dayOf(last.list)}: the list of ${dayOf(list)} does not hold it`;
    trace.decisions.push({ kind, agreement, list, row: null, comparedWith: last, reason });
  }
}
