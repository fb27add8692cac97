import { sql } from 'kysely';
import { absences, unmappedPrefix } from '../../queries/codelists.ts';
import type { EventBreakdown } from './measure.ts';

const blanks = sql.join(absences.map(({ code }) => sql.lit(code)));

export const amenability: EventBreakdown = {
  id: 'amenability',
  label: 'Amenability to removal',
  entity: 'event',
  definition:
    'Whether the processing disposition says that the person is amenable to removal: not amenable and foreign-born U.S. citizen are dispositions of their own, and every other one means amenable. A disposition outside our list, or none, tells nothing.',
  codes: [
    { code: 'amenable', label: 'Amenable to removal' },
    { code: 'not-amenable', label: 'Not amenable to removal' },
    { code: 'citizen', label: 'Foreign-born U.S. citizen' },
  ],
  code: (row) => {
    const disposition = row.ref('event.disposition');
    return sql<string>`case when ${disposition} = 'nar' then 'not-amenable' when ${disposition} = 'fbusc' then 'citizen'
      when ${disposition} in (${blanks}) then ${disposition}
      when ${disposition} like ${sql.lit(`${unmappedPrefix}%`)} then 'unknown' else 'amenable' end`;
  },
};
