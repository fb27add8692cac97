import { administrativeArrests } from '../../measures/administrative-arrests.ts';
import { agreementDetainers } from '../../measures/agreement-detainers.ts';
import { amenability } from '../../measures/amenability.ts';
import { chargingDocuments } from '../../measures/charging-documents.ts';
import { criminality } from '../../measures/criminality.ts';
import { custodyTransfers } from '../../measures/custody-transfers.ts';
import { detainerStatus } from '../../measures/detainer-status.ts';
import { detainers } from '../../measures/detainers.ts';
import { documentForm } from '../../measures/document-form.ts';
import { documentReviews } from '../../measures/document-reviews.ts';
import { encounters } from '../../measures/encounters.ts';
import { form } from '../../measures/form.ts';
import { offenseCategory } from '../../measures/offense-category.ts';
import { priority } from '../../measures/priority.ts';
import { removals } from '../../measures/removals.ts';
import { returns } from '../../measures/returns.ts';
import { threatLevel } from '../../measures/threat-level.ts';
import { warrantsServed } from '../../measures/warrants-served.ts';
import type { SectionDefinition } from '../report.ts';

/** What was done under the agreements, and what came of it (`domain.md` §2.3, workload and composition). */
export const workloadSection: SectionDefinition = {
  id: 'workload',
  title: 'Workload and outcomes',
  introduction:
    'Figures count events, not persons. What follows an encounter may fall in a later period than the encounter: the rows are steps and not parts, they do not add up, and one does not divide another.',
  blocks: [
    {
      kind: 'measures',
      table: {
        id: 'enforcement-events-by-kind',
        title: 'Enforcement events by kind',
        rowHeader: 'Kind of event',
        measures: [
          encounters,
          administrativeArrests,
          detainers,
          warrantsServed,
          chargingDocuments,
          custodyTransfers,
          removals,
          returns,
        ],
      },
    },
    { kind: 'table', table: { measure: encounters, by: amenability, rows: 'listed', order: 'listed' } },
    {
      kind: 'table',
      table: {
        measure: agreementDetainers,
        by: detainerStatus,
        rows: 'listed',
        order: 'listed',
        notes: [
          'Agencies do not routinely tell ICE of detainers that they decline: the number of declined detainers is the least that it can be.',
          'What became of them as recorded at the instant of the data. Detainers of the program that are linked to no agreement are among the enforcement events by kind and not here.',
        ],
      },
    },
    { kind: 'table', table: { measure: warrantsServed, by: form, rows: 'present', order: 'listed' } },
    { kind: 'table', table: { measure: chargingDocuments, by: form, rows: 'present', order: 'listed' } },
    {
      kind: 'figures',
      table: {
        id: 'document-reviews-by-form',
        title: 'Supervisors’ review of charging documents',
        rowHeader: 'Form',
        rows: { by: documentForm, rows: 'present', total: 'Total' },
        columns: [
          {
            id: 'submitted',
            header: 'Submitted',
            meaning: 'in the period',
            unit: 'count',
            figure: { kind: 'count', measure: documentReviews },
          },
          {
            id: 'approved',
            header: 'Approved',
            meaning: 'of those submitted',
            unit: 'count',
            figure: { kind: 'outcome', measure: documentReviews, outcome: 'approved' },
          },
          {
            id: 'returned',
            header: 'Returned for correction',
            meaning: 'of those submitted',
            unit: 'count',
            figure: { kind: 'outcome', measure: documentReviews, outcome: 'returned' },
          },
          {
            id: 'returned-share',
            header: 'Returned (%)',
            meaning: 'of those submitted',
            unit: 'percent',
            figure: {
              kind: 'share',
              part: { kind: 'outcome', measure: documentReviews, outcome: 'returned' },
              of: { kind: 'count', measure: documentReviews },
            },
          },
          {
            id: 'pending',
            header: 'Not reviewed so far',
            meaning: 'of those submitted',
            unit: 'count',
            figure: { kind: 'outcome', measure: documentReviews, outcome: 'pending' },
          },
          {
            id: 'median',
            header: 'Median (days)',
            meaning: 'from submission to review',
            unit: 'days',
            figure: { kind: 'median', measure: documentReviews },
          },
        ],
        notes: [
          'Submissions under agreements, counted on the day of submission and again where a document was returned; documents issued are counted above on the day of issue, those made out by ICE itself under Warrant Service Officer agreements among them. The two counts differ and one does not divide the other.',
          'What came of a submission as recorded at the instant of the data.',
        ],
      },
    },
    { kind: 'table', table: { measure: encounters, by: priority, rows: 'listed', order: 'listed' } },
    { kind: 'table', table: { measure: encounters, by: criminality, rows: 'listed', order: 'listed' } },
    { kind: 'table', table: { measure: encounters, by: threatLevel, rows: 'listed', order: 'listed' } },
    {
      kind: 'table',
      table: { measure: encounters, by: offenseCategory, rows: 'present', order: 'descending', top: 15 },
    },
  ],
};
