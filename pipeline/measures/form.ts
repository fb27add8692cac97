import { sql } from 'kysely';
import { forms } from '../../queries/codelists.ts';
import type { EventBreakdown } from './measure.ts';

export const form: EventBreakdown = {
  id: 'form',
  label: 'Form',
  entity: 'event',
  definition: 'The form of the charging document, or of the administrative warrant.',
  codes: forms,
  code: (row) => sql<string>`coalesce(${row.ref('event.form')}, 'not-recorded')`,
};
