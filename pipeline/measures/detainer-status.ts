import type { RecordBreakdown } from './measure.ts';

export const detainerStatus: RecordBreakdown = {
  id: 'detainer-status',
  label: 'What became of the detainer',
  entity: 'record',
  definition:
    'The last change that is on record about a detainer, whenever it came; pending where there is none. Of several on one day honored stands before declined, and declined before lifted: a detainer is lifted when the person is booked in.',
  codes: [
    { code: 'honored', label: 'Honored (booked in)' },
    { code: 'declined', label: 'Declined' },
    { code: 'lifted', label: 'Lifted' },
    { code: 'pending', label: 'Pending' },
  ],
  code: (row) => row.ref('record.code'),
};
