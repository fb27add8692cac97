import type { Evidence } from '../evidence.ts';
import { type Day, dayOf } from './calendar.ts';
import type { PersonFacts } from './person.ts';
import type { Random } from './random.ts';

/** What is on record about an event, without the event that it is about. */
export type EvidenceFacts = Omit<Evidence, 'event_id'>;

/** Executive Order 13768, under which determinations by an officer were recorded (`domain.md` §3.0). */
const determinationsFrom = dayOf('2017-01-25');
const determinationsUntil = dayOf('2021-01-20');

/**
 * Draws what is on record about a person, in agreement with their criminality. Each fact cannot be known (null) for a few;
 * determinations for everybody outside the days on which they were recorded.
 */
export function drawEvidence(random: Random, day: Day, person: PersonFacts, priorOrder: boolean): EvidenceFacts {
  const determined = day >= determinationsFrom && day < determinationsUntil;
  const recorded = (value: boolean, notKnown: number) => (random.chance(notKnown) ? null : value);
  const finalOrder = recorded(priorOrder || random.chance(0.04), 0.03);
  return {
    ...drawCounts(random, person.criminality),
    fraud_finding: recorded(random.chance(0.012), 0.03),
    benefit_abuse_finding: recorded(random.chance(0.006), 0.04),
    final_order: finalOrder,
    final_order_complied: drawCompliance(random, finalOrder),
    chargeable_acts_determined: determined ? recorded(random.chance(0.06), 0.02) : null,
    public_safety_risk_determined: determined ? recorded(random.chance(0.03), 0.02) : null,
  };
}

/** No order, nothing to comply with: false. */
function drawCompliance(random: Random, finalOrder: boolean | null): boolean | null {
  if (finalOrder !== true) return finalOrder;
  return random.chance(0.05) ? null : random.chance(0.3);
}

function drawCounts(random: Random, criminality: PersonFacts['criminality']) {
  const several = () => 1 + Math.floor(5 * random.next() * random.next() * random.next());
  const unlessUnknown = (count: number) => (random.chance(0.03) ? null : count);
  switch (criminality) {
    case 'convicted':
      return { conviction_count: several(), pending_charge_count: unlessUnknown(random.chance(0.4) ? several() : 0) };
    case 'pending-charges':
      return { conviction_count: 0, pending_charge_count: several() };
    case 'other-violator':
      return { conviction_count: unlessUnknown(0), pending_charge_count: unlessUnknown(0) };
    default:
      return { conviction_count: null, pending_charge_count: null };
  }
}
