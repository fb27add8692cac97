import { countries } from '../../queries/countries.ts';
import type { EventBreakdown } from './measure.ts';

export const citizenship: EventBreakdown = {
  id: 'citizenship',
  label: 'Citizenship',
  entity: 'event',
  definition: 'The country of citizenship as the source records it.',
  codes: countries,
  code: (row) => row.ref('event.citizenship'),
};
