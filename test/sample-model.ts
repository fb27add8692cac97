import { type Cell, shareOf, signs } from '../pipeline/cell.ts';
import type { Block, Chart, Column, ReportModel, ReportRow, ReportTable, Section } from '../pipeline/compose.ts';
import type { WindowId } from '../pipeline/period.ts';

/**
 * A complete national report for June 2020, for the tests of everything that draws a model. The figures are invented;
 * they add up as a real report's do.
 */

type Codes = readonly (readonly [code: string, label: string, weight: number])[];
type Totals = Readonly<Partial<Record<WindowId, number | null>>>;

const offices: Codes = [
  ['ATL', 'Atlanta', 310], ['BAL', 'Baltimore', 28], ['BOS', 'Boston', 22], ['BUF', 'Buffalo', 0],
  ['CHI', 'Chicago', 9], ['DAL', 'Dallas', 196], ['DEN', 'Denver', 4], ['DET', 'Detroit', 12],
  ['ELP', 'El Paso', 0], ['HLG', 'Harlingen', 7], ['HOU', 'Houston', 244], ['LOS', 'Los Angeles', 1],
  ['MIA', 'Miami', 208], ['NEW', 'Newark', 41], ['NOL', 'New Orleans', 118], ['NYC', 'New York City', 0],
  ['PHI', 'Philadelphia', 3], ['PHO', 'Phoenix', 187], ['SEA', 'Seattle', 0], ['SFR', 'San Francisco', 0],
  ['SLC', 'Salt Lake City', 52], ['SNA', 'San Antonio', 73], ['SND', 'San Diego', 0], ['SPM', 'St. Paul', 15],
  ['WAS', 'Washington', 164], ['HQ', 'Headquarters', 2], ['not-recorded', 'Not recorded', 46],
]; // biome-ignore format: a table of codes reads best packed

const criminality: Codes = [
  ['convicted', 'Convicted criminal', 58],
  ['pending-charges', 'Pending criminal charges', 33],
  ['other-violator', 'Other immigration violator', 8],
  ['not-recorded', 'Not recorded', 1],
];

const threatLevel: Codes = [
  ['1', 'Level 1', 24],
  ['2', 'Level 2', 15],
  ['3', 'Level 3', 27],
  ['none', 'No level', 33],
  ['not-recorded', 'Not recorded', 1],
];

const priority: Codes = [
  ['convicted', 'Convicted of any criminal offense, sec. 5(a)', 57],
  ['charged', 'Charged with any criminal offense, where the charge has not been resolved, sec. 5(b)', 31],
  ['chargeable-acts', 'Committed acts that constitute a chargeable criminal offense, sec. 5(c)', 0],
  ['fraud', 'Fraud or willful misrepresentation in an official matter, sec. 5(d)', 2],
  ['benefit-abuse', 'Abused a program related to receipt of public benefits, sec. 5(e)', 0],
  ['final-order', 'Subject to a final order of removal and not departed, sec. 5(f)', 4],
  ['public-safety', 'Otherwise a risk to public safety or national security, sec. 5(g)', 1],
  ['none', 'Not within a priority category', 3],
  ['undetermined', 'Cannot be determined from recorded data', 9],
];

const citizenship: Codes = [
  ['MEX', 'Mexico', 560],
  ['GTM', 'Guatemala', 172],
  ['HND', 'Honduras', 161],
  ['SLV', 'El Salvador', 118],
  ['CUB', 'Cuba', 34],
  ['JAM', 'Jamaica', 21],
  ['DOM', 'Dominican Republic', 19],
  ['COL', 'Colombia', 17],
  ['NIC', 'Nicaragua', 15],
  ['BRA', 'Brazil', 12],
  ['others', 'All others', 96],
  ['not-recorded', 'Not recorded', 8],
];

const disposition: Codes = [
  ['NTA', 'Notice to Appear (I-862)', 38],
  ['REINST', 'Reinstatement of a prior order (I-871)', 21],
  ['ER', 'Expedited removal (I-860)', 3],
  ['ADMDPT', 'Administrative removal (I-851)', 4],
  ['DTNR', 'Detainer issued', 19],
  ['NAR', 'Not amenable to removal', 6],
  ['V', 'Voluntary return', 2],
  ['other', 'Other', 3],
  ['not-recorded', 'Not recorded', 4],
];

const models: Codes = [
  ['JEM', 'Jail Enforcement Model', 74],
  ['WSO', 'Warrant Service Officer', 65],
];

const states: Codes = [
  ['AL', 'Alabama', 1],
  ['AZ', 'Arizona', 5],
  ['AR', 'Arkansas', 3],
  ['CA', 'California', 1],
  ['FL', 'Florida', 48],
  ['GA', 'Georgia', 6],
  ['ID', 'Idaho', 1],
  ['KS', 'Kansas', 1],
  ['LA', 'Louisiana', 2],
  ['MD', 'Maryland', 3],
  ['MA', 'Massachusetts', 4],
  ['MS', 'Mississippi', 1],
  ['NE', 'Nebraska', 1],
  ['NV', 'Nevada', 1],
  ['NJ', 'New Jersey', 1],
  ['NC', 'North Carolina', 15],
  ['OH', 'Ohio', 1],
  ['OK', 'Oklahoma', 3],
  ['SC', 'South Carolina', 5],
  ['TN', 'Tennessee', 2],
  ['TX', 'Texas', 26],
  ['UT', 'Utah', 1],
  ['VA', 'Virginia', 3],
  ['WI', 'Wisconsin', 4],
];

const headers: Readonly<Record<WindowId, readonly [header: string, description: string]>> = {
  period: ['June 2020', 'June 1, 2020 through June 30, 2020'],
  previous: ['May 2020', 'May 1, 2020 through May 31, 2020'],
  'year-earlier': ['June 2019', 'June 1, 2019 through June 30, 2019'],
  fytd: ['FY2020 to date', 'October 1, 2019 through June 30, 2020'],
  'prior-fytd': ['FY2019 to date', 'October 1, 2018 through June 30, 2019'],
  'all-time': ['All time', 'September 30, 1996 through June 30, 2020'],
};

const events: Readonly<Record<string, Totals>> = {
  encounters: { period: 1742, previous: 1980, 'year-earlier': 2104, fytd: 17_233, 'prior-fytd': 18_540 },
  'administrative-arrests': { period: 1102, previous: 1215, 'year-earlier': 1467, fytd: 11_806, 'prior-fytd': null },
};

/** `total` spread over the codes by weight, in whole numbers that add up to it; the largest takes what rounding leaves. */
function spread(codes: Codes, total: number | null): readonly Cell[] {
  if (total === null) return codes.map(() => ({ kind: 'unavailable' }));
  const weight = codes.reduce((sum, [, , part]) => sum + part, 0);
  const parts = codes.map(([, , part]) => Math.floor((total * part) / weight));
  const largest = codes.reduce((best, [, , part], at) => (part > (codes[best]?.[2] ?? 0) ? at : best), 0);
  const left = total - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((value, at) => ({ kind: 'count', value: at === largest ? value + left : value }));
}

function rowsOf(codes: Codes, totals: Totals): readonly ReportRow[] {
  const windows = Object.values(totals).map((total) => spread(codes, total));
  const margin = Object.values(totals).map(
    (total): Cell => (total === null ? { kind: 'unavailable' } : { kind: 'count', value: total }),
  );
  const whole: Cell = margin[0] ?? { kind: 'unavailable' };
  const row = (code: string, label: string, isTotal: boolean, cells: readonly Cell[]): ReportRow => ({
    code,
    label,
    isTotal,
    cells: [...cells, shareOf(cells[0] ?? { kind: 'unavailable' }, whole)],
  });
  const body = codes.map(([code, label], at) =>
    row(
      code,
      label,
      false,
      windows.flatMap((cells) => cells[at] ?? []),
    ),
  );
  return [...body, row('total', 'Total', true, margin)];
}

function columnsOf(totals: Totals): readonly Column[] {
  const windows = (Object.keys(totals) as WindowId[]).map((id): Column => {
    const [header, description] = headers[id];
    return { id, header, description, unit: 'count' };
  });
  return [
    ...windows,
    { id: 'share', header: 'Share, %', description: 'Share of the total of June 2020, percent', unit: 'percent' },
  ];
}

interface TableWords {
  readonly number: number;
  readonly measure: string;
  readonly label: string;
  readonly breakdown: string;
  readonly rowHeader: string;
  readonly notes?: readonly string[];
}

function table(words: TableWords, codes: Codes, totals: Totals): ReportTable {
  return {
    id: `${words.measure}-by-${words.breakdown}`,
    number: words.number,
    title: `${words.label} by ${words.rowHeader.toLowerCase()}, June 2020`,
    measure: words.measure,
    breakdown: words.breakdown,
    rowHeader: words.rowHeader,
    columns: columnsOf(totals),
    rows: rowsOf(codes, totals),
    notes: words.notes ?? [],
  };
}

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

function chartOf(of: ReportTable, title: string, columns: readonly number[]): Chart {
  const rows = of.rows.filter((row) => !row.isTotal);
  const value = (cell: Cell | undefined) => (cell?.kind === 'count' ? cell.value : null);
  return {
    id: `${of.id}-chart`,
    form: 'bar',
    title,
    alternative: `Bar chart of ${title}. The largest is ${rows[0]?.label ?? 'none'}. Table ${of.number} holds the figures.`,
    tableId: of.id,
    series: columns.map((at) => ({ id: of.columns[at]?.id ?? 'period', label: of.columns[at]?.header ?? '' })),
    rows: rows.map((row) => ({ label: row.label, values: columns.map((at) => value(row.cells[at])) })),
  };
}

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

const notes: Section = {
  id: 'notes',
  title: 'Notes',
  blocks: [
    { kind: 'heading', id: 'method', text: 'Method' },
    {
      kind: 'paragraph',
      text: 'Events are counted, not persons: one person can be encountered more than once. Dates are civil dates in the zone America/New_York. A fiscal year runs from October 1 through September 30 and is named by the year in which it ends.',
    },
    {
      kind: 'list',
      items: [
        'Shares are rounded to one decimal and may not add to 100.0.',
        'An event belongs to the field office in whose area of responsibility it took place on its day; an agreement belongs to the office that supervises it.',
      ],
    },
    { kind: 'heading', id: 'sources', text: 'Sources' },
    {
      kind: 'facts',
      facts: {
        id: 'imported-files',
        title: 'Files that were imported',
        columns: ['File', 'Layout', 'Rows read', 'Loaded', 'Unchanged', 'Rejected'],
        rows: [
          ['synthetic-events-2009-2025.csv', 'Synthetic events, seed 287', '143,470', '143,468', '-', '2'],
          ['participating-agencies_2020-06-30.csv', 'Register of agreements', '139', '139', '-', '-'],
        ],
      },
    },
    { kind: 'heading', id: 'data-quality', text: 'Data quality' },
    {
      kind: 'list',
      items: [
        '2 rows were rejected because their date is not a day of the calendar.',
        '46 encounters of the period have no recorded field office.',
        'The sources do not cover administrative arrests before October 1, 2019: figures for these days are not available, which is not zero.',
      ],
    },
    { kind: 'heading', id: 'definitions', text: 'Definitions' },
    {
      kind: 'definitions',
      entries: [
        {
          term: 'Encounter',
          meaning:
            'An interview or screening by an officer to determine whether a person is a noncitizen who may be removable. An event, not a person.',
        },
        { term: 'Administrative arrest', meaning: 'An arrest for a civil violation of immigration law.' },
        {
          term: 'Agreement',
          meaning:
            'A Memorandum of Agreement between ICE and a law enforcement agency under section 287(g) of the Immigration and Nationality Act, under one model.',
        },
        {
          term: 'Field office',
          meaning: 'An office of Enforcement and Removal Operations; its area of responsibility is where it acts.',
        },
      ],
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
  scope: { id: 'national', label: 'National' },
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
    notes,
  ],
  legend: [signs.zero, signs.withheld, signs.unavailable, signs['not-applicable']],
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
  scope: { id: 'hostile', label: longAgency },
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
