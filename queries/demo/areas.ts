import { PipelineError } from '../../pipeline/errors.ts';
import { fieldOffices } from '../field-offices.ts';
import { type Day, dayOf } from './calendar.ts';

/** States that lie in one area of responsibility whole, by its office (`domain.md` §5). */
const wholeStates: Readonly<Record<string, string>> = {
  ATL: 'GA NC SC',
  BAL: 'MD',
  BOS: 'CT MA ME NH RI VT',
  CHI: 'IL IN KS KY MO WI',
  DAL: 'OK',
  DEN: 'CO WY',
  DET: 'MI OH',
  ELP: 'NM',
  MIA: 'FL PR VI',
  NEW: 'NJ',
  NOL: 'AL AR LA MS TN',
  PHI: 'DE PA WV',
  PHO: 'AZ',
  SEA: 'AK OR WA',
  SFR: 'GU HI MP',
  SLC: 'ID MT NV UT',
  SPM: 'IA MN ND NE SD',
  WAS: 'DC VA',
};

/** States that areas share by county: their synthetic counties are dealt out in this order, and again from its start. */
const sharedStates: Readonly<Record<string, string>> = {
  CA: 'LOS SND SFR',
  NY: 'BUF NYC',
  TX: 'DAL HOU SNA DAL HOU ELP SNA HLG',
};

/**
 * The area of the county of this number, from 1, in a state: the code of the office that is responsible for it today.
 * @throws PipelineError `internal` for a state that no area holds.
 */
export function areaOf(state: string, county: number): string {
  const whole = Object.keys(wholeStates).find((office) => wholeStates[office]?.split(' ').includes(state));
  const shared = sharedStates[state]?.split(' ') ?? [];
  const area = whole ?? shared[(county - 1) % shared.length];
  if (area === undefined) throw new PipelineError('internal', `no area holds ${state}`, 'add it to demo/areas.ts');
  return area;
}

const harlingenBegan = dayOf(fieldOffices.find((office) => office.office_code === 'HLG')?.exists_from ?? '9999-12-31');

/** The office that was responsible for an area on a day: before Harlingen existed, San Antonio. */
export function officeOn(area: string, day: Day): string {
  return area === 'HLG' && day < harlingenBegan ? 'SNA' : area;
}
