import { sexes } from '../../queries/codelists.ts';
import type { EventBreakdown } from './measure.ts';

export const sex: EventBreakdown = {
  id: 'sex',
  label: 'Sex',
  entity: 'event',
  definition: 'Sex as the source records it.',
  codes: sexes,
  code: (row) => row.ref('event.sex'),
};
