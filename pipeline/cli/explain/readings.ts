import type { ChargeTally, EvidenceFact } from '../../../queries/evidence.ts';
import { evidenceColumns } from '../../../queries/program-extract/columns.ts';
import type { Reading } from '../../classify/explanation.ts';

/** What rules count in the charges of one event, in words. */
const tallyWords: Readonly<Record<ChargeTally, string>> = {
  convictions: 'Convictions',
  pending_charges: 'Criminal charges then pending',
  offenses: 'Offenses arrested for, charged with or convicted of',
  felony_convictions: 'Felony convictions',
  misdemeanor_convictions: 'Misdemeanor convictions',
  aggravated_felony_convictions: 'Convictions for an aggravated felony, INA 101(a)(43)',
  gang_element_convictions: 'Convictions for an offense with gang activity as an element',
  non_status_felony_convictions:
    'Felony convictions, without those for offenses of which immigration status is an element',
  significant_misdemeanor_convictions: 'Convictions for a significant misdemeanor',
  other_misdemeanor_incidents:
    'Incidents with a conviction for a misdemeanor, without minor traffic offenses and those of which immigration status is an element',
  violent_or_major_drug_offenses: 'Violent or major drug offenses',
  minor_drug_or_property_offenses: 'Minor drug or property offenses',
  illegal_entry_convictions: 'Convictions of illegal entry',
  illegal_reentry_convictions: 'Convictions of illegal reentry',
  mandatory_detention_offenses: 'Offenses that Public Law 119-1 names',
};

const otherWords: Readonly<Record<string, string>> = {
  ...tallyWords,
  recorded_offense_level: 'Offense level of the agency, as recorded',
};

/** `Whether there was a final order of removal: no`, `Convictions: 2 certain, at most 3`. */
export function readingInWords(reading: Reading): string {
  const name = nameInWords(reading.name);
  if (reading.kind === 'fact') {
    const { value } = reading;
    return `${name}: ${value === null ? 'cannot be known' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}`;
  }
  const { least, most } = reading;
  return `${name}: ${least} certain, ${most === null ? 'no upper bound' : `at most ${most}`}`;
}

/** The description of a column without what it says of blanks. */
function nameInWords(name: string): string {
  const described = Object.hasOwn(evidenceColumns, name) ? evidenceColumns[name as EvidenceFact] : otherWords[name];
  return (described ?? name).replace(/;.*$/, '').replace(/\.$/, '');
}
