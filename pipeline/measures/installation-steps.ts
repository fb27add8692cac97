import type { RecordMeasure } from './measure.ts';

export const installationSteps: RecordMeasure = {
  id: 'installation-steps',
  label: 'Steps of installations',
  entity: 'record',
  relation: 'installation-steps',
  coverage: 'installation',
  counted: 'made',
  of: 'records',
  unit: 'steps',
  definition: 'Steps of installations of equipment, counted on the day on which the step ended.',
  source: 'OIG-18-77',
};
