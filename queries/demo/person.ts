import type { EnforcementEvent } from '../events.ts';
import { type Choice, choiceOf, type Random } from './random.ts';

/** What all events of one case say about the person. */
export type PersonFacts = Pick<
  EnforcementEvent,
  | 'citizenship'
  | 'sex'
  | 'birth_year'
  | 'birth_year_absence'
  | 'criminality'
  | 'threat_level'
  | 'most_serious_conviction'
>;

/** Kept apart from one another in every column: see `absences`. */
const absent = (withheld: number, unknown: number, notRecorded: number) =>
  [
    ['withheld', withheld],
    ['unknown', unknown],
    ['not-recorded', notRecorded],
  ] as const;

const otherCitizenships = [
  ['GTM', 120],
  ['HND', 105],
  ['SLV', 65],
  ['CUB', 12],
  ['COL', 12],
  ['DOM', 14],
  ['JAM', 11],
  ['BRA', 11],
  ['ECU', 13],
  ['NIC', 13],
  ['VNM', 9],
  ['IND', 8],
  ['CHN', 7],
  ['HTI', 9],
  ['PER', 8],
  ['VEN', 9],
  ['PHL', 5],
  ['CAN', 5],
  ['KOR', 3],
  ['NGA', 4],
  ['GBR', 3],
  ['CRI', 3],
  ['BHS', 3],
  ['TTO', 3],
  ['LAO', 3],
  ['KHM', 2],
  ['SOM', 2],
  ['KEN', 2],
  ['ARG', 2],
  ['CHL', 2],
  ['BOL', 2],
  ['PAN', 2],
  ['PAK', 2],
  ['IRQ', 2],
  ['ETH', 2],
  ['RUS', 2],
  ['UKR', 1],
  ['POL', 1],
  ['ROU', 1],
  ['LBR', 1],
  ['GHA', 1],
  ['CPV', 1],
  ['BGD', 1],
  ['NPL', 1],
  ['BLZ', 2],
  ['DEU', 1],
] as const;
const absentCitizenship = absent(2, 4, 3);

/** By the coast on which an area lies: what is common differs, what occurs does not. */
const citizenships: Readonly<Record<'east' | 'west' | 'gulf', Choice<string>>> = {
  east: choiceOf([['MEX', 420], ...otherCitizenships, ...absentCitizenship]),
  west: choiceOf([['MEX', 1_900], ...otherCitizenships, ...absentCitizenship]),
  gulf: choiceOf([
    ['MEX', 380],
    ['CUB', 60],
    ['HTI', 45],
    ['BHS', 20],
    ['NIC', 25],
    ...otherCitizenships,
    ...absentCitizenship,
  ]),
};
const western: ReadonlySet<string> = new Set([
  'DAL',
  'DEN',
  'ELP',
  'HLG',
  'HOU',
  'LOS',
  'PHO',
  'SEA',
  'SFR',
  'SLC',
  'SNA',
  'SND',
]);
const gulf: ReadonlySet<string> = new Set(['MIA']);

const sexes = choiceOf<PersonFacts['sex']>([['male', 880], ['female', 112], ...absent(2, 3, 3)]);
const birthYearAbsences = choiceOf(absent(6, 4, 8));

const criminalityInJail = choiceOf<PersonFacts['criminality']>([
  ['convicted', 545],
  ['pending-charges', 335],
  ['other-violator', 105],
  ...absent(4, 4, 7),
]);
const criminalityInField = choiceOf<PersonFacts['criminality']>([
  ['convicted', 330],
  ['pending-charges', 280],
  ['other-violator', 375],
  ...absent(4, 4, 7),
]);

const threatOfConvicted = choiceOf<PersonFacts['threat_level']>([
  ['1', 260],
  ['2', 190],
  ['3', 490],
  ['none', 20],
  ...absent(5, 5, 30),
]);
const threatOfOthers = choiceOf<PersonFacts['threat_level']>([['none', 930], ...absent(5, 5, 60)]);

/**
 * NCIC codes. The shares of assault, drugs, sex offenses, obstructing police, weapons and homicide are near those that the
 * agency printed for fiscal year 2019 (`domain.md` §1.3); the others are ours.
 */
export const offenseCodes = choiceOf<string>([
  ['1313', 33],
  ['1316', 12],
  ['1399', 12],
  ['3599', 32],
  ['3562', 20],
  ['3560', 1],
  ['1116', 4],
  ['3601', 3],
  ['3605', 1],
  ['3612', 3],
  ['4801', 11],
  ['5299', 6],
  ['5212', 2],
  ['0999', 2],
  ['5404', 240],
  ['5403', 10],
  ['5499', 210],
  ['5401', 12],
  ['2399', 62],
  ['0301', 85],
  ['2202', 30],
  ['2299', 10],
  ['2602', 12],
  ['2699', 14],
  ['3899', 15],
  ['5015', 34],
  ['5012', 22],
  ['5399', 30],
  ['4199', 18],
  ['5707', 24],
  ['2404', 12],
  ['1299', 9],
  ['2589', 10],
  ['2999', 9],
  ['7399', 6],
  ...absent(4, 3, 9),
]);

/** Draws the facts of one person who was encountered in this year. */
export function drawPerson(random: Random, area: string, year: number, inField: boolean): PersonFacts {
  const coast = gulf.has(area) ? 'gulf' : western.has(area) ? 'west' : 'east';
  const criminality = random.pick(inField ? criminalityInField : criminalityInJail);
  const convicted = criminality === 'convicted';
  const hasBirthYear = !random.chance(0.018);
  return {
    citizenship: random.pick(citizenships[coast]),
    sex: random.pick(sexes),
    birth_year: hasBirthYear ? year - drawAge(random) : null,
    birth_year_absence: hasBirthYear ? null : random.pick(birthYearAbsences),
    criminality,
    threat_level: random.pick(convicted ? threatOfConvicted : threatOfOthers),
    most_serious_conviction: convicted ? random.pick(offenseCodes) : unconvicted(criminality),
  };
}

/** Where criminality itself is absent, the conviction is absent for the same reason. */
function unconvicted(criminality: PersonFacts['criminality']): string {
  switch (criminality) {
    case 'withheld':
    case 'unknown':
    case 'not-recorded':
      return criminality;
    default:
      return 'none';
  }
}

/** 18 to 75, most often around thirty. */
function drawAge(random: Random): number {
  return 18 + Math.floor(14 * random.next() + 14 * random.next() + 29 * random.next() * random.next());
}
