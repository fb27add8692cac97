import { type Day, dayOf } from './calendar.ts';
import type { PersonFacts } from './person.ts';
import type { Random } from './random.ts';
import type { EvidenceFacts } from './record.ts';

/** The facts behind Executive Order 13768. */
export type Findings = Pick<
  EvidenceFacts,
  | 'conviction_count'
  | 'pending_charge_count'
  | 'fraud_finding'
  | 'benefit_abuse_finding'
  | 'final_order'
  | 'final_order_complied'
  | 'chargeable_acts_determined'
  | 'public_safety_risk_determined'
>;

/** Executive Order 13768, under which these determinations were recorded (`domain.md` §3.0). */
const determinationsFrom = dayOf('2017-01-25');
const determinationsUntil = dayOf('2021-01-20');

/**
 * Draws findings in agreement with criminality, from the stream from which the events are drawn: so the number and order
 * of its draws must stay, or all events become others. What is new is drawn in `evidence.ts`, from a stream of its own.
 */
export function drawFindings(random: Random, day: Day, person: PersonFacts, priorOrder: boolean): Findings {
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
