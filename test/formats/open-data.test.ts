import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Package } from 'datapackage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cell, cellFact, cellNumber, cellStatus, signs } from '../../pipeline/cell.ts';
import { classify } from '../../pipeline/classify.ts';
import { composeDictionary } from '../../pipeline/compose/dictionary.ts';
import type { ReportModel, ReportTable } from '../../pipeline/compose.ts';
import { csv, openTables, unguarded } from '../../pipeline/formats/csv.ts';
import type { DrawingTools } from '../../pipeline/formats/format.ts';
import { descriptionPaths, openData } from '../../pipeline/formats/open-data.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import { gaps, regimes } from '../../pipeline/priorities/index.ts';
import { enforcementActions } from '../../pipeline/reports/enforcement-actions.ts';
import { measuresOf } from '../../pipeline/reports/report.ts';
import { composed } from '../compose/highlights/composed.ts';
import { hostileModel, sampleModel } from '../sample-model.ts';
import { type Lines, readCsvw, readCsvwMetadata } from './open-data/csvw-reading.ts';

/** Open data takes none of the tools that formats share. */
const noTools: DrawingTools = {
  html: () => {
    throw new Error('open data needs no page');
  },
  print: () => Promise.reject(new Error('open data needs no browser')),
};

const made = { period: parsePeriod('2020-06'), coverage: [], subject: null };

function described(model: ReportModel): ReportModel {
  const classification = classify(regimes, gaps);
  return { ...model, dictionary: composeDictionary(enforcementActions, classification, made, openTables(model)) };
}

/** Codes and cells that could break a file or its reading. */
function hostileTable(): ReportTable {
  const [table] = openTables(sampleModel);
  if (table === undefined) throw new Error('the sample has no table');
  const count = (value: number): Cell => ({ kind: 'count', value });
  const codes = ['=1+1', '+x', '-x', '@x', "'quoted", 'a,b "c"\nd', 'unmapped:=cmd', '٣ שלום', '.*|', 'padded '];
  const cells: readonly Cell[] = [
    count(0),
    { kind: 'unavailable' },
    { kind: 'withheld' },
    { kind: 'not-applicable' },
    count(9_007_199_254_740_991),
  ];
  const revised: Cell = { kind: 'count', value: 7, revised: true };
  const rows = codes.map((code, at) => ({
    code,
    label: `${code} "label"`,
    isTotal: false,
    cells: at % 2 === 0 ? cells : [revised, ...cells.slice(1)],
  }));
  return { ...table, id: 'hostile-codes', breakdown: 'agency', title: 'Codes =1+1 “of” all kinds', rows };
}

const models: readonly (readonly [string, ReportModel])[] = [
  ['a whole document', described(sampleModel)],
  ['hostile text', described({ ...hostileModel, unavailable: [hostileTable()] })],
  [
    'a document that the stages composed',
    described(composed({ counts: { encounters: { period: 12, previous: 3 }, agreements: { period: 5 } } })),
  ],
];

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'open-data-'));
});
afterAll(async () => {
  await rm(home, { recursive: true });
});

const drawn = async (model: ReportModel) => [
  ...(await csv.draw(model, noTools)),
  ...(await openData.draw(model, noTools)),
];

/** The folder of a document's tables, written once. */
const written = new Map<ReportModel, Promise<string>>();
function tablesFolder(model: ReportModel): Promise<string> {
  const folder = written.get(model) ?? write(model, join(home, String(written.size)));
  written.set(model, folder);
  return folder;
}

async function write(model: ReportModel, folder: string): Promise<string> {
  for (const { path, bytes } of await drawn(model)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return join(folder, 'tables');
}

/** The figures of a table as its file must give them, by row and column. */
function expected(table: ReportTable): Lines {
  if (table.kind !== undefined) return expectedRows(table);
  return table.rows.flatMap((row) =>
    table.columns.flatMap(({ open }, at) => {
      const cell = row.cells[at];
      if (open === null || cell === undefined) return [];
      const [value, status] = [cellNumber(cell), cellStatus(cell)];
      return [
        {
          [table.breakdown]: row.code,
          measure: open.measure,
          window: open.window,
          ...(value === null ? {} : { value: String(value) }),
          ...(status === '' ? {} : { status }),
        },
      ];
    }),
  );
}

/** The rows of a list as its file must give them: what has no value is told of in the last column. */
function expectedRows({ breakdown, columns, rows }: ReportTable): Lines {
  return rows.map(({ code, label, cells }) => {
    const values = cells.map((cell, at) => [columns[at]?.id ?? '', cellFact(cell) ?? cellNumber(cell)] as const);
    const signs = cells.flatMap((cell, at) =>
      cellStatus(cell) === '' ? [] : `${columns[at]?.id}:${cellStatus(cell)}`,
    );
    return {
      [breakdown]: code,
      label,
      ...Object.fromEntries(values.filter(([, value]) => value !== null).map(([id, value]) => [id, String(value)])),
      ...(signs.length === 0 ? {} : { status: signs.join(' ') }),
    };
  });
}

/** What a reader gives, without the apostrophes that the description tells of. */
const withoutGuards = (lines: Lines): Lines =>
  lines.map((line) => Object.fromEntries(Object.entries(line).map(([name, value]) => [name, unguarded(value)])));

const dictionaryLines = async (folder: string): Promise<Lines> => {
  const lines: Lines = parse(await readFile(join(folder, 'data-dictionary.csv'), 'utf8'), { columns: true });
  return lines.map((line) => Object.fromEntries(Object.entries(line).filter(([, value]) => value !== '')));
};

describe.each(models)('the open data of %s', (_name, model) => {
  const tables = openTables(model);

  it('are read by rdf-parser-csvw as the tables say, cell by cell', async () => {
    const folder = await tablesFolder(model);
    const read = await readCsvw(join(folder, 'csvw-metadata.json'));
    expect([...read.keys()]).toEqual([...tables.map(({ id }) => `${id}.csv`), 'data-dictionary.csv']);
    for (const table of tables) expect(withoutGuards(read.get(`${table.id}.csv`) ?? [])).toEqual(expected(table));
    expect(read.get('data-dictionary.csv')).toEqual(await dictionaryLines(folder));
  });

  it('are a valid data package, read by datapackage as the tables say, cell by cell', async () => {
    const folder = await tablesFolder(model);
    const read = await Package.load(join(folder, 'datapackage.json'));
    expect(read.errors).toEqual([]);
    expect(read.valid).toBe(true);
    const lines = await Promise.all(
      read.resources.map(async (resource) => textOf(await resource.read({ keyed: true }))),
    );
    expect(read.resources.map(({ name }) => name)).toEqual([...tables.map(({ id }) => id), 'data-dictionary']);
    for (const [at, table] of tables.entries()) expect(withoutGuards(lines[at] ?? [])).toEqual(expected(table));
    expect(lines.at(-1)).toEqual(await dictionaryLines(folder));
  });

  it('has in its dictionary every column, measure, window, status and code that a line names', async () => {
    const lines = (await dictionaryLines(await tablesFolder(model))).map(
      ({ list, code = '' }) => `${list}: ${unguarded(code)}`,
    );
    const inDefinition = new Set([...measuresOf(enforcementActions).map(({ id }) => id)]);
    const wide = tables
      .filter(({ kind }) => kind !== undefined)
      .flatMap(({ id, columns }) =>
        ['label', ...columns.map((column) => column.id), 'status'].map((name) => `columns of ${id}: ${name}`),
      );
    expect(lines).toEqual(expect.arrayContaining(wide));
    const long = tables.filter(({ kind }) => kind === undefined);
    const named = long.flatMap((table) =>
      expected(table).flatMap((line) => [
        `columns: ${table.breakdown}`,
        `${table.breakdown}: ${line[table.breakdown]}`,
        ...(inDefinition.has(line.measure ?? '') ? [`measures: ${line.measure}`] : []),
        `windows: ${line.window}`,
        ...(line.status === undefined ? [] : [`statuses: ${line.status}`]),
      ]),
    );
    expect(lines).toEqual(expect.arrayContaining([...new Set(named)]));
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('is the same from the same model', async () => {
    expect(await drawn(structuredClone(model))).toEqual(await drawn(model));
  });

  it('is the files that are announced', async () => {
    const drawings = await openData.draw(model, noTools);
    expect(drawings.map(({ path }) => path)).toEqual(descriptionPaths(model));
  });
});

/** A date is read as midnight here. */
const dayOf = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

/** The values of a data package as its files have them: a month is read as its two numbers. */
function textOf(lines: readonly Readonly<Record<string, unknown>>[]): Lines {
  return lines.map((line) =>
    Object.fromEntries(
      Object.entries(line).flatMap(([name, value]) => {
        if (value === null) return [];
        if (value instanceof Date) return [[name, dayOf(value)]];
        return [
          [name, Array.isArray(value) ? value.map((part) => String(part).padStart(2, '0')).join('-') : String(value)],
        ];
      }),
    ),
  );
}

const whole = described(sampleModel);

async function json(model: ReportModel, name: string) {
  return JSON.parse(await readFile(join(await tablesFolder(model), name), 'utf8'));
}

describe('the description of the tables', () => {
  it('has for each table its key, which no two lines share', async () => {
    const { tables } = await readCsvwMetadata(join(await tablesFolder(whole), 'csvw-metadata.json'));
    for (const { url, tableSchema } of tables) {
      const headings = tableSchema.primaryKey.map(
        (name) => tableSchema.columns.find((column) => column.name === name)?.titles ?? name,
      );
      const text = await readFile(join(await tablesFolder(whole), url), 'utf8');
      const lines: Lines = parse(text, { columns: true });
      const keys = lines.map((line) => headings.map((heading) => line[heading]).join(' | '));
      expect(new Set(keys).size).toBe(lines.length);
      const isWide = lines[0] !== undefined && 'label' in lines[0];
      const others = url === 'data-dictionary.csv' ? ['code'] : isWide ? [] : ['measure', 'window'];
      expect(headings.slice(1)).toEqual(others);
    }
  });

  it('gives each column of a list its type, in both vocabularies', async () => {
    const { tables } = await json(whole, 'csvw-metadata.json');
    const { resources } = await json(whole, 'datapackage.json');
    type Column = Readonly<Record<'name' | 'titles' | 'datatype', unknown>>;
    const typesOf = (columns: readonly Column[]) =>
      Object.fromEntries(columns.map(({ titles, datatype }) => [titles, datatype]));
    const csvw = (url: string) =>
      typesOf(tables.find((table: { url: string }) => table.url === url)?.tableSchema.columns ?? []);
    const fieldsOf = (name: string) => {
      const { schema } = resources.find((resource: { name: string }) => resource.name === name);
      return Object.fromEntries(schema.fields.map((field: { name: string; type: string }) => [field.name, field.type]));
    };
    expect(csvw('register-30.csv')).toMatchObject({
      signed: 'date',
      installed: 'decimal',
      county: 'string',
      officers: 'nonNegativeInteger',
    });
    expect(fieldsOf('register-30')).toMatchObject({
      signed: 'date',
      installed: 'number',
      county: 'string',
      officers: 'integer',
    });
    expect(csvw('duties-in-time.csv')).toMatchObject({ within: 'decimal', change: 'integer', status: 'string' });
    expect(fieldsOf('duties-in-time')).toMatchObject({ within: 'number', change: 'integer', status: 'string' });
  });

  it('tells of the apostrophe before text that begins like a formula', async () => {
    const metadata = await json(whole, 'csvw-metadata.json');
    expect(metadata.notes).toEqual([{ 'dc:description': expect.stringContaining('has an apostrophe before it') }]);
    expect((await json(whole, 'datapackage.json')).description).toContain('has an apostrophe before it');
  });

  it('refuses, in the data package, a code that the table does not have', async () => {
    const folder = join(home, 'changed');
    const tables = await write(whole, folder);
    const file = join(tables, 'encounters-by-criminality.csv');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^convicted,/m, 'acquitted,'));
    const read = await Package.load(join(tables, 'datapackage.json'));
    const resource = read.resources.find(({ name }) => name === 'encounters-by-criminality');
    await expect(resource?.read({ keyed: true })).rejects.toThrow();
  });

  it('names no license and no contact, because the report knows none', async () => {
    for (const name of ['csvw-metadata.json', 'datapackage.json', 'dcat-us.json'])
      expect(JSON.stringify(await json(whole, name))).not.toMatch(/licen[sc]e|contactPoint|hasEmail|contributor/);
  });

  it('is left out where a document has no dictionary', async () => {
    expect(await openData.draw(sampleModel, noTools)).toEqual([]);
    expect(descriptionPaths(sampleModel)).toEqual([]);
  });
});

describe('the dataset for a catalog', () => {
  it('is a member of the report’s series, dated by its period and its sources and never by a clock', async () => {
    expect(await json(whole, 'dcat-us.json')).toMatchObject({
      '@type': 'Dataset',
      title: sampleModel.title,
      temporal: [{ startDate: '2020-06-01', endDate: '2020-06-30' }],
      modified: sampleModel.asOf.iso,
      accrualPeriodicity: 'R/P1M',
      inSeries: [{ '@type': 'DatasetSeries', title: `${sampleModel.report.title}: National` }],
      describedBy: { identifier: 'tables/data-dictionary.csv', mediaType: 'text/csv' },
    });
  });

  it('has a distribution for each document and each table', async () => {
    const { distribution } = await json(whole, 'dcat-us.json');
    const files = ['pdf', 'xlsx', 'html'].map((ending) => `${sampleModel.fileStem}.${ending}`);
    const paths = distribution.map(({ identifier }: { identifier: string }) => identifier);
    expect(paths).toEqual([...files, ...openTables(sampleModel).map(({ id }) => `tables/${id}.csv`)]);
  });

  it('is not public where the document is internal, and public where it is', async () => {
    expect(await json(whole, 'dcat-us.json')).toMatchObject({ accessLevel: 'non-public' });
    expect(await json({ ...whole, audience: 'public' }, 'dcat-us.json')).toMatchObject({ accessLevel: 'public' });
  });

  it('names the bureau, with what is to be confirmed of its code, and none for synthetic data', async () => {
    const bureau = { publisher: { notation: ['024:55'] }, scopeNote: expect.stringContaining('to be confirmed') };
    expect(await json({ ...whole, mark: null }, 'dcat-us.json')).toMatchObject(bureau);
    expect(await json(whole, 'dcat-us.json')).not.toHaveProperty('publisher');
  });
});

describe('the dictionary of a document', () => {
  const june = { measure: 'agreements', scope: 'national', breakdown: 'model', month: '2020-06' } as const;
  const months = [{ ...june, code: 'JEM', count: 1 }];
  const document = described(composed({ counts: { encounters: { period: 12 } }, months }));
  const { dictionary } = document;

  it('gives each measure its own definition, source and unit', () => {
    const encounters = measuresOf(enforcementActions).find(({ id }) => id === 'encounters');
    expect(dictionary?.measures.find(({ code }) => code === 'encounters')).toEqual({
      code: 'encounters',
      label: encounters?.label,
      definition: encounters?.definition,
      source: encounters?.source,
      unit: 'events (not persons)',
    });
    expect(dictionary?.measures.find(({ code }) => code === 'agreements-jem')).toMatchObject({
      label: 'Agreements in force: Jail Enforcement Model',
      unit: 'agreements',
    });
    // A model that no month has is no column of the trend.
    expect(dictionary?.measures.find(({ code }) => code === 'agreements-wso')).toBeUndefined();
  });

  it('knows every measure that an open column names', () => {
    const named = openTables(document).flatMap(({ columns }) => columns.flatMap(({ open }) => open?.measure ?? []));
    expect(new Set(dictionary?.measures.map(({ code }) => code))).toEqual(new Set(named));
  });

  it('gives the days of each window', () => {
    expect(dictionary?.windows.find(({ code }) => code === 'fytd')).toEqual({
      code: 'fytd',
      label: 'FY 2020 to Jun 30',
      definition: 'October 1, 2019 through June 30, 2020: from the start of the fiscal year to the end of the period.',
    });
    expect(dictionary?.windows.map(({ code }) => code)).toContain('all-time');
  });

  it('gives a kind of event the definition of its measure', () => {
    const kinds = dictionary?.breakdowns.find(({ id }) => id === 'kind')?.codes;
    expect(kinds?.find(({ code }) => code === 'encounter')?.definition).toContain('screens a person');
  });

  it('has the categories of the regimes of the period, whether or not one has a count', () => {
    const [table] = openTables(sampleModel);
    if (table === undefined) throw new Error('the sample has no table');
    const priority = { ...table, breakdown: 'priority', rows: [] };
    const { breakdowns } = composeDictionary(enforcementActions, classify(regimes, gaps), made, [priority]);
    expect(breakdowns[0]?.codes.map(({ code }) => code)).toContain('eo-13768-2017-01-25:C1');
  });

  it('lists the codes of a breakdown in its own order, then what only a row has, then the total', () => {
    const codes = dictionary?.breakdowns.find(({ id }) => id === 'model')?.codes.map(({ code }) => code);
    expect(codes).toEqual(['JEM', 'WSO', 'TFM', 'TFO', 'JOINT', 'total']);
    const criminality = whole.dictionary?.breakdowns.find(({ id }) => id === 'criminality')?.codes;
    expect(criminality?.[0]).toEqual({ code: 'convicted', label: 'Convicted criminal' });
    expect(criminality?.at(-1)).toEqual({ code: 'total', label: 'Total' });
  });

  it('names no field office but those that a table of the document lists', () => {
    const national = described(sampleModel).dictionary?.breakdowns.find(({ id }) => id === 'field-office');
    expect(national?.codes.length).toBeGreaterThan(2);
    const [table] = openTables(sampleModel);
    if (table === undefined) throw new Error('the sample has no table');
    const { breakdowns } = composeDictionary(enforcementActions, classify([], []), made, [
      { ...table, rows: table.rows.slice(0, 1) },
    ]);
    expect(breakdowns[0]?.codes).toHaveLength(1);
  });

  it('has the meaning of every sign that stands for a missing figure', async () => {
    const lines = await dictionaryLines(await tablesFolder(whole));
    const meanings = lines.filter(({ list }) => list === 'statuses').map(({ code, label }) => [code, label]);
    const { zero, ...others } = signs;
    expect(meanings).toEqual(Object.values(others).map(({ sign, meaning }) => [sign, meaning]));
    expect(meanings).not.toContainEqual([zero.sign, zero.meaning]);
  });
});
