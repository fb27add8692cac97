import type { OffenseMeasure } from './measure.ts';

export const encounterOffenses: OffenseMeasure = {
  id: 'encounter-offenses',
  label: 'Offenses on record of encounters',
  entity: 'offense',
  kind: 'encounter',
  counted: 'offenses',
  definition:
    'Charges and convictions that were listed on record on the day of the encounter, together. Offenses are counted and not persons or encounters; what was resolved without a conviction is left out, and so is an offense of which it is not known whether it was on record on that day.',
  source: 'the agency’s criminal records about the event',
};
