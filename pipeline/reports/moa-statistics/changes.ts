import type { ReportDefinition } from '../report.ts';

/** Changes of the statistical report's rules, measures and words, newest first. */
export const changes: ReportDefinition['changes'] = [
  {
    on: '2026-11-22',
    what: 'Ended agreements: each end counts on the day on which the agreement was terminated, superseded or no longer on record, also where it began again later. A suspension is no end: an agreement that was suspended and then terminated ended on the day of its termination.',
  },
  {
    on: '2026-11-22',
    what: 'What is overdue (training, reviews and meetings, inspections), the status of credentials and the revocations due are told only where the sources cover the time in which it may have been done: two years, of reviews and meetings three, of credentials 31 days. Else they are not available.',
  },
  {
    on: '2026-11-22',
    what: 'Detainers under agreements of which several changes are on record for one day: honored stands before declined, and declined before lifted.',
  },
  {
    on: '2026-11-22',
    what: 'An agreement that was terminated is called ended in the register, as among the changes; one that is active again after it was not is called resumed, and began only once. Applications are listed only where their number is available.',
  },
];
