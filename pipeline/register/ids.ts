import type { TracedAgency, TracedAgreement } from './trace.ts';
import { standingFor } from './trace.ts';

/** The ids of all agencies and agreements. */
export interface RegisterIds {
  readonly agencies: ReadonlyMap<TracedAgency, string>;
  readonly agreements: ReadonlyMap<TracedAgreement, string>;
}

/**
 * Gives ids from content alone: an agency's from its state and the name of its first listing, an agreement's from its
 * first agency and its model. The order in which files were imported does not enter.
 */
export function nameAll(agencies: readonly TracedAgency[], agreements: readonly TracedAgreement[]): RegisterIds {
  const agencyIds = new Map(agencies.map((agency) => [agency, idOf(standingFor(agency).firstKey)]));
  const held = new Map<string, number>();
  const agreementIds = new Map(
    agreements.map((agreement) => {
      const base = `${agencyIds.get(agreement.firstAgency) ?? ''}-${agreement.model}`;
      const number = (held.get(base) ?? 0) + 1;
      held.set(base, number);
      return [agreement, number === 1 ? base : `${base}-${number}`];
    }),
  );
  return { agencies: agencyIds, agreements: agreementIds };
}

const longest = 80;

/** `FL-escambia-county-sheriffs-office`: the state, and the name in small letters. */
function idOf(key: string): string {
  const name = key
    .slice(3)
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const plain = name === key.slice(3).replaceAll(' ', '-') && name.length <= longest;
  return `${key.slice(0, 2)}-${plain ? name : `${name.slice(0, longest - 8)}-${checksum(key)}`}`;
}

/** FNV-1a: keeps apart names that are cut, or lose letters, to the same id. */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return sum.toString(36);
}
