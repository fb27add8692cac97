import { offenseCategories, offenseCategoryOf } from '../../queries/offenses/category-of.ts';
import type { OffenseBreakdown } from './measure.ts';

export const offense: OffenseBreakdown = {
  id: 'offense',
  label: 'Offense category',
  entity: 'offense',
  definition:
    'The category of each offense on record, after the NCIC Uniform Offense Classification in the wording of the agency’s tables. Offenses are counted, not persons or events.',
  codes: offenseCategories.filter(({ code }) => code !== 'none'),
  code: (row) => offenseCategoryOf(row.ref('charge.ncic_code'), row),
};
