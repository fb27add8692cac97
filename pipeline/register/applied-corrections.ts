import type { RegisterCorrection } from '../../queries/register-corrections.ts';
import type { IsoDate } from '../period.ts';
import { type ListedName, listedName, type NamedCorrection } from './corrections.ts';
import type { RegisterIds } from './ids.ts';
import { standingFor, type Trace, type TracedAgency, type TracedAgreement } from './trace.ts';

/** What became of a correction. */
export interface CorrectionOutcome {
  readonly correction: RegisterCorrection;
  /** false: it names no agreement of the register, or more than one; it stays on record and may apply later. */
  readonly applied: boolean;
  readonly detail: string;
}

/** What persons said about single agreements; the later of two corrections counts. */
export interface StatedFacts {
  readonly signedOn: ReadonlyMap<TracedAgreement, IsoDate>;
  readonly endedOn: ReadonlyMap<TracedAgreement, IsoDate>;
  readonly names: ReadonlyMap<TracedAgency, string>;
}

/** Whether a reference is an id of the register, and no name on a list. */
export const isIdReference = (reference: string): boolean => !reference.includes('|');

/** Whether the value of a correction is another agreement. */
export function isAboutTwo({ action }: RegisterCorrection): boolean {
  return action === 'same-as' || action === 'different-from' || action === 'same-agency';
}

/** Finds the names on lists behind references; `byId` gives those of an id. */
export function nameCorrections(
  corrections: readonly RegisterCorrection[],
  byId: (id: string) => ListedName | undefined,
): readonly NamedCorrection[] {
  const resolve = (reference: string) => (isIdReference(reference) ? byId(reference) : listedName(reference));
  return corrections.flatMap((correction) => {
    const agreement = resolve(correction.agreement);
    const other = isAboutTwo(correction) ? resolve(correction.value) : undefined;
    if (agreement === undefined || (isAboutTwo(correction) && other === undefined)) return [];
    return [{ action: correction.action, agreement, other: other ?? null, correction }];
  });
}

/** Applies what was said about single agreements, and says what became of every correction. */
export function applyCorrections(
  corrections: readonly RegisterCorrection[],
  named: readonly NamedCorrection[],
  trace: Trace,
  ids: RegisterIds,
): { readonly facts: StatedFacts; readonly outcomes: readonly CorrectionOutcome[] } {
  const signedOn = new Map<TracedAgreement, IsoDate>();
  const endedOn = new Map<TracedAgreement, IsoDate>();
  const names = new Map<TracedAgency, string>();
  const byCorrection = new Map(named.map((one) => [one.correction, one]));
  const outcomes = corrections.map((correction): CorrectionOutcome => {
    const one = byCorrection.get(correction);
    const found = one === undefined ? [] : agreementsOf(trace, one.agreement);
    const others = one === undefined || one.other === null ? [] : agreementsOf(trace, one.other);
    const sameModel = one?.agreement.model === (one?.other ?? one?.agreement)?.model;
    const problem = problemWith(correction, found.length, one?.other === null ? 1 : others.length, sameModel);
    const [agreement] = found;
    if (problem !== null || agreement === undefined) return { correction, applied: false, detail: problem ?? '' };
    if (correction.action === 'signed-on') signedOn.set(agreement, correction.value);
    if (correction.action === 'ended-on') endedOn.set(agreement, correction.value);
    if (correction.action === 'name') names.set(standingFor(agreement.agency), correction.value);
    return { correction, applied: true, detail: `applied to ${ids.agreements.get(agreement) ?? ''}` };
  });
  return { facts: { signedOn, endedOn, names }, outcomes };
}

/** The agreements that lists showed under that name. */
export function agreementsOf(trace: Trace, { agencyKey, model }: ListedName): readonly TracedAgreement[] {
  return trace.agreements.filter(
    (agreement) =>
      agreement.model === model &&
      [...agreement.sightings, ...agreement.applications].some(({ sighting }) => sighting.agencyKey === agencyKey),
  );
}

function problemWith(
  { action, agreement, value }: RegisterCorrection,
  found: number,
  others: number,
  sameModel: boolean,
): string | null {
  if (found === 0) return `no list names an agreement "${agreement}"`;
  if (others === 0) return `no list names an agreement "${value}"`;
  if (action === 'same-as' && !sameModel) return 'agreements under two models are two agreements';
  const isOfOne = action === 'signed-on' || action === 'ended-on';
  return isOfOne && found > 1 ? `"${agreement}" is the name of ${found} agreements` : null;
}
