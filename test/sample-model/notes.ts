import type { Section } from '../../pipeline/compose.ts';

/** The notes of the sample report. */
export const notes: Section = {
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
    { kind: 'heading', id: 'periods-compared', text: 'Periods compared' },
    {
      kind: 'definitions',
      entries: [
        { term: 'June 2020', meaning: 'June 1, 2020 through June 30, 2020: the period of this report.' },
        { term: 'May 2020', meaning: 'May 1, 2020 through May 31, 2020: the period before.' },
        { term: 'June 2019', meaning: 'June 1, 2019 through June 30, 2019: the same period a year earlier.' },
        { term: 'FY2020 to date', meaning: 'October 1, 2019 through June 30, 2020.' },
        { term: 'FY2019 to date', meaning: 'October 1, 2018 through June 30, 2019.' },
        { term: 'All time', meaning: 'September 30, 1996 through June 30, 2020.' },
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
