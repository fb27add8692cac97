import { activeOfficers } from '../../measures/active-officers.ts';
import { agreements } from '../../measures/agreements.ts';
import { credentialStatus } from '../../measures/credential-status.ts';
import { credentials } from '../../measures/credentials.ts';
import { documentReviews } from '../../measures/document-reviews.ts';
import { model } from '../../measures/model.ts';
import { overdueOfficers } from '../../measures/overdue-officers.ts';
import type { Figure, FiguresDefinition, NamedRow } from '../report/figures.ts';
import type { SectionDefinition } from '../report.ts';
import { installedInTime } from './equipment.ts';
import { inspectionCoverage } from './oversight.ts';
import { trainingCompliance } from './personnel.ts';
import { staffingFilled } from './supervision.ts';
import { withinLimit } from './timeliness.ts';

interface Performance extends NamedRow {
  /** What it tells, and where the target comes from. */
  readonly definition: string;
  readonly on?: 'areas';
}

const all = (words: string) => ({ words });
const shareOfModel = (code: string): Figure => ({
  kind: 'share',
  part: { kind: 'count', measure: agreements, row: { by: model, code } },
  of: { kind: 'count', measure: agreements, row: 'all' },
});

const measuresOfPerformance: readonly Performance[] = [
  {
    code: 'training-compliance',
    label: 'Agencies in full compliance with training (%)',
    figure: trainingCompliance,
    target: null,
    definition:
      'Agencies with active officers none of whom has a course overdue, of all agencies with active officers. GAO-21-186 found this measure missing; no source sets a target.',
  },
  {
    code: 'officers-in-compliance',
    label: 'Officers without overdue training (%)',
    figure: {
      kind: 'share',
      part: {
        kind: 'difference',
        of: { kind: 'count', measure: activeOfficers },
        less: { kind: 'count', measure: overdueOfficers },
      },
      of: { kind: 'count', measure: activeOfficers },
    },
    target: all('100 %'),
    definition:
      'Active officers without a course overdue, of all active officers. Authority is to be revoked where recertification is not kept (ERO 13004.1 and 13004.2, as OIG-18-77 describes them), so the target is all of them.',
  },
  {
    code: 'inspection-coverage',
    label: 'Agreements without an overdue inspection (%)',
    figure: inspectionCoverage,
    target: all('100 %'),
    on: 'areas',
    definition:
      'Agreements in force whose inspection is not overdue (one is due every two years; one that began less than two years ago may not have been inspected yet), of those for which a mechanism of inspection exists. Warrant Service Officer agreements have none (GAO-21-186).',
  },
  {
    code: 'supervision-filled',
    label: 'Field program managers of those required (%)',
    figure: staffingFilled,
    target: all('100 %'),
    on: 'areas',
    definition:
      'Posts of field program managers that are held, of those that the staffing model of 2011 asks for: one for each twelve officers or for each 2,000 cases of a fiscal year, whichever is more. The model was not used (OIG-18-77, footnote 3).',
  },
  {
    code: 'installations-in-time',
    label: 'Installations within 180 days of signing (%)',
    figure: installedInTime,
    target: all('100 %'),
    definition:
      'Installations that were completed within 180 days of the signing of the agreement, of those requested since the start of the prior fiscal year and completed. ICE set the goal (OIG-18-77).',
  },
  {
    code: 'detainer-notices',
    label: 'Notices of detainers within 24 hours (%)',
    figure: withinLimit('detainer-notice'),
    target: all('100 %'),
    definition:
      'Of those whose time can be measured. The limit is set by the JEM agreements of 2020 and 2025, Appendix A.',
  },
  {
    code: 'citizenship-claims',
    label: 'Claims to citizenship reported within 1 hour (%)',
    figure: withinLimit('citizenship-claim'),
    target: all('100 %'),
    definition: 'Of those whose time can be measured. The limit is set by the JEM and WSO agreements, Appendix A.',
  },
  {
    code: 'custody-holds',
    label: 'Holds of at most 48 hours (%)',
    figure: withinLimit('custody-hold'),
    target: all('100 %'),
    definition: 'Of those whose time can be measured. The limit is set by the JEM and WSO agreements.',
  },
  {
    code: 'complaint-notices',
    label: 'Complaints notified within 48 hours (%)',
    figure: withinLimit('complaint-notice'),
    target: all('100 %'),
    definition:
      'Of those whose time can be measured; hours of Saturdays and Sundays do not count. The limit is set by the JEM and WSO agreements, Appendix B.',
  },
  {
    code: 'complaint-resolutions',
    label: 'Complaints resolved within 90 days (%)',
    figure: withinLimit('complaint-resolution'),
    target: all('100 %'),
    definition:
      'Of the complaints that were resolved in the period. The time is set by the WSO and TFM agreements, Appendix B. Complaints that are still open are not among them: those open for over 90 days are counted in the section on complaints.',
  },
  {
    code: 'credentials-active',
    label: 'Credentials used within 20 days (%)',
    figure: {
      kind: 'share',
      part: { kind: 'count', measure: credentials, row: { by: credentialStatus, code: 'active' } },
      of: { kind: 'count', measure: credentials },
    },
    target: null,
    definition:
      'Credentials of active officers that were used within 20 days, of all of them. They are deactivated after 30 days (OIG-18-77); no source sets a target.',
  },
  {
    code: 'documents-returned',
    label: 'Charging documents returned for correction (%)',
    figure: {
      kind: 'share',
      part: { kind: 'outcome', measure: documentReviews, outcome: 'returned' },
      of: { kind: 'count', measure: documentReviews },
    },
    target: null,
    definition:
      'Charging documents that supervisors returned, of those submitted in the period. Every one is to be reviewed (OIG-18-77); no source sets a target for those returned.',
  },
  {
    code: 'mix-jem',
    label: 'Agreements under the Jail Enforcement Model (%)',
    figure: shareOfModel('JEM'),
    target: null,
    on: 'areas',
    definition:
      'Part of the agreements in force. GAO-21-186 asks to assess the mix of models; no source sets a target.',
  },
  {
    code: 'mix-wso',
    label: 'Agreements under the Warrant Service Officer model (%)',
    figure: shareOfModel('WSO'),
    target: null,
    on: 'areas',
    definition:
      'Part of the agreements in force. GAO-21-186 asks to assess the mix of models; no source sets a target.',
  },
  {
    code: 'mix-tfm',
    label: 'Agreements under the Task Force Model (%)',
    figure: shareOfModel('TFM'),
    target: null,
    on: 'areas',
    definition:
      'Part of the agreements in force. GAO-21-186 asks to assess the mix of models; no source sets a target.',
  },
];

const performance = (rows: readonly Performance[]): FiguresDefinition => ({
  id: 'performance-measures',
  title: 'Performance measures',
  rowHeader: 'Measure',
  rows,
  columns: [
    {
      id: 'target',
      header: 'Target',
      meaning: 'as the source sets it',
      unit: 'text',
      figure: { kind: 'target', none: 'No target set' },
    },
    { id: 'value', header: '{window}', meaning: 'the period of this report', unit: 'percent' },
    { id: 'previous', header: '{window}', meaning: 'the period before', unit: 'percent', window: 'previous' },
    {
      id: 'year-earlier',
      header: '{window}',
      meaning: 'the same period a year earlier',
      unit: 'percent',
      window: 'year-earlier',
    },
    {
      id: 'trend',
      header: 'Trend',
      meaning: 'from the same period a year earlier',
      unit: 'text',
      figure: {
        kind: 'trend',
        since: 'year-earlier',
        words: { higher: 'Up {size} points', lower: 'Down {size} points', same: 'The same' },
      },
    },
  ],
  notes: [
    'Figures taken from lists, such as installations, are shown for the period of this report only.',
    'X: there was nothing to measure.',
  ],
});

const meanings = (rows: readonly Performance[]) =>
  rows.map(({ label, definition }) => ({ term: label, meaning: definition }));

const ofAgreement = measuresOfPerformance.filter(({ on }) => on === undefined);

/** Each measure of performance with its definition, target and trend (`domain.md` §7, O15). */
export const performanceSection: SectionDefinition = {
  id: 'performance',
  title: 'Performance measures',
  introduction:
    'Each measure has its definition, its target and the source of the target below the table. Where the source sets none, the table says so.',
  blocks: [
    { kind: 'figures', on: 'areas', table: performance(measuresOfPerformance) },
    { kind: 'definitions', on: 'areas', measures: meanings(measuresOfPerformance) },
    { kind: 'figures', on: 'agreement', table: performance(ofAgreement) },
    { kind: 'definitions', on: 'agreement', measures: meanings(ofAgreement) },
  ],
};
