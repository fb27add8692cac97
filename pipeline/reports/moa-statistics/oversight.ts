import { inspectionRatings } from '../../../queries/oversight.ts';
import { agreements } from '../../measures/agreements.ts';
import { agreementsWithoutInspection } from '../../measures/agreements-without-inspection.ts';
import { closedCorrectiveActions } from '../../measures/closed-corrective-actions.ts';
import { complaintFinding } from '../../measures/complaint-finding.ts';
import { complaintSource } from '../../measures/complaint-source.ts';
import { complaintsReceived } from '../../measures/complaints-received.ts';
import { complaintsResolved } from '../../measures/complaints-resolved.ts';
import { deficiencies } from '../../measures/deficiencies.ts';
import { inspectionRating } from '../../measures/inspection-rating.ts';
import { inspections } from '../../measures/inspections.ts';
import { model } from '../../measures/model.ts';
import { openComplaints } from '../../measures/open-complaints.ts';
import { openCorrectiveActions } from '../../measures/open-corrective-actions.ts';
import { overdueComplaints } from '../../measures/overdue-complaints.ts';
import { overdueInspections } from '../../measures/overdue-inspections.ts';
import type { Figure } from '../report/figures.ts';
import type { SectionDefinition } from '../report.ts';

const withMechanism: Figure = {
  kind: 'difference',
  of: { kind: 'count', measure: agreements },
  less: { kind: 'count', measure: agreementsWithoutInspection },
};

/** Of the agreements that have a mechanism of inspection, those whose inspection is not overdue. */
export const inspectionCoverage: Figure = {
  kind: 'share',
  part: { kind: 'difference', of: withMechanism, less: { kind: 'count', measure: overdueInspections } },
  of: withMechanism,
};

const correctiveActions =
  'Corrective actions are open or closed as recorded at the instant of the data: one that was closed after the period counts as closed.';

/** Complaints about the exercise of the authority (`domain.md` §7, O12). */
export const complaintsSection: SectionDefinition = {
  id: 'complaints',
  title: 'Complaints',
  introduction:
    'Complaints are accepted from any source. ICE is to be notified within 48 hours without weekends, and a complaint resolved within 90 days: the section on the timeliness of duties shows how often that was done.',
  blocks: [
    { kind: 'table', table: { measure: complaintsReceived, by: complaintSource, rows: 'listed', order: 'listed' } },
    { kind: 'table', table: { measure: complaintsResolved, by: complaintFinding, rows: 'listed', order: 'listed' } },
    { kind: 'table', table: { measure: openComplaints, by: complaintSource, rows: 'present', order: 'listed' } },
    {
      kind: 'table',
      table: { measure: overdueComplaints, by: complaintSource, rows: 'present', order: 'listed' },
    },
  ],
};

/** Inspections, and where there is no mechanism of them (`domain.md` §7, O13 and O15). */
export const inspectionsSection: SectionDefinition = {
  id: 'inspections',
  title: 'Inspections',
  introduction:
    'Inspections by the Office of Professional Responsibility are due every two years. There is no mechanism of oversight by inspection for Warrant Service Officer agreements (GAO-21-186): they are counted apart, and are neither due nor done.',
  notUnder: {
    models: ['WSO'],
    says: 'Not applicable: there is no mechanism of oversight by inspection for Warrant Service Officer agreements (GAO-21-186). Under this agreement inspections are neither due nor made.',
  },
  blocks: [
    {
      kind: 'figures',
      on: 'areas',
      table: {
        id: 'inspections-by-model',
        title: 'Inspections due and done by model',
        rowHeader: 'Model',
        rows: { by: model, rows: 'present', total: 'Total' },
        about: 'done',
        columns: [
          {
            id: 'agreements',
            header: 'Agreements in force',
            meaning: 'at the end of the last day',
            unit: 'count',
            figure: { kind: 'count', measure: agreements },
          },
          {
            id: 'no-mechanism',
            header: 'No mechanism',
            meaning: 'not applicable: no inspection exists for the model',
            unit: 'count',
            figure: { kind: 'count', measure: agreementsWithoutInspection },
          },
          {
            id: 'overdue',
            header: 'Overdue',
            meaning: 'not inspected for two years',
            unit: 'count',
            figure: { kind: 'count', measure: overdueInspections },
          },
          {
            id: 'current-share',
            header: 'Not overdue (%)',
            meaning: 'of those with a mechanism',
            unit: 'percent',
            figure: inspectionCoverage,
          },
          {
            id: 'done',
            header: 'Inspections made',
            meaning: 'in the period',
            unit: 'count',
            figure: { kind: 'count', measure: inspections },
          },
        ],
        notes: ['X: the model has no mechanism of inspection.'],
      },
    },
    { kind: 'table', table: { measure: inspections, by: inspectionRating, rows: 'listed', order: 'listed' } },
    {
      kind: 'measures',
      table: {
        id: 'inspection-results',
        title: 'Deficiencies and corrective actions',
        rowHeader: 'What inspections found',
        measures: [deficiencies, openCorrectiveActions, closedCorrectiveActions],
        notes: ['The rows are different things and do not add up.', correctiveActions],
      },
    },
    {
      kind: 'listing',
      table: {
        id: 'inspections-overdue-listed',
        listing: 'overdue-inspections',
        coverage: 'inspection',
        countedAs: overdueInspections,
        title: 'Agreements with an inspection overdue',
        rowHeader: 'Agency',
        columns: [
          { id: 'state', header: 'State', meaning: 'of the agency', unit: 'text', blank: 'unavailable' },
          { id: 'model', header: 'Model', meaning: 'of the agreement', unit: 'text', blank: 'unavailable' },
          {
            id: 'overdue_on',
            header: 'Overdue since',
            meaning: 'first day on which it was overdue',
            unit: 'date',
            blank: 'unavailable',
          },
          {
            id: 'done_on',
            header: 'Last inspected',
            meaning: 'last inspection on record',
            unit: 'date',
            blank: 'not-applicable',
          },
        ],
        notes: ['X: none is on record.'],
      },
    },
    {
      kind: 'listing',
      table: {
        id: 'inspections-listed',
        listing: 'inspections',
        coverage: 'inspection',
        title: 'Inspections, fiscal year to date',
        rowHeader: 'Agency',
        notes: [correctiveActions],
        columns: [
          { id: 'state', header: 'State', meaning: 'of the agency', unit: 'text', blank: 'unavailable' },
          { id: 'model', header: 'Model', meaning: 'of the agreement', unit: 'text', blank: 'unavailable' },
          { id: 'inspected_on', header: 'Day', meaning: 'of the inspection', unit: 'date', blank: 'unavailable' },
          {
            id: 'rating',
            header: 'Rating',
            meaning: 'what it came to',
            unit: 'text',
            labels: inspectionRatings,
            blank: 'unavailable',
          },
          { id: 'deficiencies', header: 'Deficiencies', meaning: 'found', unit: 'count', blank: 'unavailable' },
          {
            id: 'corrective_actions_open',
            header: 'Corrective actions open',
            meaning: 'as recorded at the instant of the data',
            unit: 'count',
            blank: 'unavailable',
          },
          {
            id: 'corrective_actions_closed',
            header: 'Corrective actions closed',
            meaning: 'as recorded at the instant of the data',
            unit: 'count',
            blank: 'unavailable',
          },
        ],
      },
    },
  ],
};
