import type { RecordMeasure } from './measure.ts';

export const meetingsOverdue: RecordMeasure = {
  id: 'meetings-overdue',
  label: 'Reviews and meetings overdue',
  entity: 'record',
  relation: 'meetings-overdue',
  coverage: 'milestone',
  counted: 'standing',
  of: 'records',
  looksBack: { count: 3, unit: 'year' },
  unit: 'meetings',
  definition:
    'Reviews and meetings that active agreements ask for and that had not been held by the end of the last day of the period. The agreements of 2009 and 2013 and those of task forces ask for none. The figure is told only where the sources cover the three years before, or the time since the signing in the document of one agreement. An initial review has no such term: held before the days that the sources cover and not on record, it is counted as overdue.',
  source: 'agreements of 2019 to 2025',
};
