import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { composeRevisions, markKeyFigure, markRevised, type Revisions } from '../../pipeline/compose/revisions.ts';
import type { ReportModel, ReportTable } from '../../pipeline/compose.ts';
import { type Extract, extractVersion } from '../../pipeline/extract.ts';
import { csv } from '../../pipeline/formats/csv.ts';
import { encounters } from '../../pipeline/measures/encounters.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import type { Manifest } from '../../pipeline/publish/manifest.ts';
import { enforcementActions } from '../../pipeline/reports/enforcement-actions.ts';
import { sharedWords } from '../../pipeline/reports/words.ts';
import { readRevisions } from '../../pipeline/run/revisions.ts';
import { sampleModel } from '../sample-model.ts';

const out = await mkdtemp(join(tmpdir(), 'report287-revisions-'));
afterAll(() => rm(out, { recursive: true, force: true }));

const slot = { report: 'enforcement-actions', period: '2020-06', audience: 'internal', subject: '' } as const;
const made: Manifest['made'] = { version: '1', code: 'a', drawing: 'a', node: '', browser: '', database: '' };
const inputs = { sources: [], corrections: [], regimes: [], made };
const extract: Extract = {
  extractVersion,
  controls: [],
  report: slot.report,
  period: parsePeriod('2020-06'),
  subject: null,
  listings: [],
  asOf: '2020-07-08T16:00:00.000Z',
  synthetic: false,
  tallies: [],
  months: [],
  contradictions: [],
  coverage: [],
  offices: [],
  everyAgreementHasOffice: true,
  corrections: [],
  files: [],
};
const tools = { html: () => '', print: async () => new Uint8Array() };

const isTable = (id: string) => (table: ReportTable) => table.id === id;
const tablesOf = ({ sections }: ReportModel) =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])));

function changed(model: ReportModel, id: string, change: (table: ReportTable) => ReportTable): ReportModel {
  const sections = model.sections.map((section) => ({
    ...section,
    blocks: section.blocks.map((block) =>
      block.kind === 'table' && isTable(id)(block.table) ? { ...block, table: change(block.table) } : block,
    ),
  }));
  return { ...model, sections };
}

/** Puts a first edition of the open data of a model in place. */
async function publishFirst(model: ReportModel, version: number): Promise<void> {
  const folder = join(out, 'internal', slot.report, slot.period, 'edition-1');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'national', 'tables'), { recursive: true });
  const drawings = await csv.draw(model, tools);
  for (const { path, bytes } of drawings) await writeFile(join(folder, 'national', path), bytes);
  const files = drawings.map(({ path, bytes }) => ({
    path: `national/${path}`,
    format: 'csv',
    size: bytes.byteLength,
    sha256: '',
  }));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...inputs, files, fingerprint: '' }));
  await writeFile(join(folder, 'tallies.json'), JSON.stringify({ ...extract, extractVersion: version }));
}

async function revisionsOf(
  before: ReportModel,
  version = extractVersion,
  corrections: Manifest['corrections'] = [],
  counted: Extract = extract,
): Promise<Revisions | undefined> {
  await publishFirst(before, version);
  const now = { ...inputs, corrections };
  const draft = { definition: enforcementActions, models: [sampleModel], extract: counted, inputs: now };
  return (await readRevisions(slot, 2, draft, out)).get('national');
}

const [table] = tablesOf(sampleModel).filter(isTable('encounters-by-citizenship'));
const id = table?.id ?? '';
const marksIn = (revisions: Revisions | undefined, of: ReportTable | undefined) =>
  of === undefined
    ? []
    : markRevised({ ...of, rows: of.rows.map(unmarked) }, { own: revisions, national: undefined }).rows.flatMap((row) =>
        row.cells.flatMap((cell, at) => (cell.kind === 'count' && cell.revised ? [`${row.code} ${at}`] : [])),
      );
const unmarked = (row: ReportTable['rows'][number]) => ({
  ...row,
  cells: row.cells.map((cell) => (cell.kind === 'count' ? ({ kind: 'count', value: cell.value } as const) : cell)),
});

test('a row that the earlier edition did not print, because it was zero, is revised', async () => {
  const code = table?.rows.find((row) => row.code !== 'others' && !row.isTotal)?.code ?? '';
  const hasOthers = table?.rows.some((row) => row.code === 'others') === true;
  const before = changed(sampleModel, id, (of) => ({ ...of, rows: of.rows.filter((row) => row.code !== code) }));
  const revisions = await revisionsOf(before);
  expect(revisions).toMatchObject({ kind: 'compared', tables: [{ id }] });
  const counted = table?.columns.filter(({ open }, at) => open !== null && isCount(code, at)).length ?? 0;
  expect(counted).toBeGreaterThan(2);
  // Beside "all others" a row that is not printed may be among them.
  expect(marksIn(revisions, table)).toHaveLength(hasOthers ? 0 : counted);
  const byState = tablesOf(sampleModel).find(({ rows }) => rows.every((row) => row.code !== 'others'));
  const first = byState?.rows[0]?.code ?? '';
  const gone = changed(sampleModel, byState?.id ?? '', (of) => ({ ...of, rows: of.rows.slice(1) }));
  const marks = marksIn(await revisionsOf(gone), byState);
  expect(marks.length).toBeGreaterThan(2);
  expect(marks.every((mark) => mark.startsWith(`${first} `))).toBe(true);
});

const isCount = (code: string, at: number) => table?.rows.find((row) => row.code === code)?.cells[at]?.kind === 'count';

test('the same figures are not revised, whether or not they bore the sign before', async () => {
  expect(await revisionsOf(sampleModel)).toMatchObject({ kind: 'compared', tables: [] });
});

test('tables are compared with an edition whose tallies were recorded in another shape', async () => {
  const revisions = await revisionsOf(sampleModel, extractVersion - 1);
  expect(revisions).toMatchObject({ kind: 'compared', tables: [], totals: [] });
});

test('a table and a measure that the edition before did not have are new, and not revised', async () => {
  const names = { table: (id: string) => id, measure: (id: string) => id, window: (_: string, id: string) => id };
  const without = (model: ReportModel): ReportModel => ({
    ...model,
    sections: model.sections.map((section) => ({
      ...section,
      blocks: section.blocks.filter((block) => block.kind !== 'table' || !block.table.id.startsWith('encounters-by-')),
    })),
  });
  const counts = { period: 7, previous: 7, 'year-earlier': 7, fytd: 7, 'prior-fytd': 7 };
  const days = { from: '2000-01-01', until: '2030-01-01', office: null, identifies287g: true, source: 'test' } as const;
  const coverage = [{ kind: 'encounter', ...days }] as const;
  const tally = { measure: 'encounters', breakdown: null, code: 'total', scope: 'national', counts };
  const revisions = await revisionsOf(without(sampleModel), extractVersion, [], {
    ...extract,
    tallies: [tally],
    coverage,
  });
  if (revisions?.kind !== 'compared') throw new Error('was not compared');
  expect(revisions.totals).toEqual([]);
  expect(revisions.tables.length).toBeGreaterThan(3);
  expect(revisions.tables.every(({ isNew, revised }) => isNew === true && revised.size === 0)).toBe(true);
  expect(marksIn(revisions, table)).toEqual([]);
  const said = JSON.stringify(composeRevisions(revisions, names, sharedWords.revisions));
  expect(said).toContain('No figure of a table that both have differs.');
  expect(said).toContain('encounters-by-citizenship: new in this edition.');
  expect(said).not.toContain('0 figures');
  // The same tally is a change where the edition before had a table of the measure.
  const counted = await revisionsOf(sampleModel, extractVersion, [], { ...extract, tallies: [tally], coverage });
  expect(counted?.kind === 'compared' ? counted.totals.map(({ measure }) => measure) : []).toContain('encounters');
});

test('a person’s correction is named with its reason and the role that made it', async () => {
  const correction = {
    agreement: 'GA | Baldwin County Sheriff’s Office | WSO',
    action: 'ended-on',
    value: '2020-06-12',
    reason: 'letter of termination',
    by_role: 'program office',
  } as const;
  const revisions = await revisionsOf(sampleModel, extractVersion, [correction]);
  const names = {
    table: (id: string) => id,
    measure: (id: string) => id,
    window: (_: string, id: string) => id,
  };
  const said = revisions === undefined ? [] : composeRevisions(revisions, names, sharedWords.revisions);
  expect(JSON.stringify(said)).toContain(
    'Corrections of the register that edition 1 did not have: GA | Baldwin County Sheriff’s Office | WSO: ended-on 2020-06-12 (letter of termination; program office).',
  );
});

test('the nation’s figures beside an office’s, and key figures, bear the sign as well', async () => {
  const total = (value: number) => ({ value, status: '' });
  const key = 'encounters period MEX';
  const tables = [{ id: 'encounters-by-citizenship', figures: 1, revised: new Set([key]) }];
  const totals = [{ measure: 'encounters', window: 'period', before: total(1), now: total(2) }] as const;
  const none = {
    sourcesAdded: [],
    sourcesGone: [],
    regimesAdded: [],
    regimesGone: [],
    correctionsAdded: [],
    program: null,
    browser: null,
  };
  const national: Revisions = { kind: 'compared', since: 1, tables, totals, inputs: none };
  const count = { kind: 'count', value: 2 } as const;
  const own: ReportTable = {
    ...(table as ReportTable),
    id: 'encounters-by-citizenship',
    measure: 'encounters',
    columns: [{ id: 'national', header: 'National', description: '', unit: 'count', open: null }],
    rows: [
      { code: 'MEX', label: 'Mexico', isTotal: false, cells: [count] },
      { code: 'GTM', label: 'Guatemala', isTotal: false, cells: [count] },
    ],
  };
  const marked = markRevised(own, { own: undefined, national }).rows.map(({ cells }) => cells);
  expect(marked).toEqual([[{ ...count, revised: true }], [count]]);
  const figure = { label: 'Encounters', measure: encounters };
  expect(markKeyFigure(count, figure, { own: national, national })).toEqual({ ...count, revised: true });
  expect(markKeyFigure(count, figure, { own: undefined, national })).toEqual(count);
});
