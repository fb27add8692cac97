import { dispositions } from '../../queries/dispositions.ts';
import type { EventBreakdown } from './measure.ts';

export const disposition: EventBreakdown = {
  id: 'disposition',
  label: 'Processing disposition',
  entity: 'event',
  definition:
    'How the case was processed, as the source records it; the spelled-out and the coded forms of one disposition are one row.',
  codes: dispositions,
  code: (row) => row.ref('event.disposition'),
};
