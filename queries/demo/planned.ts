import { dateOf } from './calendar.ts';
import { convicted, drawCodes, drawConvictions, unconvicted } from './charges.ts';
import { noneDetermined, notKnownDetermined } from './determinations.ts';
import type { RecordedCase } from './evidence.ts';
import { historyOf } from './history.ts';
import { marksFor, notMarked } from './marks.ts';
import type { Plan, PlannedCase } from './plan.ts';
import { plansSince2021 } from './plans-since-2021.ts';
import { plansTo2021 } from './plans-to-2021.ts';
import type { Random } from './random.ts';
import type { CaseRecord, ChargeFacts, PersonRecord } from './record.ts';

const plans: readonly Plan[] = [...plansTo2021, ...plansSince2021];

/**
 * Chooses the records of the thin series, in which about one encounter a day cannot leave it to chance that every
 * category of every regime occurs: not in the seventeen days of February 2021. Of the plans that are of the day and fit
 * a case, the one that waited longest is taken: by every case until each has been met once, and then by every third.
 * Narrow plans with a short regime are met for the seed that we ship, and for most others.
 */
export function planner(): (entry: PlannedCase) => Plan | null {
  const taken = new Map<Plan, number>();
  let cases = 0;
  return (entry) => {
    cases += 1;
    const timesOf = (plan: Plan) => taken.get(plan) ?? 0;
    const isOfDay = ({ on }: Plan) => on.some(([from, until]) => from <= entry.day && entry.day < until);
    const [first, ...others] = plans.filter(
      (plan) => isOfDay(plan) && !(plan.once && timesOf(plan) > 0) && plan.fits(entry),
    );
    if (first === undefined) return null;
    const next = others.reduce((best, plan) => (timesOf(plan) < timesOf(best) ? plan : best), first);
    if (timesOf(next) > 0 && cases % 3 !== 0) return null;
    taken.set(next, timesOf(next) + 1);
    return next;
  };
}

/** The record of a case as it is planned. */
export function plannedRecord(random: Random, plan: Plan, entry: RecordedCase): CaseRecord {
  const { charges, counts } = plannedCharges(random, plan, entry);
  if (plan.unknown) {
    const facts = { ...nothingKnown, ...historyOf(charges, counts, null).facts };
    return { facts, charges, determinations: notKnownDetermined, marks: notMarked };
  }
  const { charges: listed, facts: history } = historyOf(
    charges,
    counts,
    counts.conviction_count === null ? null : true,
  );
  const facts = { ...clearFacts(entry), ...history, ...plan.facts?.(entry.day) };
  const determinations =
    plan.determined === undefined ? noneDetermined : { ...noneDetermined, [plan.determined]: true };
  const record = { facts, charges: listed, determinations };
  return { ...record, marks: marksFor(record, plan.significantRisk ?? false) };
}

function plannedCharges(random: Random, plan: Plan, entry: RecordedCase) {
  const { person, findings } = entry;
  const charges: ChargeFacts[] = [];
  const none = { charges, counts: { conviction_count: null, pending_charge_count: null } };
  switch (person.criminality) {
    case 'convicted': {
      const convictions =
        plan.convictions?.(person.most_serious_conviction) ??
        drawConvictions(random, person, findings.conviction_count ?? 1, false);
      charges.push(...convicted(random, entry, convictions));
      return { charges, counts: { conviction_count: convictions.length, pending_charge_count: 0 } };
    }
    case 'pending-charges': {
      const codes = plan.pending ?? drawCodes(random, findings.pending_charge_count ?? 1);
      charges.push(...unconvicted(random, entry, 'pending', codes));
      return { charges, counts: { conviction_count: 0, pending_charge_count: codes.length } };
    }
    case 'other-violator':
      return plan.unknown ? none : { charges, counts: { conviction_count: 0, pending_charge_count: 0 } };
    default:
      return none;
  }
}

const nothingKnown: PersonRecord = {
  criminal_history_complete: null,
  conviction_count: null,
  pending_charge_count: null,
  aggravated_felony_conviction: null,
  outstanding_criminal_warrant: null,
  gang_participation: null,
  gang_participation_age: null,
  mandatory_offense_admitted: null,
  national_security_concern: null,
  apprehended_at_border: null,
  apprehended_at_border_on: null,
  unlawful_entry: null,
  unlawful_entry_on: null,
  continuously_present_since: null,
  recent_border_violation: null,
  prior_removal: null,
  prior_removal_on: null,
  final_order: null,
  final_order_on: null,
  final_order_complied: null,
  fugitive: null,
  fraud_finding: null,
  benefit_abuse_finding: null,
  removable: null,
  inadmissible_entry_or_documents: null,
  released_from_incarceration: null,
  released_from_incarceration_on: null,
};

/** Present for some eight years after an unlawful entry, or after a removal where the order is reinstated; else nothing. */
function clearFacts({ day, disposition }: RecordedCase): PersonRecord {
  const ordered = disposition === 'reinst';
  return {
    ...nothingKnown,
    outstanding_criminal_warrant: false,
    gang_participation: false,
    mandatory_offense_admitted: false,
    national_security_concern: false,
    apprehended_at_border: false,
    unlawful_entry: true,
    unlawful_entry_on: dateOf(day - 3_000),
    continuously_present_since: dateOf(day - 3_000),
    recent_border_violation: false,
    prior_removal: ordered,
    prior_removal_on: ordered ? dateOf(day - 3_100) : null,
    final_order: ordered,
    final_order_on: ordered ? dateOf(day - 3_400) : null,
    final_order_complied: false,
    fugitive: false,
    fraud_finding: false,
    benefit_abuse_finding: false,
    removable: disposition !== 'nar',
    inadmissible_entry_or_documents: true,
    released_from_incarceration: false,
  };
}
