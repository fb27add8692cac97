import { threatLevels } from '../../queries/codelists.ts';
import type { EventBreakdown } from './measure.ts';

export const threatLevel: EventBreakdown = {
  id: 'threat-level',
  label: 'Threat level',
  entity: 'event',
  definition: 'The agency’s criminal offense level: 1 to 3 by the convictions on record, or no level.',
  codes: threatLevels,
  code: (row) => row.ref('event.threat_level'),
};
