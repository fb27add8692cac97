import type { RecordMeasure } from './measure.ts';

export const completedTrainings: RecordMeasure = {
  id: 'completed-trainings',
  label: 'Courses completed',
  entity: 'record',
  relation: 'trainings-completed',
  coverage: 'training',
  counted: 'made',
  of: 'records',
  unit: 'completions',
  definition:
    'Courses that officers completed, by the records of training, counted on the day of completion; an officer counts once for each.',
  source: 'OIG-18-77, footnote 7',
};
