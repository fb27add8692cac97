import { complaintDuties } from '../../queries/duties.ts';
import type { RecordBreakdown } from './measure.ts';

export const complaintDuty: RecordBreakdown = {
  id: 'complaint-duty',
  label: 'Duty',
  entity: 'record',
  definition: 'What the agreements bind to a time where there is a complaint.',
  codes: complaintDuties,
  code: (row) => row.ref('record.code'),
};
