import { convicted, drawCodes, drawConvictions, unconvicted } from './charges.ts';
import type { RecordedCase } from './evidence.ts';
import type { Random } from './random.ts';
import type { ChargeFacts, PersonRecord } from './record.ts';

/** The criminal history of a person as it is on record. */
export interface CriminalHistory {
  readonly charges: readonly ChargeFacts[];
  readonly facts: Pick<
    PersonRecord,
    'criminal_history_complete' | 'conviction_count' | 'pending_charge_count' | 'aggravated_felony_conviction'
  >;
}

/** Where a record is incomplete, convictions are counted of which it has no row. */
const completeShare = 0.88;

/**
 * Draws a criminal history that agrees with criminality, offense level and most serious conviction: convictions for the
 * convicted alone, pending charges as counted, and some arrests and resolved charges, which are neither.
 */
export function drawHistory(random: Random, charged: RecordedCase, removedBefore: boolean): CriminalHistory {
  const { person, findings, listedShare } = charged;
  const { criminality } = person;
  const isListed = random.chance(listedShare);
  const complete = isListed && random.chance(completeShare);
  if (criminality !== 'convicted' && criminality !== 'pending-charges' && criminality !== 'other-violator') {
    return historyOf([], { conviction_count: null, pending_charge_count: null }, null);
  }
  if (!isListed) return historyOf([], countsOf(findings), random.chance(0.4) ? false : null);
  const convictions =
    criminality === 'convicted' ? drawConvictions(random, person, findings.conviction_count ?? 1, removedBefore) : [];
  const listed = complete || random.chance(0.5) ? convictions : convictions.slice(0, 1);
  const pending = drawCodes(random, findings.pending_charge_count ?? 0);
  const arrested = criminality === 'other-violator' && random.chance(0.3) ? drawCodes(random, 1) : [];
  const resolved = random.chance(0.05) ? drawCodes(random, 1) : [];
  const charges = [
    ...(listed.length > 0 ? convicted(random, charged, listed) : []),
    ...(pending.length > 0 ? unconvicted(random, charged, 'pending', pending) : []),
    ...(arrested.length > 0 ? unconvicted(random, charged, 'arrested', arrested) : []),
    ...(resolved.length > 0 ? unconvicted(random, charged, 'resolved', resolved) : []),
  ];
  const counts =
    criminality === 'convicted' ? { ...countsOf(findings), conviction_count: convictions.length } : countsOf(findings);
  // Complete is only what is counted too: a number that is not known may hide a charge.
  const isComplete = complete && counts.conviction_count !== null && counts.pending_charge_count !== null;
  return historyOf(charges, counts, isComplete ? true : random.chance(0.4) ? false : null);
}

const countsOf = ({ conviction_count, pending_charge_count }: RecordedCase['findings']) => ({
  conviction_count,
  pending_charge_count,
});

/** Whether there is an aggravated felony is known where the record is complete, or has one. */
export function historyOf(
  charges: readonly ChargeFacts[],
  counts: Pick<PersonRecord, 'conviction_count' | 'pending_charge_count'>,
  complete: boolean | null,
): CriminalHistory {
  const found = charges.some((charge) => charge.aggravated_felony);
  const excluded = complete === true && charges.every((charge) => charge.aggravated_felony === false);
  return {
    charges,
    facts: {
      criminal_history_complete: complete,
      ...counts,
      aggravated_felony_conviction: found ? true : excluded ? false : null,
    },
  };
}
