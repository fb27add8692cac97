import type { IsoDate } from '../pipeline/period.ts';
import type { FieldOffice } from './offices.ts';

/** The agency began on this day (6 U.S.C. 542 note); which offices it then had is not recorded here: our convention. */
const agencyBegan: IsoDate = '2003-03-01';

const office = (office_code: string, name: string, exists_from = agencyBegan): FieldOffice => ({
  office_code,
  name,
  exists_from,
  exists_until: null,
});

/**
 * Field offices of Enforcement and Removal Operations, in alphabetical order of code, with the days on which they existed
 * (`domain.md` §5). Headquarters has a code because records bear it, but no area of responsibility.
 */
export const fieldOffices: readonly FieldOffice[] = [
  office('ATL', 'Atlanta'),
  office('BAL', 'Baltimore'),
  office('BOS', 'Boston'),
  office('BUF', 'Buffalo'),
  office('CHI', 'Chicago'),
  office('DAL', 'Dallas'),
  office('DEN', 'Denver'),
  office('DET', 'Detroit'),
  office('ELP', 'El Paso'),
  // Unconfirmed: documents before about fiscal year 2021 speak of 24 offices, and its first day is not established.
  office('HLG', 'Harlingen', '2020-10-01'),
  office('HOU', 'Houston'),
  office('HQ', 'Headquarters'),
  office('LOS', 'Los Angeles'),
  office('MIA', 'Miami'),
  office('NEW', 'Newark'),
  office('NOL', 'New Orleans'),
  office('NYC', 'New York City'),
  office('PHI', 'Philadelphia'),
  office('PHO', 'Phoenix'),
  office('SEA', 'Seattle'),
  office('SFR', 'San Francisco'),
  office('SLC', 'Salt Lake City'),
  office('SNA', 'San Antonio'),
  office('SND', 'San Diego'),
  office('SPM', 'St. Paul'),
  office('WAS', 'Washington'),
];
