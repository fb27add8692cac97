import type { Code } from '../../queries/codelists.ts';
import type { EventBreakdown } from './measure.ts';

/** Each band with the age at which the next begins. */
const bands = [
  { code: 'under-18', label: 'Under 18', below: 18 },
  { code: '18-24', label: '18 to 24', below: 25 },
  { code: '25-34', label: '25 to 34', below: 35 },
  { code: '35-44', label: '35 to 44', below: 45 },
  { code: '45-54', label: '45 to 54', below: 55 },
  { code: '55-64', label: '55 to 64', below: 65 },
] as const satisfies readonly (Code & { readonly below: number })[];

const oldest: Code = { code: '65-and-over', label: '65 and over' };

export const ageBand: EventBreakdown = {
  id: 'age-band',
  label: 'Age band',
  entity: 'event',
  definition:
    'The age in years that the person reaches in the calendar year of the event, worked out from the year of birth alone.',
  codes: [...bands.map(({ code, label }) => ({ code, label })), oldest],
  code: (row) => {
    const year = row.fn<number>('date_part', [row.val('year'), 'event.occurred_on']);
    const age = row(year, '-', row.ref('event.birth_year'));
    const missing = row
      .case()
      .when('event.birth_year', 'is', null)
      .then(row.fn.coalesce('event.birth_year_absence', row.val('not-recorded')));
    return bands
      .reduce((cases, { code, below }) => cases.when(age, '<', below).then(row.val(code)), missing)
      .else(row.val(oldest.code))
      .end();
  },
};
