import { agreementModels } from '../../queries/codelists.ts';
import { administrativeArrests } from '../measures/administrative-arrests.ts';
import { ageBand } from '../measures/age-band.ts';
import { agencies } from '../measures/agencies.ts';
import { agencyState } from '../measures/agency-state.ts';
import { agreements } from '../measures/agreements.ts';
import { chargingDocuments } from '../measures/charging-documents.ts';
import { citizenship } from '../measures/citizenship.ts';
import { criminality } from '../measures/criminality.ts';
import { custodyTransfers } from '../measures/custody-transfers.ts';
import { decidingRule } from '../measures/deciding-rule.ts';
import { detainerRule } from '../measures/detainer-rule.ts';
import { detainers } from '../measures/detainers.ts';
import { disposition } from '../measures/disposition.ts';
import { encounterCharges } from '../measures/encounter-charges.ts';
import { encounterConvictions } from '../measures/encounter-convictions.ts';
import { encounterOffenses } from '../measures/encounter-offenses.ts';
import { encounters } from '../measures/encounters.ts';
import { endedAgreements } from '../measures/ended-agreements.ts';
import { fieldOffice } from '../measures/field-office.ts';
import { mandatoryDetention } from '../measures/mandatory-detention.ts';
import { moaLevel } from '../measures/moa-level.ts';
import { model } from '../measures/model.ts';
import { newAgreements } from '../measures/new-agreements.ts';
import { offense } from '../measures/offense.ts';
import { offenseCategory } from '../measures/offense-category.ts';
import { pendingApplications } from '../measures/pending-applications.ts';
import { priority } from '../measures/priority.ts';
import { publishedOffense } from '../measures/published-offense.ts';
import { removals } from '../measures/removals.ts';
import { sex } from '../measures/sex.ts';
import { state } from '../measures/state.ts';
import { states } from '../measures/states.ts';
import { threatLevel } from '../measures/threat-level.ts';
import { warrantsServed } from '../measures/warrants-served.ts';
import { highlights, highlightsRule } from './enforcement-actions/highlights.ts';
import type { ReportDefinition, TableDefinition } from './report.ts';
import { sharedWords } from './words.ts';

const table = (definition: TableDefinition) => ({ kind: 'table', table: definition }) as const;

/** The monthly 287(g) enforcement-action report (`domain.md` §1.1 and §10 A). */
export const enforcementActions: ReportDefinition = {
  id: 'enforcement-actions',
  title: '287(g) Enforcement Actions',
  purpose:
    'Encounters and administrative arrests under section 287(g) of the Immigration and Nationality Act, and the agreements under which they are made.',
  // The kinds that its highlights compare; those that come late, such as removals, are shown as not available.
  schedule: {
    every: 'month',
    on: { businessDay: 5 },
    at: '06:00',
    zone: 'America/New_York',
    from: '2025-10',
    overdueAfter: { businessDays: 3 },
    catchUp: 'all',
    atMost: 12,
    requires: ['encounter', 'administrative-arrest', 'agreement'],
  },
  sections: [
    { id: 'highlights', title: 'Highlights', blocks: [highlights] },
    {
      id: 'key-figures',
      title: 'Key figures',
      blocks: [
        {
          kind: 'key-figures',
          figures: [
            { label: 'Encounters', measure: encounters },
            { label: 'Administrative arrests', measure: administrativeArrests },
            { label: 'Agreements in force', measure: agreements },
            { label: 'Jail Enforcement Model agreements', measure: agreements, row: { by: model, code: 'JEM' } },
            { label: 'Warrant Service Officer agreements', measure: agreements, row: { by: model, code: 'WSO' } },
            { label: 'Task Force Model agreements', measure: agreements, row: { by: model, code: 'TFM' } },
            { label: 'Agencies with an agreement', measure: agencies },
            { label: 'States with an agreement', measure: states },
            { label: 'New agreements', measure: newAgreements },
            { label: 'Ended agreements', measure: endedAgreements },
            { label: 'Pending applications', measure: pendingApplications },
          ],
        },
      ],
    },
    {
      id: 'program-status',
      title: 'Program status',
      introduction:
        'Agreements, agencies and states are three different counts: one agency may hold several agreements. Agreements in force are counted at the end of the last day of each period.',
      blocks: [
        {
          kind: 'chart',
          id: 'chart-agreements-by-month',
          form: 'line',
          title: 'Agreements in force at the end of each month',
          table: 'agreements-by-month',
          columns: ['agreements-jem', 'agreements-wso', 'agreements-tfm', 'agreements-tfo', 'agreements-joint'],
        },
        table({ measure: agreements, by: model, rows: 'present', order: 'listed' }),
        table({ measure: agreements, by: state, rows: 'present', order: 'listed' }),
        table({ measure: agencies, by: model, rows: 'present', order: 'listed' }),
        table({ measure: states, by: model, rows: 'present', order: 'listed' }),
        table({ measure: newAgreements, by: model, rows: 'present', order: 'listed' }),
        table({ measure: endedAgreements, by: model, rows: 'present', order: 'listed' }),
        table({ measure: pendingApplications, by: model, rows: 'present', order: 'listed' }),
        {
          kind: 'trend',
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
      ],
    },
    {
      id: 'actions',
      title: 'Encounters and what followed',
      introduction:
        'What follows an encounter may fall in a later month than the encounter. The rows are steps and not parts: they do not add up, and one does not divide another.',
      blocks: [
        {
          kind: 'chart',
          id: 'chart-encounters-by-month',
          form: 'line',
          title: 'Encounters and administrative arrests by month',
          table: 'encounters-by-month',
          columns: ['encounters', 'administrative-arrests'],
        },
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
            ],
            notes: [
              'Removals are counted in the period of the removal, whenever the encounter was: removals divided by encounters of one period are no rate.',
              'Agencies do not always tell of a detainer that they decline.',
            ],
          },
        },
        {
          kind: 'trend',
          table: {
            id: 'encounters-by-month',
            title: 'Encounters and administrative arrests by month',
            columns: [
              { header: encounters.label, measure: encounters },
              { header: administrativeArrests.label, measure: administrativeArrests },
            ],
          },
        },
      ],
    },
    {
      id: 'criminality-and-priority',
      title: 'Criminality and civil-enforcement priority',
      introduction:
        'Criminality and threat level are read from the source. The priority category is that of the regime in force on the day of the event, with one table for each regime of the period; an officer’s determination is read and never inferred.',
      blocks: [
        {
          kind: 'chart',
          id: 'chart-encounters-by-criminality',
          form: 'bar',
          title: 'Encounters by criminality, compared with a year earlier',
          table: 'encounters-by-criminality',
          columns: ['period', 'year-earlier'],
        },
        table({ measure: encounters, by: criminality, rows: 'listed', order: 'listed' }),
        table({ measure: administrativeArrests, by: criminality, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: threatLevel, rows: 'listed', order: 'listed' }),
        table({ measure: administrativeArrests, by: threatLevel, rows: 'listed', order: 'listed' }),
        {
          kind: 'chart',
          id: 'chart-encounters-by-priority',
          form: 'bar',
          title: 'Encounters by civil-enforcement priority',
          table: 'encounters-by-priority',
          columns: ['period'],
        },
        table({ measure: encounters, by: priority, rows: 'listed', order: 'listed' }),
        table({ measure: administrativeArrests, by: priority, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: decidingRule, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: moaLevel, rows: 'listed', order: 'listed' }),
        table({ measure: detainers, by: detainerRule, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: mandatoryDetention, rows: 'listed', order: 'listed' }),
      ],
    },
    {
      id: 'offenses',
      title: 'Offenses',
      introduction:
        'First encounters, by the most serious conviction on record: a person with several convictions is counted once in each encounter. Then offenses, each of which is counted. The two units are never mixed in one table.',
      blocks: [
        table({ measure: encounters, by: publishedOffense, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: offenseCategory, rows: 'present', order: 'descending' }),
        {
          kind: 'parts',
          table: {
            id: 'encounter-offenses-by-status',
            title: 'Charges and convictions on record of encounters by offense category',
            by: offense,
            parts: [
              { header: 'Charges', measure: encounterCharges },
              { header: 'Convictions', measure: encounterConvictions },
            ],
            total: { header: 'Offenses', measure: encounterOffenses },
          },
        },
        table({ measure: encounterOffenses, by: offense, rows: 'present', order: 'descending' }),
      ],
    },
    {
      id: 'persons',
      title: 'Citizenship, age and sex',
      introduction: 'The ten countries with the most events in the period; all others are one row.',
      blocks: [
        table({ measure: encounters, by: citizenship, rows: 'present', order: 'descending', top: 10 }),
        table({ measure: administrativeArrests, by: citizenship, rows: 'present', order: 'descending', top: 10 }),
        table({ measure: encounters, by: ageBand, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: sex, rows: 'listed', order: 'listed' }),
      ],
    },
    {
      id: 'dispositions',
      title: 'Processing disposition',
      blocks: [
        table({ measure: encounters, by: disposition, rows: 'present', order: 'descending' }),
        table({ measure: administrativeArrests, by: disposition, rows: 'present', order: 'descending' }),
      ],
    },
    {
      id: 'field-offices',
      title: 'Encounters and arrests by field office',
      introduction:
        'An event is counted in the field office in whose area of responsibility (AOR) it happened, on its day. Every office that existed in the period has a row.',
      blocks: [
        {
          kind: 'chart',
          id: 'map-encounters-by-field-office',
          form: 'map',
          title: 'Areas of responsibility, by encounters',
          table: 'encounters-by-field-office',
          columns: ['period'],
          scope: 'national',
        },
        {
          kind: 'chart',
          id: 'chart-encounters-by-field-office',
          form: 'bar',
          title: 'Encounters by field office',
          table: 'encounters-by-field-office',
          columns: ['period'],
          scope: 'national',
        },
        table({ measure: encounters, by: fieldOffice, rows: 'listed', order: 'listed', scope: 'national' }),
        table({ measure: administrativeArrests, by: fieldOffice, rows: 'listed', order: 'listed', scope: 'national' }),
      ],
    },
    {
      id: 'states',
      title: 'Encounters by state',
      introduction: 'The state is that of the agency whose agreement led to the encounter.',
      blocks: [table({ measure: encounters, by: agencyState, rows: 'present', order: 'listed' })],
    },
  ],
  method: [
    'Figures count events, not persons: one person may be encountered or arrested more than once, and every event is counted.',
    'An event is a 287(g) event if the agency’s record names 287(g) as its program or apprehension method, or links it to a 287(g) agreement. Other events in the sources are not counted.',
    'Days are civil dates in America/New_York. A fiscal year runs from October 1 to September 30 and is named by the year in which it ends.',
    'The register of agreements is made from every published list together. An agreement is in force on the day of a list that shows it and on no day of a list that omits it; one that leaves the lists has ended on a date that is not known. Between lists more than 45 days apart the register is not available, and what was ever in force, or began or ended since the first list, is available only where no such days lie between.',
    'Two agencies of the lists are the same agency if they are in the same state and bear the same name after folding case, signs and listed abbreviations, or if an agreement passed from one name to the other. Other spellings of one agency count twice until a person corrects the register.',
    'All figures of one edition were read at one instant, in one read-only transaction. Each table’s rows were added up and compared with a total that the database counted separately.',
    'A window that the sources do not wholly cover is shown as not available (NA), never as zero and never as a part of the figure.',
    'Shares are parts of the period’s total, in percent, rounded to one decimal; because of rounding they may not add up to 100.0.',
    highlightsRule,
  ],
  words: sharedWords,
  changes: [
    {
      on: '2026-11-22',
      what: 'Ended agreements: each end counts on the day on which the agreement was terminated, superseded or no longer on record, also where it began again later. A suspension is no end: an agreement that was suspended and then terminated ended on the day of its termination.',
    },
  ],
};
