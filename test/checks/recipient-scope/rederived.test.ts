import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../../pipeline/cell.ts';
import type { ComposeAgain } from '../../../pipeline/checks/check.ts';
import { recipientScope } from '../../../pipeline/checks/recipient-scope.ts';
import type { ReportModel, ReportTable } from '../../../pipeline/compose.ts';
import { csv } from '../../../pipeline/formats/csv.ts';
import { createPageRenderer } from '../../../pipeline/formats/html/page.ts';
import { xlsx } from '../../../pipeline/formats/xlsx.ts';
import { scopeFolder } from '../../../pipeline/scope-folder.ts';
import { dutiesTable, registerTable } from '../../sample-model/facts.ts';
import { sampleModel } from '../../sample-model.ts';

const agreement = 'GA/Cobb 1';
const list = registerTable(1, 3);
const figures = dutiesTable(2);
const page = createPageRenderer();
const tools = { html: () => '', print: async () => new Uint8Array() };

/** What is on record of the scope, and nothing of any other. */
const own: ComposeAgain = (scope) => (scope === agreement ? [list, figures] : []);

function documentOf(tables: readonly ReportTable[]): ReportModel {
  return {
    ...sampleModel,
    scope: { id: agreement, label: 'Cobb County Sheriff’s Office', short: 'Cobb' },
    fileStem: `enforcement-actions_2020-06_${scopeFolder(agreement)}`,
    sections: [{ id: 'register', title: 'Register', blocks: tables.map((table) => ({ kind: 'table', table })) }],
  };
}

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** The findings of a document; its files are drawn from `drawn`. */
async function examine(model: ReportModel, again: ComposeAgain | null = own, drawn = model, subject = agreement) {
  const folder = await mkdtemp(join(tmpdir(), 'rederived-'));
  folders.push(folder);
  const offices = [{ office_code: 'ATL', name: 'Atlanta', exists_from: '2003-03-01', exists_until: null }];
  const extract = { subject: { agreement_id: subject }, offices, tallies: [], months: [], controls: [] };
  await writeFile(join(folder, 'tallies.json'), JSON.stringify(extract));
  const files = [
    ...(await csv.draw(drawn, tools)).map((file) => ({ ...file, format: 'csv' })),
    ...(await xlsx.draw(drawn, tools)).map((file) => ({ ...file, format: 'xlsx' })),
    { path: `${drawn.fileStem}.html`, bytes: new TextEncoder().encode(page(drawn)), format: 'html' },
  ].map((file) => ({ ...file, path: `${scopeFolder(agreement)}/${file.path}` }));
  for (const { path, bytes } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const artifacts = files.map(({ path, bytes, format }) => ({ path, format, size: bytes.length, sha256: '' }));
  const candidate = { folder, models: [model], artifacts };
  const findings = await recipientScope.examine(again === null ? candidate : { ...candidate, composeAgain: again });
  return findings.map(({ subject: on, problem }) => `${on} ${problem}`);
}

const withRows = (change: (rows: ReportTable['rows']) => ReportTable['rows']) =>
  documentOf([{ ...list, rows: change(list.rows) }, figures]);

const withCell = (table: ReportTable, code: string, column: string, cell: Cell): ReportTable => ({
  ...table,
  rows: table.rows.map((row) =>
    row.code === code
      ? { ...row, cells: row.cells.map((old, at) => (table.columns[at]?.id === column ? cell : old)) }
      : row,
  ),
});

const sound = documentOf([list, figures]);
const place = `document ${agreement}, table`;

describe('the document of an agreement', () => {
  it('holds what is on record of it, whatever characters its id has, and names its field office', async () => {
    expect(await examine(sound)).toEqual([]);
    const named = documentOf([list, withCell(figures, 'poster', 'limit', { kind: 'text', text: 'Atlanta' })]);
    const again: ComposeAgain = () =>
      named.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])));
    expect(await examine(named, again)).toEqual([]);
  });

  it('is refused where its lists and figures cannot be composed again', async () => {
    for (const again of [null, () => []])
      expect(await examine(sound, again)).toEqual(
        expect.arrayContaining(
          [list, figures].map(
            ({ id }) => `${place} ${id} holds facts or figures of which no tally tells whose they are`,
          ),
        ),
      );
  });

  it('is refused where its scope is neither the agreement of the edition nor an office', async () => {
    expect(await examine(sound, own, sound, 'other')).toEqual([
      `document ${agreement}, its scope is no field office on record`,
    ]);
  });

  it.each<readonly [string, string, Cell, string]>([
    [
      'a date',
      'signed',
      { kind: 'date', date: '2006-03-01' },
      'is Mar 1, 2006, and by what is on record of GA/Cobb 1 it is Feb 28, 2006',
    ],
    [
      'words',
      'county',
      { kind: 'text', text: 'Fulton' },
      'is Fulton, and by what is on record of GA/Cobb 1 it is Prince William',
    ],
    [
      'a duration',
      'installed',
      { kind: 'duration', value: 98 },
      'is 98, and by what is on record of GA/Cobb 1 it is 97.5',
    ],
    ['a sign', 'officers', { kind: 'unavailable' }, 'is NA, and by what is on record of GA/Cobb 1 it is 12'],
    [
      'a count of the same digits',
      'installed',
      { kind: 'count', value: 97.5 },
      'is 98, and by what is on record of GA/Cobb 1 it is 97.5',
    ],
  ])('is refused where %s of its list is another, by row and column', async (_kind, column, cell, problem) => {
    const found = await examine(documentOf([withCell(list, 'VA-2', column, cell), figures]));
    expect(found.join('\n')).toContain(`${place} ${list.id}, row VA-2, column ${column} ${problem}`);
  });

  it('may have the mark of what was revised, of which records tell nothing', async () => {
    const cell: Cell = { kind: 'count', value: 12 };
    expect(await examine(documentOf([withCell(list, 'VA-2', 'officers', cell), figures]))).toEqual([]);
  });

  it('is refused where a row is of another agreement, stands twice, is missing or bears another name', async () => {
    const [first] = list.rows;
    if (first === undefined) throw new Error('the list is empty');
    const foreign = await examine(withRows((rows) => [...rows, { ...first, code: 'TX-9' }]));
    expect(foreign).toContain(`${place} ${list.id}, row TX-9 is not on record of ${agreement}`);
    expect(await examine(withRows((rows) => [...rows, first]))).toContain(`${place} ${list.id}, row GA-1 stands twice`);
    expect(await examine(withRows((rows) => rows.slice(1)))).toContain(
      `${place} ${list.id}, row GA-1 is missing, and is on record of ${agreement}`,
    );
    expect((await examine(withRows(([, ...rows]) => [{ ...first, label: 'Other' }, ...rows]))).join('\n')).toContain(
      `row GA-1 is named “Other”, and on record of ${agreement} “Cobb County Sheriff’s Office”`,
    );
  });

  it('is refused where its columns are others', async () => {
    const columns = list.columns.toReversed();
    expect((await examine(documentOf([{ ...list, columns }, figures]))).join('\n')).toContain(
      'has the columns standing,',
    );
  });

  it('is refused where its files say another thing than its model', async () => {
    const changed = documentOf([withCell(list, 'VA-2', 'signed', { kind: 'date', date: '2001-01-01' }), figures]);
    const found = (await examine(sound, own, changed)).join('\n');
    expect(found).toMatch(/\.csv, table register-3, row VA-2, column signed is 2001-01-01, and by/);
    expect(found).toMatch(/\.html, table register-3, row VA-2, column signed is Jan 1, 2001, and by/);
    expect(found).toMatch(/\.xlsx, table register-3, row VA-2, column signed is 36892, and by/);
  });
});
