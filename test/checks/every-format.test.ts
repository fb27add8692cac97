import { expect, test } from 'vitest';
import type { Candidate } from '../../pipeline/checks/check.ts';
import { everyFormat } from '../../pipeline/checks/every-format.ts';
import { sampleModel } from '../sample-model.ts';

const printed = sampleModel.sections.flatMap((section) =>
  section.blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
);
const model = { ...sampleModel, unavailable: printed.slice(0, 1).map((table) => ({ ...table, id: 'unprinted' })) };
const tables = [...printed.map(({ id }) => `tables/${id}.csv`), 'tables/unprinted.csv'];
const paths = [...['pdf', 'xlsx', 'html'].map((ending) => `${sampleModel.fileStem}.${ending}`), ...tables];

const candidateWith = (change: (path: string) => number | null): Candidate => ({
  folder: '/nowhere',
  models: [model],
  artifacts: paths.flatMap((path) => {
    const size = change(path);
    return size === null ? [] : [{ path: `${sampleModel.scope.id}/${path}`, format: 'any', size, sha256: '' }];
  }),
});

test('a whole edition has no finding', async () => {
  expect(await everyFormat.examine(candidateWith(() => 1))).toEqual([]);
});

test.each([`${sampleModel.fileStem}.pdf`, tables[0] ?? '', 'tables/unprinted.csv'])(
  '%s missing or empty is a finding that names it',
  async (path) => {
    const subject = `${sampleModel.scope.id}/${path}`;
    const missing = await everyFormat.examine(candidateWith((each) => (each === path ? null : 1)));
    expect(missing).toEqual([{ check: 'every-format', subject, problem: 'was not drawn' }]);
    const empty = await everyFormat.examine(candidateWith((each) => (each === path ? 0 : 1)));
    expect(empty).toEqual([{ check: 'every-format', subject, problem: 'is empty' }]);
  },
);
