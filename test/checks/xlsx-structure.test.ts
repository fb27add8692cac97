import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Candidate, Finding } from '../../pipeline/checks/check.ts';
import { xlsxStructure } from '../../pipeline/checks/xlsx-structure.ts';
import type { ReportModel } from '../../pipeline/compose.ts';
import { xlsx } from '../../pipeline/formats/xlsx.ts';
import { hostileModel, sampleModel } from '../sample-model.ts';

/** The sample with the first table of each section: enough to break. */
const small: ReportModel = {
  ...sampleModel,
  sections: sampleModel.sections.map((section) => {
    const first = section.blocks.findIndex(({ kind }) => kind === 'table');
    return { ...section, blocks: section.blocks.filter(({ kind }, at) => kind !== 'table' || at === first) };
  }),
};

const tools = { html: () => '', print: async () => new Uint8Array() };
async function drawn(model: ReportModel): Promise<Uint8Array<ArrayBuffer>> {
  const [drawing] = await xlsx.draw(model, tools);
  return new Uint8Array(drawing?.bytes ?? []);
}

const good = await drawn(small);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xlsx-structure-'));
  await mkdir(join(folder, 'national'));
});
afterAll(() => rm(folder, { recursive: true }));

async function examine(bytes: Uint8Array, model: ReportModel = small): Promise<readonly Finding[]> {
  const path = `national/${model.fileStem}.xlsx`;
  await writeFile(join(folder, path), bytes);
  const candidate: Candidate = {
    folder,
    models: [model],
    artifacts: [{ path, format: 'xlsx', size: bytes.length, sha256: '' }],
  };
  return xlsxStructure.examine(candidate);
}

type Breakage = readonly [path: string, what: string | RegExp, replacement: string];

/** The good workbook with one part changed; the change must take. */
function broken([path, what, replacement]: Breakage): Uint8Array {
  const parts = unzipSync(good);
  const before = strFromU8(parts[path] ?? new Uint8Array());
  const after = before.replace(what, replacement);
  if (after === before) throw new Error(`nothing to replace in ${path}`);
  return zipSync({ ...parts, [path]: strToU8(after) }, { level: 0 });
}

const sheet = 'xl/worksheets/sheet5.xml';
const contents = 'xl/worksheets/sheet2.xml';
const table = 'xl/tables/table4.xml';
const workbook = 'xl/workbook.xml';
const core = 'docProps/core.xml';
const styles = 'xl/styles.xml';
/** The row of the headings of the first table, that of its first figures (Atlanta), and the second below its total. */
const [headings = 0, last = 0] = (
  /ref="A(\d+):H(\d+)"/.exec(strFromU8(unzipSync(good)[table] ?? new Uint8Array())) ?? []
)
  .slice(1)
  .map(Number);
const first = headings + 1;
const below = last + 2;
/** The cell of Atlanta's encounters in the period. */
const figure = /<c r="(C\d+)"([^>]*)><v>310<\/v><\/c>/;
const office = 'sheet 1 Encounters by field office';
const cellsBefore = (cells: string): readonly [RegExp, string] => [/<\/sheetData>/, `${cells}</sheetData>`];

const rules: readonly (readonly [sentence: string, breakage: Breakage, subject: string, problem: string])[] = [
  [
    'a sheet is hidden',
    [workbook, 'name="Notes" state="visible"', 'name="Notes" state="hidden"'],
    'sheet Notes',
    'is hidden',
  ],
  [
    'a row is hidden',
    [sheet, `<row r="${first + 1}"`, `<row hidden="1" r="${first + 1}"`],
    `${office}, cell A${first + 1}`,
    'hidden row',
  ],
  ['a column is hidden', [sheet, '<col min="2"', '<col hidden="1" min="2"'], office, 'column 2 is hidden'],
  [
    'cells are merged',
    [sheet, ...after('</sheetData>', '<mergeCells count="1"><mergeCell ref="A1:H1"/></mergeCells>')],
    `${office}, cell A1:H1`,
    'merged',
  ],
  ['a sheet has a filter', [sheet, ...after('</sheetData>', '<autoFilter ref="A12:H39"/>')], office, 'has a filter'],
  [
    'a table has a filter',
    [table, '<tableColumns', '<autoFilter ref="A12:H39"/><tableColumns'],
    office,
    'the table has a filter',
  ],
  ['panes are frozen', [sheet, '<selection ', '<pane ySplit="12" state="frozen"/><selection '], office, 'panes'],
  ['the cursor is elsewhere', [sheet, 'activeCell="A1"', 'activeCell="C9"'], office, 'cursor'],
  ['the title is missing', [sheet, /<c r="A1"[^>]*>.*?<\/c>/, ''], `${office}, cell A1`, 'no title'],
  ['a row is left out', [sheet, /<row r="3"[^>]*>.*?<\/row>/, ''], `${office}, cell A3`, 'blank'],
  ['the mark is missing from the printed header', [sheet, '&amp;RSYNTHETIC', ''], office, 'printed header'],
  [
    'the mark is missing from the sheet',
    [sheet, /<c r="A2"[^>]*>.*?<\/c>/, '<c r="A2"><v>1</v></c>'],
    office,
    'bears the mark SYNTHETIC',
  ],
  ['a sheet is not fitted to the page', [sheet, 'fitToWidth="1"', 'fitToWidth="2"'], office, 'one page wide'],
  [
    'the headings are not repeated in print',
    [workbook, /(localSheetId="4">[^<]*!)\$\d+:\$\d+/, '$1$$1:$$1'],
    office,
    'not repeated',
  ],
  ['a column has no width', [sheet, /<col min="1"[^>]*>/, ''], office, 'column 1 has no width'],
  [
    'a cell holds a formula',
    [sheet, figure, '<c r="$1"$2><f>1+1</f><v>310</v></c>'],
    `${office}, cell C${first}`,
    'formula',
  ],
  [
    'a cell holds an error',
    [sheet, figure, '<c r="$1"$2 t="e"><v>310</v></c>'],
    `${office}, cell C${first}`,
    'kind error',
  ],
  ['a number is none', [sheet, figure, '<c r="$1"$2><v>NaN</v></c>'], `${office}, cell C${first}`, 'no number'],
  ['a cell is filled', [styles, /fillId="0"/g, 'fillId="2"'], `${office}, cell A1`, 'color'],
  [
    'text could be taken for a formula',
    ['xl/sharedStrings.xml', '>Atlanta<', '>=1+1<'],
    `${office}, cell B${first}`,
    'quote prefix',
  ],
  [
    'text is too long',
    ['xl/sharedStrings.xml', '>Atlanta<', `>${'x'.repeat(32_768)}<`],
    `${office}, cell B${first}`,
    '32768 characters',
  ],
  [
    'the headings are not tagged',
    [table, 'headerRowCount="1"', 'headerRowCount="0"'],
    `${office}, cell A${headings}`,
    'no tagged row',
  ],
  ['the table has a totals row', [table, 'totalsRowShown="0"', 'totalsRowCount="1"'], office, 'totals row'],
  ['the table begins elsewhere', [table, 'ref="A', 'ref="B'], office, 'column A'],
  ['the table has no rows', [table, /ref="A(\d+):H\d+"/, 'ref="A$1:H$1"'], office, 'has no rows'],
  [
    'the table names other headings',
    [table, 'name="June 2020"', 'name="July 2020"'],
    `${office}, cell C${headings}`,
    'not the heading',
  ],
  ['a heading stands twice', [table, 'name="May 2020"', 'name="June 2020"'], `${office}, cell D${headings}`, 'heading'],
  [
    'something stands below the table',
    [sheet, ...cellsBefore(`<row r="${below}"><c r="A${below}"><v>1</v></c></row>`)],
    `${office}, cell A${below}`,
    'below',
  ],
  [
    'something stands beside the table',
    [sheet, ...cellsBefore(`<row r="${first}"><c r="J${first}"><v>1</v></c></row>`)],
    `${office}, cell J${first}`,
    'beside',
  ],
  ['a cell of the table is blank', [sheet, figure, ''], `${office}, cell C${first}`, 'nothing says why'],
  ['text does not wrap', [styles, / wrapText="1"/g, ''], `${office}, cell C${first}`, 'does not wrap'],
  [
    'a figure is written as text',
    [sheet, figure, '<c r="$1"$2 t="inlineStr"><is><t>310</t></is></c>'],
    `${office}, cell C${first}`,
    'is text',
  ],
  [
    'a number has no format',
    [sheet, figure, '<c r="$1" s="0"><v>310</v></c>'],
    `${office}, cell C${first}`,
    'without a format',
  ],
  ['two tables stand on one sheet', [sheet, /(<tablePart [^>]*>)/, '$1$1'], office, 'second table'],
  [
    'a table bears another name',
    [table, 'displayName="encounters_by_field_office"', 'displayName="Table4"'],
    office,
    'says nothing',
  ],
  [
    'two tables bear one name',
    [table, 'displayName="encounters_by_field_office"', 'displayName="key_figures"'],
    office,
    'stands twice',
  ],
  ['the sheets are in another order', [workbook, 'name="Contents"', 'name="Inhalt"'], 'national', 'not Contents'],
  [
    'a sheet has an empty name',
    [workbook, 'name="1 Encounters by field office"', 'name="Sheet5"'],
    'sheet Sheet5',
    'says nothing',
  ],
  [
    'a name is too long',
    [workbook, 'name="1 Encounters by field office"', `name="${'x'.repeat(32)}"`],
    'sheet x',
    'not one that Excel allows',
  ],
  [
    'a name stands twice',
    [workbook, 'name="1 Encounters by field office"', 'name="NOTES"'],
    'sheet NOTES',
    'stands twice',
  ],
  [
    'the contents lack a link',
    [contents, /<hyperlink ref="A7"[^>]*>/, ''],
    'sheet Contents',
    'does not link to the sheet Key figures',
  ],
  [
    'a link leads nowhere',
    [contents, /location="[^"]*Key figures[^"]*"/, `location="'Gone'!A1"`],
    'sheet Contents, cell A',
    'links to no sheet',
  ],
  [
    'a link leads outside',
    [contents, '<hyperlink ', '<hyperlink r:id="rId9" '],
    'sheet Contents, cell A',
    'outside the workbook',
  ],
  ['it opens at another sheet', [workbook, 'activeTab="0"', 'activeTab="3"'], 'national', 'opens at sheet 4'],
  [
    'another sheet is selected too',
    [sheet, '<sheetView ', '<sheetView tabSelected="1" '],
    office,
    'though not the first',
  ],
  ['the title is another', [core, /<dc:title>[^<]*/, '<dc:title>Book1'], 'national', 'property title'],
  ['the language is not given', [core, /<dc:language>[^<]*<\/dc:language>/, ''], 'national', 'property language'],
  ['a person is named', [core, '<dc:creator>report287', '<dc:creator>Somebody'], 'national', 'property creator'],
  [
    'a person is named as the last editor',
    [core, '<cp:lastModifiedBy>report287', '<cp:lastModifiedBy>Somebody'],
    'national',
    'property lastModifiedBy',
  ],
  ['a sign is not explained', ['xl/sharedStrings.xml', '>Sign NA<', '>Sign<'], 'sheet Notes', 'sign NA'],
];

function after(anchor: string, added: string): readonly [string, string] {
  return [anchor, `${anchor}${added}`];
}

describe('the structure of workbooks', () => {
  it('is sound in the workbooks that are drawn, hostile text or not, with a mark or without', async () => {
    expect(await examine(await drawn(sampleModel), sampleModel)).toEqual([]);
    expect(await examine(await drawn(hostileModel), hostileModel)).toEqual([]);
    const unmarked = { ...sampleModel, mark: null };
    expect(await examine(await drawn(unmarked), unmarked)).toEqual([]);
  });

  it.each(rules)('refuses where %s', async (_sentence, breakage, subject, problem) => {
    const findings = await examine(broken(breakage));
    expect(findings.filter((of) => of.subject.includes(subject) && of.problem.includes(problem))).not.toEqual([]);
    for (const { check, subject: where } of findings) {
      expect(check).toBe('xlsx-structure');
      expect(where).toContain(`${sampleModel.fileStem}.xlsx`);
    }
  });

  it('refuses a picture, and a file that is no workbook', async () => {
    const picture = zipSync({ ...unzipSync(good), 'xl/media/image1.png': new Uint8Array(4) });
    expect(await examine(picture)).toMatchObject([{ problem: 'it holds the part xl/media/image1.png' }]);
    for (const bytes of [
      new Uint8Array(),
      strToU8('not a zip'),
      good.slice(0, good.length / 2),
      zipSync({ a: strToU8('a') }),
    ]) {
      expect(await examine(bytes)).toMatchObject([{ problem: 'cannot be opened as a workbook' }]);
    }
  });

  it('refuses a workbook that lacks a table of the document, and one of no document', async () => {
    const parts = unzipSync(good);
    const rels = strFromU8(parts['xl/worksheets/sheet5.xml'] ?? new Uint8Array()).replace(
      /<tableParts.*<\/tableParts>/,
      '',
    );
    const findings = await examine(zipSync({ ...parts, 'xl/worksheets/sheet5.xml': strToU8(rels) }, { level: 0 }));
    expect(findings).toContainEqual(
      expect.objectContaining({ problem: 'no table object is named encounters_by_field_office' }),
    );
    await writeFile(join(folder, 'stray.xlsx'), good);
    const artifacts = [{ path: 'stray.xlsx', format: 'xlsx', size: good.length, sha256: '' }];
    expect(await xlsxStructure.examine({ folder, models: [sampleModel], artifacts })).toMatchObject([
      { subject: 'stray.xlsx', problem: 'is the workbook of no document of this edition' },
    ]);
  });
});
