import type { RecordMeasure } from './measure.ts';

export const certifiedOfficers: RecordMeasure = {
  id: 'certified-officers',
  label: 'Officers certified',
  entity: 'record',
  relation: 'officers-certified',
  coverage: 'officer',
  counted: 'made',
  of: 'records',
  unit: 'officers',
  definition: 'Officers who were authorized (ICE Form 70-006 and letter), counted on the first day of their authority.',
  source: 'agreements, section on training',
};
