import type { Cell } from '../../pipeline/cell.ts';
import type { Column, ReportRow, ReportTable } from '../../pipeline/compose.ts';
import type { IsoDate } from '../../pipeline/period.ts';

const day = (date: IsoDate): Cell => ({ kind: 'date', date });
const words = (text: string): Cell => ({ kind: 'text', text });
const count = (value: number): Cell => ({ kind: 'count', value });
const duration = (value: number): Cell => ({ kind: 'duration', value });
const share = (value: number): Cell => ({ kind: 'share', value });
const unavailable: Cell = { kind: 'unavailable' };
const notApplicable: Cell = { kind: 'not-applicable' };

const column = (id: string, header: string, description: string, unit: Column['unit']): Column => ({
  id,
  header,
  description,
  unit,
  open: null,
});

const columns: readonly Column[] = [
  column('state', 'State', 'State of the agency', 'text'),
  column('county', 'County', 'County of the agency', 'text'),
  column('model', 'Model', 'Model of the agreement', 'text'),
  column('signed', 'Signed', 'Day on which the last party signed', 'date'),
  column('operational', 'Operational', 'Day of the first certified class', 'date'),
  column('reviewed', 'Reviewed', 'Day of the last review', 'date'),
  column('expires', 'Expires', 'Last day of an agreement with a fixed term', 'date'),
  column('installed', 'Signed to installed, days', 'Days from signature to installation', 'days'),
  column('officers', 'Officers', 'Officers active on June 30, 2020', 'count'),
  column('standing', 'Standing', 'What stands on the register of the agreement', 'text'),
];

const counties = [
  ['Cobb', 'GA', 'JEM'],
  ['Prince William–Manassas Regional Adult Detention Center', 'VA', 'JEM'],
  ['Pasco', 'FL', 'WSO'],
  ['Doña Ana', 'NM', 'JEM'],
] as const;

/** The register of so many agreements, with every kind of cell and sign; `odd` names are among them. */
export function registerTable(number: number, agreements: number, odd: readonly string[] = []): ReportTable {
  const row = (at: number): ReportRow => {
    const [county, state, model] = counties[at % counties.length] ?? counties[0];
    const year = 2005 + (at % 15);
    return {
      code: `${state}-${at + 1}`,
      label: odd[at] ?? `${county} County Sheriff’s Office${at < counties.length ? '' : `, ${at + 1}`}`,
      isTotal: false,
      cells: [
        words(state),
        words(odd[at] ?? county),
        words(model === 'JEM' ? 'Jail Enforcement Model' : 'Warrant Service Officer'),
        day(`${year}-02-28`),
        at % 3 === 0 ? unavailable : day(`${year}-09-${String((at % 28) + 1).padStart(2, '0')}`),
        at % 5 === 0 ? unavailable : day('2019-12-31'),
        at % 2 === 0 ? notApplicable : day('2020-06-30'),
        at % 7 === 0 ? unavailable : duration(at % 2 === 0 ? 180 + at : 97.5),
        at === 1 ? { kind: 'count', value: 12, revised: true } : count(at % 6),
        words(at % 4 === 0 ? 'Extended by addendum of June 28, 2019, through June 30, 2020' : 'In force'),
      ],
    };
  };
  return {
    id: `register-${agreements}`,
    number,
    title: 'Agreements in force, June 30, 2020',
    measure: 'agreements',
    breakdown: 'agreement',
    kind: 'list',
    rowHeader: 'Agency',
    columns,
    rows: Array.from({ length: agreements }, (_, at) => row(at)),
    notes: [
      'Each row is one agreement. NA: no list that was imported tells of it. X: the agreement has no fixed term.',
    ],
  };
}

/** Figures that are worked out one by one, with a row for the whole that no other row is a part of. */
export function dutiesTable(number: number): ReportTable {
  const row = (code: string, label: string, cells: readonly Cell[], isTotal = false) => ({
    code,
    label,
    isTotal,
    cells,
  });
  return {
    id: 'duties-in-time',
    number,
    title: 'Duties with a limit, June 2020',
    measure: 'duties',
    breakdown: 'duty',
    kind: 'figures',
    rowHeader: 'Duty',
    columns: [
      column('limit', 'Limit', 'The limit and where it stands', 'text'),
      column('due', 'Due', 'Duties that fell due', 'count'),
      column('within', 'Within, %', 'Share within the limit, percent', 'percent'),
      column('median', 'Median, hours', 'Median time, hours', 'hours'),
      column('worst', 'Longest, hours', 'Longest time, hours', 'hours'),
      column('change', 'Change', 'Change of the duties due from May 2020', 'change'),
    ],
    rows: [
      row('detainer-notice', 'Notice of a detainer', [
        words('24 hours; template of 2020, Appendix A'),
        count(41),
        share(92.7),
        duration(3.5),
        duration(61),
        { kind: 'change', value: -4 },
      ]),
      row('complaint', 'Notice of a complaint', [
        words('48 hours without weekends; Appendix B'),
        count(0),
        notApplicable,
        notApplicable,
        notApplicable,
        { kind: 'change', value: 0 },
      ]),
      row('poster', 'Poster', [words('=none'), unavailable, unavailable, unavailable, unavailable, unavailable]),
      row(
        'total',
        'All duties',
        [notApplicable, count(41), share(92.7), duration(3.5), duration(1061.2), { kind: 'change', value: -4 }],
        true,
      ),
    ],
    notes: [],
  };
}
