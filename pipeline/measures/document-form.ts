import { forms } from '../../queries/codelists.ts';
import type { RecordBreakdown } from './measure.ts';

export const documentForm: RecordBreakdown = {
  id: 'document-form',
  label: 'Form',
  entity: 'record',
  definition: 'The form of the charging document.',
  codes: forms,
  code: (row) => row.ref('record.code'),
};
