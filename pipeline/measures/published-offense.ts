import { publishedOffenseOf, publishedOffenses } from '../../queries/offenses/category-of.ts';
import type { EventBreakdown } from './measure.ts';

export const publishedOffense: EventBreakdown = {
  id: 'published-offense',
  label: 'Offense category of the program’s page',
  entity: 'event',
  definition:
    'The six categories that the program’s page prints, by the most serious conviction on record. They leave out all other convictions.',
  codes: publishedOffenses,
  code: (row) => publishedOffenseOf(row.ref('event.most_serious_conviction'), row),
};
