import type { RecordMeasure } from './measure.ts';

export const outstandingInstallations: RecordMeasure = {
  id: 'outstanding-installations',
  label: 'Installations outstanding',
  entity: 'record',
  relation: 'installations-outstanding',
  coverage: 'installation',
  counted: 'standing',
  of: 'records',
  unit: 'sites',
  definition:
    'Installations that were requested and are not completed at the end of the last day of the period, by the last step that is done.',
  source: 'OIG-18-77',
};
