import type { AgreementList, Listing } from '../../queries/register-listings.ts';
import type { IsoDate } from '../period.ts';
import type { IdentityCorrections } from './corrections.ts';
import type { DecisionKind } from './decisions.ts';
import type { EarlierStanding } from './evidence.ts';
import { compareTexts, type Sighting } from './sightings.ts';

/** An agency while the lists are followed: every name under which it was listed. */
export interface TracedAgency {
  readonly keys: Set<string>;
  readonly agreements: TracedAgreement[];
  /** By order of first listing; the earlier of two that prove to be one stands for both. */
  readonly number: number;
  readonly firstKey: string;
  mergedInto: TracedAgency | null;
}

/** A row of an agreement, and who the list says holds it. */
export interface HeldSighting {
  readonly sighting: Sighting;
  readonly agency: TracedAgency;
}

/** A signing of an agreement: its date as last corrected, and the first list that showed it. */
export interface Signing {
  on: IsoDate | null;
  readonly shownOn: IsoDate;
}

/** An agreement while the lists are followed. */
export interface TracedAgreement {
  readonly model: Listing['model'];
  agency: TracedAgency;
  readonly firstAgency: TracedAgency;
  /** Rows on lists of agreements in force, in order of the lists; one a list. */
  readonly sightings: HeldSighting[];
  /** Rows on lists of applications, before it was in force or after it had ended. */
  readonly applications: HeldSighting[];
  readonly signings: Signing[];
  standing: EarlierStanding;
}

/** A decision before agreements have their ids. */
export interface TracedDecision {
  readonly kind: DecisionKind;
  readonly agreement: TracedAgreement;
  readonly list: AgreementList;
  readonly row: Sighting | null;
  readonly comparedWith: Sighting | null;
  readonly reason: string;
}

/** All that is known so far. */
export interface Trace {
  readonly agencies: TracedAgency[];
  readonly byKey: Map<string, TracedAgency>;
  readonly agreements: TracedAgreement[];
  readonly decisions: TracedDecision[];
  readonly corrections: IdentityCorrections;
}

/** The register before the first list. */
export function emptyTrace(corrections: IdentityCorrections): Trace {
  return { agencies: [], byKey: new Map(), agreements: [], decisions: [], corrections };
}

/** The agency that stands for this one. */
export function standingFor(agency: TracedAgency): TracedAgency {
  return agency.mergedInto === null ? agency : standingFor(agency.mergedInto);
}

/** The agency listed under that name; undefined: none so far. */
export function agencyNamed(trace: Trace, key: string): TracedAgency | undefined {
  const agency = trace.byKey.get(key);
  return agency && standingFor(agency);
}

/** The agency listed under that name, known from now on if it was not. */
export function agencyFor(trace: Trace, key: string): TracedAgency {
  const known = agencyNamed(trace, key);
  if (known !== undefined) return known;
  const agency = {
    keys: new Set([key]),
    agreements: [],
    number: trace.agencies.length,
    firstKey: key,
    mergedInto: null,
  };
  trace.agencies.push(agency);
  trace.byKey.set(key, agency);
  return agency;
}

/** Records that an agency is also listed under that name; an agency known by it already proves to be the same one. */
export function alsoKnownAs(trace: Trace, agency: TracedAgency, key: string): TracedAgency {
  const other = agencyNamed(trace, key);
  if (other === undefined) {
    agency.keys.add(key);
    trace.byKey.set(key, agency);
    return agency;
  }
  if (other === agency) return agency;
  const [first, second] = other.number < agency.number ? [other, agency] : [agency, other];
  for (const name of second.keys) first.keys.add(name);
  for (const agreement of second.agreements) {
    agreement.agency = first;
    first.agreements.push(agreement);
  }
  second.agreements.length = 0;
  second.mergedInto = first;
  return first;
}

/** Opens an agreement that no list has shown before. */
export function openAgreement(trace: Trace, agency: TracedAgency, model: Listing['model']): TracedAgreement {
  const agreement: TracedAgreement = {
    model,
    agency,
    firstAgency: agency,
    sightings: [],
    applications: [],
    signings: [],
    standing: 'gone',
  };
  agency.agreements.push(agreement);
  trace.agreements.push(agreement);
  return agreement;
}

/** Hands an agreement to another agency, as a list now names it. */
export function hand(agreement: TracedAgreement, agency: TracedAgency): void {
  const before = agreement.agency.agreements;
  before.splice(before.indexOf(agreement), 1);
  agency.agreements.push(agreement);
  agreement.agency = agency;
}

/** The last row that showed the agreement, in force or applied for; undefined before the first. */
export function lastSeen(agreement: TracedAgreement): Sighting | undefined {
  const inForce = agreement.sightings.at(-1)?.sighting;
  const applied = agreement.applications.at(-1)?.sighting;
  if (inForce === undefined || applied === undefined) return inForce ?? applied;
  return compareTexts(inForce.list.as_of, applied.list.as_of) >= 0 ? inForce : applied;
}

/** The first row that showed the agreement, in force or applied for. */
export function firstSeen({ sightings, applications }: TracedAgreement): Sighting | undefined {
  const inForce = sightings[0]?.sighting;
  const applied = applications[0]?.sighting;
  if (inForce === undefined || applied === undefined) return inForce ?? applied;
  return compareTexts(inForce.list.as_of, applied.list.as_of) <= 0 ? inForce : applied;
}
