import type { AgreementStatusSpan } from '../queries/agreements.ts';
import type { RegisterCorrection } from '../queries/register-corrections.ts';
import type { AgreementList } from '../queries/register-listings.ts';
import type { IsoDate } from './period.ts';
import {
  applyCorrections,
  type CorrectionOutcome,
  isIdReference,
  nameCorrections,
} from './register/applied-corrections.ts';
import {
  assembleAgencies,
  assembleAgreement,
  type RegisterAgency,
  type RegisterAgreement,
} from './register/assemble.ts';
import { identityCorrections, isAboutTwo, type ListedName, type NamedCorrection } from './register/corrections.ts';
import type { RegisterDecision, RowReference } from './register/decisions.ts';
import { followList } from './register/follow.ts';
import { historyOf, type SpanBasis, speakingLists } from './register/history.ts';
import { nameAll, type RegisterIds } from './register/ids.ts';
import { compareTexts, inOrder, type Sighting } from './register/sightings.ts';
import { emptyTrace, firstSeen, standingFor, type Trace } from './register/trace.ts';

/** A span of an agreement's history, with who held it and how its first day is known. */
export interface RegisterStatus extends AgreementStatusSpan {
  /** The agency that the lists of those days name: an agreement may pass from one to another. */
  readonly agency_id: string;
  readonly basis: SpanBasis;
}

/** The register of agreements: one history out of many lists. */
export interface Register {
  readonly agencies: readonly RegisterAgency[];
  readonly agreements: readonly RegisterAgreement[];
  readonly statuses: readonly RegisterStatus[];
  /** In order of the lists; one for each row, and one for each agreement that a list no longer holds. */
  readonly decisions: readonly RegisterDecision[];
  readonly corrections: readonly CorrectionOutcome[];
}

/**
 * Builds the register from all lists at once. A list's own day orders it, never the day on which it was imported, so
 * that any order of importing gives the same register. Corrections apply in the order in which they were made.
 */
export function buildRegister(
  lists: readonly AgreementList[],
  corrections: readonly RegisterCorrection[] = [],
): Register {
  const ordered = inOrder(lists);
  const named = nameCorrections(corrections, idLookup(ordered, corrections));
  const trace = traceLists(ordered, named);
  const ids = nameAll(trace.agencies, trace.agreements);
  const { facts, outcomes } = applyCorrections(named, trace, ids);
  const speaking = speakingLists(ordered);
  const statuses = trace.agreements.flatMap((agreement) =>
    historyOf(agreement, speaking, facts).map(({ agency, from, until, status, basis }) => ({
      agreement_id: ids.agreements.get(agreement) ?? '',
      agency_id: ids.agencies.get(standingFor(agency)) ?? '',
      status,
      valid_from: from,
      valid_until: until,
      basis,
    })),
  );
  return {
    agencies: assembleAgencies(trace.agreements, ids, (agency) => facts.names.get(agency)),
    agreements: trace.agreements
      .map((agreement) => assembleAgreement(agreement, ids, facts.signedOn.get(agreement)))
      .toSorted((a, b) => compareTexts(a.agreement_id, b.agreement_id)),
    statuses: statuses.toSorted((a, b) => compareTexts(statusKey(a), statusKey(b))),
    decisions: decisionsOf(trace, ids),
    corrections: outcomes,
  };
}

const statusKey = ({ agreement_id, valid_from }: RegisterStatus) => `${agreement_id} ${valid_from}`;

function traceLists(ordered: readonly AgreementList[], corrections: readonly NamedCorrection[]): Trace {
  const trace = emptyTrace(identityCorrections(corrections));
  for (const list of ordered) followList(trace, list);
  return trace;
}

/** Ids stand for the names that the register had before corrections: they are what a person has read. */
function idLookup(
  ordered: readonly AgreementList[],
  corrections: readonly RegisterCorrection[],
): (id: string) => ListedName | undefined {
  const isNeeded = corrections.some(
    (correction) => isIdReference(correction.agreement) || (isAboutTwo(correction) && isIdReference(correction.value)),
  );
  if (!isNeeded) return () => undefined;
  const trace = traceLists(ordered, []);
  const names = new Map<string, ListedName>();
  for (const [agreement, id] of nameAll(trace.agencies, trace.agreements).agreements) {
    const first = firstSeen(agreement);
    if (first !== undefined) names.set(id, { agencyKey: first.agencyKey, model: agreement.model });
  }
  return (id) => names.get(id);
}

function decisionsOf({ decisions }: Trace, ids: RegisterIds): readonly RegisterDecision[] {
  return decisions.map(({ kind, agreement, list, row, comparedWith, reason }) => ({
    kind,
    agreement_id: ids.agreements.get(agreement) ?? '',
    list_sha256: list.sha256,
    as_of: list.as_of,
    row: row && reference(row),
    compared_with: comparedWith && reference(comparedWith),
    reason,
  }));
}

function reference({ list, listing }: Sighting): RowReference {
  return { list_sha256: list.sha256, as_of: list.as_of, row_number: listing.row_number };
}

/** The three counts that are never confused, and agreements by model. */
export interface RegisterFigures {
  readonly agreements: number;
  readonly agencies: number;
  /** States, the District and territories. */
  readonly states: number;
  readonly byModel: Readonly<Record<string, number>>;
}

/** What was in force at the end of a day. */
export function figuresOn(register: Register, day: IsoDate): RegisterFigures {
  const model = new Map(register.agreements.map((agreement) => [agreement.agreement_id, agreement.model]));
  const state = new Map(register.agencies.map((agency) => [agency.agency_id, agency.state]));
  const inForce = register.statuses.filter(
    ({ status, valid_from, valid_until }) =>
      status === 'active' && valid_from <= day && (valid_until === null || day < valid_until),
  );
  const byModel: Record<string, number> = {};
  for (const { agreement_id } of inForce) {
    const held = model.get(agreement_id) ?? '';
    byModel[held] = (byModel[held] ?? 0) + 1;
  }
  return {
    agreements: inForce.length,
    agencies: new Set(inForce.map(({ agency_id }) => agency_id)).size,
    states: new Set(inForce.map(({ agency_id }) => state.get(agency_id))).size,
    byModel,
  };
}
