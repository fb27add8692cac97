import { managerKinds } from '../../queries/personnel.ts';
import type { RecordBreakdown } from './measure.ts';

export const managerKind: RecordBreakdown = {
  id: 'manager-kind',
  label: 'Kind',
  entity: 'record',
  definition: 'Field program managers supervise the officers of an office, national ones those of all.',
  codes: managerKinds,
  code: (row) => row.ref('record.code'),
};
