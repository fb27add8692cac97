import type { RegisterCorrection } from '../../queries/register-corrections.ts';
import { modelOf, stateOf } from '../../queries/register-spellings.ts';
import { comparableName } from './names.ts';
import type { Sighting } from './sightings.ts';

/** An agreement as a correction names it: an agency's name on a list, and a model. */
export interface ListedName {
  readonly agencyKey: string;
  readonly model: string;
}

/** What persons said about which rows show one agreement. */
export interface IdentityCorrections {
  /** The name under which the row's agreement is kept. */
  readonly nameOf: (row: Sighting) => string;
  /** Whether a person said that the two rows show different agreements. */
  readonly areDifferent: (a: Sighting, b: Sighting) => boolean;
}

/** Reads `FL | Escambia County Sheriff's Office | WSO`; undefined where it is not of that form. */
export function listedName(reference: string): ListedName | undefined {
  const parts = reference.split('|').map((part) => part.trim());
  const [state = '', name = '', model = ''] = parts;
  const [stateCode, modelCode] = [stateOf(state), modelOf(model)];
  if (parts.length !== 3 || stateCode === undefined || modelCode === undefined || name === '') return undefined;
  return { agencyKey: `${stateCode} ${comparableName(name)}`, model: modelCode };
}

/** A correction with the agreements that it speaks of; undefined where the words name none. */
export interface NamedCorrection {
  readonly correction: RegisterCorrection;
  readonly agreement: ListedName | undefined;
  /** The agreement in its value, where it speaks of two. */
  readonly other: ListedName | undefined;
}

/** Whether the value of a correction is another agreement. */
export function isAboutTwo({ action }: RegisterCorrection): boolean {
  return action === 'same-as' || action === 'different-from' || action === 'same-agency';
}

/** How corrections bear on which rows belong together. A chain of `same-as` is followed to its end. */
export function identityCorrections(corrections: readonly NamedCorrection[]): IdentityCorrections {
  const aliases = new Map<string, string>();
  const agencies = new Map<string, string>();
  const apart = new Set<string>();
  for (const { correction, agreement, other } of corrections) {
    const { action } = correction;
    if (agreement === undefined || other === undefined) continue;
    const [from, to] = [nameKey(agreement), nameKey(other)];
    if (action === 'same-as' && agreement.model === other.model && followed(aliases, to) !== from)
      aliases.set(from, to);
    const [agency, sameAgency] = [agreement.agencyKey, other.agencyKey];
    if (action === 'same-agency' && followed(agencies, sameAgency) !== agency) agencies.set(agency, sameAgency);
    if (action === 'different-from') apart.add(pairKey(from, to));
  }
  const keyOf = (row: Sighting) => nameKey({ agencyKey: row.agencyKey, model: row.listing.model });
  return {
    nameOf: (row) => followed(agencies, followed(aliases, keyOf(row)).slice(0, -row.listing.model.length - 1)),
    areDifferent: (a, b) => apart.size > 0 && apart.has(pairKey(keyOf(a), keyOf(b))),
  };
}

const nameKey = ({ agencyKey, model }: ListedName) => `${agencyKey} ${model}`;
const pairKey = (a: string, b: string) => [a, b].toSorted().join('|');

function followed(aliases: ReadonlyMap<string, string>, name: string): string {
  const seen = new Set<string>();
  let at = name;
  for (let next = aliases.get(at); next !== undefined && !seen.has(next); next = aliases.get(at)) {
    seen.add(next);
    at = next;
  }
  return at;
}
