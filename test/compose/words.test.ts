import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ReportModel } from '../../pipeline/compose.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { type ReportWords, sharedWords } from '../../pipeline/reports/words.ts';
import { counted, fill } from '../../pipeline/wording.ts';
import { withoutComments } from '../structure/source-text.ts';
import { composed, covering, everywhere, type Situation } from './highlights/composed.ts';

const pipeline = join(import.meta.dirname, '../../pipeline');

/** What a source says in words: literals with words beside a space, or of one word that begins with a capital. */
function proseIn(source: string): readonly string[] {
  // What an error says is for the operator and is in no document.
  const code = withoutComments(source)
    .replaceAll(/new PipelineError\([^;]*;/g, '')
    .replaceAll(/const remedy = '[^']*';/g, '');
  const literals = [...code.matchAll(/'((?:\\.|[^'\\\n])*)'|`((?:\\[\s\S]|[^`\\])*)`/g)].flatMap(
    ([, quoted, template]) => [
      quoted ?? '',
      ...[...(template ?? '').matchAll(/'([^']*)'/g)].map(([, inner = '']) => inner),
      (template ?? '').replaceAll(/\$\{[^}]*\}/g, '•'),
    ],
  );
  return literals.filter((text) => /\p{L}{2} | \p{L}{2}|^\p{Lu}\p{Ll}+$/u.test(text));
}

const sources = [
  'compose.ts',
  ...readdirSync(join(pipeline, 'compose'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('compose', path)),
];

describe('the words of a document', () => {
  test.each(sources)('are not in the code: %s', (path) => {
    expect(proseIn(readFileSync(join(pipeline, path), 'utf8'))).toEqual([]);
  });

  test('would be found in the code', () => {
    const source = `
      const a = 'Rows read';
      const b = \`\${label} by \${other}\`;
      const c = { title: 'Notes' };
      const d = \`\${id}: \${none ? 'not available' : ''}\`;
      throw new PipelineError('internal', \`there is no \${id}\`, 'report this defect');
      const id = \`\${a}-\${b}\`; const code = 'year-earlier'; // not prose
    `;
    expect(proseIn(source)).toEqual(['Rows read', '• by •', 'Notes', 'not available']);
  });

  test('are those of the definition, in every place', () => {
    const said = textsOf(composed({ ...eventful, words: marked(sharedWords) }));
    const usual = textsOf(composed(eventful));
    expect(said.length).toBe(usual.length);
    const unmarked = said.filter((text) => !text.includes('«'));
    // What is the same without marks comes from sections, measures, breakdowns and codes of the definition, and from dates.
    expect(unmarked.filter((text) => !usual.includes(text))).toEqual([]);
    const shared = leavesOf(sharedWords).filter((text) => !text.includes('{') && text.split(' ').length > 2);
    expect(unmarked.filter((text) => shared.includes(text))).toEqual([]);
    expect(said.filter((text) => text.includes('«')).length).toBeGreaterThan(60);
  });

  test('have a form for one and a form for many', () => {
    expect(leavesOf(sharedWords).filter((text) => /\((s|es|ies)\)|\/s\b/.test(text))).toEqual([]);
    const forms = sharedWords.revisions.figuresOfTable;
    expect([0, 1, 1200].map((count) => counted(forms, count, { table: 'T' }))).toEqual([
      'T: 0 figures.',
      'T: 1 figure.',
      'T: 1,200 figures.',
    ]);
  });
});

describe('a text with slots', () => {
  test.each([
    [
      'leaves no second space for an empty slot',
      '{size} more {noun} than {when}',
      { size: '3', noun: '', when: 'in May' },
      '3 more than in May',
    ],
    ['begins without a space', '{noun} more', { noun: '' }, 'more'],
    ['keeps what it is given', '{title}.', { title: 'A  {when} B' }, 'A  {when} B.'],
  ])('%s', (_, template, slots, text) => {
    expect(fill(template, slots)).toBe(text);
  });

  test.each([
    ['a slot that nothing fills', '{size} more {nouns}', { size: '3' }, /nothing fills \{nouns\}/],
    ['a value without a slot', 'more than {when}', { when: 'in May', before: '3' }, /there is no \{before\}/],
    ['a slot named like what every object has', '{constructor}', {}, /nothing fills/],
  ])('is refused for %s', (_, template, slots, message) => {
    expect(() => fill(template, slots)).toThrow(PipelineError);
    expect(() => fill(template, slots)).toThrow(message);
  });
});

const eventful: Situation = {
  counts: everywhere(40),
  coverage: covering('2019-11-01', '2025-10-01'),
  scope: 'ATL',
};

/** The same words, each text in marks. */
function marked(words: ReportWords): ReportWords {
  const mark = (value: unknown): unknown =>
    typeof value === 'string'
      ? `«${value}»`
      : Object.fromEntries(Object.entries(value as object).map(([key, own]) => [key, mark(own)]));
  return mark(words) as ReportWords;
}

const leavesOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(leavesOf);

/** Every text of a model, but ids. */
function textsOf(model: ReportModel): readonly string[] {
  const { sections, title, scope } = model;
  const texts = (value: unknown, key: string): readonly string[] => {
    if (typeof value === 'string')
      return /^(id|kind|code|measure|breakdown|unit|window|form|tableId)$/.test(key) ? [] : [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([own, each]) => texts(each, Array.isArray(value) ? key : own));
  };
  return texts({ sections, title, scope }, '');
}
