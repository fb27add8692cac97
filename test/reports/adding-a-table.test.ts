import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { moaStatistics } from '../../pipeline/reports/moa-statistics.ts';
import { type BlockDefinition, definitionOn, tableId } from '../../pipeline/reports/report.ts';
import { checkout } from '../run/command-line.ts';

/** What draws, counts and checks tables, whatever they are. */
const engine = [
  'pipeline/formats',
  'pipeline/tabulate',
  'pipeline/checks',
  'pipeline/compose',
  'pipeline/extract',
  'templates',
];
const stages = ['tabulate', 'compose', 'extract', 'protect', 'render', 'publish'].map(
  (stage) => `pipeline/${stage}.ts`,
);

function idsIn(block: BlockDefinition): readonly string[] {
  if (block.kind === 'table') return [tableId(block.table.measure, block.table.by)];
  return 'table' in block && typeof block.table === 'object' ? [block.table.id] : [];
}

test('a table of a report is data: nothing that draws, counts or checks names the report or one of its tables', () => {
  const idsOn = (on: 'areas' | 'agreement') =>
    definitionOn(moaStatistics, on).sections.flatMap(({ blocks }) => blocks.flatMap(idsIn));
  for (const ids of [idsOn('areas'), idsOn('agreement')]) expect(new Set(ids).size).toBe(ids.length);
  const ids = new Set([...idsOn('areas'), ...idsOn('agreement')]);
  expect(ids.size).toBeGreaterThan(40);
  const paths = engine.flatMap((folder) =>
    readdirSync(join(checkout, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const files = [...paths, ...stages.map((path) => join(checkout, path))];
  expect(files.length).toBeGreaterThan(100);
  for (const path of files) {
    const source = readFileSync(path, 'utf8');
    expect(source, path).not.toContain(moaStatistics.id);
    for (const id of ids) {
      for (const quoted of [`'${id}'`, `"${id}"`, `\`${id}\``]) expect(source, path).not.toContain(quoted);
      if (id.includes('-by-')) expect(source, path).not.toContain(id);
    }
  }
});
