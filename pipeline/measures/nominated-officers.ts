import type { RecordMeasure } from './measure.ts';

export const nominatedOfficers: RecordMeasure = {
  id: 'nominated-officers',
  label: 'Officers nominated',
  entity: 'record',
  relation: 'officers-nominated',
  coverage: 'officer',
  counted: 'made',
  of: 'records',
  unit: 'officers',
  definition: 'Officers whom agencies nominated under an agreement, counted on the day of nomination.',
  source: 'agreements, section on nomination',
};
