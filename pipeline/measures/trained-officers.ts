import type { RecordMeasure } from './measure.ts';

export const trainedOfficers: RecordMeasure = {
  id: 'trained-officers',
  label: 'Officers trained',
  entity: 'record',
  relation: 'officers-trained',
  coverage: 'officer',
  counted: 'made',
  of: 'records',
  unit: 'officers',
  definition: 'Officers who completed the initial training, counted on the day of completion.',
  source: 'agreements, section on training',
};
