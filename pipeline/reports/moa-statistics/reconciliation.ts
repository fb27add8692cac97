import { agencyFigures } from '../../measures/agency-figures.ts';
import { agencyMeasure } from '../../measures/agency-measure.ts';
import { agencyReports } from '../../measures/agency-reports.ts';
import { comparedFigures } from '../../measures/compared-figures.ts';
import { monthMeasure } from '../../measures/month-measure.ts';
import type { Figure, FigureColumn } from '../report/figures.ts';
import type { SectionDefinition } from '../report.ts';

/** Ours: the agreements name no tolerance. */
const tolerance = { least: 2, percent: 5 };

const reconciled = (window: 'period' | 'fytd'): readonly FigureColumn[] => {
  const any: Figure = { kind: 'count', measure: agencyReports, window };
  const theirs: Figure = { kind: 'where-any', of: { kind: 'count', measure: agencyFigures, window }, any };
  const ours: Figure = { kind: 'where-any', of: { kind: 'count', measure: comparedFigures, window }, any };
  return [
    { id: 'agency', header: 'Agencies’ figure', meaning: 'as reported', unit: 'count', figure: theirs },
    {
      id: 'record',
      header: 'Figure on record',
      meaning: 'of the agency of record, for the same agreements and months',
      unit: 'count',
      figure: ours,
    },
    {
      id: 'variance',
      header: 'Variance',
      meaning: 'the agencies’ figure less that on record',
      unit: 'change',
      figure: { kind: 'change', from: ours, to: theirs },
    },
    {
      id: 'variance-percent',
      header: 'Variance (%)',
      meaning: 'of the figure on record',
      unit: 'percent-change',
      figure: { kind: 'percent-change', from: ours, to: theirs },
    },
    {
      id: 'agreement',
      header: 'Status',
      meaning: `tolerance: ${tolerance.least} events or ${tolerance.percent} % of the figure on record, whichever is more`,
      unit: 'text',
      figure: {
        kind: 'agreement',
        of: theirs,
        with: ours,
        tolerance,
        words: { agree: 'Agrees', within: 'Within tolerance', beyond: 'Beyond tolerance' },
      },
    },
  ];
};

const notes = [
  `Tolerance: ${tolerance.least} events or ${tolerance.percent} % of the figure on record, whichever is more. This tolerance is ours; the agreements name none.`,
  'Only agreements, months and measures for which the agency reported a figure are compared. X: no agency reported one.',
];

/** The agencies’ own figures beside those on record (TFM agreement of 2025, section XII; `domain.md` §2.1). */
export const reconciliationSection: SectionDefinition = {
  id: 'reconciliation',
  title: 'Reconciliation with the agencies’ figures',
  introduction:
    'Agencies keep figures of their own for comparison and verification with those of ICE. A variance is not a fault in itself: it shows where both sides should look.',
  blocks: [
    {
      kind: 'figures',
      table: {
        id: 'reconciliation-by-measure',
        title: 'Agencies’ figures and figures on record',
        rowHeader: 'Measure',
        rows: { by: agencyMeasure, rows: 'listed' },
        columns: [...reconciled('period')],
        notes,
      },
    },
    {
      kind: 'figures',
      on: 'areas',
      table: {
        id: 'reporting-agreements',
        title: 'Agreements with reported figures',
        rowHeader: 'Agreements',
        rows: [
          {
            code: 'all',
            label: 'With a reported figure',
            figure: { kind: 'count', measure: agencyReports },
            target: null,
          },
        ],
        columns: [
          { id: 'period', header: '{window}', meaning: 'for a month of the period', unit: 'count' },
          {
            id: 'fytd',
            header: '{window}',
            meaning: 'for a month of the fiscal year to date',
            unit: 'count',
            window: 'fytd',
          },
        ],
      },
    },
    {
      kind: 'figures',
      on: 'agreement',
      table: {
        id: 'reconciliation-by-month',
        title: 'Agency’s figures and figures on record by month, fiscal year to date',
        rowHeader: 'Month and measure',
        rows: { by: monthMeasure, rows: 'present', months: 'fytd' },
        columns: reconciled('fytd'),
        notes,
      },
    },
  ],
};
