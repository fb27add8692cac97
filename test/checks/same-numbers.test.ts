import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../pipeline/checks/check.ts';
import { sameNumbers } from '../../pipeline/checks/same-numbers.ts';
import type { Block, ReportModel, ReportTable } from '../../pipeline/compose.ts';
import { csv } from '../../pipeline/formats/csv.ts';
import type { Artifact } from '../../pipeline/formats/format.ts';
import { createPageRenderer } from '../../pipeline/formats/html/page.ts';
import { openBrowser } from '../../pipeline/formats/pdf/browser.ts';
import { repairPdf } from '../../pipeline/formats/pdf/repair.ts';
import { pdf } from '../../pipeline/formats/pdf.ts';
import { xlsx } from '../../pipeline/formats/xlsx.ts';
import { scopeFolder } from '../../pipeline/scope-folder.ts';
import { hostileModel, sampleModel } from '../sample-model.ts';

const tools = { html: () => '', print: async () => new Uint8Array() };
const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

const page = createPageRenderer();

/** The sample with the first table of each section: enough to change. */
const small: ReportModel = {
  ...sampleModel,
  sections: sampleModel.sections.map((section) => {
    const first = section.blocks.findIndex(({ kind }) => kind === 'table');
    return { ...section, blocks: section.blocks.filter(({ kind }, at) => kind !== 'table' || at === first) };
  }),
};

interface Edition {
  readonly folder: string;
  readonly artifacts: readonly Artifact[];
  readonly files: Map<string, Uint8Array>;
}

/** The files of a document in a new folder, read from and written back through `files`. */
async function edition(model: ReportModel): Promise<Edition> {
  const folder = await mkdtemp(join(tmpdir(), 'same-numbers-'));
  folders.push(folder);
  const drawings = [
    ...(await xlsx.draw(model, tools)).map((of) => ({ ...of, format: 'xlsx' })),
    ...(await csv.draw(model, tools)).map((of) => ({ ...of, format: 'csv' })),
    { path: `${model.fileStem}.html`, bytes: strToU8(page(model)), format: 'html' },
  ];
  const files = new Map(drawings.map(({ path, bytes }) => [`${model.scope.id}/${path}`, bytes]));
  const artifacts = drawings.map(({ path, bytes, format }) => ({
    path: `${model.scope.id}/${path}`,
    format,
    size: bytes.length,
    sha256: '',
  }));
  return { folder, artifacts, files };
}

async function examine({ folder, artifacts, files }: Edition, model = small): Promise<readonly Finding[]> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return sameNumbers.examine({ folder, models: [model], artifacts });
}

let sample: Edition;
beforeEach(async () => {
  sample = await edition(small);
});

const stem = `national/${sampleModel.fileStem}`;
const openData = 'national/tables/encounters-by-field-office.csv';

function change(path: string, what: string | RegExp, replacement: string, part?: string): void {
  const bytes = sample.files.get(path) ?? new Uint8Array();
  const parts = part === undefined ? {} : unzipSync(bytes);
  const before = strFromU8(part === undefined ? bytes : (parts[part] ?? new Uint8Array()));
  const after = before.replace(what, replacement);
  if (after === before) throw new Error(`nothing to replace in ${path}`);
  sample.files.set(
    path,
    part === undefined ? strToU8(after) : zipSync({ ...parts, [part]: strToU8(after) }, { level: 0 }),
  );
}

describe('the same numbers', () => {
  it('stand in every format of the sample, and where text is hostile', async () => {
    expect(await examine(await edition(sampleModel), sampleModel)).toEqual([]);
    expect(await examine(await edition(hostileModel), hostileModel)).toEqual([]);
  });

  const sheet = 'xl/worksheets/sheet5.xml';
  const table = 'table encounters-by-field-office';
  const cases: readonly (readonly [string, string, string | RegExp, string, string | undefined, string, string])[] = [
    [
      'a figure of the workbook is another',
      `${stem}.xlsx`,
      '<v>310</v>',
      '<v>311</v>',
      sheet,
      `xlsx ${stem}.xlsx, ${table}, row ATL, column period`,
      'is 311 and should be 310',
    ],
    [
      'a figure of the workbook is text',
      `${stem}.xlsx`,
      /<c r="(C\d+)"([^>]*)><v>310<\/v><\/c>/,
      '<c r="$1"$2 t="inlineStr"><is><t>310</t></is></c>',
      sheet,
      `${table}, row ATL, column period`,
      'is "310" and should be 310',
    ],
    [
      'a figure of the workbook is blank',
      `${stem}.xlsx`,
      /<c r="H\d+"[^>]*><v>17.8<\/v><\/c>/,
      '',
      sheet,
      `${table}, row ATL, column share`,
      'is missing',
    ],
    [
      'a row of the workbook is gone',
      `${stem}.xlsx`,
      /<row (?:(?!<row ).)*<v>28<\/v>.*?<\/row>/s,
      '',
      sheet,
      `${table}, row BAL`,
      'is missing',
    ],
    [
      'two headings of the workbook changed places',
      `${stem}.xlsx`,
      'name="June 2020"',
      'name="May 2020 "',
      'xl/tables/table4.xml',
      table,
      'headings',
    ],
    [
      'a figure of the open data is another',
      openData,
      'ATL,encounters,period,310,',
      'ATL,encounters,period,300,',
      undefined,
      `csv ${openData}, ${table}, row ATL, column period`,
      'is 300 and should be 310',
    ],
    [
      'an unavailable figure of the open data is a zero',
      'national/tables/administrative-arrests-by-field-office.csv',
      'total,administrative-arrests,prior-fytd,,NA',
      'total,administrative-arrests,prior-fytd,0,',
      undefined,
      'row total, column prior-fytd',
      'is 0 and should be [NA]',
    ],
    [
      'a line of the open data is gone',
      openData,
      'ATL,encounters,period,310,\n',
      '',
      undefined,
      'row ATL, column period',
      'is missing',
    ],
    [
      'a line of the open data stands twice',
      openData,
      'ATL,encounters,period,310,\n',
      'ATL,encounters,period,310,\nATL,encounters,period,310,\n',
      undefined,
      'row ATL',
      'stands twice',
    ],
    [
      'a row of the open data is too much',
      openData,
      'ATL,',
      'XXX,encounters,period,1,\nATL,',
      undefined,
      'row XXX',
      'not in the table',
    ],
    ['the open data cannot be read', openData, 'ATL,', '"ATL,', undefined, table, 'is missing'],
    [
      'a figure of the page is another',
      `${stem}.html`,
      /(?<before>data-row="ATL".*?>)310</s,
      '$<before>310.5<',
      undefined,
      `html ${stem}.html, ${table}, row ATL, column period`,
      'is 310.5 and should be 310',
    ],
    [
      'a row of the page has a cell too many',
      `${stem}.html`,
      /(data-row="ATL".*?)<\/tr>/s,
      '$1<td>1</td></tr>',
      undefined,
      `${table}, row ATL`,
      'more cells',
    ],
    [
      'a table of the page stands twice',
      `${stem}.html`,
      /(<table data-table=.*?<\/table>)/s,
      '$1$1',
      undefined,
      table,
      'stands twice',
    ],
    [
      'a table of the page is of no document',
      `${stem}.html`,
      '<table data-table',
      '<table data-table="other"></table><table data-table',
      undefined,
      'table other',
      'not in the document',
    ],
  ];
  it.each(cases)('are refused where %s', async (_sentence, path, what, replacement, part, subject, problem) => {
    change(path, what, replacement, part);
    const findings = await examine(sample);
    expect(findings.filter((of) => of.subject.includes(subject) && of.problem.includes(problem))).not.toEqual([]);
  });

  it('are compared for every table of every format that is there, and no file may belong to no document', async () => {
    const artifacts = sample.artifacts.filter(({ path }) => path !== openData);
    const stray = { path: 'national/tables/other.csv', format: 'csv', size: 0, sha256: '' };
    expect(await examine({ ...sample, artifacts: [...artifacts, stray] })).toEqual([
      { check: 'same-numbers', subject: `csv ${openData}`, problem: 'is not among the files of the edition' },
      {
        check: 'same-numbers',
        subject: 'csv national/tables/other.csv',
        problem: 'belongs to no document of the edition',
      },
    ]);
  });

  it('are not asked of a format that was not drawn', async () => {
    const artifacts = sample.artifacts.filter(({ format }) => format === 'csv');
    expect(await examine({ ...sample, artifacts })).toEqual([]);
  });

  it('are not in a file that cannot be opened', async () => {
    sample.files.set(`${stem}.pdf`, strToU8('not a document'));
    const printed = { path: `${stem}.pdf`, format: 'pdf', size: 0, sha256: '' };
    sample.files.set(`${stem}.xlsx`, strToU8('not a workbook'));
    const findings = await examine({ ...sample, artifacts: [...sample.artifacts, printed] });
    for (const format of ['pdf', 'xlsx'])
      expect(findings.filter(({ subject }) => subject.startsWith(format))).not.toEqual([]);
    expect(findings.every(({ problem }) => problem.includes('is missing'))).toBe(true);
  });
});

describe('the same numbers in printed documents', () => {
  /** One table on its page, drawn with a change. */
  const changed = (change: (table: ReportTable) => readonly ReportTable[]): ReportModel => ({
    ...small,
    sections: small.sections.slice(0, 2).map((section) => ({
      ...section,
      blocks: section.blocks
        .filter(({ kind }) => kind !== 'chart')
        .flatMap((block): readonly Block[] =>
          block.kind === 'table' ? change(block.table).map((table) => ({ ...block, table })) : [block],
        ),
    })),
  });

  const table = 'table encounters-by-field-office';
  const only = (of: ReportTable, code: string) => of.rows.filter((row) => row.code === code);
  const cases: readonly (readonly [string, (of: ReportTable) => readonly ReportTable[], string, string])[] = [
    [
      'a figure is another',
      (of) => [
        {
          ...of,
          rows: of.rows.map((row) =>
            row.code === 'ATL' ? { ...row, cells: [{ kind: 'count', value: 311 }, ...row.cells.slice(1)] } : row,
          ),
        },
      ],
      `${table}, row ATL, column period`,
      'is 311 and should be 310',
    ],
    [
      'a figure is a sign',
      (of) => [
        {
          ...of,
          rows: of.rows.map((row) =>
            row.code === 'total' ? { ...row, cells: [...row.cells.slice(0, -1), { kind: 'withheld' }] } : row,
          ),
        },
      ],
      `${table}, row total, column share`,
      'is D and should be 100.0',
    ],
    ['a table is not there', () => [], `${table}, the table`, 'is missing, or its headings are others'],
    [
      'a row is not there',
      (of) => [{ ...of, rows: of.rows.filter(({ code }) => code !== 'BAL') }],
      `${table}, row BAL`,
      'is missing',
    ],
    [
      'a row is too much',
      (of) => [{ ...of, rows: [...only(of, 'ATL').map((row) => ({ ...row, label: 'Atlantis' })), ...of.rows] }],
      `${table}, row Atlantis`,
      'is not in the table',
    ],
    [
      'a row stands twice',
      (of) => [{ ...of, rows: [...only(of, 'ATL'), ...of.rows] }],
      `${table}, row Atlanta`,
      'is not in the table',
    ],
    [
      'two rows exchanged their labels',
      (of) => [
        {
          ...of,
          rows: of.rows.map((row) => {
            const other = { ATL: 'BAL', BAL: 'ATL' }[row.code];
            return { ...row, label: only(of, other ?? row.code)[0]?.label ?? '' };
          }),
        },
      ],
      `${table}, row BAL, column period`,
      'is 310 and should be 28r',
    ],
    [
      'two headings changed places',
      (of) => [
        { ...of, columns: of.columns.map((column, at) => ({ ...column, header: of.columns[at ^ 1]?.header ?? '' })) },
      ],
      `${table}, the table`,
      'is missing, or its headings are others',
    ],
    ['a table stands twice', (of) => [of, { ...of, id: 'again' }], `${table}, the table`, 'stands twice'],
    [
      'a table is of no document',
      (of) => [of, { ...of, id: 'other', number: 99, title: 'Other figures' }],
      'table Table99.Otherfigures',
      'is not in the document',
    ],
  ];
  /** By scope: what was drawn, and what should have been. */
  const documents = [
    { scope: 'whole', printed: sampleModel, model: sampleModel },
    { scope: 'hostile', printed: hostileModel, model: hostileModel },
    ...cases.map(([scope, change]) => ({ scope, printed: changed(change), model: changed((of) => [of]) })),
  ];
  let findings: readonly Finding[];
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'same-numbers-'));
    folders.push(folder);
    const models = documents.map(({ scope, model }) => ({
      ...model,
      scope: { id: scope, label: scope, short: scope },
    }));
    await using browser = await openBrowser();
    const drawn = documents.map(async ({ scope, printed }) => {
      const [drawing] = await pdf.draw(printed, {
        html: page,
        print: async (html, properties) => repairPdf(await browser.print(html), properties),
      });
      if (drawing === undefined) throw new Error('nothing was drawn');
      await mkdir(join(folder, scopeFolder(scope)));
      await writeFile(join(folder, scopeFolder(scope), drawing.path), drawing.bytes);
      return { path: `${scopeFolder(scope)}/${drawing.path}`, format: 'pdf', size: drawing.bytes.length, sha256: '' };
    });
    findings = await sameNumbers.examine({ folder, models, artifacts: await Promise.all(drawn) });
  });

  const findingsOf = (scope: string) =>
    findings.filter(({ subject }) => subject.startsWith(`pdf ${scopeFolder(scope)}/`));

  it('stand there, over many pages and where text is hostile', () => {
    expect(findingsOf('whole')).toEqual([]);
    expect(findingsOf('hostile')).toEqual([]);
  });

  it.each(cases)('are refused where %s', (scope, _change, place, problem) => {
    const subject = `pdf ${scopeFolder(scope)}/${sampleModel.fileStem}.pdf, ${place}`;
    expect(findingsOf(scope)).toContainEqual({ check: 'same-numbers', subject, problem });
  });
});
