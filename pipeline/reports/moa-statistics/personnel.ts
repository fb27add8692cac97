import { activeOfficers } from '../../measures/active-officers.ts';
import { agenciesWithOfficers } from '../../measures/agencies-with-officers.ts';
import { certifiedOfficers } from '../../measures/certified-officers.ts';
import { clearedOfficers } from '../../measures/cleared-officers.ts';
import { completedTrainings } from '../../measures/completed-trainings.ts';
import { course } from '../../measures/course.ts';
import { credentialStatus } from '../../measures/credential-status.ts';
import { credentials } from '../../measures/credentials.ts';
import { examResult } from '../../measures/exam-result.ts';
import { model } from '../../measures/model.ts';
import { nominatedOfficers } from '../../measures/nominated-officers.ts';
import { overdueAgencies } from '../../measures/overdue-agencies.ts';
import { overdueOfficers } from '../../measures/overdue-officers.ts';
import { revocationReason } from '../../measures/revocation-reason.ts';
import { revocationsDue } from '../../measures/revocations-due.ts';
import { revocationsMade } from '../../measures/revocations-made.ts';
import { revokedOfficers } from '../../measures/revoked-officers.ts';
import { trainedOfficers } from '../../measures/trained-officers.ts';
import type { Figure } from '../report/figures.ts';
import type { SectionDefinition } from '../report.ts';

const steps = 'The rows are steps and not parts: they do not add up, and one officer may take several in a period.';

/** Agencies with active officers. */
export const withOfficers: Figure = { kind: 'count', measure: agenciesWithOfficers };
const withOverdue: Figure = { kind: 'count', measure: overdueAgencies };
/** Those of them of which no officer has a course overdue. */
export const inCompliance: Figure = { kind: 'difference', of: withOfficers, less: withOverdue };

/** Of the agencies with active officers, those of which no officer has a course overdue: the measure that GAO-21-186 missed. */
export const trainingCompliance: Figure = { kind: 'share', part: inCompliance, of: withOfficers };

/** Of the active officers, those without a course overdue. */
export const officersInCompliance: Figure = {
  kind: 'share',
  part: {
    kind: 'difference',
    of: { kind: 'count', measure: activeOfficers },
    less: { kind: 'count', measure: overdueOfficers },
  },
  of: { kind: 'count', measure: activeOfficers },
};

/** Officers and their authority (`domain.md` §2.3, personnel; §7, O4). */
export const personnelSection: SectionDefinition = {
  id: 'personnel',
  title: 'Officers',
  introduction:
    'Officers are those whom agencies nominate under an agreement: designated immigration officers, warrant service officers and task force officers, as the model says.',
  blocks: [
    {
      kind: 'chart',
      id: 'chart-officers-by-month',
      form: 'line',
      title: 'Active officers at the end of each month',
      table: 'active-officers-by-month',
      columns: ['active-officers'],
    },
    {
      kind: 'table',
      on: 'areas',
      table: { measure: activeOfficers, by: model, rows: 'present', order: 'listed' },
    },
    {
      kind: 'measures',
      table: {
        id: 'officers-by-step',
        title: 'Officers by step',
        rowHeader: 'Step',
        measures: [nominatedOfficers, clearedOfficers, trainedOfficers, certifiedOfficers, revokedOfficers],
        notes: [steps],
      },
    },
    { kind: 'table', table: { measure: trainedOfficers, by: examResult, rows: 'present', order: 'listed' } },
    { kind: 'table', table: { measure: revokedOfficers, by: revocationReason, rows: 'listed', order: 'listed' } },
    {
      kind: 'trend',
      table: {
        id: 'active-officers-by-month',
        title: 'Active officers by month',
        columns: [{ header: 'Active officers', measure: activeOfficers }],
        sinceFirst: true,
      },
    },
  ],
};

/** Training, credentials and what is due because of them (`domain.md` §7, O7 to O9 and O15). */
export const trainingSection: SectionDefinition = {
  id: 'training',
  title: 'Training and credentials',
  introduction:
    'After the initial training officers take a refresher every two years and eight named courses each year. An agency is in full compliance where none of its active officers has a course overdue.',
  blocks: [
    {
      kind: 'figures',
      table: {
        id: 'training-compliance',
        title: 'Compliance with training',
        rowHeader: 'Training',
        rows: [{ code: 'all', label: 'All courses', figure: trainingCompliance, target: null }],
        columns: [
          {
            id: 'agencies',
            header: 'Agencies with active officers',
            meaning: 'at the end of the last day',
            unit: 'count',
            figure: withOfficers,
          },
          {
            id: 'agencies-in-compliance',
            header: 'In full compliance',
            meaning: 'no active officer has a course overdue',
            unit: 'count',
            figure: inCompliance,
          },
          {
            id: 'agencies-share',
            header: 'Agencies in full compliance (%)',
            meaning: 'of those with active officers',
            unit: 'percent',
            figure: trainingCompliance,
          },
          {
            id: 'officers',
            header: 'Active officers',
            meaning: 'at the end of the last day',
            unit: 'count',
            figure: { kind: 'count', measure: activeOfficers },
          },
          {
            id: 'officers-overdue',
            header: 'With a course overdue',
            meaning: 'at least one',
            unit: 'count',
            figure: { kind: 'count', measure: overdueOfficers },
          },
          {
            id: 'officers-share',
            header: 'Officers in compliance (%)',
            meaning: 'of the active ones',
            unit: 'percent',
            figure: officersInCompliance,
          },
        ],
      },
    },
    { kind: 'table', table: { measure: overdueOfficers, by: course, rows: 'listed', order: 'listed' } },
    {
      kind: 'table',
      table: {
        measure: completedTrainings,
        by: course,
        rows: 'listed',
        order: 'listed',
        notes: [
          'From the records of training. Officers trained, among the steps, are from the records of officers, and those who failed the examination are among them: the two differ only by what one kind of record lacks.',
        ],
      },
    },
    { kind: 'table', table: { measure: credentials, by: credentialStatus, rows: 'listed', order: 'listed' } },
    {
      kind: 'measures',
      table: {
        id: 'revocations-for-training',
        title: 'Revocations due and made for training',
        rowHeader: 'Revocations',
        measures: [revocationsDue, revocationsMade],
        notes: ['The rows do not add up: the second is what became of the first, perhaps in a later period.'],
      },
    },
  ],
};
