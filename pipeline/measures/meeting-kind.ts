import type { Code } from '../../queries/codelists.ts';
import { milestoneKinds } from '../../queries/oversight.ts';
import type { RecordBreakdown } from './measure.ts';

/** What a review or meeting is, whether it was held or is overdue. */
export const meetingKinds: readonly Code[] = milestoneKinds.map(({ code, label }) => ({
  code,
  label: label.replace(/ (?:held|met)$/, ''),
}));

export const meetingKind: RecordBreakdown = {
  id: 'meeting-kind',
  label: 'Kind',
  entity: 'record',
  definition: 'Which review or meeting the agreements ask for.',
  codes: meetingKinds,
  code: (row) => row.ref('record.code'),
};
