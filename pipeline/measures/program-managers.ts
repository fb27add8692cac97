import type { RecordMeasure } from './measure.ts';

export const programManagers: RecordMeasure = {
  id: 'program-managers',
  label: 'Program managers',
  entity: 'record',
  relation: 'program-managers',
  coverage: 'program-manager',
  counted: 'standing',
  of: 'records',
  unit: 'posts',
  definition: 'Posts of program managers that are held at the end of the last day of the period.',
  source: 'OIG-18-77',
};
