import type { OffenseMeasure } from './measure.ts';

export const encounterCharges: OffenseMeasure = {
  id: 'encounter-charges',
  label: 'Charges on record of encounters',
  entity: 'offense',
  kind: 'encounter',
  counted: 'charges',
  definition:
    'Arrests and criminal charges that were listed on record on the day of the encounter and not resolved by then. Each is counted: an encounter may have none or several.',
  source: 'the agency’s criminal records about the event',
};
