import { administrativeArrests } from '../measures/administrative-arrests.ts';
import { agencies } from '../measures/agencies.ts';
import { agreements } from '../measures/agreements.ts';
import { citizenship } from '../measures/citizenship.ts';
import { criminality } from '../measures/criminality.ts';
import { decidingRule } from '../measures/deciding-rule.ts';
import { detainerRule } from '../measures/detainer-rule.ts';
import { detainers } from '../measures/detainers.ts';
import { disposition } from '../measures/disposition.ts';
import { encounters } from '../measures/encounters.ts';
import { endedAgreements } from '../measures/ended-agreements.ts';
import { fieldOffice } from '../measures/field-office.ts';
import { mandatoryDetention } from '../measures/mandatory-detention.ts';
import { moaLevel } from '../measures/moa-level.ts';
import { model } from '../measures/model.ts';
import { newAgreements } from '../measures/new-agreements.ts';
import { priority } from '../measures/priority.ts';
import { state } from '../measures/state.ts';
import { states } from '../measures/states.ts';
import { threatLevel } from '../measures/threat-level.ts';
import type { ReportDefinition, TableDefinition } from './report.ts';

const table = (definition: TableDefinition) => ({ kind: 'table', table: definition }) as const;

/** The monthly 287(g) enforcement-action report (`domain.md` §1.1 and §10 A). */
export const enforcementActions: ReportDefinition = {
  id: 'enforcement-actions',
  title: '287(g) Enforcement Actions',
  purpose:
    'Encounters and administrative arrests under section 287(g) of the Immigration and Nationality Act, and the agreements under which they are made.',
  sections: [
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
          ],
        },
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
          id: 'chart-encounters-by-field-office',
          form: 'bar',
          title: 'Encounters by field office',
          of: { measure: encounters, by: fieldOffice },
          windows: ['period'],
        },
        table({ measure: encounters, by: fieldOffice, rows: 'listed', order: 'listed' }),
        table({ measure: administrativeArrests, by: fieldOffice, rows: 'listed', order: 'listed' }),
      ],
    },
    {
      id: 'criminality-and-priority',
      title: 'Criminality and civil-enforcement priority',
      introduction:
        'Criminality and threat level are read from the source. The priority category is that of the regime in force on the day of the event; an officer’s determination is read and never inferred.',
      blocks: [
        {
          kind: 'chart',
          id: 'chart-encounters-by-criminality',
          form: 'bar',
          title: 'Encounters by criminality, compared with a year earlier',
          of: { measure: encounters, by: criminality },
          windows: ['period', 'year-earlier'],
        },
        table({ measure: encounters, by: criminality, rows: 'listed', order: 'listed' }),
        table({ measure: administrativeArrests, by: criminality, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: threatLevel, rows: 'listed', order: 'listed' }),
        table({ measure: administrativeArrests, by: threatLevel, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: priority, rows: 'listed', order: 'listed' }),
        table({ measure: administrativeArrests, by: priority, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: decidingRule, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: moaLevel, rows: 'listed', order: 'listed' }),
        table({ measure: detainers, by: detainerRule, rows: 'listed', order: 'listed' }),
        table({ measure: encounters, by: mandatoryDetention, rows: 'listed', order: 'listed' }),
      ],
    },
    {
      id: 'citizenship',
      title: 'Citizenship',
      introduction: 'The ten countries with the most events in the period; all others are one row.',
      blocks: [
        table({ measure: encounters, by: citizenship, rows: 'present', order: 'descending', top: 10 }),
        table({ measure: administrativeArrests, by: citizenship, rows: 'present', order: 'descending', top: 10 }),
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
      id: 'agreements',
      title: 'Agreements',
      introduction:
        'Agreements, agencies and states are three different counts: one agency may hold several agreements. Agreements in force are counted at the end of the last day of each period; “ever in force” counts those that were in force on any day since the register begins.',
      blocks: [
        table({ measure: agreements, by: model, rows: 'present', order: 'listed' }),
        table({ measure: agreements, by: state, rows: 'present', order: 'listed' }),
        table({ measure: newAgreements, by: model, rows: 'present', order: 'listed' }),
        table({ measure: endedAgreements, by: model, rows: 'present', order: 'listed' }),
      ],
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
  ],
  changes: [],
};
