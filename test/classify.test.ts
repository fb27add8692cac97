import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Classification, classify } from '../pipeline/classify.ts';
import { determinationText, listedCode, notDetermined, readDetermination } from '../pipeline/determination.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { type DateWindow, openEnd, programStart } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import type { Axis, DeclaredGap, PriorityRegime } from '../pipeline/priorities/regime.ts';

const regime = (id: string, from: string, until: string, change: Partial<PriorityRegime> = {}): PriorityRegime => ({
  id,
  knownAs: id,
  axis: 'priority',
  source: { title: id, issued: from, url: 'https://example.org' },
  inForce: [{ from, until }],
  categories: { yes: { label: 'Yes' }, no: { label: 'No' } },
  rules: [
    {
      cite: '1',
      confirmed: true,
      category: 'yes',
      basis: 'computed',
      holds: (row) => row('evidence.conviction_count', '>', 0),
    },
  ],
  otherwise: 'no',
  ...change,
});

const gap = (from: string, until: string): DeclaredGap => ({
  axis: 'priority',
  window: { from, until },
  kind: 'none-in-force',
  why: 'none',
});

const problemOf = (work: () => unknown): PipelineError => {
  try {
    work();
  } catch (error) {
    if (error instanceof PipelineError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('laying the regimes side by side', () => {
  test('the catalogue tiles the calendar from the program’s start', () => {
    const { spans } = classify(regimes, gaps);
    const priority = spans.filter((span) => span.axis === 'priority');
    expect(priority[0]?.window.from).toBe(programStart);
    expect(priority.at(-1)?.window.until).toBe(openEnd);
    for (const [at, span] of priority.entries()) {
      if (at > 0) expect(span.window.from).toBe(priority[at - 1]?.window.until);
    }
  });

  test('an undeclared gap stops, and the message names its days', () => {
    const error = problemOf(() =>
      classify([regime('a', programStart, '2010-01-01'), regime('b', '2010-02-01', openEnd)], []),
    );
    expect(error.kind).toBe('regime');
    expect(error.message).toContain('2010-01-01');
    expect(error.message).toContain('2010-02-01');
    expect(() =>
      classify(
        [regime('a', programStart, '2010-01-01'), regime('b', '2010-02-01', openEnd)],
        [gap('2010-01-01', '2010-02-01')],
      ),
    ).not.toThrow();
  });

  test('an overlap stops, and so does a gap before the first regime or after the last', () => {
    const overlap = problemOf(() =>
      classify([regime('a', programStart, '2010-01-02'), regime('b', '2010-01-01', openEnd)], []),
    );
    expect(overlap.kind).toBe('regime');
    expect(overlap.message).toMatch(/b overlaps a on 2010-01-01/);
    expect(problemOf(() => classify([regime('a', '1999-01-01', openEnd)], [])).message).toContain(programStart);
    expect(problemOf(() => classify([regime('a', programStart, '2010-01-01')], [])).message).toContain('2010-01-01');
  });

  test('a declared gap that overlaps a regime stops, and so does a regime that lies within another', () => {
    const overGap = problemOf(() => classify([regime('a', programStart, openEnd)], [gap('2010-01-01', '2010-02-01')]));
    expect(overGap.kind).toBe('regime');
    expect(overGap.message).toContain('2010-01-01');
    const within = problemOf(() =>
      classify([regime('a', programStart, openEnd), regime('b', '2010-01-01', '2010-02-01')], []),
    );
    expect(within.kind).toBe('regime');
    expect(within.message).toContain('2010-01-01');
  });

  test('each axis is proved by itself, and a regime that holds by agreement needs no calendar', () => {
    const other = regime('b', '2012-01-01', openEnd, { axis: 'detainer' });
    const error = problemOf(() => classify([regime('a', programStart, openEnd), other], []));
    expect(error.kind).toBe('regime');
    expect(error.message).toMatch(/axis detainer: no regime from 1996-09-30 until 2012-01-01/);
    const agreed = regime('c', programStart, openEnd, { axis: 'moa-level', inForce: { template: '2009' } });
    const { spans, byAgreement } = classify([regime('a', programStart, openEnd), agreed], []);
    expect(spans.map(({ axis }) => axis)).toEqual(['priority']);
    expect(byAgreement).toEqual([agreed]);
  });

  const whole = (change: Partial<PriorityRegime>) =>
    problemOf(() => classify([regime('a', programStart, openEnd, change)], []));
  const [rule] = regime('a', programStart, openEnd).rules;

  test('an unknown category and a rule without a citation are both told at once', () => {
    if (rule === undefined) throw new Error('no rule');
    const error = whole({ rules: [{ ...rule, cite: ' ', category: 'maybe' }], otherwise: 'perhaps' });
    expect(error.kind).toBe('regime');
    expect(error.message).toContain('regime a');
    expect(error.details).toHaveLength(3);
    expect(error.details.join('; ')).toMatch(/perhaps.*no citation.*maybe/);
  });

  test('a rule without a citation stops by itself, and so does an unknown category', () => {
    if (rule === undefined) throw new Error('no rule');
    const uncited = whole({ rules: [rule, { ...rule, cite: '' }] });
    expect([uncited.kind, ...uncited.details]).toEqual(['regime', 'rule 2 has no citation']);
    const unknown = whole({ rules: [{ ...rule, category: 'maybe' }] });
    expect([unknown.kind, ...unknown.details]).toEqual(['regime', 'rule 1 names the unknown category maybe']);
  });

  test('a regime without rules stops, and so does a category that the text of a determination could not hold', () => {
    expect(whole({ rules: [] }).details).toEqual(['it has no rule']);
    for (const name of ['a|b', 'a:b', 'a,b']) {
      const error = whole({ categories: { yes: { label: 'Yes' }, no: { label: 'No' }, [name]: { label: 'Odd' } } });
      expect(error.kind).toBe('regime');
      expect(error.details.join()).toContain(`"${name}"`);
    }
  });

  test('two regimes of one id stop, on whichever axes they are', () => {
    const error = problemOf(() =>
      classify([regime('a', programStart, openEnd), regime('a', programStart, openEnd, { axis: 'detainer' })], []),
    );
    expect(error.kind).toBe('regime');
    expect(error.message).toContain('two regimes are called a');
  });
});

const codesOf = (codes: readonly { readonly code: string }[]) => codes.map(({ code }) => code.split(':')[1] ?? code);

describe('the blocks of a period', () => {
  const { blocks } = classify(regimes, gaps);

  test('they are the regimes of its days alone, and every one ends with what cannot be determined', () => {
    const june = blocks('priority', { from: '2020-06-01', until: '2020-07-01' });
    expect(june.map(({ id }) => id)).toEqual(['eo-13768-2017-01-25']);
    expect(codesOf(june[0]?.categories ?? [])).toEqual([
      'C1',
      'C2',
      'C3',
      'C4',
      'C5',
      'C6',
      'C7',
      'none',
      'cannot-be-determined',
    ]);
    expect(june[0]?.categories.every(({ label }) => !label.startsWith('Executive'))).toBe(true);
    expect(june[0]?.label).toBe('Executive Order 13768 (2017–2021)');
    for (const block of blocks('priority', { from: programStart, until: openEnd })) {
      const last = block.categories.at(-1)?.code;
      expect(last).toBe(block.label.match(/^(No regime|Regime of)/) ? block.id : `${block.id}:cannot-be-determined`);
    }
  });

  test('a month in which the rules changed has a block for each, in order of time', () => {
    const january = blocks('priority', { from: '2017-01-01', until: '2017-02-01' });
    expect(january.map(({ id }) => id)).toEqual(['dhs-2014-11-20', 'eo-13768-2017-01-25']);
    expect(january.map(({ inForce }) => inForce)).toEqual([
      [{ from: '2015-01-05', until: '2017-01-25' }],
      [{ from: '2017-01-25', until: '2021-01-20' }],
    ]);
    const february = blocks('priority', { from: '2021-01-01', until: '2021-03-01' });
    expect(february.map(({ id }) => id)).toEqual([
      'eo-13768-2017-01-25',
      'none-in-force',
      'dhs-2021-01-20',
      'ice-2021-02-18',
    ]);
  });

  test('a regime that was set aside and revived is one block with both its spans', () => {
    const [revived, gapBlock, ...more] = blocks('priority', { from: '2022-01-01', until: '2024-01-01' });
    expect(revived?.id).toBe('dhs-2021-09-30');
    expect(revived?.inForce).toHaveLength(2);
    expect(codesOf(gapBlock?.categories ?? [])).toEqual(['none-in-force']);
    expect(more).toEqual([]);
  });

  test('a regime that holds by agreement is a block of every period', () => {
    const [levels, ...more] = blocks('moa-level', { from: '2020-06-01', until: '2020-07-01' });
    expect([levels?.id, levels?.inForce]).toEqual(['moa-2009-levels', null]);
    expect(more).toEqual([]);
  });

  test('each rule is listed with its citation, and what no rule decides after them', () => {
    const [order] = blocks('priority', { from: '2020-06-01', until: '2020-07-01' });
    expect(order?.rules).toHaveLength(9);
    expect(order?.rules[0]).toEqual({
      code: 'eo-13768-2017-01-25:rule-1',
      label: 'section 5(a): Convicted of any criminal offense',
    });
    expect(codesOf(order?.rules.slice(7) ?? [])).toEqual(['none', 'cannot-be-determined']);
  });
});

/** Only compiles. */
const compiler = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const compiled = ({ determination }: Classification, axis: Axis, window?: DateWindow) =>
  sql`${determination(axis, window)}`.compile(compiler).sql;

describe('determinations', () => {
  test('the expression of a window holds the regimes of its days alone', () => {
    const all = compiled(classify(regimes, gaps), 'priority');
    const june = compiled(classify(regimes, gaps), 'priority', { from: '2020-06-01', until: '2020-07-01' });
    for (const { id } of regimes.filter(({ axis }) => axis === 'priority')) {
      expect(all).toContain(`'${id}|`);
      expect(june.includes(`'${id}|`), id).toBe(id === 'eo-13768-2017-01-25');
    }
    expect(june.length).toBeLessThan(all.length);
  });

  test('an axis without a regime has one answer', () => {
    const text = compiled(classify([regime('a', programStart, openEnd)], []), 'detainer');
    expect(text).toContain(notDetermined('none-in-force'));
    expect(text).not.toContain('case');
  });

  test('the text of one reads back as regime, category, deciding rule and the rules not excluded', () => {
    expect(readDetermination(`${determinationText('a', 'yes', 3)}1,2,`)).toEqual({
      block: 'a',
      category: 'yes',
      rule: 3,
      notExcluded: [1, 2],
    });
    expect(readDetermination(determinationText('a', 'no', 0))).toMatchObject({ rule: null, notExcluded: [] });
    expect(readDetermination(notDetermined('not-catalogued'))).toEqual({
      block: 'not-catalogued',
      category: 'not-catalogued',
      rule: null,
      notExcluded: [],
    });
  });

  test('the codes under which they are listed are those of the blocks', () => {
    const classification = classify(regimes, gaps);
    for (const axis of ['priority', 'detainer', 'moa-level', 'mandatory-detention'] as const) {
      for (const block of classification.blocks(axis, { from: programStart, until: openEnd })) {
        const own = regimes.find(({ id }) => id === block.id);
        const texts =
          own?.rules.map(({ category }, at) => determinationText(block.id, category, at + 1)) ??
          gaps.filter(({ kind }) => kind === block.id).map(({ kind }) => notDetermined(kind));
        expect(texts.length, block.id).toBeGreaterThan(0);
        for (const text of texts) {
          expect(block.categories.map(({ code }) => code)).toContain(listedCode(text, 'category'));
          expect(block.rules.map(({ code }) => code)).toContain(listedCode(text, 'rule'));
        }
      }
    }
  });
});

describe('what the catalogue says of itself', () => {
  test.for(regimes.map((each) => [each.id, each] as const))(
    '%s: its edges are days on which it begins or ends, and its rules are told apart by their citations',
    ([, each]) => {
      const days = 'template' in each.inForce ? [] : each.inForce.flatMap(({ from, until }) => [from, until]);
      for (const { chosen, other } of each.edges ?? []) {
        expect(days).toContain(chosen.on);
        expect(other.on).not.toBe(chosen.on);
      }
      const cites = each.rules.map(({ cite }) => cite);
      expect(new Set(cites).size).toBe(cites.length);
      const given = new Set([...each.rules.map(({ category }) => category), each.otherwise]);
      expect(Object.keys(each.categories).toSorted()).toEqual([...given].toSorted());
    },
  );
});
