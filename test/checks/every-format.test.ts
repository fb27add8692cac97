import { expect, test } from 'vitest';
import type { Candidate } from '../../pipeline/checks/check.ts';
import { everyFormat } from '../../pipeline/checks/every-format.ts';
import { sampleModel } from '../sample-model.ts';

const tables = sampleModel.sections.flatMap((section) =>
  section.blocks.flatMap((block) => (block.kind === 'table' ? [`tables/${block.table.id}.csv`] : [])),
);
const paths = [...['pdf', 'xlsx', 'html'].map((ending) => `${sampleModel.fileStem}.${ending}`), ...tables];

const candidateWith = (change: (path: string) => number | null): Candidate => ({
  folder: '/nowhere',
  models: [sampleModel],
  artifacts: paths.flatMap((path) => {
    const size = change(path);
    return size === null ? [] : [{ path: `${sampleModel.scope.id}/${path}`, format: 'any', size, sha256: '' }];
  }),
});

test('a whole edition has no finding', async () => {
  expect(await everyFormat.examine(candidateWith(() => 1))).toEqual([]);
});

test.each([`${sampleModel.fileStem}.pdf`, tables[0] ?? ''])(
  '%s missing or empty is a finding that names it',
  async (path) => {
    const subject = `${sampleModel.scope.id}/${path}`;
    const missing = await everyFormat.examine(candidateWith((each) => (each === path ? null : 1)));
    expect(missing).toEqual([{ check: 'every-format', subject, problem: 'was not drawn' }]);
    const empty = await everyFormat.examine(candidateWith((each) => (each === path ? 0 : 1)));
    expect(empty).toEqual([{ check: 'every-format', subject, problem: 'is empty' }]);
  },
);
