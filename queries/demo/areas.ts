import { PipelineError } from '../../pipeline/errors.ts';
import { fieldOffices } from '../field-offices.ts';
import { type Day, dayOf } from './calendar.ts';

/**
 * States by area of responsibility (`domain.md` §5). Texas, New York and California are shared between offices, and so
 * stand with several: their synthetic counties are dealt out in turn.
 */
const statesOf: Readonly<Record<string, string>> = {
  ATL: 'GA NC SC',
  BAL: 'MD',
  BOS: 'CT MA ME NH RI VT',
  BUF: 'NY',
  CHI: 'IL IN KS KY MO WI',
  DAL: 'OK TX',
  DEN: 'CO WY',
  DET: 'MI OH',
  ELP: 'NM TX',
  HLG: 'TX',
  HOU: 'TX',
  LOS: 'CA',
  MIA: 'FL PR VI',
  NEW: 'NJ',
  NOL: 'AL AR LA MS TN',
  NYC: 'NY',
  PHI: 'DE PA WV',
  PHO: 'AZ',
  SEA: 'AK OR WA',
  SFR: 'CA GU HI MP',
  SLC: 'ID MT NV UT',
  SNA: 'TX',
  SND: 'CA',
  SPM: 'IA MN ND NE SD',
  WAS: 'DC VA',
};

/**
 * The area of the county of this number in a state: the code of the office that is responsible for it today.
 * @throws PipelineError `internal` for a state that no area holds.
 */
export function areaOf(state: string, county: number): string {
  const areas = Object.keys(statesOf).filter((office) => statesOf[office]?.split(' ').includes(state));
  const area = areas[county % areas.length];
  if (area === undefined) throw new PipelineError('internal', `no area holds ${state}`, 'add it to demo/areas.ts');
  return area;
}

const harlingenBegan = dayOf(fieldOffices.find((office) => office.office_code === 'HLG')?.exists_from ?? '9999-12-31');

/** The office that was responsible for an area on a day: before Harlingen existed, San Antonio. */
export function officeOn(area: string, day: Day): string {
  return area === 'HLG' && day < harlingenBegan ? 'SNA' : area;
}
