import { type Day, dateOf, dayOf } from './calendar.ts';
import { drawDeterminations, noneDetermined, recordedOn } from './determinations.ts';
import type { Findings } from './findings.ts';
import { type CriminalHistory, drawHistory } from './history.ts';
import { drawMarks, marksRecordedFrom, notMarked } from './marks.ts';
import type { PersonFacts } from './person.ts';
import type { Random } from './random.ts';
import type { CaseRecord, EvidenceFacts, Marks, PersonRecord } from './record.ts';

/** The case whose record is drawn. */
export interface RecordedCase {
  readonly person: PersonFacts;
  /** Day of the encounter; nothing on the record is later. */
  readonly day: Day;
  readonly disposition: string;
  readonly findings: Findings;
  /** The share of cases whose offenses are listed; of the others, convictions and charges are counted alone. */
  readonly listedShare: number;
}

/** What the record says of entry and presence, or of orders and removals. */
type Part<Names extends keyof PersonRecord> = Pick<PersonRecord, Names>;

/** A law on which admissions are recorded from its day on: Public Law 119-1. */
const admissionsFrom = dayOf('2025-01-29');

/** Draws the record of a case by chance. Each fact cannot be known (null) for a few. */
export function drawRecord(random: Random, entry: RecordedCase): CaseRecord {
  const { person, day, findings } = entry;
  const orders = drawOrders(random, entry);
  const history = drawHistory(random, entry, orders.prior_removal === true);
  const drawn = drawDeterminations(random);
  const facts: PersonRecord = {
    ...history.facts,
    ...orders,
    ...drawEntry(random, entry),
    ...drawConduct(random, entry),
    ...drawRelease(random, day, person, history),
    fraud_finding: findings.fraud_finding,
    benefit_abuse_finding: findings.benefit_abuse_finding,
  };
  const record = { facts, charges: history.charges, determinations: withFindings(drawn, day, findings) };
  return { ...record, marks: drawMarks(random, record) };
}

/** What is on record about one event of a case; a form's marks are on detainers since December 2012. */
export function evidenceOn(record: CaseRecord, day: Day, isDetainer: boolean): EvidenceFacts {
  const marks: Marks = isDetainer && day >= marksRecordedFrom ? record.marks : notMarked;
  return { ...record.facts, ...recordedOn(record.determinations, day), ...marks };
}

/** Where the findings' own determinations were recorded on the day of the encounter, they stand. */
function withFindings(drawn: CaseRecord['determinations'], day: Day, findings: Findings) {
  if (recordedOn(noneDetermined, day).chargeable_acts_determined === null) return drawn;
  const { chargeable_acts_determined, public_safety_risk_determined } = findings;
  return { ...drawn, chargeable_acts_determined, public_safety_risk_determined };
}

const unlessUnknown = (random: Random, value: boolean, unknown: number) => (random.chance(unknown) ? null : value);
const isCitizen = (disposition: string) => disposition === 'fbusc';

function drawOrders(random: Random, { disposition, day, findings }: RecordedCase) {
  const reinstated = disposition === 'reinst';
  // A citizen is under no order, whatever chance found.
  const order = isCitizen(disposition) ? false : findings.final_order;
  const removedBefore = order === true && (reinstated || random.chance(0.3));
  const orderedOn = day - 30 - Math.floor(4_500 * random.next() * random.next());
  const removedOn = Math.min(day - 20, orderedOn + random.between(1, 900));
  const complied = order === true ? findings.final_order_complied : order;
  const fugitive = order === true && complied === false && !removedBefore && random.chance(0.3);
  const orders: Part<
    'final_order' | 'final_order_on' | 'final_order_complied' | 'prior_removal' | 'prior_removal_on' | 'fugitive'
  > = {
    final_order: order,
    final_order_on: order === true && !random.chance(0.08) ? dateOf(orderedOn) : null,
    final_order_complied: complied,
    prior_removal: order === null ? null : unlessUnknown(random, removedBefore, 0.02),
    prior_removal_on: null,
    fugitive: order === null || complied === null ? null : unlessUnknown(random, fugitive, 0.01),
  };
  return orders.prior_removal === true && !random.chance(0.1)
    ? { ...orders, prior_removal_on: dateOf(removedOn) }
    : orders;
}

function drawEntry(random: Random, { disposition, day }: RecordedCase) {
  const citizen = isCitizen(disposition);
  const unlawful = !citizen && (disposition === 'reinst' || random.chance(0.72));
  // Nobody here is younger than 17, so that 16 years ago everybody was born.
  const enteredOn = day - 15 - Math.floor(5_800 * random.next() * random.next());
  const atBorder = unlawful && day - enteredOn < 700 && random.chance(0.3);
  const known = random.chance(0.65);
  const unlawfulEntry = unlessUnknown(random, unlawful, 0.05);
  const apprehended = unlessUnknown(random, atBorder, 0.02);
  return {
    unlawful_entry: unlawfulEntry,
    unlawful_entry_on: unlawfulEntry === true && known ? dateOf(enteredOn) : null,
    continuously_present_since: !citizen && (known || random.chance(0.5)) ? dateOf(enteredOn) : null,
    apprehended_at_border: apprehended,
    apprehended_at_border_on: apprehended === true && known ? dateOf(enteredOn) : null,
    recent_border_violation: unlessUnknown(random, unlawful && day - enteredOn < 365, 0.04),
    removable: citizen || disposition === 'nar' ? false : unlessUnknown(random, true, 0.04),
    inadmissible_entry_or_documents: citizen
      ? false
      : unlawfulEntry === true
        ? true
        : unlessUnknown(random, random.chance(0.3), 0.1),
  };
}

function drawConduct(random: Random, { person, day }: RecordedCase) {
  const gang = unlessUnknown(random, random.chance(0.012), 0.02);
  const age = Number(dateOf(day).slice(0, 4)) - (person.birth_year ?? 0);
  const adult = person.birth_year === null ? null : random.between(14, Math.min(age - 1, 30));
  return {
    gang_participation: gang,
    gang_participation_age: gang === true && !random.chance(0.1) ? adult : null,
    outstanding_criminal_warrant: unlessUnknown(random, random.chance(0.02), 0.02),
    national_security_concern: unlessUnknown(random, random.chance(0.002), 0.01),
    mandatory_offense_admitted: day < admissionsFrom ? null : unlessUnknown(random, random.chance(0.01), 0.05),
  };
}

/** Released after a conviction, at the earliest a month before the event: convictions are older. */
function drawRelease(random: Random, day: Day, person: PersonFacts, { charges, facts }: CriminalHistory) {
  const sentenced = charges.some((charge) => (charge.sentence_days ?? 0) > 0 && charge.sentence_suspended === false);
  const possible = person.criminality === 'convicted' && (sentenced || facts.criminal_history_complete !== true);
  const released = unlessUnknown(random, possible && random.chance(0.4), 0.03);
  return {
    released_from_incarceration: released,
    released_from_incarceration_on:
      released === true && !random.chance(0.1) ? dateOf(day - random.between(0, 29)) : null,
  };
}
