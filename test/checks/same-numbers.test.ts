import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../pipeline/checks/check.ts';
import { sameNumbers } from '../../pipeline/checks/same-numbers.ts';
import type { ReportModel } from '../../pipeline/compose.ts';
import { csv } from '../../pipeline/formats/csv.ts';
import type { Artifact } from '../../pipeline/formats/format.ts';
import { createPageRenderer } from '../../pipeline/formats/html/page.ts';
import { xlsx } from '../../pipeline/formats/xlsx.ts';
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
    sample.files.set(`${stem}.xlsx`, strToU8('not a workbook'));
    const findings = await examine(sample);
    expect(findings).not.toEqual([]);
    expect(findings.every(({ problem }) => problem.includes('is missing'))).toBe(true);
  });
});
