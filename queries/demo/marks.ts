import { dayOf } from './calendar.ts';
import type { Random } from './random.ts';
import type { CaseRecord, Mark, Marks } from './record.ts';

/** The form of December 2012 was the first with these boxes (`domain.md` §3.0). */
export const marksRecordedFrom = dayOf('2012-12-21');

const names = [
  'marked_prior_felony',
  'marked_multiple_misdemeanors',
  'marked_violent_misdemeanor',
  'marked_illegal_entry',
  'marked_illegal_reentry',
  'marked_deportation_ordered',
  'marked_immigration_fraud',
  'marked_significant_risk',
] as const satisfies readonly Mark[];
/** No form, or one whose boxes cannot be read. */
export const notMarked = Object.fromEntries(names.map((name) => [name, null])) as Marks;

/** Misdemeanors of violence, driving under the influence, flight from an accident, weapons, sexual abuse. */
const seriousMisdemeanor = /^(09|10|11|12|13|36|52|540[134])/;

/** The boxes that the record of a case calls for; where convictions may be missing from it, those of convictions are open. */
export function marksFor({ facts, charges }: Omit<CaseRecord, 'marks'>, significantRisk: boolean): Marks {
  const convictions = charges.filter((charge) => charge.status === 'convicted');
  const misdemeanors = convictions.filter((charge) => charge.offense_class === 'misdemeanor');
  const removed = facts.prior_removal;
  const isExcluded = facts.criminal_history_complete === true || facts.conviction_count === 0;
  const unlessOpen = (found: boolean) => (found ? true : isExcluded ? false : null);
  return {
    marked_prior_felony: unlessOpen(convictions.some((charge) => charge.offense_class === 'felony')),
    marked_multiple_misdemeanors: unlessOpen(misdemeanors.length >= 3),
    marked_violent_misdemeanor: unlessOpen(
      misdemeanors.some((charge) => charge.domestic_violence === true || seriousMisdemeanor.test(charge.ncic_code)),
    ),
    marked_illegal_entry: unlessOpen(convictions.some((charge) => charge.ncic_code === '0301')),
    // The box is not for a conviction: entered again unlawfully after a removal.
    marked_illegal_reentry: removed === true ? facts.unlawful_entry : removed,
    marked_deportation_ordered:
      facts.final_order === true && facts.final_order_complied !== null
        ? !facts.final_order_complied
        : facts.final_order,
    marked_immigration_fraud: facts.fraud_finding,
    marked_significant_risk: significantRisk || facts.national_security_concern === true,
  };
}

/** The boxes that an officer marked, of which a few cannot be read. */
export function drawMarks(random: Random, record: Omit<CaseRecord, 'marks'>): Marks {
  const due = marksFor(record, random.chance(0.03));
  const marked: { -readonly [M in Mark]: boolean | null } = { ...due };
  for (const name of names) if (random.chance(0.015)) marked[name] = null;
  return marked;
}
