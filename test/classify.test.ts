import { describe, expect, test } from 'vitest';
import { classify, openEnd } from '../pipeline/classify.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { programStart } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import type { DeclaredGap, PriorityRegime } from '../pipeline/priorities/regime.ts';

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
    expect(
      problemOf(() => classify([regime('a', programStart, '2010-01-02'), regime('b', '2010-01-01', openEnd)], []))
        .message,
    ).toContain('overlaps');
    expect(problemOf(() => classify([regime('a', '1999-01-01', openEnd)], [])).message).toContain(programStart);
    expect(problemOf(() => classify([regime('a', programStart, '2010-01-01')], [])).message).toContain('2010-01-01');
  });

  test('an unknown category and a rule without a citation are both told at once', () => {
    const broken = regime('a', programStart, openEnd, {
      rules: [
        {
          cite: ' ',
          confirmed: true,
          category: 'maybe',
          basis: 'computed',
          holds: (row) => row('evidence.conviction_count', '>', 0),
        },
      ],
      otherwise: 'perhaps',
    });
    expect(problemOf(() => classify([broken], [])).details).toHaveLength(3);
  });

  test('labels name only the regimes of the days asked for, and every one ends with what cannot be determined', () => {
    const { labels } = classify(regimes, gaps);
    const june = labels('priority', { from: '2020-06-01', until: '2020-07-01' });
    expect(june.map(({ code }) => code.split(':')[1])).toEqual([
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
    expect(june.every(({ label }) => !label.startsWith('Executive'))).toBe(true);
    const january = labels('priority', { from: '2017-01-01', until: '2017-02-01' });
    expect(january[0]?.code).toBe('not-catalogued');
    expect(january[1]?.label).toMatch(/^Executive Order 13768 \(2017–2021\): /);
  });
});
