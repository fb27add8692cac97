import { activeOfficers } from '../measures/active-officers.ts';
import { agencies } from '../measures/agencies.ts';
import { agreements } from '../measures/agreements.ts';
import { encounters } from '../measures/encounters.ts';
import { fieldProgramManagers } from '../measures/field-program-managers.ts';
import { model } from '../measures/model.ts';
import { openComplaints } from '../measures/open-complaints.ts';
import { outstandingInstallations } from '../measures/outstanding-installations.ts';
import { overdueInspections } from '../measures/overdue-inspections.ts';
import { overdueOfficers } from '../measures/overdue-officers.ts';
import { pendingApplications } from '../measures/pending-applications.ts';
import { states } from '../measures/states.ts';
import { changes } from './moa-statistics/changes.ts';
import { equipmentSection } from './moa-statistics/equipment.ts';
import { headlines } from './moa-statistics/headlines.ts';
import { lifetimeSection } from './moa-statistics/lifetime.ts';
import { complaintsSection, inspectionsSection } from './moa-statistics/oversight.ts';
import { performanceSection } from './moa-statistics/performance.ts';
import { personnelSection, trainingSection } from './moa-statistics/personnel.ts';
import { reconciliationSection } from './moa-statistics/reconciliation.ts';
import { agreementsSection, registerSection, reviewsSection } from './moa-statistics/register.ts';
import { shortTitles } from './moa-statistics/short-titles.ts';
import { supervisionSection } from './moa-statistics/supervision.ts';
import { timelinessSection } from './moa-statistics/timeliness.ts';
import { workloadSection } from './moa-statistics/workload.ts';
import type { ReportDefinition } from './report.ts';
import { sharedWords } from './words.ts';

/**
 * Statistical reporting on the Memoranda of Agreement: of the nation, of each field office, and of each agreement
 * (`domain.md` §2 and §10 B).
 */
export const moaStatistics: ReportDefinition = {
  id: 'moa-statistics',
  title: '287(g) Statistical MOA Report',
  purpose:
    'What the Memoranda of Agreement (MOA) under section 287(g) of the Immigration and Nationality Act require of their parties, and how these duties were met: agreements, officers, training, supervision, equipment, workload, timeliness, complaints and inspections.',
  agreements: true,
  // Later than the enforcement report: agencies report their own figures after the month has ended. What its key figures of
  // the areas count is required, but for applications, of which lists appear irregularly.
  schedule: {
    every: 'month',
    on: { businessDay: 10 },
    at: '06:00',
    zone: 'America/New_York',
    from: '2025-10',
    overdueAfter: { businessDays: 3 },
    catchUp: 'all',
    atMost: 12,
    requires: ['agreement', 'officer', 'training', 'program-manager', 'installation', 'inspection', 'complaint'],
  },
  sections: [
    {
      id: 'key-figures',
      title: 'Key figures',
      blocks: [
        {
          kind: 'key-figures',
          on: 'areas',
          figures: [
            { label: 'Agreements in force', measure: agreements },
            { label: 'Agencies with an agreement', measure: agencies },
            { label: 'States with an agreement', measure: states },
            { label: 'Jail Enforcement Model agreements', measure: agreements, row: { by: model, code: 'JEM' } },
            { label: 'Warrant Service Officer agreements', measure: agreements, row: { by: model, code: 'WSO' } },
            { label: 'Task Force Model agreements', measure: agreements, row: { by: model, code: 'TFM' } },
            { label: 'Pending applications', measure: pendingApplications },
            { label: 'Active officers', measure: activeOfficers },
            { label: 'Officers with overdue training', measure: overdueOfficers },
            { label: 'Field program managers', measure: fieldProgramManagers },
            { label: 'Installations outstanding', measure: outstandingInstallations },
            { label: 'Inspections overdue', measure: overdueInspections },
            { label: 'Complaints open', measure: openComplaints },
          ],
        },
        { kind: 'figures', on: 'areas', table: headlines },
        {
          kind: 'key-figures',
          on: 'agreement',
          figures: [
            { label: 'Active officers', measure: activeOfficers },
            { label: 'Officers with overdue training', measure: overdueOfficers },
            { label: 'Encounters', measure: encounters },
            { label: 'Installations outstanding', measure: outstandingInstallations },
            { label: 'Complaints open', measure: openComplaints },
          ],
        },
      ],
    },
    lifetimeSection,
    performanceSection,
    agreementsSection,
    reviewsSection,
    personnelSection,
    trainingSection,
    supervisionSection,
    equipmentSection,
    workloadSection,
    timelinessSection,
    complaintsSection,
    inspectionsSection,
    reconciliationSection,
    registerSection,
  ],
  shortTitles,
  method: [
    'Agreements, agencies, officers and encounters are four different units, and each table names the one that it counts.',
    'An agreement, its officers, equipment, duties, complaints and inspections are counted in the field office that supervises the agreement; an enforcement event in the office in whose area of responsibility it happened. The two are never mixed in one table, but for cases under agreements, which follow the agreement.',
    'In the document of one agreement every event, record and figure is of that agreement alone. “Since signing” is everything that is on record under it.',
    'Days are civil dates in America/New_York. A fiscal year runs from October 1 to September 30 and is named by the year in which it ends.',
    'An officer is active from the day of certification until the authority ends. Training is overdue after two years (refresher) or one year (each of the eight annual courses) without completion. The refresher’s time runs from the last refresher or the initial training, that of an annual course from its last completion; from certification where there is none.',
    'A credential is active where it was last used within 20 days, at risk from 21 to 30 days, and deactivated beyond; certification counts as the first use.',
    'Times are shown in whole hours or days, rounded up. A median is the middle of all times that can be measured, or the mean of the two in the middle.',
    'Required supervisors are the larger of one for each twelve officers and one for each 2,000 cases of a fiscal year. The source gives both in one sentence (OIG-18-77, footnote 3); taking the larger is our reading.',
    'All figures of one edition were read at one instant, in one read-only transaction. Each table’s rows were added up and compared with a total that the database counted separately.',
    'A window that the sources do not wholly cover is shown as not available (NA), never as zero and never as a part of the figure.',
    'Sources differ: OIG-18-77 writes of 36 agreements in January 2017 and GAO-21-186 of 35; OIG-18-77 writes in one sentence of 24 installations completed and of 22 installed, which is read here as 24 begun and 22 completed.',
  ],
  words: sharedWords,
  changes,
};
