import { signs } from '../pipeline/cell.ts';
import type { Block, ReportModel, ReportTable, Section } from '../pipeline/compose.ts';
import {
  type Codes,
  citizenship,
  criminality,
  disposition,
  models,
  offices,
  priority,
  states,
  threatLevel,
} from './sample-model/codes.ts';
import { dutiesTable, registerTable } from './sample-model/facts.ts';
import { notes } from './sample-model/notes.ts';
import { chartOf, type Totals, table } from './sample-model/tables.ts';

/**
 * A complete national report for June 2020, for the tests of everything that draws a model. The figures are invented;
 * they add up as a real report's do.
 */

const events: Readonly<Record<string, Totals>> = {
  encounters: { period: 1742, previous: 1980, 'year-earlier': 2104, fytd: 17_233, 'prior-fytd': 18_540 },
  'administrative-arrests': { period: 1102, previous: 1215, 'year-earlier': 1467, fytd: 11_806, 'prior-fytd': null },
};

function eventTables(measure: string, label: string, firstNumber: number): readonly ReportTable[] {
  const totals = events[measure] ?? {};
  const unavailable = Object.values(totals).includes(null)
    ? ['NA: the sources do not cover October 1, 2018 through June 30, 2019 for this measure.']
    : [];
  const of = (at: number, breakdown: string, rowHeader: string, codes: Codes, notes: readonly string[] = []) =>
    table(
      { number: firstNumber + at, measure, label, breakdown, rowHeader, notes: [...notes, ...unavailable] },
      codes,
      totals,
    );
  return [
    of(0, 'field-office', 'Field office', offices, [
      'The field office is the area of responsibility of the event on its day.',
    ]),
    of(1, 'criminality', 'Criminality', criminality),
    of(2, 'threat-level', 'Threat level', threatLevel),
    of(3, 'priority', 'Priority category', priority, [
      'Executive Order 13768 of January 25, 2017 (82 FR 8799), section 5. Each event is counted under the first category that applies.',
    ]),
    of(4, 'citizenship', 'Citizenship', citizenship, ['The ten largest of June 2020; all others are one row.']),
    of(5, 'disposition', 'Disposition', disposition),
  ];
}

const agreementTotals = { period: 139, previous: 139, 'year-earlier': 89, 'all-time': 226 };
const agreementNotes = [
  'In force at the end of the last day of each window. All time counts every agreement that was ever in force.',
];
const agreements = (number: number, breakdown: string, rowHeader: string, codes: Codes, totals: Totals) =>
  table(
    { number, measure: 'agreements', label: 'Agreements in force', breakdown, rowHeader, notes: agreementNotes },
    codes,
    totals,
  );

const changes = (number: number, measure: string, label: string, totals: Totals) =>
  table({ number, measure, label, breakdown: 'model', rowHeader: 'Model' }, models, totals);

const tableBlock = (of: ReportTable): Block => ({ kind: 'table', table: of });
const encounters = eventTables('encounters', 'Encounters', 1);
const arrests = eventTables('administrative-arrests', 'Administrative arrests', 7);
const byOffice = encounters.slice(0, 1);
const arrestsByOffice = arrests.slice(0, 1);

const keyFigures: Section = {
  id: 'key-figures',
  title: 'Key figures',
  blocks: [
    {
      kind: 'key-figures',
      figures: [
        {
          label: 'Encounters',
          cell: { kind: 'count', value: 1742 },
          comparison: '1,980 in May 2020; 2,104 in June 2019',
        },
        {
          label: 'Administrative arrests',
          cell: { kind: 'count', value: 1102 },
          comparison: '1,215 in May 2020; 1,467 in June 2019',
        },
        { label: 'Detainers issued', cell: { kind: 'unavailable' }, comparison: 'The sources do not cover June 2020' },
        {
          label: 'Agreements in force',
          cell: { kind: 'count', value: 139 },
          comparison: '139 on May 31, 2020; 89 on June 30, 2019',
        },
        {
          label: 'Agreements that began',
          cell: { kind: 'count', value: 0 },
          comparison: '4 in May 2020; 11 in June 2019',
        },
        { label: 'Agreements that ended', cell: { kind: 'withheld' }, comparison: '1 in May 2020' },
      ],
    },
    {
      kind: 'paragraph',
      text: 'On June 30, 2020, 139 agencies in 24 states held agreements: 74 under the Jail Enforcement Model and 65 under the Warrant Service Officer model.',
    },
  ],
};

/** The national, internal enforcement-action report of June 2020, marked SYNTHETIC. */
export const sampleModel: ReportModel = {
  modelVersion: 1,
  report: {
    id: 'enforcement-actions',
    title: 'Monthly report on 287(g) enforcement actions',
    purpose:
      'Counts of enforcement actions under section 287(g) of the Immigration and Nationality Act, and of the agreements behind them.',
  },
  fileStem: 'enforcement-actions_2020-06_national',
  title: 'Monthly report on 287(g) enforcement actions, June 2020, national',
  scope: { id: 'national', label: 'National', short: 'National' },
  audience: 'internal',
  period: {
    id: '2020-06',
    label: 'June 2020',
    from: '2020-06-01',
    through: '2020-06-30',
    words: 'June 1, 2020 through June 30, 2020',
  },
  asOf: { iso: '2020-07-08T12:00:00Z', words: 'July 8, 2020, 8:00 a.m. Eastern time' },
  edition: 1,
  mark: {
    word: 'SYNTHETIC',
    sentence:
      'The data behind this report are synthetic: made by a program from a fixed seed. They describe no person and no event.',
  },
  language: 'en-US',
  sections: [
    keyFigures,
    {
      id: 'encounters',
      title: 'Encounters',
      blocks: [
        {
          kind: 'paragraph',
          text: 'Encounters under section 287(g), by the area of responsibility in which they took place and by what is on record about them.',
        },
        ...byOffice.map(
          (of): Block => ({
            kind: 'chart',
            chart: chartOf(of, 'Encounters by field office, June 2020 and June 2019', [0, 2]),
          }),
        ),
        ...encounters.map(tableBlock),
      ],
    },
    {
      id: 'administrative-arrests',
      title: 'Administrative arrests',
      blocks: [
        ...arrestsByOffice.map(
          (of): Block => ({
            kind: 'chart',
            chart: chartOf(of, 'Administrative arrests by field office, June 2020', [0]),
          }),
        ),
        ...arrests.map(tableBlock),
      ],
    },
    {
      id: 'agreements',
      title: 'Agreements',
      blocks: [
        { kind: 'paragraph', text: 'Agreements are counted as units of their own; one agency may hold several.' },
        tableBlock(agreements(13, 'model', 'Model', models, agreementTotals)),
        tableBlock(agreements(14, 'state', 'State', states, agreementTotals)),
        tableBlock(
          changes(15, 'new-agreements', 'Agreements that began', {
            period: 0,
            previous: 4,
            'year-earlier': 11,
            fytd: 52,
            'prior-fytd': 14,
          }),
        ),
        tableBlock(
          changes(16, 'ended-agreements', 'Agreements that ended', {
            period: 0,
            previous: 1,
            'year-earlier': 0,
            fytd: 3,
            'prior-fytd': 2,
          }),
        ),
      ],
    },
    {
      id: 'register',
      title: 'Register and duties',
      blocks: [
        { kind: 'paragraph', text: 'Each agreement in force, and the duties that had a limit.' },
        tableBlock(registerTable(17, 30)),
        tableBlock(dutiesTable(18)),
      ],
    },
    notes,
  ],
  legend: [signs.zero, signs.withheld, signs.unavailable, signs['not-applicable'], signs.revised],
};

const hostileText = '<script>alert("x")</script> & {{x}} {{{y}}} =cmd|\' /C calc\'!A0';
const longAgency =
  'Office of the Sheriff of the Consolidated City and County of Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Department of Corrections and Rehabilitation, Division of Jail Operations';
const hostileAgencies: Codes = [
  ['long', longAgency, 20],
  ['rtl', 'شرطة المدينة (Arabic name) 287', 9],
  ['rtl-2', 'משטרת העיר "Hebrew" name', 8],
  ['cjk', '東京都警察 Łódź Ñuñoa São Tomé', 7],
  ['markup', hostileText, 6],
  ['formula', "=cmd|' /C calc'!A0", 5],
  ['plus', '+1-555; @SUM(A1)\t-2', 4],
  ...Array.from({ length: 53 }, (_, at) => [`agency-${at + 8}`, `Agency ${at + 8} of a long table`, at % 7] as const),
];
const hostileNames: readonly string[] = ['NA', 'X', '-', ...hostileAgencies.slice(0, 7).map(([, label]) => label)];
const none: Totals = { period: null, previous: null, 'year-earlier': null, fytd: null, 'prior-fytd': null };
const zero: Totals = { period: 0, previous: 0, 'year-earlier': 0, fytd: 0, 'prior-fytd': 0 };
const sixty = table(
  {
    number: 1,
    measure: 'encounters',
    label: 'Encounters',
    breakdown: 'agency',
    rowHeader: `Agency ${hostileText}`,
    notes: [hostileText],
  },
  hostileAgencies,
  { period: 999, previous: 1_234_567, 'year-earlier': 2, fytd: 98_765_432, 'prior-fytd': null },
);
const unavailable = table(
  {
    number: 2,
    measure: 'removals',
    label: 'Removals',
    breakdown: 'criminality',
    rowHeader: 'Criminality',
    notes: ['NA: the sources do not cover this measure.'],
  },
  criminality,
  none,
);
const empty = table(
  { number: 3, measure: 'returns', label: 'Returns', breakdown: 'threat-level', rowHeader: 'Threat level' },
  threatLevel,
  zero,
);
const hostileChart = chartOf(sixty, `Encounters by agency ${hostileText}`, [0, 1]);

/** The sample with everything that could break a drawing: hostile text, 60 rows, no figures at all, and an empty period. */
export const hostileModel: ReportModel = {
  ...sampleModel,
  fileStem: 'enforcement-actions_2020-06_hostile',
  report: { ...sampleModel.report, title: `Report ${hostileText}`, purpose: hostileText },
  title: `Report ${hostileText}, June 2020`,
  scope: { id: 'hostile', label: longAgency, short: longAgency },
  sections: [
    {
      ...keyFigures,
      blocks: [
        ...keyFigures.blocks,
        { kind: 'paragraph', text: hostileText },
        { kind: 'list', items: [hostileText, longAgency] },
      ],
    },
    {
      id: 'encounters',
      title: `Encounters ${hostileText}`,
      blocks: [{ kind: 'chart', chart: hostileChart }, tableBlock(sixty)],
    },
    {
      id: 'removals',
      title: 'Removals',
      blocks: [
        { kind: 'chart', chart: chartOf(unavailable, 'Removals by criminality', [0, 1]) },
        tableBlock(unavailable),
      ],
    },
    {
      id: 'returns',
      title: 'Returns',
      blocks: [{ kind: 'chart', chart: chartOf(empty, 'Returns by threat level', [0]) }, tableBlock(empty)],
    },
    {
      id: 'register',
      title: 'Register',
      blocks: [tableBlock(registerTable(4, 12, hostileNames)), tableBlock(dutiesTable(5))],
    },
    {
      ...notes,
      blocks: [
        ...notes.blocks,
        {
          kind: 'facts',
          facts: {
            id: 'hostile',
            title: hostileText,
            columns: ['=1+1', hostileText],
            rows: [[hostileText, longAgency]],
          },
        },
        { kind: 'definitions', entries: [{ term: hostileText, meaning: longAgency }] },
      ],
    },
  ],
};
