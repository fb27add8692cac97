import type { ReportDefinition } from '../report.ts';

/** Changes of the statistical report's rules, measures and words, newest first. */
export const changes: ReportDefinition['changes'] = [
  {
    on: '2026-11-22',
    what: 'Three-year reviews: of an agreement that was signed before the template that asks for them, the three years run from the day on which it came under that template, and no longer from its signing. Initial reviews: where the first days of an agreement bear no template, the first that is recorded tells whether one is owed. Fewer are overdue. They are listed, as overdue inspections are.',
  },
  {
    on: '2026-11-22',
    what: 'The resolution of a complaint counts in the period in which it was resolved, and no longer in that of its receipt, at whose end most could not be judged. Complaints that are open for over 90 days are counted.',
  },
  {
    on: '2026-11-22',
    what: 'Supervision by field office counts field program managers alone, as the figures of the nation do; national ones stand in the table by kind.',
  },
  {
    on: '2026-11-22',
    what: 'Agencies’ figures are compared only where one was reported: where none was, nothing agrees. By month, the months of the fiscal year to date alone are shown. In the document of one agreement, tables of which nothing is on record are named in a sentence, and what its model does not know is not applicable.',
  },
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
