import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cell, cellText } from '../../pipeline/cell.ts';
import { changeInWords } from '../../pipeline/compose/highlights/change.ts';
import type { ReportModel, ReportTable } from '../../pipeline/compose.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { parsePeriod, rangePeriod, type WindowId } from '../../pipeline/period.ts';
import { highlights, highlightsRule } from '../../pipeline/reports/enforcement-actions/highlights.ts';
import type { Tabulation } from '../../pipeline/tabulate.ts';
import { fill } from '../../pipeline/wording.ts';
import { composed, covering, everywhere, highlightsOf, type Situation } from './highlights/composed.ts';

const change = (before: number, after: number) =>
  changeInWords(before, after, { when: 'in May 2020', noun: { one: '', many: '' } }, highlights);

/** The first sentence: encounters of the period. */
const encounters = (period: number, yearEarlier: number, previous: number, more: Partial<Situation> = {}) =>
  highlightsOf(composed({ counts: { encounters: { period, 'year-earlier': yearEarlier, previous } }, ...more }))[0] ??
  '';

describe('a change in words', () => {
  test.each([
    ['no change', 1234, 1234, 'as many as in May 2020'],
    ['more', 1197, 1234, '3.1 percent more than in May 2020 (1,197)'],
    ['fewer', 1407, 1234, '12.3 percent fewer than in May 2020 (1,407)'],
    ['from zero', 0, 12, 'up from none in May 2020'],
    ['to zero', 12, 0, 'against 12 in May 2020'],
    ['zero before and after', 0, 0, 'as in May 2020'],
    ['a low base and no change', 19, 19, 'as many as in May 2020'],
    ['huge from a low base', 12, 480, 'up from 12 in May 2020'],
    ['huge', 1200, 48_000, 'up from 1,200 in May 2020'],
    ['from one to none', 1, 0, 'against 1 in May 2020'],
  ])('%s', (_, before, after, words) => {
    expect(change(before, after)).toBe(words);
  });

  test.each([
    ['0.9 percent, as printed, is about as many', 2000, 2018, 'about as many as in May 2020 (2,000)'],
    ['0.95 percent is printed as 1.0 and is a change', 2000, 2019, '1.0 percent more than in May 2020 (2,000)'],
    ['0.9 percent fewer is about as many', 2000, 1982, 'about as many as in May 2020 (2,000)'],
    ['0.95 percent fewer is a change', 2000, 1981, '1.0 percent fewer than in May 2020 (2,000)'],
    ['an earlier figure of 19 gives a number', 19, 25, '6 more than in May 2020 (19)'],
    ['an earlier figure of 20 gives a percentage', 20, 26, '30.0 percent more than in May 2020 (20)'],
    ['an earlier figure of 19 gives a number downward', 19, 18, '1 fewer than in May 2020 (19)'],
    ['an earlier figure of 20 gives a percentage downward', 20, 19, '5.0 percent fewer than in May 2020 (20)'],
    ['1,000.0 percent is given', 1000, 11_000, '1,000.0 percent more than in May 2020 (1,000)'],
    ['1,000.1 percent names both figures', 1000, 11_001, 'up from 1,000 in May 2020'],
    ['1,000.0 percent of a low base gives a number', 2, 22, '20 more than in May 2020 (2)'],
    ['1,050.0 percent of a low base names both figures', 2, 23, 'up from 2 in May 2020'],
  ])('%s', (_, before, after, words) => {
    expect(change(before, after)).toBe(words);
  });

  test('the notes state the rule with the limits that are applied', () => {
    const items = composed({ counts: {} }).sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'list' ? block.items : [])),
    );
    expect(items.filter((item) => item === highlightsRule)).toHaveLength(1);
    expect(highlightsRule).toContain('less than 1.0 percent');
    expect(highlightsRule).toContain('less than 20,');
    expect(highlightsRule).toContain('more than 1,000.0 percent');
  });

  test('a template with a slot that nothing fills stops the run', () => {
    expect(() => fill('{size} more', {})).toThrow(PipelineError);
  });
});

describe('the sentence of a measure', () => {
  test('names the count, the same period a year earlier and the period before', () => {
    expect(encounters(1234, 1407, 1197)).toBe(
      'There were 1,234 encounters in June 2020, 12.3 percent fewer than in June 2019 (1,407) and 3.1 percent more than in May 2020 (1,197).',
    );
  });

  test('speaks of one and of none in their own words', () => {
    expect(encounters(1, 1, 2)).toBe(
      'There was 1 encounter in June 2020, as many as in June 2019 and 1 fewer than in May 2020 (2).',
    );
    expect(encounters(0, 12, 0)).toBe(
      'There were no encounters in June 2020, against 12 in June 2019 and as in May 2020.',
    );
  });

  test('says with which window it cannot be compared', () => {
    const coverage = covering('2020-05-01', '2025-10-01');
    expect(encounters(1234, 0, 1197, { coverage })).toBe(
      'There were 1,234 encounters in June 2020, 3.1 percent more than in May 2020 (1,197); not available in June 2019.',
    );
    expect(encounters(1234, 0, 0, { coverage: covering('2020-06-01', '2025-10-01') })).toBe(
      'There were 1,234 encounters in June 2020; not available in June 2019 and in May 2020.',
    );
  });

  test('a period that is covered in part is not available, whatever was counted in it', () => {
    const said = highlightsOf(
      composed({
        counts: everywhere(7),
        coverage: [
          ...covering('2009-10-01', '2020-06-30', ['encounter']),
          ...covering('2009-10-01', '2025-10-01', ['administrative-arrest']),
        ],
      }),
    );
    expect(said.slice(0, 3)).toEqual([
      'The number of encounters in June 2020 is not available from the sources.',
      'The number of encounters in fiscal year 2020 through June 30, 2020 is not available from the sources.',
      'There were 7 administrative arrests in June 2020, as many as in June 2019 and as many as in May 2020.',
    ]);
  });

  test('a figure that is withheld is said to be', () => {
    const protect = (windows: readonly WindowId[]) => (tabulation: Tabulation) => ({
      ...tabulation,
      tables: tabulation.tables.map((table) => ({
        ...table,
        rows: table.rows.map((row) => ({
          ...row,
          cells: {
            ...row.cells,
            ...Object.fromEntries(windows.map((id) => [id, { kind: 'withheld' } satisfies Cell])),
          },
        })),
      })),
    });
    expect(encounters(30, 20, 10, { protect: protect(['year-earlier']) })).toBe(
      'There were 30 encounters in June 2020, 20 more than in May 2020 (10); withheld in June 2019.',
    );
    expect(encounters(30, 20, 10, { protect: protect(['period']) })).toBe(
      'The number of encounters in June 2020 is withheld to limit disclosure.',
    );
  });

  test('the fiscal year to date is compared with the year before, and left out where it is the period itself', () => {
    const counts = { encounters: { period: 5, fytd: 17_233, 'prior-fytd': 18_540 } };
    expect(highlightsOf(composed({ counts }))[1]).toBe(
      'In fiscal year 2020 through June 30, 2020, there were 17,233 encounters, 7.0 percent fewer than in fiscal year 2019 through June 30, 2019 (18,540).',
    );
    for (const id of ['2019-10', 'FY2020-Q1', 'FY2020']) {
      const said = highlightsOf(composed({ counts, period: parsePeriod(id) }));
      expect(said.filter((sentence) => sentence.includes('through'))).toEqual([]);
    }
  });

  test('a range names its days, and one day is named alone', () => {
    const range = rangePeriod('2020-06-01', '2020-06-15');
    expect(encounters(30, 20, 25, { period: range })).toBe(
      'There were 30 encounters from June 1, 2020 through June 15, 2020, 50.0 percent more than from June 1, 2019 through June 15, 2019 (20) and 20.0 percent more than from May 17, 2020 through May 31, 2020 (25).',
    );
    expect(encounters(3, 2, 3, { period: rangePeriod('2020-06-02', '2020-06-02') })).toBe(
      'There were 3 encounters on June 2, 2020, 1 more than on June 2, 2019 (2) and as many as on June 1, 2020.',
    );
  });

  test('the year before a fiscal year is named once', () => {
    expect(encounters(30, 20, 20, { period: parsePeriod('FY2020') })).toBe(
      'There were 30 encounters in FY 2020, 50.0 percent more than in FY 2019 (20).',
    );
  });
});

describe('the sentences of agreements', () => {
  const counts = {
    agreements: { period: 139, 'year-earlier': 89, previous: 139 },
    agencies: { period: 139 },
    states: { period: 24 },
    'new-agreements': { period: 7 },
    'ended-agreements': { period: 1 },
  };
  const model = (total: number) => {
    if (total === 139) return { JEM: 74, WSO: 65, TFM: 0 };
    // Of the 24 states, seven have agreements of both models.
    return total === 24 ? { JEM: 20, WSO: 11, TFM: 0 } : { JEM: total, WSO: 0, TFM: 0 };
  };
  const said = (more: Partial<Situation> = {}) => highlightsOf(composed({ counts, model, ...more })).slice(-3);

  test('name agreements, agencies, states, models and what came and went', () => {
    expect(said()).toEqual([
      'On June 30, 2020, 139 agreements were in force with 139 agencies in 24 states, 56.2 percent more agreements than on June 30, 2019 (89) and as many agreements as on May 31, 2020.',
      'On June 30, 2020, ICE had in force under the 287(g) program 74 Jail Enforcement Model agreements in 20 states and 65 Warrant Service Officer agreements in 11 states.',
      'In June 2020, 7 agreements began and 1 agreement ended.',
    ]);
  });

  test('without an agreement name no agency, state or model', () => {
    const none = said({ counts: { agreements: { 'year-earlier': 12 } } });
    expect(none[0]).toMatch(/^In fiscal year 2020 /);
    expect(none.slice(1)).toEqual([
      'On June 30, 2020, no agreements were in force, against 12 on June 30, 2019 and as on May 31, 2020.',
      'In June 2020, no agreements began and no agreements ended.',
    ]);
  });

  test('name one agreement more in the singular', () => {
    const [sentence] = said({ counts: { ...counts, agreements: { period: 6, 'year-earlier': 5, previous: 4 } } });
    expect(sentence).toContain('1 more agreement than on June 30, 2019 (5) and 2 more agreements than');
  });

  test('of an office say whose figures they are', () => {
    const sentences = highlightsOf(composed({ counts, model, scope: 'ATL' }));
    expect(sentences[0]).toContain('the area of responsibility of the Atlanta Field Office');
    expect(sentences.at(-2)).toBe(
      'On June 30, 2020, the Atlanta Field Office supervised under the 287(g) program 74 Jail Enforcement Model agreements in 20 states and 65 Warrant Service Officer agreements in 11 states.',
    );
  });

  test('name what is withheld beside what is not, and say nothing of a part without its whole', () => {
    const hide = (measure: string) => (tabulation: Tabulation) => ({
      ...tabulation,
      tables: tabulation.tables.map((table) =>
        table.measure === measure
          ? { ...table, rows: table.rows.map((row) => ({ ...row, cells: { period: { kind: 'withheld' } as const } })) }
          : table,
      ),
    });
    expect(said({ protect: hide('agencies') })[0]).toMatch(
      /^On June 30, 2020, 139 agreements were in force in 24 states, .*; the number of agencies is withheld to limit disclosure\.$/,
    );
    expect(said({ protect: hide('ended-agreements') })[2]).toBe(
      'In June 2020, 7 agreements began; the number of agreements that ended is withheld to limit disclosure.',
    );
    expect(said({ protect: hide('agreements') }).slice(1)).toEqual([
      'The number of agreements in force on June 30, 2020 is withheld to limit disclosure.',
      'In June 2020, 7 agreements began and 1 agreement ended.',
    ]);
  });

  test('where the sources cover nothing, one sentence stands in place of all', () => {
    expect(highlightsOf(composed({ counts: everywhere(7), coverage: [] }))).toEqual([
      'Not available: the sources do not wholly cover the period.',
    ]);
  });
});

describe('the numbers of the sentences', () => {
  const blocksOf = ({ sections }: ReportModel) => sections.flatMap(({ blocks }) => blocks);
  const tablesIn = (model: ReportModel): readonly ReportTable[] =>
    blocksOf(model).flatMap((block) => (block.kind === 'table' ? [block.table] : []));
  const figuresIn = (model: ReportModel) => [
    ...tablesIn(model).flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)),
    ...blocksOf(model).flatMap((block) => (block.kind === 'key-figures' ? block.figures.map(({ cell }) => cell) : [])),
  ];
  const withoutDates = (sentence: string) =>
    sentence
      .replaceAll('287(g)', '')
      .replaceAll(/fiscal year \d{4}/g, '')
      .replaceAll(/[A-Z][a-z]+ (?:\d{1,2}, )?\d{4}/g, '');
  /** How much more or fewer, of what figure. */
  const changesIn = (text: string) =>
    [...text.matchAll(/([\d,.]+) (percent )?(?:more|fewer) (?:agreements? )?than [a-z ]+\(([\d,]+)\)/g)].map(
      ([all, size = '', percent, before = '']) => ({ all, size, isPercent: percent !== undefined, before }),
    );
  const number = (text: string) => Number(text.replaceAll(',', ''));

  const count = fc.oneof(fc.nat(30), fc.nat(3000), fc.nat(5_000_000));
  const windows = ['period', 'previous', 'year-earlier', 'fytd', 'prior-fytd', 'all-time'] as const;
  const ofMeasure = fc.record(Object.fromEntries(windows.map((id) => [id, count])));
  const measures = ['encounters', 'administrative-arrests', 'agreements', 'agencies', 'states'];
  const flows = ['new-agreements', 'ended-agreements'];
  const anyCounts = fc.record(Object.fromEntries([...measures, ...flows].map((id) => [id, ofMeasure])));

  test('stand in the tables or key figures of the document, and every change is that of two of them', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const document = composed({ counts });
        const printed = new Set(figuresIn(document).map(cellText));
        const sentences = highlightsOf(document).map(withoutDates);
        expect(sentences.length).toBeGreaterThan(4);
        for (const sentence of sentences) {
          const changes = changesIn(sentence);
          const [after = ''] = sentence.match(/\d[\d,]*/) ?? [];
          for (const { size, isPercent, before } of changes) {
            const by = Math.abs(number(after) - number(before));
            const percent = cellText({ kind: 'share', value: Math.round((by * 1000) / number(before)) / 10 });
            expect(size).toBe(isPercent ? percent : cellText({ kind: 'count', value: by }));
          }
          const rest = changes.reduce((text, { all, before }) => text.replace(all, `(${before})`), sentence);
          for (const [figure] of rest.matchAll(/\d[\d,]*/g)) expect(printed).toContain(figure.replace(/,$/, ''));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('a percentage against the year before is the one that the table prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 4000 }), fc.integer({ min: 1, max: 4000 }), (before, after) => {
        const document = composed({ counts: { encounters: { period: after, 'year-earlier': before } } });
        const [said] = changesIn(withoutDates(highlightsOf(document)[0] ?? ''));
        fc.pre(said?.isPercent === true);
        const table = tablesIn(document).find(({ id }) => id === 'enforcement-events-by-kind');
        const at = table?.columns.findIndex(({ id }) => id === 'percent-change') ?? -1;
        const cell = table?.rows.find(({ code }) => code === 'encounter')?.cells[at];
        expect(cell?.kind).toBe('percent-change');
        expect(cell === undefined ? '' : cellText(cell).replace(/^[+-]/, '')).toBe(said?.size);
      }),
      { numRuns: 25 },
    );
  });
});
