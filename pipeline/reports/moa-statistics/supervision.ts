import { activeOfficers } from '../../measures/active-officers.ts';
import { agencies } from '../../measures/agencies.ts';
import { agreementCases } from '../../measures/agreement-cases.ts';
import { agreements } from '../../measures/agreements.ts';
import { fieldProgramManagers } from '../../measures/field-program-managers.ts';
import { managerKind } from '../../measures/manager-kind.ts';
import { programManagers } from '../../measures/program-managers.ts';
import { states } from '../../measures/states.ts';
import { supervisingOffice } from '../../measures/supervising-office.ts';
import type { Figure, FigureColumn } from '../report/figures.ts';
import type { SectionDefinition } from '../report.ts';

/** The staffing model of 2011: one supervisor for each twelve officers, who produce 2,000 cases in a fiscal year. */
const staffing = { officers: 12, cases: 2_000 };

const officers: Figure = { kind: 'count', measure: activeOfficers };
const cases: Figure = { kind: 'count', measure: agreementCases, window: 'fytd' };
/** Posts of field program managers that are held. */
export const fieldManagers: Figure = { kind: 'count', measure: fieldProgramManagers };
const byOfficers = { figure: officers, each: staffing.officers };
const byCases = { figure: cases, each: staffing.cases };
/** Field program managers that the staffing model asks for. */
export const required: Figure = { kind: 'needed', for: [byOfficers, byCases] };

/** How many of them there are not; below zero, how many more there are. */
export const staffingGap: Figure = { kind: 'difference', of: required, less: fieldManagers };

/** Field program managers that there are, of those that the staffing model asks for. */
export const staffingFilled: Figure = { kind: 'share', part: fieldManagers, of: required };

const managers: FigureColumn = {
  id: 'field-managers',
  header: 'Field program managers',
  meaning: 'posts held at the end of the last day',
  unit: 'count',
  figure: fieldManagers,
};

const requirements: readonly FigureColumn[] = [
  { id: 'officers', header: 'Active officers', meaning: 'at the end of the last day', unit: 'count', figure: officers },
  {
    id: 'cases',
    header: 'Cases, fiscal year to date',
    meaning: 'encounters under agreements',
    unit: 'count',
    figure: cases,
  },
  {
    id: 'required-by-officers',
    header: 'Required by officers',
    meaning: 'one for each twelve, rounded up',
    unit: 'count',
    figure: { kind: 'needed', for: [byOfficers] },
  },
  {
    id: 'required-by-cases',
    header: 'Required by cases',
    meaning: 'one for each 2,000 of a fiscal year, rounded up',
    unit: 'count',
    figure: { kind: 'needed', for: [byCases] },
  },
  { id: 'required', header: 'Required', meaning: 'the larger of the two', unit: 'count', figure: required },
  {
    id: 'gap',
    header: 'Gap',
    meaning: 'required less the field program managers that there are',
    unit: 'count',
    figure: staffingGap,
  },
];

/** Program managers and what they supervise (`domain.md` §7, O1, O2 and O10). */
export const supervisionSection: SectionDefinition = {
  id: 'supervision',
  title: 'Supervision',
  introduction:
    'The staffing model of 2011 asks for one supervisor for each twelve officers who produce 2,000 cases in a fiscal year (OIG-18-77, footnote 3). Both readings are shown; required is the larger. Cases count from the start of the fiscal year, so the second reading is complete only at its end.',
  blocks: [
    {
      kind: 'figures',
      on: 'areas',
      table: {
        id: 'supervision',
        title: 'Program managers and what they supervise',
        rowHeader: 'Supervision',
        rows: [{ code: 'all', label: 'All officers', figure: staffingFilled, target: null }],
        columns: [
          managers,
          ...requirements,
          {
            id: 'filled',
            header: 'Filled (%)',
            meaning: 'of those that are required',
            unit: 'percent',
            figure: staffingFilled,
          },
        ],
      },
    },
    {
      kind: 'table',
      on: 'areas',
      table: { measure: programManagers, by: managerKind, rows: 'listed', order: 'listed' },
    },
    {
      kind: 'figures',
      on: 'areas',
      table: {
        id: 'supervision-by-office',
        title: 'Supervision by field office',
        rowHeader: 'Supervising field office',
        scope: 'national',
        rows: {
          by: supervisingOffice,
          rows: 'listed',
          total: 'Total',
          others: { 'not-recorded': 'No field office' },
        },
        about: 'field-managers',
        columns: [
          managers,
          {
            id: 'agreements',
            header: 'Agreements',
            meaning: 'in force at the end of the last day',
            unit: 'count',
            figure: { kind: 'count', measure: agreements },
          },
          {
            id: 'agencies',
            header: 'Agencies',
            meaning: 'with an agreement in force',
            unit: 'count',
            figure: { kind: 'count', measure: agencies },
          },
          {
            id: 'states',
            header: 'States',
            meaning: 'with an agreement in force',
            unit: 'count',
            figure: { kind: 'count', measure: states },
          },
          ...requirements,
        ],
        notes: [
          'Offices of agreements and of posts are those that supervise; they may differ from the office in whose area an encounter happened.',
          'Agencies and states do not add up to the total: one may stand in several rows.',
          'Required supervisors and gaps of the offices do not add up to the total, because each office is rounded up. The total is that of the nation above; national program managers are not among those that are compared.',
        ],
      },
    },
  ],
};
