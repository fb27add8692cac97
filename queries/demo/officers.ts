import type { AgreementModel } from '../codelists.ts';
import type { Officer } from '../personnel.ts';
import { type Administered, type Month, monthsFrom, recordsEnd } from './administered.ts';
import { type Day, dateOf, dayOf } from './calendar.ts';
import { choiceOf, type Random, randomStream } from './random.ts';

/** An officer with the days of the authority. */
export interface SyntheticOfficer {
  readonly held: Administered;
  readonly row: Officer;
  readonly model: AgreementModel;
  readonly trained: Day | null;
  /** null: never authorized, or not by the end of the records. */
  readonly certified: Day | null;
  /** First day on which the authority no longer holds; null: it holds. */
  readonly ended: Day | null;
}

type Reason = NonNullable<Officer['ended_reason']>;

/** One officer while the rolls are kept. */
interface Service {
  readonly certified: Day;
  ended: Day | null;
  reason: Reason | null;
}

/** The officers of one agreement. */
interface Roll {
  readonly held: Administered;
  /** How many officers it wants. */
  readonly size: number;
  readonly services: Service[];
  active: Service[];
}

/**
 * Officers active at the end of each month, where they are published: 212 in the first quarter of fiscal year 2017 and 374
 * in March 2018 (OIG-18-77; `domain.md` §7, O4). How they grew between is ours: no class is held in a first quarter.
 */
const activeAtEndOf: ReadonlyMap<string, number> = new Map([
  ['2016-09', 212],
  ['2016-10', 212],
  ['2016-11', 212],
  ['2016-12', 212],
  ['2017-01', 215],
  ['2017-02', 222],
  ['2017-03', 231],
  ['2017-04', 243],
  ['2017-05', 256],
  ['2017-06', 270],
  ['2017-07', 284],
  ['2017-08', 299],
  ['2017-09', 313],
  ['2017-10', 317],
  ['2017-11', 321],
  ['2017-12', 324],
  ['2018-01', 338],
  ['2018-02', 356],
  ['2018-03', 374],
]);
const activeBefore = 212;
/** The month with which the rolls begin: those active before it were certified in the years before. */
const firstMonth = '2013-10';
/** The first day on which the rolls tell who was certified. */
export const rollsBegin = dayOf(`${firstMonth}-01`);
const certifiedSince = dayOf('2010-01-04');
/** Classes are small, until training went online in 2025. */
const mostInMonth = (month: Month) => (month.name < '2025-01' ? 20 : 1_000);

const sizes: Readonly<Record<AgreementModel, readonly [number, number]>> = {
  JEM: [4, 7],
  WSO: [3, 5],
  TFM: [4, 8],
  TFO: [0, 0],
  JOINT: [0, 0],
};
const endingEachMonth = 0.009;
const reasons = choiceOf<Reason>([
  ['left-agency', 55],
  ['voluntary', 22],
  ['training-not-kept', 14],
  ['for-cause', 9],
]);

/** Every officer who was nominated, agreement by agreement. */
export function syntheticOfficers(agreements: readonly Administered[], seed: number): readonly SyntheticOfficer[] {
  const random = randomStream(seed, 'officers');
  const rolls = agreements
    .filter(({ until }) => until === null || until >= rollsBegin)
    .map((held): Roll => {
      return { held, size: random.between(...sizes[held.model]), services: [], active: [] };
    });
  // Those of the months after the end are on their way to being certified at the end.
  for (const month of monthsFrom(firstMonth, '2026-01')) keepRolls(rolls, month, random);
  const steps = randomStream(seed, 'steps of officers');
  return rolls.flatMap((roll) => describe(roll, steps));
}

/** Ends and begins services until the rolls hold as many officers at the end of the month as they should. */
function keepRolls(rolls: readonly Roll[], month: Month, random: Random): void {
  let active = 0;
  for (const roll of rolls) {
    endServices(roll, month, random);
    active += roll.active.length;
  }
  const lastDay = month.until - 1;
  const open = rolls.filter(({ held }) => held.operational <= lastDay && (held.until === null || held.until > lastDay));
  const known = activeAtEndOf.get(month.name) ?? (month.name < '2016-09' ? activeBefore : null);
  const missing = known === null ? Math.min(wantedBy(open, month) - active, mostInMonth(month)) : known - active;
  const from = month.name === firstMonth ? certifiedSince : month.from;
  for (let more = missing; more > 0; more -= 1) {
    const roll = emptiest(open);
    if (roll === undefined) return;
    const certified = random.between(Math.max(from, roll.held.operational), lastDay);
    const service: Service = { certified, ended: null, reason: null };
    roll.services.push(service);
    roll.active.push(service);
  }
}

function endServices(roll: Roll, month: Month, random: Random): void {
  const { until } = roll.held;
  const agreementEnds = until !== null && until < month.until;
  for (const service of roll.active) {
    const earliest = Math.max(month.from, service.certified + 30);
    if (agreementEnds) {
      service.ended = until;
      service.reason = 'agreement-ended';
    } else if (earliest < month.until && random.chance(endingEachMonth)) {
      service.ended = random.between(earliest, month.until - 1);
      service.reason = random.pick(reasons);
    }
  }
  roll.active = roll.active.filter(({ ended }) => ended === null);
}

/** A class at the start certifies most of those whom an agreement wants, and a later one the others. */
function wantedBy(open: readonly Roll[], month: Month): number {
  const wanted = open.reduce((sum, { held, size }) => sum + size * (month.until - held.operational >= 60 ? 1 : 0.7), 0);
  return Math.round(wanted);
}

function emptiest(rolls: readonly Roll[]): Roll | undefined {
  let found: Roll | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const roll of rolls) {
    const filled = roll.active.length / Math.max(roll.size, 1);
    if (filled < least && roll.size > 0) [found, least] = [roll, filled];
  }
  return found;
}

/** How far an officer came: to the authority, to a failed examination, or no further than the nomination. */
type Reached = 'authority' | 'examination' | 'nomination';

/** Numbers the officers of one agreement in order of certification, with those who never came so far beside them. */
function describe({ held, services }: Roll, random: Random): readonly SyntheticOfficer[] {
  const described: SyntheticOfficer[] = [];
  const add = (service: Service, reached: Reached) => {
    const id = `${held.agreement_id}-${String(described.length + 1).padStart(3, '0')}`;
    const officer = withSteps(id, held, service, reached, random);
    if (officer !== null) described.push(officer);
  };
  for (const service of services.toSorted((left, right) => left.certified - right.certified)) {
    if (random.chance(0.05)) add({ ...service, ended: null, reason: null }, 'examination');
    if (random.chance(0.04)) add({ ...service, ended: null, reason: null }, 'nomination');
    add(service, 'authority');
  }
  return described;
}

/** The steps that were taken by the end of the records; null: not nominated by then. */
function withSteps(
  officer_id: string,
  held: Administered,
  service: Service,
  reached: Reached,
  random: Random,
): SyntheticOfficer | null {
  const { nominated, cleared, trained: completed, exam } = wayTo(service.certified, held, random);
  if (nominated >= recordsEnd) return null;
  const recorded = (day: Day | null, step: boolean) => (step && day !== null && day < recordsEnd ? day : null);
  const trained = recorded(completed, reached !== 'nomination');
  const certified = recorded(service.certified, reached === 'authority');
  const ended = recorded(service.ended, certified !== null);
  const row: Officer = {
    officer_id,
    agreement_id: held.agreement_id,
    nominated_on: dateOf(nominated),
    cleared_on: dateOrNull(recorded(cleared, reached !== 'nomination')),
    trained_on: dateOrNull(trained),
    exam_result: trained === null ? null : reached === 'authority' ? exam : 'failed',
    certified_on: dateOrNull(certified),
    ended_on: dateOrNull(ended),
    ended_reason: ended === null ? null : service.reason,
  };
  return { held, row, model: held.model, trained, certified, ended };
}

/** Nomination, a clearance of 30 to 90 days, a class of four weeks (online, little more than one), and some days of papers. */
function wayTo(certified: Day, held: Administered, random: Random) {
  const trained = certified - random.between(2, 14);
  const online = held.terms[0]?.template === '2025' && held.model !== 'JEM';
  const classBegan = trained - (online ? 9 : 27);
  const clearance = random.between(30, 90);
  const nominated = Math.max(held.appliedOn, classBegan - random.between(3, 40) - clearance);
  const cleared = Math.min(nominated + clearance, classBegan - 1);
  const exam = random.chance(0.08) ? 'passed-on-retake' : 'passed';
  return { nominated, cleared, trained, exam } as const;
}

/** The civil date of a day, where there is one. */
export const dateOrNull = (day: Day | null) => (day === null ? null : dateOf(day));
