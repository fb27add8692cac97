import type { Cell } from '../../pipeline/cell.ts';
import type { Drawn } from '../../pipeline/compose/drawn.ts';
import type { Listed } from '../../pipeline/extract.ts';
import { parsePeriod, type WindowId } from '../../pipeline/period.ts';
import { sharedWords } from '../../pipeline/reports/words.ts';
import type { Table } from '../../pipeline/tabulate.ts';
import type { CoverageKind } from '../../queries/coverage.ts';

/** A figure of a window; null: not available. */
type Figure = number | null;
/** The figures of the period, and where they matter of the same a year earlier. */
type Figures = Figure | readonly [period: Figure, yearEarlier: Figure];

const cellOf = (figure: Figure): Cell => (figure === null ? { kind: 'unavailable' } : { kind: 'count', value: figure });

function cellsOf(figures: Figures): Partial<Record<WindowId, Cell>> {
  const [period, yearEarlier] = typeof figures === 'object' && figures !== null ? figures : [figures, figures];
  return { period: cellOf(period), 'year-earlier': cellOf(yearEarlier) };
}

/** What a document of March 2018 is drawn from. */
export interface SmallDrawn {
  /** The figures of each table by code, the total among them; a measure’s own table has the total alone. */
  readonly tables?: Readonly<Record<string, Readonly<Record<string, Figures>>>>;
  readonly listings?: readonly Listed[];
  readonly covered?: readonly CoverageKind[];
  readonly scope?: string;
  readonly everyAgreementHasOffice?: boolean;
  readonly trends?: Drawn['trends'];
}

/** A document with these figures and no others. */
export function smallDrawn({
  tables = {},
  listings = [],
  covered = [],
  scope = 'national',
  everyAgreementHasOffice = true,
  trends = [],
}: SmallDrawn): Drawn {
  const made = Object.entries(tables).map(
    ([id, rows]): Table => ({
      id,
      measure: id,
      breakdown: null,
      regime: null,
      scope,
      windows: ['period', 'year-earlier'],
      rows: Object.entries(rows).map(([code, figures]) => ({
        code,
        label: `Row ${code}`,
        cells: cellsOf(figures),
        share: { kind: 'unavailable' },
      })),
    }),
  );
  const days = { office: null, identifies287g: true, source: 'a file', from: '2016-10-01', until: '2018-04-01' };
  return {
    extract: {
      extractVersion: 4,
      subject: null,
      report: 'a-report',
      period: parsePeriod('2018-03'),
      asOf: '2018-04-01T04:00:00Z',
      synthetic: false,
      tallies: [],
      months: [],
      listings,
      contradictions: [],
      controls: [],
      coverage: covered.map((kind) => ({ ...days, kind })),
      offices: [],
      everyAgreementHasOffice,
      corrections: [],
      files: [],
    },
    scope,
    tables: made,
    trends,
    national: null,
    words: sharedWords,
    revisions: { own: undefined, national: undefined },
  };
}
