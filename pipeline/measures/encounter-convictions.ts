import type { OffenseMeasure } from './measure.ts';

export const encounterConvictions: OffenseMeasure = {
  id: 'encounter-convictions',
  label: 'Convictions on record of encounters',
  entity: 'offense',
  kind: 'encounter',
  counted: 'convictions',
  definition:
    'Criminal convictions that were listed on record on the day of the encounter. Each is counted: an encounter may have none or several.',
  source: 'the agency’s criminal records about the event',
};
