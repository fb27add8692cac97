import type { RecordMeasure } from './measure.ts';

export const fieldProgramManagers: RecordMeasure = {
  id: 'field-program-managers',
  label: 'Field program managers',
  entity: 'record',
  relation: 'field-program-managers',
  coverage: 'program-manager',
  counted: 'standing',
  of: 'records',
  unit: 'posts',
  definition:
    'Posts of field program managers that are held at the end of the last day of the period. National program managers are not among them: the staffing model asks for supervisors of officers.',
  source: 'OIG-18-77',
};
