import { offenseCategories, offenseCategoryOf } from '../../queries/offenses/category-of.ts';
import type { EventBreakdown } from './measure.ts';

export const offenseCategory: EventBreakdown = {
  id: 'offense-category',
  label: 'Most serious conviction',
  entity: 'event',
  definition:
    'The category of the most serious conviction on record, after the NCIC Uniform Offense Classification in the wording of the agency’s tables. Events are counted, each once; convictions are not.',
  codes: offenseCategories,
  code: (row) => offenseCategoryOf(row.ref('event.most_serious_conviction'), row),
};
