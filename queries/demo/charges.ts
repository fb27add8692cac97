import type { CriminalCharge } from '../evidence.ts';
import { type Day, dateOf, dayOf } from './calendar.ts';
import { offenseCodes, type PersonFacts } from './person.ts';
import { type Choice, choiceOf, type Random } from './random.ts';
import type { ChargeFacts } from './record.ts';

type OffenseClass = CriminalCharge['offense_class'];
/** What a court convicts of. */
export type CourtClass = Exclude<OffenseClass, 'unknown'>;

/** One conviction before its particulars are drawn. */
export interface Conviction {
  readonly code: string;
  readonly court: CourtClass;
  readonly aggravated?: boolean;
  /** Its particulars, where they are not left to chance. */
  readonly certain?: Partial<ChargeFacts>;
}

/** Whose record it is, and on which day. */
export interface Charged {
  readonly person: PersonFacts;
  readonly day: Day;
}

const isViolent = (code: string) => /^(09|10|11|12|13|20)/.test(code);
/** Offenses that the law can call aggravated felonies; few traffic offenses and misdemeanors of order are. */
const isGrave = (code: string) => /^(09|10|11|12|13|22|26|35|36|52|58)/.test(code);
const immigrationOffenses: ReadonlySet<string> = new Set(['0301', '03AB']);

/** What else a person was convicted of is no more serious than the most serious conviction. */
const lesserCodes = choiceOf<string>([
  ['5499', 380],
  ['5707', 90],
  ['5399', 120],
  ['4199', 80],
  ['5015', 130],
  ['5012', 60],
  ['not-recorded', 10],
]);
const courtClasses = choiceOf<CourtClass>([
  ['felony', 250],
  ['misdemeanor', 690],
  ['infraction', 60],
]);
const chargedClasses = choiceOf<OffenseClass>([
  ['felony', 270],
  ['misdemeanor', 640],
  ['infraction', 40],
  ['unknown', 50],
]);
const misdemeanorsOnly = choiceOf<CourtClass>([['misdemeanor', 1]]);
const infractionsOnly = choiceOf<CourtClass>([['infraction', 1]]);
const lesserClasses = choiceOf<CourtClass>([
  ['misdemeanor', 850],
  ['infraction', 150],
]);

/** The first day of the year in which a person turned 15; as if 20 years old where the year of birth is not known. */
function dayOfFifteen({ person, day }: Charged): Day {
  return dayOf(`${(person.birth_year ?? Number(dateOf(day).slice(0, 4)) - 20) + 15}-01-01`);
}

/**
 * The convictions of a person, the most serious first. Offense level and most serious conviction are drawn apart: so the
 * class follows the level, as it is defined (ICE 2010: `domain.md` §3.2), and the code the conviction.
 */
export function drawConvictions(
  random: Random,
  { threat_level, most_serious_conviction: code }: PersonFacts,
  count: number,
  removedBefore: boolean,
): readonly Conviction[] {
  const lesser = (classes: Choice<CourtClass>, number: number): readonly Conviction[] =>
    Array.from({ length: number }, () => ({ code: random.pick(lesserCodes), court: random.pick(classes) }));
  switch (threat_level) {
    case '1': {
      if (isGrave(code) && (count === 1 || random.chance(0.4))) {
        return [{ code, court: 'felony', aggravated: true }, ...lesser(courtClasses, count - 1)];
      }
      const second = removedBefore && random.chance(0.4) ? '03AB' : code;
      return [{ code, court: 'felony' }, { code: second, court: 'felony' }, ...lesser(courtClasses, count - 2)];
    }
    case '2':
      return count > 2 && random.chance(0.3)
        ? [{ code, court: 'misdemeanor' }, ...lesser(misdemeanorsOnly, count - 1)]
        : [{ code, court: 'felony' }, ...lesser(lesserClasses, count - 1)];
    case '3': {
      const others = count > 1 && random.chance(0.7) ? 1 : 0;
      const infractions = lesser(infractionsOnly, count - 1 - others);
      return [{ code, court: 'misdemeanor' }, ...lesser(misdemeanorsOnly, others), ...infractions];
    }
    case 'none':
      return [{ code, court: 'infraction' }, ...lesser(infractionsOnly, count - 1)];
    default:
      return [{ code, court: random.pick(courtClasses) }, ...lesser(lesserClasses, count - 1)];
  }
}

/** The rows of convictions: each its own incident, or one with the conviction before it. Nothing is dated before the age of 15. */
export function convicted(
  random: Random,
  charged: Charged,
  convictions: readonly Conviction[],
): readonly ChargeFacts[] {
  let incident = 0;
  let convictedOn = 0;
  let chargedOn = 0;
  return convictions.map(({ code, court, aggravated = false, certain = {} }) => {
    if (incident === 0 || certain.incident !== undefined || random.chance(0.75)) {
      incident += 1;
      // A month before the event at the latest, so that a release from custody can come after it.
      convictedOn = random.between(dayOfFifteen(charged) + 30, charged.day - 30);
      chargedOn = Math.max(dayOfFifteen(charged), convictedOn - random.between(10, 400));
    }
    const days = sentenceOf(random, court);
    return {
      status: 'convicted',
      ...particulars(random, code, court),
      offense_class: random.chance(0.03) ? 'unknown' : court,
      sentenced_as: random.chance(0.06) ? null : court,
      charged_on: random.chance(0.1) ? null : dateOf(chargedOn),
      convicted_on: random.chance(0.03) ? null : dateOf(convictedOn),
      sentence_days: random.chance(0.08) ? null : days,
      sentence_suspended: random.chance(0.06) ? null : days > 0 && random.chance(0.25),
      incident: random.chance(0.08) ? null : String(incident),
      aggravated_felony: aggravated ? true : random.chance(0.03) ? null : false,
      ...certain,
    };
  });
}

/** The rows of offenses without a conviction: charges then pending, arrests, or what was resolved. */
export function unconvicted(
  random: Random,
  charged: Charged,
  status: 'pending' | 'arrested' | 'resolved',
  codes: readonly string[],
): readonly ChargeFacts[] {
  const earliest = status === 'resolved' ? dayOfFifteen(charged) : charged.day - 40;
  const on = dateOf(random.between(earliest, charged.day));
  return codes.map((code) => ({
    status,
    ...particulars(random, code, 'misdemeanor'),
    offense_class: random.pick(chargedClasses),
    sentenced_as: null,
    charged_on: status === 'arrested' || random.chance(0.05) ? null : on,
    convicted_on: null,
    sentence_days: null,
    sentence_suspended: null,
    incident: random.chance(0.08) ? null : on,
    aggravated_felony: false,
  }));
}

/** So many codes, for offenses that are no convictions. */
export function drawCodes(random: Random, count: number): readonly string[] {
  return Array.from({ length: count }, () => random.pick(offenseCodes));
}

function sentenceOf(random: Random, court: CourtClass): number {
  switch (court) {
    case 'felony':
      return random.between(120, 2_200);
    case 'misdemeanor':
      return random.chance(0.35) ? 0 : random.between(1, 180);
    case 'infraction':
      return 0;
  }
}

/** What a code says of an offense, and what the record adds. */
function particulars(random: Random, code: string, court: CourtClass) {
  const unlessUnknown = (value: boolean, unknown: number) => (random.chance(unknown) ? null : value);
  const violent = isViolent(code);
  const status = immigrationOffenses.has(code);
  return {
    ncic_code: code,
    immigration_status_element: status ? true : unlessUnknown(false, 0.02),
    gang_element: unlessUnknown(violent && court === 'felony' && random.chance(0.02), 0.02),
    domestic_violence: unlessUnknown(/^(13|38)/.test(code) && random.chance(0.35), violent ? 0.08 : 0.01),
    caused_death_or_serious_injury: code.startsWith('09')
      ? true
      : unlessUnknown(violent && random.chance(0.04), violent ? 0.06 : 0.01),
  };
}
