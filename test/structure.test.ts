import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { boundaryFaults } from './structure/boundaries.ts';
import { nameFaults, registryFaults, topLevelFaults } from './structure/layout.ts';
import { codeOnly, type SourceFile, valueImports } from './structure/source-text.ts';

const root = join(import.meta.dirname, '..');

function paths(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

const tree: readonly SourceFile[] = ['pipeline', 'queries']
  .flatMap(paths)
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, source: readFileSync(join(root, path), 'utf8') }));

describe('the tree', () => {
  test('was read', () => {
    expect(tree.map((file) => file.path)).toEqual(
      expect.arrayContaining(['pipeline/period.ts', 'queries/database.ts']),
    );
  });

  test('keeps the boundaries between its layers', () => {
    expect(boundaryFaults(tree)).toEqual([]);
  });

  test('lists every member of every catalogue under its own name', () => {
    expect(registryFaults(tree)).toEqual([]);
  });

  test('has names that say something, in their places', () => {
    expect(nameFaults(['pipeline', 'queries', 'templates', 'test'].flatMap(paths))).toEqual([]);
  });

  test('has the top level that it was given', () => {
    expect(topLevelFaults(readdirSync(root))).toEqual([]);
  });
});

const at = (path: string, source: string): SourceFile => ({ path, source });

describe('the boundary rules', () => {
  test.each([
    [
      'types from anywhere',
      'pipeline/compose.ts',
      "import type { Page } from 'puppeteer';\nimport type { Run } from './run.ts';",
    ],
    ['an export of types', 'pipeline/compose.ts', "export type { Run } from './run.ts';"],
    ['a catalogue’s own contract', 'pipeline/measures/encounters.ts', "import { word } from './measure.ts';"],
    ['a part of a step', 'pipeline/compose.ts', "import { block } from './compose/block.ts';"],
    ['a report’s measures', 'pipeline/reports/moa.ts', "import { encounters } from '../measures/encounters.ts';"],
    [
      'a method’s neighbor’s contract',
      'pipeline/disclosure/none.ts',
      "import { tableId } from '../reports/report.ts';",
    ],
    ['a check’s formats', 'pipeline/checks/same.ts', "import { name } from '../formats/xlsx/names.ts';"],
    ['the regimes that are classified by', 'pipeline/classify.ts', "import { regimes } from './priorities/index.ts';"],
    ['the spine’s stages', 'pipeline/run.ts', "import { compose } from './compose.ts';"],
    ['SQL of a rule', 'pipeline/priorities/a.ts', "import { sql } from 'kysely';\nexport const x = sql`true`;"],
    ['a clock in an acting stage', 'pipeline/publish.ts', "import { rename } from 'node:fs';\nconst t = Date.now();"],
    ['a date made of a value', 'pipeline/compose.ts', 'const t = new Date(0);'],
    [
      'what only a comment says',
      'pipeline/compose.ts',
      "// import { x } from './run.ts'\n/* console.log(Date.now()) */",
    ],
    ['what only a string says', 'pipeline/compose.ts', "const x = 'console.log and process.env';"],
    ['the shell’s printing', 'pipeline/cli.ts', 'console.log(process.env);'],
  ])('allow %s', (_what, path, source) => {
    expect(boundaryFaults([at(path, source)])).toEqual([]);
  });

  test.each([
    [
      'a stage that calls another',
      'pipeline/render.ts',
      "import { compose } from './compose.ts';",
      /only run.ts joins stages/,
    ],
    [
      'a part that calls a stage',
      'pipeline/publish/x.ts',
      "import {\n  render,\n} from '../render.ts';",
      /only run.ts joins stages/,
    ],
    [
      'a format that calls a stage',
      'pipeline/formats/csv.ts',
      "import { compose } from '../compose.ts';",
      /only run.ts/,
    ],
    ['a leaf that looks up', 'pipeline/period.ts', "import { all } from './measures/index.ts';", /may not use/],
    [
      'queries that know the pipeline',
      'queries/tallies.ts',
      "import { x } from '../pipeline/extract.ts';",
      /stage extract/,
    ],
    [
      'measures that read tables',
      'pipeline/measures/a.ts',
      "import { x } from '../../queries/tallies.ts';",
      /may not use database/,
    ],
    [
      'measures that know reports',
      'pipeline/measures/a.ts',
      "import { x } from '../reports/report.ts';",
      /may not use/,
    ],
    ['sources that know measures', 'pipeline/sources/a.ts', "import { x } from '../measures/index.ts';", /may not use/],
    ['a pure stage that draws', 'pipeline/compose.ts', "import { draw } from './formats/index.ts';", /may not use/],
    ['a format that checks', 'pipeline/formats/csv.ts', "import { x } from '../checks/index.ts';", /may not use/],
    ['a stage that knows the spine', 'pipeline/publish.ts', "import { run } from './run.ts';", /may not use spine/],
    ['a spine that knows the shell', 'pipeline/run.ts', "import { x } from './config.ts';", /may not use shell/],
    ['a re-export', 'pipeline/compose.ts', "export { run } from './run.ts';", /may not use spine/],
    ['a whole re-export', 'pipeline/compose.ts', "export * from './run.ts';", /may not use spine/],
    ['an import for its effect', 'pipeline/compose.ts', "import './run.ts';", /may not use spine/],
    ['an import at run time', 'pipeline/compose.ts', "const x = await import('./run.ts');", /may not use spine/],
    ['a value beside a type', 'pipeline/compose.ts', "import { type Run, run } from './run.ts';", /may not use spine/],
    ['a file that the design lacks', 'pipeline/reconcile.ts', '', /belongs to no layer/],
    ['node in a pure stage', 'pipeline/compose.ts', "import { join } from 'node:path';", /imports node:path/],
    ['node in a query', 'queries/tallies.ts', "import { readFile } from 'node:fs';", /imports node:fs/],
    ['a browser in a chart', 'pipeline/charts/bar.ts', "import x from 'puppeteer';", /imports puppeteer/],
    ['d3 in a report', 'pipeline/reports/a.ts', "import { sum } from 'd3-array';", /imports d3-array/],
    ['the database’s package in a stage', 'pipeline/extract.ts', "import { sql } from 'kysely';", /imports kysely/],
    ['a clock in a rule', 'pipeline/priorities/a.ts', 'const today = new Date();', /reads the clock/],
    ['a clock in a template', 'pipeline/compose.ts', ['const t = `$', '{Date.now()}`;'].join(''), /reads the clock/],
    ['chance in a method', 'pipeline/disclosure/a.ts', 'const x = Math.random();', /draws at random/],
    ['the process in a leaf', 'pipeline/errors.ts', 'const x = process.cwd();', /reads the process/],
    [
      'the environment outside the shell',
      'pipeline/formats/pdf.ts',
      'const x = process.env.HOME;',
      /only pipeline\/cli.ts/,
    ],
    ['an exit outside the shell', 'pipeline/run.ts', 'process.exit(1);', /only pipeline\/cli.ts/],
    ['printing outside the shell', 'queries/demo.ts', "console.log('x');", /only pipeline\/cli.ts/],
    ['a query in a stage', 'pipeline/extract.ts', "session.source.selectFrom('evidence');", /builds a query/],
  ])('refuse %s', (_what, path, source, fault) => {
    const faults = boundaryFaults([at(path, source)]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });

  test('allow what holds no SQL to every layer above the leaves, and nothing that reaches SQL', () => {
    const use = at('pipeline/measures/sex.ts', "import { sexes } from '../../queries/sexes.ts';");
    const list = at(
      'queries/sexes.ts',
      "import { z } from 'zod';\nimport { words } from './words.ts';\nexport const sexes = [];",
    );
    const words = at('queries/words.ts', "import type { Kysely } from 'kysely';\nexport const words = [];");
    expect(boundaryFaults([use, list, words])).toEqual([]);
    const reaching = at(words.path, "import { sql } from 'kysely';");
    expect(boundaryFaults([use, list, reaching])).toEqual([expect.stringContaining('pipeline/measures/sex.ts')]);
    const leaf = at('pipeline/period.ts', "import { words } from '../queries/words.ts';");
    expect(boundaryFaults([leaf, words])).toHaveLength(1);
  });

  test('read imports over several lines, and none from text that is not code', () => {
    const source =
      "import a, {\n  b,\n  type C,\n  d as e,\n} from 'x';\nconst s = \"import z from 'q'\";\nconst r = /'/; import 'y';";
    expect(valueImports(source)).toEqual([{ specifier: 'x', names: ['a', 'b', 'e'] }]);
    expect(codeOnly("const r = /it's/; const s = 'console';\nx(); // console")).toContain('x();');
    expect(codeOnly("const r = /it's/; const s = 'console';\nx(); // console")).not.toContain('console');
  });
});

const chart = at('pipeline/charts/chart.ts', 'export interface ChartForm {}');
const bar = at('pipeline/charts/bar.ts', "export const bar: ChartForm = {\n  id: 'bar',\n};");
const listing = at('pipeline/charts/index.ts', "import { bar } from './bar.ts';\nexport const charts = [bar];");

describe('the registry rules', () => {
  test.each<[string, readonly SourceFile[]]>([
    ['a catalogue that is still empty', []],
    ['a catalogue with its contract alone', [chart]],
    ['a listed member and its parts', [chart, bar, listing, at('pipeline/charts/bar/label.ts', '')]],
    ['parts of the contract', [chart, bar, listing, at('pipeline/charts/chart/scale.ts', '')]],
  ])('allow %s', (_what, files) => {
    expect(registryFaults(files)).toEqual([]);
  });

  test.each<[string, readonly SourceFile[], RegExp]>([
    ['members without a registry', [chart, bar], /no index.ts/],
    ['a member that is not imported', [chart, bar, at(listing.path, 'export const charts = [];')], /is not listed/],
    [
      'a member that is imported only',
      [chart, bar, at(listing.path, "import { bar } from './bar.ts';")],
      /is not listed/,
    ],
    [
      'a member that is listed in a comment',
      [chart, bar, at(listing.path, "import { bar } from './bar.ts';\n// [bar]")],
      /is not listed/,
    ],
    [
      'a member with another id',
      [chart, at(bar.path, "export const bar = {\n  id: 'bars',\n};"), listing],
      /has the id 'bar'/,
    ],
    ['a catalogue without its contract', [bar, listing], /contract chart.ts is missing/],
    ['parts of nobody', [chart, bar, listing, at('pipeline/charts/svg/text.ts', '')], /not named for a member/],
  ])('refuse %s', (_what, files, fault) => {
    const faults = registryFaults(files);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });
});

describe('the rules of names', () => {
  test('allow the names of the design', () => {
    expect(
      nameFaults(['pipeline/run.ts', 'pipeline/run/slot.ts', 'pipeline/charts/index.ts', 'test/run.test.ts']),
    ).toEqual([]);
    expect(topLevelFaults(['pipeline', '.ci', 'README.md', 'package-lock.json'])).toEqual([]);
  });

  test.each([
    ['queries/utils.ts', /names no concept/],
    ['pipeline/formats/helpers/text.ts', /names no concept/],
    ['pipeline/types.ts', /names no concept/],
    ['queries/fieldOffices.ts', /kebab case/],
    ['queries/demo/index.ts', /only for registries/],
    ['templates/date.ts', /hold no code/],
    ['pipeline/reconcile.ts', /no step or catalogue/],
    ['pipeline/charts.ts', /is a catalogue/],
  ])('refuse %s', (path, fault) => {
    expect(nameFaults([path]).join('\n')).toMatch(fault);
  });

  test('refuse what is not given at the top', () => {
    expect(topLevelFaults(['src', 'dist'])).toHaveLength(2);
  });
});
