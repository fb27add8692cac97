import type { Source } from './source.ts';

/**
 * Encounters of Enforcement and Removal Operations, as released in 2019 under request 2019-ICFO-53623, one file a fiscal
 * year. It says neither program nor method: 287(g) encounters cannot be told from others.
 */
export const eroEncounters2019: Source = {
  id: 'ero-encounters-2019',
  title: 'ERO encounters, release of 2019',
  kind: 'encounter',
  delimiter: '|',
  released: 2019,
  columns: [
    {
      header: 'Event Area of Responsibility',
      holds: 'office_code',
      blank: 'not-recorded',
      means: { NA: 'not-recorded' },
    },
    { header: 'Event Date', holds: 'occurred_on' },
    { header: 'Landmark', holds: 'landmark' },
    { header: 'Operation', holds: 'nothing', why: 'withheld or blank in every row' },
    { header: 'Processing Disposition', holds: 'disposition', blank: 'not-recorded', means: { NA: 'not-recorded' } },
    { header: 'Birth Date', holds: 'birth_year', blank: 'not-recorded' },
    { header: 'Citizenship', holds: 'citizenship', blank: 'not-recorded', means: { NA: 'not-recorded' } },
    { header: 'Gender', holds: 'sex', blank: 'not-recorded', means: { NA: 'not-recorded' } },
  ],
};
