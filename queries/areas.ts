import { PipelineError } from '../pipeline/errors.ts';
import type { DateWindow, IsoDate } from '../pipeline/period.ts';
import { fieldOffices } from './field-offices.ts';

/** Which field office is responsible for which state or county, for as long as that was so. */
export interface AreaMap {
  readonly inForce: DateWindow;
  /** Codes of the offices that have an area, in alphabetical order. */
  readonly offices: readonly string[];
  /** Counties that lie in another area than the rest of their state: the office by five digits of FIPS 6-4. */
  readonly counties: ReadonlyMap<string, string>;
  /** The office of the rest of a state, or of the whole: by two digits of FIPS 5-2, territories with an area included. */
  readonly states: ReadonlyMap<string, string>;
}

/** Later than every day that is asked for. */
const endOfTime: IsoDate = '9999-12-31';

/** Texas outside Dallas's area, by office: three digits of each county. */
type TexanCounties = Readonly<Record<'ELP' | 'HLG' | 'HOU' | 'SNA', string>>;

/** Two digits of FIPS 5-2 of each state by the office that holds all of it, or all but the counties named below. */
const states: Readonly<Record<string, string>> = {
  ATL: '13 37 45', // GA NC SC
  BAL: '24', // MD
  BOS: '09 23 25 33 44 50', // CT ME MA NH RI VT
  BUF: '36', // NY
  CHI: '17 18 20 21 29 55', // IL IN KS KY MO WI
  DAL: '40 48', // OK TX
  DEN: '08 56', // CO WY
  DET: '26 39', // MI OH
  ELP: '35', // NM
  MIA: '12 72 78', // FL PR VI
  NEW: '34', // NJ
  NOL: '01 05 22 28 47', // AL AR LA MS TN
  PHI: '10 42 54', // DE PA WV
  PHO: '04', // AZ
  SEA: '02 41 53', // AK OR WA
  SFR: '06 15 66 69', // CA HI GU MP
  SLC: '16 30 32 49', // ID MT NV UT
  SPM: '19 27 31 38 46', // IA MN NE ND SD
  WAS: '11 51', // DC VA
};

const california: Readonly<Record<string, string>> = {
  LOS: '037 059 065 071 079 083 111',
  SND: '025 073',
};

const newYork: Readonly<Record<string, string>> = {
  NYC: '005 027 047 059 061 071 079 081 085 087 103 105 111 119',
};

const elPaso = '003 043 103 109 135 141 229 243 301 317 329 371 377 389 443 461 475 495';

const houston =
  '005 015 025 039 041 051 057 071 089 123 149 157 167 175 185 199 201 225 239 241 245 285 287 289 291 297 313 321 331 339 347 351 361 373 391 395 403 405 407 419 455 457 469 471 473 477 481';

const sanAntonio =
  '013 019 021 029 031 053 055 091 127 137 163 171 177 187 209 255 259 265 267 271 281 283 299 307 311 319 323 325 385 411 453 463 465 491 493 507';

/** Bell, Bosque, Coryell, Falls, Freestone, Hamilton, Hill, Limestone, McLennan and Somervell counties. */
const aroundWaco = '027 035 099 145 161 193 217 293 309 425';

/** Of Harlingen's area, the counties on the Gulf, which were Houston's, and those on the border, which were San Antonio's. */
const gulfOfHarlingen = '007 047 249 261 273 355 409';
const borderOfHarlingen = '061 131 215 247 427 479 489 505';

const withoutHarlingen: TexanCounties = {
  ELP: elPaso,
  HLG: '',
  HOU: `${houston} ${gulfOfHarlingen}`,
  SNA: `${sanAntonio} ${aroundWaco} ${borderOfHarlingen}`,
};

const withHarlingen: TexanCounties = {
  ELP: elPaso,
  HLG: `${gulfOfHarlingen} ${borderOfHarlingen}`,
  // Unconfirmed: when these ten passed from San Antonio to Houston is not established. The two lists that we know differ
  // in them and in Harlingen's area and in nothing else, so one day is taken for both.
  HOU: `${houston} ${aroundWaco}`,
  SNA: sanAntonio,
};

const startOf = (code: string): IsoDate =>
  fieldOffices.find((office) => office.office_code === code)?.exists_from ?? endOfTime;
const agencyBegan = startOf('DAL');
const harlingenBegan = startOf('HLG');

/**
 * Areas of responsibility as they followed each other, the oldest first (`domain.md` §5). The evidence is two lists by
 * county: one of 24 offices by the University of Washington Center for Human Rights, one of 25 in the Deportation Data
 * Project's `ice-offices`. Neither bears dates; Harlingen's first day parts them. American Samoa is in neither.
 */
export const areaMaps: readonly AreaMap[] = [
  areaMap(agencyBegan, harlingenBegan, withoutHarlingen),
  areaMap(harlingenBegan, endOfTime, withHarlingen),
];

function areaMap(from: IsoDate, until: IsoDate, texas: TexanCounties): AreaMap {
  const counties = new Map([...inState('06', california), ...inState('36', newYork), ...inState('48', texas)]);
  const ofStates = new Map(
    Object.entries(states).flatMap(([office, list]) => codesIn(list).map((state) => [state, office] as const)),
  );
  const offices = [...new Set([...ofStates.values(), ...counties.values()])].sort();
  return { inForce: { from, until }, offices, counties, states: ofStates };
}

function inState(state: string, byOffice: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(byOffice).flatMap(([office, list]) =>
    codesIn(list).map((county) => [`${state}${county}`, office] as const),
  );
}

function codesIn(list: string): readonly string[] {
  return list.split(' ').filter((code) => code !== '');
}

/**
 * The areas that were in force on a day.
 * @throws PipelineError `contract` for a day before the agency began.
 */
export function areasOn(day: IsoDate): AreaMap {
  const found = areaMaps.find(({ inForce }) => inForce.from <= day && day < inForce.until);
  if (found !== undefined) return found;
  throw new PipelineError(
    'contract',
    `no areas of responsibility are known for ${day}`,
    `ask for a day from ${agencyBegan} on`,
  );
}

/** The office whose area a county is, by five digits of FIPS 6-4; undefined where the county lies in no area. */
export function officeOfCounty(fips: string, areas: AreaMap): string | undefined {
  return areas.counties.get(fips) ?? areas.states.get(fips.slice(0, 2));
}
