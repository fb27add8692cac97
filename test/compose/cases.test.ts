import { describe, expect, test } from 'vitest';
import { composeCases as sectionOf, caseSentence as sentenceOf } from '../../pipeline/compose/cases.ts';
import type { ReportModel } from '../../pipeline/compose.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { sharedWords } from '../../pipeline/reports/words.ts';
import { states } from '../../queries/codelists.ts';
import { countries } from '../../queries/countries.ts';
import { type CaseGroup, toldOffenses } from '../../queries/illustrative-cases.ts';

const group: CaseGroup = {
  state: 'FL',
  month: '2020-06',
  offense: 'assault',
  basis: 'convicted',
  country: 'MEX',
  count: 27,
};

const caseSentence = (told: CaseGroup) => sentenceOf(told, sharedWords.cases);
const composeCases = (groups: readonly CaseGroup[], audience: ReportModel['audience']) =>
  sectionOf(groups, audience, sharedWords.cases);

describe('illustrative cases', () => {
  test('are sentences without a number of persons, a day, an agency or a rare country', () => {
    expect(caseSentence(group)).toBe(
      'In June 2020, 287(g) programs in Florida encountered citizens of Mexico convicted of assault.',
    );
    expect(caseSentence({ ...group, state: 'DC', basis: 'charged', country: 'DOM', offense: 'traffic-dui' })).toBe(
      'In June 2020, 287(g) programs in the District of Columbia encountered citizens of the Dominican Republic charged with driving under the influence.',
    );
    expect(caseSentence({ ...group, country: 'other' })).toContain('encountered citizens of other countries convicted');
  });

  test('stand by state in alphabetical order of its name, each under its heading, in the order in which they come', () => {
    const { blocks } = composeCases(
      [
        { ...group, state: 'AZ', offense: 'robbery' },
        { ...group, state: 'AL' },
        { ...group, state: 'AZ' },
        { ...group, state: 'AK' },
      ],
      'internal',
    );
    expect(blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))).toEqual([
      'Alabama',
      'Alaska',
      'Arizona',
    ]);
    const lists = blocks.flatMap((block) => (block.kind === 'list' ? [block.items] : []));
    expect(lists[2]?.map((item) => item.split(' of ').at(-1))).toEqual(['robbery.', 'assault.']);
    expect(JSON.stringify(blocks)).not.toContain('27');
  });

  test('of a period without a large group are a sentence that says so', () => {
    expect(composeCases([], 'internal').blocks).toEqual([
      { kind: 'paragraph', text: 'No group of encounters of the period is large enough to be told of.' },
    ]);
  });

  test('are refused in a public edition, even where there are none', () => {
    for (const groups of [[], [group]]) {
      expect(() => composeCases(groups, 'public')).toThrow(PipelineError);
      expect(() => composeCases(groups, 'public')).toThrow(/public edition/);
    }
  });

  test('have words for every offense, state and country of the lists, and refuse every other text', () => {
    for (const offense of toldOffenses) expect(caseSentence({ ...group, offense })).toMatch(/convicted of [a-z, ]+\.$/);
    for (const { code, label } of states) expect(caseSentence({ ...group, state: code })).toContain(label);
    for (const { code, label } of countries) expect(caseSentence({ ...group, country: code })).toContain(label);
    const hostile = '<script>{{x}}=cmd';
    for (const part of ['state', 'offense', 'country'] as const) {
      expect(() => caseSentence({ ...group, [part]: hostile })).toThrow(/in no list/);
      expect(() => caseSentence({ ...group, [part]: 'constructor' })).toThrow(/in no list/);
    }
    expect(() => composeCases([{ ...group, state: hostile }], 'internal')).toThrow(/in no list/);
  });
});
