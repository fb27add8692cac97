import { milestoneKinds } from '../../queries/oversight.ts';
import type { RecordBreakdown } from './measure.ts';

export const meetingKind: RecordBreakdown = {
  id: 'meeting-kind',
  label: 'Kind',
  entity: 'record',
  definition: 'Which review or meeting the agreements ask for.',
  codes: milestoneKinds,
  code: (row) => row.ref('record.code'),
};
