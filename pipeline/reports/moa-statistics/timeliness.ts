import { type Duty, duties, complaintDuties as dutiesOfComplaints, recordedDuties } from '../../../queries/duties.ts';
import { complaintDuties } from '../../measures/complaint-duties.ts';
import { complaintDuty } from '../../measures/complaint-duty.ts';
import { dutiesPerformed } from '../../measures/duties-performed.ts';
import { duty } from '../../measures/duty.ts';
import type { Breakdown, RecordMeasure } from '../../measures/measure.ts';
import type { Figure, FigureColumn, FiguresDefinition } from '../report/figures.ts';
import type { MeaningDefinition, SectionDefinition } from '../report.ts';

const outcome = (measure: RecordMeasure, id: string, code?: string): Figure => ({
  kind: 'outcome',
  measure,
  outcome: id,
  ...(code === undefined ? {} : { code }),
});

const shareWithin = (measure: RecordMeasure, code?: string): Figure => ({
  kind: 'share',
  part: outcome(measure, 'within', code),
  of: { kind: 'sum', of: [outcome(measure, 'within', code), outcome(measure, 'beyond', code)] },
});

/** Of the performances of a duty whose time can be measured and is limited, those within the limit. */
export const withinLimit = (code: string): Figure =>
  shareWithin(dutiesOfComplaints.some((each) => each.code === code) ? complaintDuties : dutiesPerformed, code);

const limits = Object.fromEntries(
  duties.map(({ code, limit, unit }) => [
    code,
    limit === null ? 'no number' : `${limit} ${limit === 1 ? unit.slice(0, -1) : unit}`,
  ]),
);
const units = Object.fromEntries(duties.map(({ code, unit }) => [code, unit]));

const columnsOf = (measure: RecordMeasure): readonly FigureColumn[] => [
  {
    id: 'limit',
    header: 'Limit',
    meaning: 'the longest that the agreements allow',
    unit: 'text',
    figure: { kind: 'words', of: limits },
  },
  {
    id: 'performed',
    header: 'Performed',
    meaning: 'with a record, in the period',
    unit: 'count',
    figure: { kind: 'count', measure },
  },
  {
    id: 'within',
    header: 'Within the limit',
    meaning: 'of those performed',
    unit: 'count',
    figure: outcome(measure, 'within'),
  },
  {
    id: 'beyond',
    header: 'Beyond the limit',
    meaning: 'of those performed',
    unit: 'count',
    figure: outcome(measure, 'beyond'),
  },
  {
    id: 'within-share',
    header: 'Within the limit (%)',
    meaning: 'of those whose time can be measured',
    unit: 'percent',
    figure: shareWithin(measure),
  },
  {
    id: 'not-measurable',
    header: 'Cannot be measured',
    meaning: 'the beginning or the end is not on record, or it is not met so far',
    unit: 'count',
    figure: outcome(measure, 'not-measurable'),
  },
  {
    id: 'median',
    header: 'Median',
    meaning: 'in the unit of the duty, rounded up',
    unit: 'hours',
    figure: { kind: 'median', measure },
  },
  {
    id: 'longest',
    header: 'Longest',
    meaning: 'in the unit of the duty, rounded up',
    unit: 'hours',
    figure: { kind: 'longest', measure },
  },
  { id: 'unit', header: 'Unit', meaning: 'of the times', unit: 'text', figure: { kind: 'words', of: units } },
];

/** What a table of duties counts, by which of them, and how far that is what other tables count. */
interface TableOfDuties {
  readonly measure: RecordMeasure;
  readonly by: Breakdown;
  readonly about: string;
}

const tableOf = (id: string, title: string, { measure, by, about }: TableOfDuties): FiguresDefinition => ({
  id,
  title,
  rowHeader: 'Duty',
  rows: { by, rows: 'listed' },
  columns: columnsOf(measure),
  notes: ['The rows are different duties and do not add up. X: there is nothing that could be measured.', about],
});

const meanings = (of: readonly Duty[]): readonly MeaningDefinition[] =>
  of.map(({ label, definition, source }) => ({ term: label, meaning: `${definition} ${source}.` }));

/** Duties that the agreements bind to a time (`domain.md` §2.2). */
export const timelinessSection: SectionDefinition = {
  id: 'timeliness',
  title: 'Timeliness of duties',
  introduction:
    'Each performance of a duty is counted in the period in which its time began, and the resolution of a complaint in that in which it was resolved. What was met after the end of the period counts as it stood at the instant of the data. Shares are of those whose time can be measured; the number that cannot be measured stands beside them.',
  blocks: [
    {
      kind: 'figures',
      table: tableOf('duties-by-timeliness', 'Duties by timeliness', {
        measure: dutiesPerformed,
        by: duty,
        about:
          'Performances of which there is a record, under the agreements whose models ask for the duty: fewer than the detainers, warrants and transfers among the enforcement events, which count every event.',
      }),
    },
    {
      kind: 'figures',
      table: tableOf('complaint-duties-by-timeliness', 'Duties about complaints by timeliness', {
        measure: complaintDuties,
        by: complaintDuty,
        about:
          'A notice counts where the complaint was received in the period; a resolution, and the report of its result, where it was resolved in the period. Complaints that are open for over 90 days stand in the section on complaints.',
      }),
    },
    { kind: 'definitions', measures: meanings(recordedDuties) },
    { kind: 'definitions', measures: meanings(dutiesOfComplaints) },
  ],
};
