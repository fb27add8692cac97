import { describe, expect, test } from 'vitest';
import { classify } from '../pipeline/classify.ts';
import { compose } from '../pipeline/compose.ts';
import { PipelineError } from '../pipeline/errors.ts';
import type { Extract, Tally } from '../pipeline/extract.ts';
import { parsePeriod } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import { enforcementActions } from '../pipeline/reports/enforcement-actions.ts';
import { measuresOf, type TableDefinition, tableId, tablesOf } from '../pipeline/reports/report.ts';
import { tabulate } from '../pipeline/tabulate.ts';
import type { CoverageKind } from '../queries/coverage.ts';

const classification = classify(regimes, gaps);
const all = { period: 5, previous: 4, 'year-earlier': 3, fytd: 20, 'prior-fytd': 18 };
const none = { period: 0, previous: 0, 'year-earlier': 0, fytd: 0, 'prior-fytd': 0 };
const covering = (kind: CoverageKind, from: string, until: string) => ({
  kind,
  office: null,
  identifies287g: true,
  source: 'a file',
  from,
  until,
});

/** The name of a table's tally, and one code that it may hold on any day of the windows. */
function talliedAs({ by }: TableDefinition): { readonly breakdown: string; readonly code: string } {
  if (by.entity !== 'event' || typeof by.codes !== 'object' || !('kind' in by.codes)) {
    return { breakdown: by.id, code: 'unknown' };
  }
  const none = 'none-in-force|none-in-force|0|';
  return { breakdown: by.tallied ?? by.id, code: by.codes.axis === 'priority' ? 'eo-13768-2017-01-25|C1|1|' : none };
}

/** Every offense on record is a charge. */
const countsOf = (measure: string, counts: Tally['counts']) => (measure === 'encounter-convictions' ? none : counts);

/** One for each tally: tables may share one. */
const tallied = (tables: readonly TableDefinition[], counts: Tally['counts']): readonly Tally[] => [
  ...new Map(
    tables.map((table) => {
      const own = { ...talliedAs(table), counts: countsOf(table.measure.id, counts) };
      const tally = { measure: table.measure.id, scope: 'national', ...own };
      return [`${tally.measure} ${tally.breakdown}`, tally];
    }),
  ).values(),
];

/** Every table of the report counts `total` events under one code, but for the tallies given. */
function extractWith(change: Partial<Extract> = {}, special: readonly Tally[] = []): Extract {
  const measures = measuresOf(enforcementActions).map((measure) => measure.id);
  const counts = { ...all, 'all-time': 40 };
  const special_ = new Set(special.map((tally) => `${tally.measure} ${tally.breakdown}`));
  return {
    extractVersion: 4,
    subject: null,
    listings: [],
    controls: [],
    months: [],
    contradictions: [],
    everyAgreementHasOffice: true,
    corrections: [],
    report: 'enforcement-actions',
    period: parsePeriod('2020-06'),
    asOf: '2020-07-08T16:00:00.000Z',
    synthetic: false,
    coverage: (['encounter', 'administrative-arrest', 'detainer', 'agreement', 'application'] as const).map((kind) =>
      covering(kind, '2009-10-01', '2025-10-01'),
    ),
    offices: [
      { office_code: 'ATL', name: 'Atlanta', exists_from: '2003-03-01', exists_until: null },
      { office_code: 'HLG', name: 'Harlingen', exists_from: '2020-10-01', exists_until: null },
      { office_code: 'HQ', name: 'Headquarters', exists_from: '2003-03-01', exists_until: null },
    ],
    files: [],
    tallies: [
      ...measures.map((measure) => ({
        measure,
        scope: 'national',
        breakdown: null,
        code: 'total',
        counts: countsOf(measure, counts),
      })),
      ...tallied(tablesOf(enforcementActions), counts).filter(
        ({ measure, breakdown }) => !special_.has(`${measure} ${breakdown}`),
      ),
      ...special,
    ],
    ...change,
  };
}

const tableIn = (extract: Extract, id: string) => {
  const table = tabulate(extract, enforcementActions, classification).tables.find(
    (each) => each.scope === 'national' && each.id === id,
  );
  if (table === undefined) throw new Error(`no table ${id}`);
  return table;
};

const counted = (code: string, counts: Tally['counts']): Tally => ({
  measure: 'encounters',
  scope: 'national',
  breakdown: 'citizenship',
  code,
  counts,
});

const composeAll = (extract: Extract) =>
  compose(tabulate(extract, enforcementActions, classification), extract, {
    audience: 'internal',
    edition: 1,
    documents: 'all',
    definition: enforcementActions,
    classification,
    disclosure: 'Figures are exact.',
  });

describe('making tables', () => {
  test('an office that exists in the period has a row without events, one that does not exist has none, headquarters only when counted', () => {
    const table = tableIn(extractWith(), 'encounters-by-field-office');
    expect(table.rows.map((row) => row.code)).toEqual(['ATL', 'unknown', 'total']);
    expect(table.rows[0]?.cells.period).toEqual({ kind: 'count', value: 0 });
    const office = { measure: 'encounters', scope: 'national', breakdown: 'field-office', code: 'HQ', counts: all };
    expect(tableIn(extractWith({}, [office]), 'encounters-by-field-office').rows.map((row) => row.code)).toEqual([
      'ATL',
      'HQ',
      'total',
    ]);
  });

  test('rows that do not add up to the database’s own total stop the run', () => {
    const short = [counted('MEX', { ...all, fytd: 19 })];
    expect(() => tabulate(extractWith({}, short), enforcementActions, classification)).toThrow(PipelineError);
    expect(() => tabulate(extractWith({}, short), enforcementActions, classification)).toThrow(
      /encounters-by-citizenship, window fytd: .* 19, .* 20/,
    );
  });

  test('charges and convictions that are not all offenses stop the run', () => {
    const one = { measure: 'encounter-convictions', scope: 'national', breakdown: 'offense' };
    const tallies = [{ ...one, code: 'unknown', counts: { ...none, fytd: 1 } }];
    const extract = extractWith({}, tallies);
    const whole = extract.tallies.map((tally) =>
      tally.measure === one.measure && tally.breakdown === null ? { ...tally, counts: { ...none, fytd: 1 } } : tally,
    );
    expect(() => tabulate({ ...extract, tallies: whole }, enforcementActions, classification)).toThrow(
      /encounter-offenses-by-status, row unknown, window fytd: the parts add up to 21, the whole is 20/,
    );
  });

  test('offenses are unavailable in a window in which no event has a list of offenses on record', () => {
    const history = (code: string, counts: Tally['counts']): readonly Tally[] =>
      ['encounter-offenses', 'encounter-charges', 'encounter-convictions'].map((measure) => ({
        measure,
        scope: 'national',
        breakdown: 'criminal-history',
        code,
        counts,
      }));
    const extract = extractWith({}, [
      ...history('complete', { ...all, 'year-earlier': 0 }),
      ...history('incomplete', { ...none, fytd: 1 }),
      ...history('not-recorded', { ...all, fytd: 0, 'prior-fytd': 0 }),
    ]);
    const total = tableIn(extract, 'encounter-offenses-by-offense').rows.at(-1)?.cells;
    expect(total).toMatchObject({ period: { kind: 'count', value: 5 }, 'year-earlier': { kind: 'unavailable' } });
    const [document] = composeAll(extract);
    const notes = (document?.sections ?? []).flatMap(({ blocks }) =>
      blocks.flatMap((block) =>
        block.kind === 'table' && block.table.id.startsWith('encounter-') ? block.table.notes : [],
      ),
    );
    const why =
      'Counted are offenses that are listed on record; a conviction of which only the number or the most serious offense is on record is not among them.';
    const half = 'of 10 events 5 have a list that is complete, 0 one that may not be, 5 none';
    const toDate = 'FY 2020 to Jun 30: of 21 events 20 have a list that is complete, 1 one that may not be, 0 none';
    const may = 'May 2020: of 8 events 4 have a list that is complete, 0 one that may not be, 4 none';
    expect(notes.filter((note) => note.startsWith('Counted are'))).toEqual([
      `${why} June 2020: ${half}; ${toDate}.`,
      `${why} June 2020: ${half}; ${may}; ${toDate}.`,
    ]);
    // A window that is covered is not said to be uncovered.
    expect(notes.filter((note) => note.startsWith('NA'))).toEqual([
      'NA: of no event of that column is a list of offenses on record.',
    ]);
    const quality = JSON.stringify(document?.sections.at(-1)).match(
      /Not available for [^"]*Offenses on record of encounters\./g,
    );
    expect(quality).toEqual([
      'Not available for June 2019, because no event has a list of offenses on record: Charges on record of encounters; Convictions on record of encounters; Offenses on record of encounters.',
    ]);
  });

  test('a state may stand in several rows, and in no more of them than there are', () => {
    const states = (counts: readonly number[]): readonly Tally[] =>
      counts.map((count, at) => ({
        measure: 'states',
        scope: 'national',
        breakdown: 'model',
        code: ['JEM', 'WSO'][at] ?? '',
        counts: { ...all, 'all-time': 40, period: count },
      }));
    const table = tableIn(extractWith({}, states([4, 3])), 'states-by-model');
    expect(table.rows.map(({ cells }) => cells.period)).toEqual([4, 3, 5].map((value) => ({ kind: 'count', value })));
    for (const wrong of [
      [6, 1],
      [2, 2],
    ])
      expect(() => tableIn(extractWith({}, states(wrong)), 'states-by-model')).toThrow(
        /states-by-model, window period/,
      );
  });

  test('the largest ten stand alone, the rest is one row, and what is not recorded is not among the others', () => {
    const rows = Array.from({ length: 14 }, (_, at) =>
      counted(`C${String(at).padStart(2, '0')}`, {
        period: at,
        previous: 0,
        'year-earlier': 0,
        fytd: at,
        'prior-fytd': 0,
      }),
    );
    const sum = 91;
    const total = {
      measure: 'encounters',
      scope: 'national',
      breakdown: null,
      code: 'total',
      counts: { period: sum + 2, previous: 0, 'year-earlier': 0, fytd: sum + 2, 'prior-fytd': 0 },
    };
    const absent = counted('withheld', { period: 1, previous: 0, 'year-earlier': 0, fytd: 1, 'prior-fytd': 0 });
    const odd = counted('unmapped:ATLANTIS', { period: 1, previous: 0, 'year-earlier': 0, fytd: 1, 'prior-fytd': 0 });
    const base = extractWith({}, [...rows, absent, odd]);
    const others = base.tallies.filter((tally) => tally.measure !== 'encounters' || tally.breakdown === 'citizenship');
    const filled = tallied(
      tablesOf(enforcementActions).filter(
        (table) => table.measure.id === 'encounters' && table.by.id !== 'citizenship',
      ),
      total.counts,
    );
    const table = tableIn({ ...base, tallies: [...others, ...filled, total] }, 'encounters-by-citizenship');
    expect(table.rows.map((row) => row.code)).toEqual([
      'C13',
      'C12',
      'C11',
      'C10',
      'C09',
      'C08',
      'C07',
      'C06',
      'C05',
      'C04',
      'others',
      'withheld',
      'total',
    ]);
    expect(table.rows.find((row) => row.code === 'others')?.cells.period).toEqual({
      kind: 'count',
      value: 3 + 2 + 1 + 1,
    });
    const shares = table.rows
      .slice(0, -1)
      .reduce((total_, row) => total_ + (row.share.kind === 'share' ? row.share.value : 0), 0);
    expect(shares).toBeCloseTo(100, 0);
  });

  test('a window that is not wholly covered is unavailable, even where events were counted in it', () => {
    const coverage = [
      covering('encounter', '2019-10-01', '2020-06-15'),
      covering('encounter', '2020-06-15', '2020-07-01'),
    ];
    const table = tableIn(extractWith({ coverage }), 'encounters-by-field-office');
    const total = table.rows.at(-1)?.cells;
    expect(total?.period).toEqual({ kind: 'count', value: 5 });
    expect(total?.fytd).toEqual({ kind: 'count', value: 20 });
    expect(total?.['year-earlier']).toEqual({ kind: 'unavailable' });
    expect(table.rows[0]?.cells['prior-fytd']).toEqual({ kind: 'unavailable' });
    const arrests = tableIn(extractWith({ coverage }), 'administrative-arrests-by-field-office');
    expect(arrests.rows.map((row) => row.code)).toEqual(['total']);
    expect(Object.values(arrests.rows[0]?.cells ?? {}).every((cell) => cell.kind === 'unavailable')).toBe(true);
  });

  test('a source that cannot tell 287(g) events from others covers none of them', () => {
    const coverage = [{ ...covering('encounter', '2009-10-01', '2025-10-01'), identifies287g: false }];
    expect(tableIn(extractWith({ coverage }), 'encounters').rows[0]?.cells.period).toEqual({ kind: 'unavailable' });
  });

  test('what a source does not record is not available, and only the row that says so has a count', () => {
    const blank = {
      measure: 'encounters',
      scope: 'national',
      breakdown: 'criminality',
      code: 'not-recorded',
      counts: all,
    };
    const nothing = tableIn(extractWith({}, [blank]), 'encounters-by-criminality');
    expect(nothing.rows.map((row) => row.code)).toEqual(['not-recorded', 'total']);
    const since = [
      { ...blank, counts: { ...all, period: 0 } },
      { ...blank, code: 'convicted', counts: { period: 5, previous: 0, 'year-earlier': 0, fytd: 0, 'prior-fytd': 0 } },
    ];
    const mixed = tableIn(extractWith({}, since), 'encounters-by-criminality');
    const row = (code: string) => mixed.rows.find((each) => each.code === code)?.cells;
    expect(row('convicted')).toMatchObject({ period: { kind: 'count', value: 5 }, previous: { kind: 'unavailable' } });
    expect(row('pending-charges')).toMatchObject({
      period: { kind: 'count', value: 0 },
      fytd: { kind: 'unavailable' },
    });
    expect(row('not-recorded')).toMatchObject({
      period: { kind: 'count', value: 0 },
      fytd: { kind: 'count', value: 20 },
    });
  });

  test('the order of tallies does not matter', () => {
    const extract = extractWith({}, [
      counted('MEX', { ...all, period: 3 }),
      counted('GTM', { period: 2, previous: 0, 'year-earlier': 0, fytd: 0, 'prior-fytd': 0 }),
    ]);
    const reversed = { ...extract, tallies: extract.tallies.toReversed(), coverage: extract.coverage.toReversed() };
    expect(tabulate(reversed, enforcementActions, classification)).toEqual(
      tabulate(extract, enforcementActions, classification),
    );
  });
});

describe('tables by regime', () => {
  const determined = (code: string, counts: Tally['counts']): Tally => ({
    measure: 'encounters',
    scope: 'national',
    breakdown: 'priority-determination',
    code,
    counts,
  });
  /** January 2017 lies under two regimes, and all days before it under the first. */
  const twoRegimes = () => {
    const special = [
      determined('dhs-2014-11-20|P1.a|1|', { period: 1, previous: 4, 'year-earlier': 3, fytd: 16, 'prior-fytd': 18 }),
      determined('dhs-2014-11-20|cannot-be-determined|0|2,3,', {
        period: 1,
        previous: 0,
        'year-earlier': 0,
        fytd: 1,
        'prior-fytd': 0,
      }),
      determined('eo-13768-2017-01-25|C2|2|1,', {
        period: 2,
        previous: 0,
        'year-earlier': 0,
        fytd: 2,
        'prior-fytd': 0,
      }),
      determined('eo-13768-2017-01-25|C2|2|', { period: 1, previous: 0, 'year-earlier': 0, fytd: 1, 'prior-fytd': 0 }),
    ];
    return extractWith({ period: parsePeriod('2017-01') }, special);
  };
  const count = (value: number) => ({ kind: 'count', value });

  test('a period with two regimes has a table for each, whose totals add up to the whole', () => {
    const before = tableIn(twoRegimes(), 'encounters-by-priority-dhs-2014-11-20');
    const after = tableIn(twoRegimes(), 'encounters-by-priority-eo-13768-2017-01-25');
    expect([before.rows.at(-1)?.cells.period, after.rows.at(-1)?.cells.period]).toEqual([count(2), count(3)]);
    const row = after.rows.find((each) => each.code === 'eo-13768-2017-01-25:C2');
    expect(row?.cells.period).toEqual(count(3));
    expect(row?.share).toEqual({ kind: 'share', value: 100 });
    expect(before.rows.map((each) => each.code)).toContain('dhs-2014-11-20:cannot-be-determined');
  });

  test('figures of days on which a regime was not in force are not applicable, which is not zero', () => {
    const after = tableIn(twoRegimes(), 'encounters-by-priority-eo-13768-2017-01-25');
    for (const { cells } of after.rows) {
      expect([cells.previous, cells['year-earlier'], cells['prior-fytd']]).toEqual(
        Array.from({ length: 3 }, () => ({ kind: 'not-applicable' })),
      );
    }
    expect(after.rows.at(-1)?.cells.fytd).toEqual(count(3));
  });

  test('the table of deciding rules counts every event once, under the rule that decided or under none', () => {
    const after = tableIn(twoRegimes(), 'encounters-by-deciding-rule-eo-13768-2017-01-25');
    expect(after.rows.find((row) => row.code === 'eo-13768-2017-01-25:rule-2')?.cells.period).toEqual(count(3));
    const before = tableIn(twoRegimes(), 'encounters-by-deciding-rule-dhs-2014-11-20');
    expect(
      before.rows
        .filter((row) => row.cells.period?.kind === 'count' && row.cells.period.value > 0)
        .map((row) => row.code),
    ).toEqual(['dhs-2014-11-20:rule-1', 'dhs-2014-11-20:cannot-be-determined', 'total']);
  });

  test('rules that the record left open are counted of the document’s own scope', () => {
    const nation = twoRegimes();
    // Atlanta has every event of the nation: its document must say what the nation’s says, and neither twice that.
    const atlanta = nation.tallies.map((tally) => ({ ...tally, scope: 'ATL' }));
    const models = composeAll({ ...nation, tallies: [...nation.tallies, ...atlanta] });
    const open = models.map((model) =>
      model.sections.flatMap(({ blocks }) =>
        blocks.flatMap((block) =>
          block.kind === 'facts' && block.facts.id === 'undecided-rules' ? block.facts.rows : [],
        ),
      ),
    );
    const ofNation = open[0]?.map(([what, regime, , count]) => [what, regime, count]);
    expect(ofNation).toEqual([
      ['Encounters', expect.stringContaining('2014'), '1'],
      ['Encounters', expect.stringContaining('2014'), '1'],
      ['Encounters', expect.stringContaining('13768'), '2'],
    ]);
    expect(open[1]).toEqual(open[0]);
  });
});

describe('composing the document', () => {
  const composed = (extract: Extract) => composeAll(extract)[0];

  test('every table of the definition is in the document once, numbered in order, with a cell for each column', () => {
    const model = composed(extractWith());
    const tables = model?.sections.flatMap((section) =>
      section.blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
    );
    const notInForce = ['moa-level', 'detainer-rule', 'mandatory-detention'];
    const defined = enforcementActions.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => {
        if (block.kind === 'table') {
          return notInForce.includes(block.table.by.id) ? [] : [tableId(block.table.measure, block.table.by)];
        }
        return 'table' in block && typeof block.table === 'object' ? [block.table.id] : [];
      }),
    );
    expect(tables?.map((table) => table.id)).toEqual(defined);
    expect(tables?.map((table) => table.number)).toEqual(tables?.map((_, at) => at + 1));
    for (const table of tables ?? []) {
      for (const row of table.rows) expect(row.cells).toHaveLength(table.columns.length);
    }
  });

  test('without coverage the document says so, draws no chart, and prints no zero', () => {
    const model = composed(extractWith({ coverage: [] }));
    const blocks = model?.sections.flatMap((section) => section.blocks) ?? [];
    expect(blocks.some((block) => block.kind === 'chart')).toBe(false);
    const figures = blocks.flatMap((block) => (block.kind === 'key-figures' ? block.figures : []));
    expect(figures.every((figure) => figure.cell.kind === 'unavailable')).toBe(true);
    expect(figures[0]?.comparison).toBe('not available in May 2020');
    expect(JSON.stringify(blocks)).toMatch(
      /Not available, because the sources cover none of the periods: [^"]*Encounters;/,
    );
  });

  test('the model is plain JSON and depends on nothing but its input', () => {
    const extract = extractWith();
    expect(JSON.parse(JSON.stringify(composed(extract)))).toEqual(composed(extract));
    expect(composed(extract)?.asOf.words).toBe('July 8, 2020 at 12:00 PM (New York)');
  });

  test('a synthetic source marks the document', () => {
    expect(composed(extractWith({ synthetic: true }))?.mark?.word).toBe('SYNTHETIC');
    expect(composed(extractWith())?.mark).toBeNull();
  });
});
