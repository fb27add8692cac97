import { criminalities } from '../../queries/codelists.ts';
import type { EventBreakdown } from './measure.ts';

export const criminality: EventBreakdown = {
  id: 'criminality',
  label: 'Criminality',
  entity: 'event',
  definition:
    'Whether a criminal conviction or a pending criminal charge was on record in the agency’s systems at the time of the action.',
  codes: criminalities,
  code: (row) => row.ref('event.criminality'),
};
