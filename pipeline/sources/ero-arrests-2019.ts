import type { Source } from './source.ts';

/**
 * Administrative arrests by Enforcement and Removal Operations, as released in 2019 under request 2019-ICFO-53623, one
 * file a fiscal year. The only one of the three layouts that says how a person was apprehended, and so which arrests
 * are 287(g) arrests.
 */
export const eroArrests2019: Source = {
  id: 'ero-arrests-2019',
  title: 'ERO administrative arrests, release of 2019',
  kind: 'administrative-arrest',
  delimiter: '|',
  released: 2019,
  columns: [
    { header: 'Area of Responsibility', holds: 'office_code', blank: 'not-recorded', means: { NA: 'not-recorded' } },
    { header: 'Apprehension Date', holds: 'occurred_on' },
    { header: 'Apprehension Method', holds: 'method', blank: 'not-recorded', means: { NA: 'not-recorded' } },
    { header: 'Apprehension Landmark', holds: 'landmark' },
    { header: 'Operation', holds: 'nothing', why: 'withheld or blank in every row' },
    { header: 'Processing Disposition', holds: 'disposition', blank: 'not-recorded', means: { NA: 'not-recorded' } },
    { header: 'Birth Date', holds: 'birth_year', blank: 'not-recorded' },
    { header: 'Citizenship', holds: 'citizenship', blank: 'not-recorded', means: { NA: 'not-recorded' } },
    { header: 'Gender', holds: 'sex', blank: 'not-recorded', means: { NA: 'not-recorded' } },
  ],
};
