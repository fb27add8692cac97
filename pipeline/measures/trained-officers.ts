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
  definition:
    'Officers who completed the initial training, by the records of officers, counted on the day of completion; those who failed the examination are among them.',
  source: 'agreements, section on training',
};
