import type { Agency } from '../agreements.ts';
import type { AgreementModel } from '../codelists.ts';
import { areaOf } from './areas.ts';
import type { Random } from './random.ts';

/** An agency whose name says that it is invented, in the area of a real field office. */
export interface SyntheticAgency {
  readonly row: Agency;
  readonly state: string;
  /** See `officeOn`. */
  readonly area: string;
  /** Where its encounters happen; null: not in a building of its own. */
  readonly facility: string | null;
}

/** Models under which an agency's officers meet people outside its jail. */
export const fieldModels: ReadonlySet<AgreementModel> = new Set(['TFM', 'TFO']);

/** The agency of this number in its state, of a kind that enters agreements of this model. */
export function agencyNumbered(state: string, number: number, model: AgreementModel, random: Random): SyntheticAgency {
  const inField = fieldModels.has(model);
  const county = `Synthetic County ${number}`;
  const area = areaOf(state, number);
  const agency = (name: string, agency_type: Agency['agency_type'], ofCounty: string | null): SyntheticAgency => ({
    row: { agency_id: `SYN-${state}-${String(number).padStart(3, '0')}`, name, state, county: ofCounty, agency_type },
    state,
    area,
    facility: inField ? null : `${county} Jail`,
  });
  // The first of a state, where it works in the field, is the state's own: so there is never a second of that name.
  if (inField && number === 1) return agency('Synthetic State Police', 'state-agency', null);
  if (random.chance(inField ? 0.5 : 0.04))
    return agency(`Synthetic City ${number} Police Department`, 'municipality', county);
  return agency(`${county} Sheriff's Office`, 'county', county);
}
