import { installationStep } from '../../measures/installation-step.ts';
import { installationSteps } from '../../measures/installation-steps.ts';
import { outstandingInstallations } from '../../measures/outstanding-installations.ts';
import { step } from '../../measures/step.ts';
import type { Figure, FigureColumn } from '../report/figures.ts';
import type { ListingColumn, SectionDefinition } from '../report.ts';

const listed = (of: readonly string[] | null, tell: 'number' | 'median' | 'longest' = 'number'): Figure => ({
  kind: 'listed',
  listing: 'installations',
  coverage: 'installation',
  ...(of === null ? {} : { where: { fact: 'state_of_goal', in: of } }),
  tell: tell === 'number' ? tell : { kind: tell, fact: 'days' },
});

const completed = ['within', 'beyond', 'not-measurable-installed'];

/** Installations that were requested since the start of the prior fiscal year. */
export const installationsRequested: Figure = listed(null);

/** Those of them that were completed by the end of the period. */
export const installationsCompleted: Figure = listed(completed);

/** Those of them that took longer than 180 days. */
export const installationsBeyond: Figure = listed(['beyond']);

/** Of the installations that were completed, those within 180 days of signing. */
export const installedInTime: Figure = { kind: 'share', part: listed(['within']), of: installationsCompleted };

const count = (id: string, header: string, meaning: string, figure: Figure): FigureColumn => ({
  id,
  header,
  meaning,
  unit: 'count',
  figure,
});
const days = (id: string, header: string, meaning: string, figure: Figure): FigureColumn => ({
  id,
  header,
  meaning,
  unit: 'days',
  figure,
});
const on = (id: string, header: string, meaning: string, blank: ListingColumn['blank']): ListingColumn => ({
  id,
  header,
  meaning,
  unit: 'date',
  blank,
});

/** Installation of equipment (`domain.md` §7, O5 and O6). */
export const equipmentSection: SectionDefinition = {
  id: 'equipment',
  title: 'Installation of equipment',
  introduction:
    'The goal is 180 days from the signing of the agreement. The plan itself takes 180 to 195 days before the installation begins: 30 to 45 to the Interconnection Security Agreement, up to 120 to the end of bidding, 30 to delivery (OIG-18-77). Installations are shown that were requested since the start of the prior fiscal year.',
  blocks: [
    {
      kind: 'figures',
      table: {
        id: 'installations-summary',
        title: 'Installations since the start of the prior fiscal year',
        rowHeader: 'Installations',
        rows: [{ code: 'all', label: 'All sites', figure: installedInTime, target: null }],
        columns: [
          count('requested', 'Requested', 'since the start of the prior fiscal year', installationsRequested),
          count('completed', 'Completed', 'by the end of the last day', installationsCompleted),
          count('within', 'Within 180 days', 'of the signing', listed(['within'])),
          count('beyond', 'Over 180 days', 'from the signing to the installation', installationsBeyond),
          {
            id: 'beyond-share',
            header: 'Over 180 days (%)',
            meaning: 'of those completed',
            unit: 'percent',
            figure: { kind: 'share', part: installationsBeyond, of: installationsCompleted },
          },
          days('median', 'Median (days)', 'of those completed', listed(['within', 'beyond'], 'median')),
          days('longest', 'Longest (days)', 'of those completed', listed(['within', 'beyond'], 'longest')),
          count(
            'outstanding',
            'Outstanding',
            'at the end of the last day',
            listed(['outstanding', 'outstanding-beyond', 'not-measurable']),
          ),
          count('outstanding-beyond', 'Outstanding over 180 days', 'since the signing', listed(['outstanding-beyond'])),
        ],
      },
    },
    {
      kind: 'figures',
      table: {
        id: 'installation-times-by-step',
        title: 'Time of the steps of installations',
        rowHeader: 'Step',
        rows: { by: step, rows: 'listed' },
        columns: [
          count('steps', 'Steps ended, fiscal year to date', 'in the fiscal year to the end of the period', {
            kind: 'count',
            measure: installationSteps,
            window: 'fytd',
          }),
          {
            id: 'plan',
            header: 'Plan (days)',
            meaning: 'the longest that the plan gives it',
            unit: 'text',
            figure: {
              kind: 'words',
              of: {
                'request-to-isa': '30 to 45',
                'isa-to-bids': 'up to 120',
                'bids-to-delivery': '30',
                'delivery-to-installation': 'none stated',
              },
            },
          },
          days('median', 'Median (days)', 'of the steps', {
            kind: 'median',
            measure: installationSteps,
            window: 'fytd',
          }),
          days('longest', 'Longest (days)', 'of the steps', {
            kind: 'longest',
            measure: installationSteps,
            window: 'fytd',
          }),
        ],
      },
    },
    {
      kind: 'table',
      table: { measure: outstandingInstallations, by: installationStep, rows: 'listed', order: 'listed' },
    },
    {
      kind: 'listing',
      table: {
        id: 'installations-listed',
        listing: 'installations',
        coverage: 'installation',
        title: 'Installations by site',
        rowHeader: 'Agency',
        columns: [
          { id: 'state', header: 'State', meaning: 'of the agency', unit: 'text', blank: 'unavailable' },
          { id: 'site', header: 'Site', meaning: 'where the equipment goes', unit: 'text', blank: 'unavailable' },
          on('signed_on', 'Agreement signed', 'day of signing', 'unavailable'),
          on('requested_on', 'Requested', 'day of the request', 'unavailable'),
          on('isa_signed_on', 'Interconnection agreement', 'day of its signing', 'not-applicable'),
          on('bids_closed_on', 'Bids closed', 'end of bidding', 'not-applicable'),
          on('delivered_on', 'Delivered', 'day of delivery', 'not-applicable'),
          on('installed_on', 'Installed', 'day of the installation', 'not-applicable'),
          {
            id: 'days',
            header: 'Days',
            meaning: 'from the signing to the installation, or to the end of the last day',
            unit: 'days',
            blank: 'unavailable',
          },
          {
            id: 'state_of_goal',
            header: 'Goal of 180 days',
            meaning: 'whether it was met',
            unit: 'text',
            labels: [
              { code: 'within', label: 'Met' },
              { code: 'beyond', label: 'Not met' },
              { code: 'outstanding', label: 'Outstanding' },
              { code: 'outstanding-beyond', label: 'Outstanding, past the goal' },
              { code: 'not-measurable', label: 'Cannot be measured' },
              { code: 'not-measurable-installed', label: 'Installed; cannot be measured' },
            ],
            blank: 'unavailable',
          },
        ],
        notes: ['X: not done by the end of the last day.'],
      },
    },
  ],
};
