import type { Source } from './source.ts';

/**
 * Removals, as released in 2019 under request 2019-ICFO-53623, one file a fiscal year. The agency counts a removal on its
 * removal date, by which the release is divided into years; the person may have departed, and was apprehended, earlier.
 * Voluntary returns and withdrawals stand among them, as in the agency's own count. It says neither program nor method:
 * 287(g) removals cannot be told from others.
 */
export const iceRemovals2019: Source = {
  id: 'ice-removals-2019',
  title: 'ICE removals, release of 2019',
  kind: 'removal',
  delimiter: '|',
  released: 2019,
  columns: [
    { header: 'Area of Responsibility', holds: 'office_code', blank: 'not-recorded', means: { NA: 'not-recorded' } },
    { header: 'Apprehension Date', holds: 'nothing', why: 'the day of another event, often years earlier, or blank' },
    {
      header: 'Processing Disposition Code',
      holds: 'disposition',
      blank: 'not-recorded',
      means: { NA: 'not-recorded' },
    },
    { header: 'Birth Date', holds: 'birth_year', blank: 'not-recorded' },
    { header: 'Citizenship', holds: 'citizenship', blank: 'not-recorded', means: { NA: 'not-recorded' } },
    { header: 'Gender', holds: 'sex', blank: 'not-recorded', means: { NA: 'not-recorded' } },
    // Levels 1 to 3 are redacted in this release and `NA` is not: it is the statement that the case has no level
    // (`domain.md` §3.3), which half of all removals did not have.
    { header: 'RC Threat Level', holds: 'threat_level', blank: 'not-recorded', means: { NA: 'none' } },
    { header: 'Final Charge Section', holds: 'nothing', why: 'a section of the statute, which no table counts by' },
    { header: 'Departed Date', holds: 'nothing', why: 'the removal is counted on its removal date' },
    { header: 'Removal Date', holds: 'occurred_on' },
  ],
};
