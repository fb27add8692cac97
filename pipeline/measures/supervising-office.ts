import { sql } from 'kysely';
import type { AgreementBreakdown } from './measure.ts';

export const supervisingOffice: AgreementBreakdown = {
  id: 'supervising-office',
  label: 'Supervising field office',
  entity: 'agreement',
  definition:
    'The field office that supervises the agreement, or whose post it is. It is never mixed with the office in whose area an event happened.',
  codes: 'field-offices',
  code: (row) => sql<string>`coalesce(${row.ref('agreement.office_code')}, 'not-recorded')`,
  ofRecord: (row) => sql<string>`coalesce(${row.ref('record.office_code')}, 'not-recorded')`,
};
