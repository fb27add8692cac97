import type { RegisterCorrection } from '../../queries/register-corrections.ts';
import type { IsoDate } from '../period.ts';
import { isAboutTwo, type ListedName, listedName, type NamedCorrection } from './corrections.ts';
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
export function isIdReference(reference: string): boolean {
  return !reference.includes('|');
}

/** Finds the names on lists behind references; `byId` gives those of an id. */
export function nameCorrections(
  corrections: readonly RegisterCorrection[],
  byId: (id: string) => ListedName | undefined,
): readonly NamedCorrection[] {
  const resolve = (reference: string) => (isIdReference(reference) ? byId(reference) : listedName(reference));
  return corrections.map((correction) => ({
    correction,
    agreement: resolve(correction.agreement),
    other: isAboutTwo(correction) ? resolve(correction.value) : undefined,
  }));
}

/** Applies what was said about single agreements, and says what became of every correction. */
export function applyCorrections(
  corrections: readonly NamedCorrection[],
  trace: Trace,
  ids: RegisterIds,
): { readonly facts: StatedFacts; readonly outcomes: readonly CorrectionOutcome[] } {
  const signedOn = new Map<TracedAgreement, IsoDate>();
  const endedOn = new Map<TracedAgreement, IsoDate>();
  const names = new Map<TracedAgency, string>();
  const outcomes = corrections.map((named): CorrectionOutcome => {
    const { correction } = named;
    const { action, value } = correction;
    const problem = problemWith(named, trace);
    const [agreement] = agreementsOf(trace, named.agreement);
    if (problem !== null || agreement === undefined) return { correction, applied: false, detail: problem ?? '' };
    if (action === 'signed-on') signedOn.set(agreement, value);
    if (action === 'ended-on') endedOn.set(agreement, value);
    if (action === 'name') names.set(standingFor(agreement.agency), value);
    return { correction, applied: true, detail: `applied to ${ids.agreements.get(agreement) ?? ''}` };
  });
  return { facts: { signedOn, endedOn, names }, outcomes };
}

/** The agreements that lists showed under that name. */
function agreementsOf(trace: Trace, name: ListedName | undefined): readonly TracedAgreement[] {
  return trace.agreements.filter(
    ({ model, sightings, applications }) =>
      model === name?.model &&
      [...sightings, ...applications].some(({ sighting }) => sighting.agencyKey === name.agencyKey),
  );
}

function problemWith({ correction, agreement, other }: NamedCorrection, trace: Trace): string | null {
  const { action, value } = correction;
  const found = agreementsOf(trace, agreement).length;
  if (found === 0) return `no list names an agreement "${correction.agreement}"`;
  if (isAboutTwo(correction) && agreementsOf(trace, other).length === 0) return `no list names an agreement "${value}"`;
  if (action === 'same-as' && agreement?.model !== other?.model)
    return 'agreements under two models are two agreements';
  const isOfOne = action === 'signed-on' || action === 'ended-on';
  return isOfOne && found > 1 ? `"${correction.agreement}" is the name of ${found} agreements` : null;
}
