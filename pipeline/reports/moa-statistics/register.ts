import { agencyTypes, agreementModels, agreementStatuses, agreementTemplates } from '../../../queries/codelists.ts';
import { addenda } from '../../measures/addenda.ts';
import { agencies } from '../../measures/agencies.ts';
import { agreements } from '../../measures/agreements.ts';
import { endedAgreements } from '../../measures/ended-agreements.ts';
import { meetingKind, meetingKinds } from '../../measures/meeting-kind.ts';
import { meetingsHeld } from '../../measures/meetings-held.ts';
import { meetingsOverdue } from '../../measures/meetings-overdue.ts';
import { model } from '../../measures/model.ts';
import { newAgreements } from '../../measures/new-agreements.ts';
import { notices } from '../../measures/notices.ts';
import { pendingApplications } from '../../measures/pending-applications.ts';
import { state } from '../../measures/state.ts';
import { states } from '../../measures/states.ts';
import type { ListingColumn, SectionDefinition, TableDefinition } from '../report.ts';

const byModel = (measure: TableDefinition['measure']) =>
  ({ kind: 'table', on: 'areas', table: { measure, by: model, rows: 'present', order: 'listed' } }) as const;

const stateOf: ListingColumn = {
  id: 'state',
  header: 'State',
  meaning: 'of the agency',
  unit: 'text',
  blank: 'unavailable',
};
const modelOf: ListingColumn = {
  id: 'model',
  header: 'Model',
  meaning: 'of the agreement',
  unit: 'text',
  labels: agreementModels.map(({ code }) => ({ code, label: code })),
  blank: 'unavailable',
};
const dated = (id: string, header: string, meaning: string): ListingColumn => ({
  id,
  header,
  meaning,
  unit: 'date',
  blank: 'not-applicable',
  coverage: 'milestone',
});

const endedKey = 'Ended: terminated, or no longer on record.';
const modelKeys = `Models: ${agreementModels.map(({ code, label }) => `${code}, ${label}`).join('; ')}.`;

/** The agreements, how many there are, and what changed (`domain.md` §2.3, first part). */
export const agreementsSection: SectionDefinition = {
  id: 'agreements',
  title: 'Agreements',
  introduction:
    'Agreements, agencies and states are three different counts: one agency may hold several agreements. What is in force is counted at the end of the last day of each period.',
  introducedOn: 'areas',
  blocks: [
    {
      kind: 'chart',
      on: 'areas',
      id: 'chart-agreements-by-month',
      form: 'line',
      title: 'Agreements in force at the end of each month',
      table: 'agreements-by-month',
      columns: ['agreements-jem', 'agreements-wso', 'agreements-tfm', 'agreements-tfo', 'agreements-joint'],
    },
    byModel(agreements),
    byModel(agencies),
    byModel(states),
    {
      kind: 'table',
      on: 'areas',
      table: { measure: agreements, by: state, rows: 'present', order: 'listed' },
    },
    byModel(newAgreements),
    byModel(endedAgreements),
    byModel(pendingApplications),
    {
      kind: 'trend',
      on: 'areas',
      table: {
        id: 'agreements-by-month',
        title: 'Agreements in force by month',
        columns: [
          { header: 'All agreements', measure: agreements },
          ...agreementModels.map(({ code, label }) => ({
            header: label,
            measure: agreements,
            row: { by: model, code },
          })),
        ],
      },
    },
    {
      kind: 'listing',
      table: {
        id: 'agreements-changed',
        listing: 'agreement-changes',
        coverage: 'agreement',
        parts: { fact: 'change', codes: ['applied'], coverage: 'application' },
        title: 'Agreements that changed',
        rowHeader: 'Agency',
        columns: [
          stateOf,
          modelOf,
          {
            id: 'change',
            header: 'Change',
            meaning: 'what happened',
            unit: 'text',
            labels: [
              { code: 'applied', label: 'Applied for' },
              { code: 'began', label: 'Began' },
              { code: 'suspended', label: 'Suspended' },
              { code: 'resumed', label: 'Resumed' },
              { code: 'superseded', label: 'Superseded' },
              { code: 'ended', label: 'Ended' },
            ],
            blank: 'unavailable',
          },
          { id: 'changed_on', header: 'Day', meaning: 'of the change', unit: 'date', blank: 'unavailable' },
        ],
        notes: [modelKeys, endedKey],
      },
    },
  ],
};

/** Reviews and meetings that the agreements ask for (`domain.md` §2.2). */
export const reviewsSection: SectionDefinition = {
  id: 'reviews',
  title: 'Reviews and meetings',
  introduction:
    'An annual meeting is due a year after the last one, or after the operational date; an initial review a year after the operational date; a three-year review, under the Jail Enforcement Model agreements of 2020 and 2025, three years after signing or the last one, and of an older agreement after the day on which it came under that template.',
  blocks: [
    { kind: 'table', table: { measure: meetingsHeld, by: meetingKind, rows: 'present', order: 'listed' } },
    { kind: 'table', table: { measure: meetingsOverdue, by: meetingKind, rows: 'present', order: 'listed' } },
    {
      kind: 'listing',
      table: {
        id: 'meetings-overdue-listed',
        listing: 'overdue-meetings',
        coverage: 'milestone',
        countedAs: meetingsOverdue,
        title: 'Agreements with a review or meeting overdue',
        rowHeader: 'Agency',
        columns: [
          stateOf,
          modelOf,
          {
            id: 'what',
            header: 'Overdue',
            meaning: 'review or meeting',
            unit: 'text',
            labels: meetingKinds,
            blank: 'unavailable',
          },
          {
            id: 'overdue_on',
            header: 'Since',
            meaning: 'first day on which it was overdue',
            unit: 'date',
            blank: 'unavailable',
          },
          { id: 'done_on', header: 'Last held', meaning: 'last one on record', unit: 'date', blank: 'not-applicable' },
        ],
        notes: [modelKeys, 'X: none is on record.'],
      },
    },
    {
      kind: 'measures',
      table: {
        id: 'addenda-and-notices',
        title: 'Addenda and notices',
        rowHeader: 'Kind',
        measures: [addenda, notices],
        notes: ['The rows are different things and do not add up.'],
      },
    },
  ],
};

/** Every agreement with its dates: the last section, because it is the longest. */
export const registerSection: SectionDefinition = {
  id: 'register',
  title: 'Register of agreements',
  introduction:
    'Every agreement that was applied for, in force, suspended or ended in the period, as it stood at the end of the last day.',
  blocks: [
    {
      kind: 'listing',
      table: {
        id: 'agreements-listed',
        listing: 'agreements',
        coverage: 'agreement',
        parts: { fact: 'standing', codes: ['pending', 'lapsed'], coverage: 'application' },
        title: 'Agreements on record',
        rowHeader: 'Agency',
        columns: [
          stateOf,
          { id: 'county', header: 'County', meaning: 'of the agency', unit: 'text', blank: 'unavailable' },
          {
            id: 'agency_type',
            header: 'Type',
            meaning: 'of the agency',
            unit: 'text',
            labels: [...agencyTypes, { code: 'not-recorded', label: 'Not recorded' }],
            blank: 'unavailable',
          },
          modelOf,
          {
            id: 'template',
            header: 'Template',
            meaning: 'year of the template under which it stands',
            unit: 'text',
            labels: agreementTemplates.map(({ code }) => ({ code, label: code })),
            blank: 'unavailable',
          },
          {
            id: 'standing',
            header: 'Status',
            meaning: 'at the end of the last day',
            unit: 'text',
            labels: [
              ...agreementStatuses.filter(({ code }) => code !== 'terminated'),
              // One word for one thing, as among the changes.
              { code: 'terminated', label: 'Ended' },
              { code: 'ended', label: 'Ended' },
              { code: 'lapsed', label: 'Application no longer listed' },
            ],
            blank: 'unavailable',
          },
          {
            id: 'since',
            header: 'Since',
            meaning: 'first day of that status',
            unit: 'date',
            blank: 'unavailable',
          },
          {
            id: 'signed_on',
            header: 'Signed',
            meaning: 'day of signing',
            unit: 'date',
            blank: 'unavailable',
            notApplicableTo: { fact: 'standing', in: ['pending', 'lapsed'] },
          },
          dated('effective_on', 'Effective', 'first day on which it had effect'),
          dated('operational_on', 'Operational', 'first day on which officers could act under it'),
          dated('reviewed_on', 'Reviewed', 'last initial or three-year review'),
          dated('met_on', 'Met', 'last annual meeting'),
          dated('expires_on', 'Expires', 'end of a fixed term that lies ahead'),
          {
            id: 'addenda',
            header: 'Addenda',
            meaning: 'signed until the end of the last day',
            unit: 'count',
            coverage: 'milestone',
            blank: 'unavailable',
          },
        ],
        notes: [modelKeys, endedKey, 'X: has not come about, or does not apply.'],
      },
    },
  ],
};
