import { agencyFigureContract } from '../agency-figures.ts';
import {
  complaintContract,
  documentReviewContract,
  dutyPerformanceContract,
  inspectionContract,
  installationContract,
  milestoneContract,
} from '../oversight.ts';
import {
  officerContract,
  officerLoginContract,
  officerTrainingContract,
  programManagerContract,
} from '../personnel.ts';
import type { ExtractEntity, ExtractReference } from '../program-extract.ts';
import {
  agencyFigureColumns,
  complaintColumns,
  documentReviewColumns,
  dutyPerformanceColumns,
  inspectionColumns,
  installationColumns,
  milestoneColumns,
  officerColumns,
  officerLoginColumns,
  officerTrainingColumns,
  programManagerColumns,
} from './columns/administration.ts';

/** The files about the administration of agreements, parents first. */
export const administrationIds = [
  'officers',
  'officer_training',
  'officer_logins',
  'program_managers',
  'milestones',
  'installations',
  'duty_performances',
  'document_reviews',
  'complaints',
  'inspections',
  'agency_figures',
] as const;

const agreement: ExtractReference = { column: 'agreement_id', to: 'agreements' };
const officer: ExtractReference = { column: 'officer_id', to: 'officers' };

// JSON Schema leaves the format of a text with a second pattern out, and cells are read by it.
const extractFigureContract = agencyFigureContract.extend({
  month: agencyFigureContract.shape.month.meta({ format: 'date' }),
});

/** Every file about the administration of agreements, parents first. */
export const administrationEntities: readonly ExtractEntity[] = [
  {
    id: 'officers',
    title: 'Officers',
    description:
      'Officers whom agencies nominated, one row an officer under one agreement, with the day of each step so far.',
    contract: officerContract,
    columns: officerColumns,
    key: ['officer_id'],
    subject: ['officer_id'],
    references: [agreement],
  },
  {
    id: 'officer_training',
    title: 'Training of officers',
    description:
      'Courses completed, one row a completion. A file that names an officer gives all courses of the officer.',
    contract: officerTrainingContract,
    columns: officerTrainingColumns,
    key: ['officer_id', 'course', 'completed_on'],
    subject: ['officer_id'],
    references: [officer],
  },
  {
    id: 'officer_logins',
    title: 'Log-ins of officers',
    description:
      "Days on which officers logged in to ICE's systems, one row a day. A file that names an officer gives all days of the officer.",
    contract: officerLoginContract,
    columns: officerLoginColumns,
    key: ['officer_id', 'logged_in_on'],
    subject: ['officer_id'],
    references: [officer],
  },
  {
    id: 'program_managers',
    title: 'Program managers',
    description:
      'Posts of program managers, one row a span of time in which a post was held; spans of one post do not overlap. A file that names a post gives all its spans.',
    contract: programManagerContract,
    columns: programManagerColumns,
    key: ['post_id', 'held_from'],
    subject: ['post_id'],
    spans: { from: 'held_from', until: 'held_until' },
    references: [{ column: 'office_code', to: 'field_offices' }],
  },
  {
    id: 'milestones',
    title: 'Milestones of agreements',
    description:
      'What happened to agreements beside their signing and their status, one row a day. A file that names an agreement gives all its milestones.',
    contract: milestoneContract,
    columns: milestoneColumns,
    key: ['agreement_id', 'kind', 'occurred_on'],
    subject: ['agreement_id'],
    references: [agreement],
  },
  {
    id: 'installations',
    title: 'Installations of equipment',
    description: 'Equipment at the sites of agencies, one row an installation, with the day of each step so far.',
    contract: installationContract,
    columns: installationColumns,
    key: ['installation_id'],
    subject: ['installation_id'],
    references: [agreement],
  },
  {
    id: 'duty_performances',
    title: 'Performances of duties',
    description: 'Duties that have a time, one row each time that one arose.',
    contract: dutyPerformanceContract,
    columns: dutyPerformanceColumns,
    key: ['performance_id'],
    subject: ['performance_id'],
    references: [agreement],
  },
  {
    id: 'document_reviews',
    title: 'Reviews of charging documents',
    description: 'Reviews by the supervisor, one row a submission of a document.',
    contract: documentReviewContract,
    columns: documentReviewColumns,
    key: ['review_id'],
    subject: ['review_id'],
    references: [agreement],
  },
  {
    id: 'complaints',
    title: 'Complaints',
    description: 'Complaints and allegations about the exercise of the authority, one row a complaint.',
    contract: complaintContract,
    columns: complaintColumns,
    key: ['complaint_id'],
    subject: ['complaint_id'],
    references: [agreement],
  },
  {
    id: 'inspections',
    title: 'Inspections',
    description: 'Inspections by the Office of Professional Responsibility, one row an inspection of one agreement.',
    contract: inspectionContract,
    columns: inspectionColumns,
    key: ['inspection_id'],
    subject: ['inspection_id'],
    references: [agreement],
  },
  {
    id: 'agency_figures',
    title: 'Figures of agencies',
    description:
      'What agencies count themselves, one row an agreement, month and measure. A file that names a month of an agreement gives all figures of that month.',
    contract: extractFigureContract,
    columns: agencyFigureColumns,
    key: ['agreement_id', 'month', 'measure'],
    subject: ['agreement_id', 'month'],
    references: [agreement],
  },
];
