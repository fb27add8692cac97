import type { ChargeTally, CriminalCharge } from '../../../queries/evidence.ts';
import type { Case } from './case.ts';
import { isIn } from './code-verdict.ts';
import { and, type Interval, known, not, or, type Truth } from './kleene.ts';

type Question = (charge: CriminalCharge) => Truth;

/** What the source states about an offense goes before what its code tells. */
const stated = (flag: Truth, byCode: Truth): Truth => flag ?? byCode;

const isOfClass = ({ offense_class }: CriminalCharge, wanted: string): Truth =>
  offense_class === 'unknown' ? null : offense_class === wanted;

/**
 * State or local offenses of which immigration status is an element are left out of the priorities of 2014. What the
 * agency's codes of illegal entry and reentry name is federal (8 U.S.C. 1325, 1326), and stays in.
 */
function isLeftOutForStatus({ immigration_status_element, ncic_code }: CriminalCharge): Truth {
  if (['0301', '03AB'].includes(ncic_code)) return false;
  return stated(immigration_status_element, isIn('immigration-status', ncic_code));
}

const isSignificant: Question = (charge) =>
  or(
    stated(charge.domestic_violence, isIn('domestic-violence', charge.ncic_code)),
    isIn('sexual', charge.ncic_code),
    isIn('burglary', charge.ncic_code),
    isIn('firearm', charge.ncic_code),
    isIn('drug-distribution', charge.ncic_code),
    isIn('dui', charge.ncic_code),
    and(
      known(charge.sentence_days, (days) => days >= 90),
      not(charge.sentence_suspended),
    ),
  );

const isMandatory: Question = (charge) =>
  or(
    isIn('burglary', charge.ncic_code),
    isIn('theft', charge.ncic_code),
    isIn('assault-of-officer', charge.ncic_code),
    stated(charge.caused_death_or_serious_injury, isIn('death-or-serious-injury', charge.ncic_code)),
  );

/** What each tally asks of a charge, where it asks for a conviction. */
const ofConvictions = {
  convictions: () => true,
  felony_convictions: (charge) => isOfClass(charge, 'felony'),
  misdemeanor_convictions: (charge) => isOfClass(charge, 'misdemeanor'),
  aggravated_felony_convictions: (charge) => charge.aggravated_felony,
  gang_element_convictions: (charge) => charge.gang_element,
  non_status_felony_convictions: (charge) => and(isOfClass(charge, 'felony'), not(isLeftOutForStatus(charge))),
  significant_misdemeanor_convictions: (charge) => and(isOfClass(charge, 'misdemeanor'), isSignificant(charge)),
  other_misdemeanor_incidents: (charge) =>
    and(isOfClass(charge, 'misdemeanor'), not(isIn('traffic', charge.ncic_code)), not(isLeftOutForStatus(charge))),
  illegal_entry_convictions: (charge) => isIn('illegal-entry', charge.ncic_code),
  illegal_reentry_convictions: (charge) => isIn('illegal-reentry', charge.ncic_code),
} as const satisfies Partial<Record<ChargeTally, Question>>;

/** And where arrests and pending charges count as well. */
const ofOffenses = {
  offenses: () => true,
  violent_or_major_drug_offenses: ({ ncic_code }) => or(isIn('violent', ncic_code), isIn('major-drug', ncic_code)),
  minor_drug_or_property_offenses: ({ ncic_code }) => or(isIn('minor-drug', ncic_code), isIn('property', ncic_code)),
  mandatory_detention_offenses: isMandatory,
} as const satisfies Partial<Record<ChargeTally, Question>>;

type ConvictionTally = keyof typeof ofConvictions;
type OffenseTally = keyof typeof ofOffenses;

/** What a later day tells is no conviction yet: it was an offense of the day if charged by then. */
const isOffense = (day: string, charge: CriminalCharge): Truth => {
  if (charge.status === 'resolved') return false;
  if (charge.status !== 'convicted' || isConvicted(day, charge)) return true;
  return known(charge.charged_on, (on) => on <= day);
};

const isConvicted = (day: string, charge: CriminalCharge) =>
  charge.status === 'convicted' && (charge.convicted_on === null || charge.convicted_on <= day);

/** Incidents that are surely different, and incidents that may be. */
function incidentsAmong(certain: readonly CriminalCharge[], possible: readonly CriminalCharge[]): readonly number[] {
  const named = (charges: readonly CriminalCharge[]) =>
    new Set(charges.flatMap(({ incident }) => (incident === null ? [] : [incident]))).size;
  const unnamed = possible.filter(({ incident }) => incident === null).length;
  return [certain.length === 0 ? 0 : Math.max(1, named(certain)), named(possible) + unnamed];
}

/** What the charges themselves say: so many for certain, so many if none that is not known is left out. */
function counted(tally: ChargeTally, charges: readonly CriminalCharge[], question: Question): readonly number[] {
  const certain = charges.filter((charge) => question(charge) === true);
  const possible = charges.filter((charge) => question(charge) !== false);
  return tally === 'other_misdemeanor_incidents'
    ? incidentsAmong(certain, possible)
    : [certain.length, possible.length];
}

/** Joins what several parts of the record say; null says nothing. */
function within(least: readonly (number | null)[], most: readonly (number | null)[]): Interval {
  const bounds = most.filter((bound) => bound !== null);
  return {
    least: Math.max(0, ...least.filter((bound) => bound !== null)),
    most: bounds.length === 0 ? null : Math.min(...bounds),
  };
}

/** Every tally of the charges of an event, as an interval. */
export function talliesOf({ day, criminality, facts, charges }: Case): Readonly<Record<ChargeTally, Interval>> {
  const complete = facts?.criminal_history_complete === true;
  const convictionCount = facts?.conviction_count ?? null;
  const pendingCount = facts?.pending_charge_count ?? null;
  const aggravated = facts?.aggravated_felony_conviction ?? null;
  const oneIf = (so: boolean) => (so ? 1 : null);
  const noneIf = (so: boolean) => (so ? 0 : null);
  const convicted = charges.filter((charge) => isConvicted(day, charge));
  // The agency's own criminality says which is on record at the time: a conviction, a charge but none, or neither.
  const anyConviction = [convictionCount, oneIf(criminality === 'convicted'), oneIf(aggravated === true)];
  const anyPending = [pendingCount, oneIf(criminality === 'pending-charges')];
  const noMoreThan = [convictionCount, noneIf(['pending-charges', 'other-violator'].includes(criminality))];
  const interval = (
    [certain = 0, possible = 0]: readonly number[],
    least: readonly (number | null)[] = [],
    most: readonly (number | null)[] = [],
  ) => within([certain, ...least], [complete ? possible : null, ...most]);
  const conviction = (tally: ConvictionTally, least: readonly (number | null)[] = []) =>
    interval(counted(tally, convicted, ofConvictions[tally]), least, noMoreThan);
  const offense = (tally: OffenseTally, least: readonly (number | null)[] = []) =>
    interval(
      counted(tally, charges, (charge) => and(isOffense(day, charge), ofOffenses[tally](charge))),
      least,
    );
  const pending = charges.filter(({ status }) => status === 'pending').length;
  return {
    convictions: conviction('convictions', anyConviction),
    pending_charges: interval([pending, pending], anyPending, [pendingCount, noneIf(criminality === 'other-violator')]),
    offenses: offense('offenses', [...anyConviction, ...anyPending]),
    felony_convictions: conviction('felony_convictions'),
    misdemeanor_convictions: conviction('misdemeanor_convictions'),
    aggravated_felony_convictions: interval(
      counted('aggravated_felony_convictions', convicted, ofConvictions.aggravated_felony_convictions),
      [oneIf(aggravated === true)],
      [...noMoreThan, noneIf(aggravated === false)],
    ),
    gang_element_convictions: conviction('gang_element_convictions'),
    non_status_felony_convictions: conviction('non_status_felony_convictions'),
    significant_misdemeanor_convictions: conviction('significant_misdemeanor_convictions'),
    other_misdemeanor_incidents: conviction('other_misdemeanor_incidents'),
    violent_or_major_drug_offenses: offense('violent_or_major_drug_offenses'),
    minor_drug_or_property_offenses: offense('minor_drug_or_property_offenses'),
    illegal_entry_convictions: conviction('illegal_entry_convictions'),
    illegal_reentry_convictions: conviction('illegal_reentry_convictions'),
    mandatory_detention_offenses: offense('mandatory_detention_offenses'),
  };
}
