import { courses } from '../../queries/personnel.ts';
import type { RecordBreakdown } from './measure.ts';

export const course: RecordBreakdown = {
  id: 'course',
  label: 'Course',
  entity: 'record',
  definition: 'The course, of those that officers must complete.',
  codes: courses,
  code: (row) => row.ref('record.code'),
};
