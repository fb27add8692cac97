import type { RecordMeasure } from './measure.ts';

export const meetingsOverdue: RecordMeasure = {
  id: 'meetings-overdue',
  label: 'Reviews and meetings overdue',
  entity: 'record',
  relation: 'meetings-overdue',
  coverage: 'milestone',
  counted: 'standing',
  of: 'records',
  unit: 'meetings',
  definition:
    'Reviews and meetings that active agreements ask for and that had not been held by the end of the last day of the period. The agreements of 2009 and 2013 and those of task forces ask for none.',
  source: 'agreements of 2019 to 2025',
};
