import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readWorkbook } from '../../pipeline/checks/xlsx-structure/workbook.ts';
import { writeTemplates } from '../../pipeline/cli/template.ts';
import { drawFiguresTemplate, instructions } from '../../pipeline/formats/xlsx/figures-template.ts';
import { checkTemplate } from '../../pipeline/import/agency-figures/check.ts';
import { openAgencyFigures } from '../../pipeline/import/agency-figures.ts';
import { agencyMeasures } from '../../queries/agency-figures.ts';
import { openDatabase } from '../../queries/database.ts';
import { embeddedEngine } from '../engines.ts';
import { configOf } from '../explain/command-config.ts';
import { filled, folder, opened, sheetOf, template, withAgreements } from '../import/agency-figures/filled.ts';

/** The program of LibreOffice. */
const office = 'soffice';
const isInstalled = spawnSync(office, ['--version'], { encoding: 'utf8' }).status === 0;
if (!isInstalled) console.log('LibreOffice (soffice) is not installed: a template that it saved is not imported here.');

const silent = { progress: () => undefined };

describe('the workbook of a template', () => {
  test('asks for every month and measure, with the agreement given and the figures blank', async () => {
    const read = readWorkbook(await drawFiguresTemplate(template));
    expect(read?.sheets.map(({ name, state }) => [name, state])).toEqual([
      ['Instructions', 'visible'],
      ['Figures', 'visible'],
      ['Lists', 'visible'],
    ]);
    const cells = read?.sheets[1]?.cells.map(({ address, text }) => `${address} ${text}`) ?? [];
    expect(cells.filter((cell) => /^[A-D][12] /.test(cell) && !cell.endsWith(' '))).toEqual([
      'A1 Agreement',
      'B1 Month',
      'C1 Measure',
      'D1 Figure',
      'A2 M1',
      'B2 2020-05',
      'C2 Encounters',
    ]);
    expect(cells.filter((cell) => /^C\d+ ./.test(cell))).toHaveLength(11);
    expect(cells.filter((cell) => /^D\d+ ./.test(cell))).toEqual(['D1 Figure']);
  });

  test('says what each measure means, and holds nothing that tells by color or hides', async () => {
    const words = instructions(template).join('\n');
    for (const { label } of agencyMeasures) expect(words).toContain(`\n${label}: `);
    const parts = unzipSync(await drawFiguresTemplate(template));
    const sheets = Object.entries(parts).filter(([path]) => path.startsWith('xl/worksheets/sheet'));
    for (const [path, bytes] of sheets) {
      const xml = strFromU8(bytes);
      expect(xml, path).not.toMatch(/conditionalFormatting|mergeCell|hidden=|<autoFilter/);
      expect(xml, path).toContain('<sheetProtection sheet="1"');
    }
    expect(strFromU8(parts['xl/styles.xml'] ?? new Uint8Array())).not.toContain('patternType="solid"');
    expect(strFromU8(parts['docProps/core.xml'] ?? new Uint8Array())).toContain(
      '<dc:title>Figures of the agency under a 287(g) agreement: M1</dc:title>',
    );
  });

  test('lets only the months, measures and figures be changed, from lists and within bounds', async () => {
    const workbook = await opened(await drawFiguresTemplate(template));
    const sheet = sheetOf(workbook, 'Figures');
    const isLocked = (address: string) => sheet.getCell(address).protection?.locked !== false;
    expect(['A1', 'A2', 'B2', 'C11', 'D11', 'D12'].map(isLocked)).toEqual([true, true, false, false, false, true]);
    expect(sheet.getCell('B11').dataValidation).toMatchObject({ type: 'list', formulae: ['Lists!$B$3:$B$4'] });
    expect(sheet.getCell('C11').dataValidation).toMatchObject({ type: 'list', formulae: ['Lists!$B$5:$B$9'] });
    expect(sheet.getCell('D11').dataValidation).toMatchObject({ type: 'whole', formulae: [0, 1_000_000] });
    expect(sheet.getCell('D11').dataValidation.error).toMatch(/whole number from 0 to 1,000,000/);
    const lists = sheetOf(workbook, 'Lists');
    expect([3, 4, 5, 9].map((row) => lists.getCell(row, 2).value)).toEqual([
      '2020-05',
      '2020-06',
      'Encounters',
      'Transfers to ICE custody',
    ]);
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.pageSetup.printTitlesRow).toBe('1:1');
  });

  test('is the same, byte for byte, whenever it is written, and bears the mark of synthetic data', async () => {
    const first = await drawFiguresTemplate(template);
    expect(Buffer.compare(first, await drawFiguresTemplate({ ...template }))).toBe(0);
    const mark = { word: 'SYNTHETIC', sentence: 'Generated.' };
    const marked = await opened(await drawFiguresTemplate({ ...template, mark }));
    for (const sheet of marked.worksheets) expect(sheet.headerFooter.oddHeader).toContain('SYNTHETIC');
    expect(sheetOf(marked, 'Instructions').getCell('A2').value).toBe('SYNTHETIC. Generated.');
  });

  test.skipIf(!isInstalled)(
    'that LibreOffice opened and saved still reads as it was filled in',
    async () => {
      const home = await mkdtemp(join(tmpdir(), 'report287-libreoffice-'));
      onTestFinished(() => rm(home, { recursive: true, force: true }));
      await writeFile(join(home, 'figures.xlsx'), await filled());
      const profile = `-env:UserInstallation=${pathToFileURL(join(home, 'profile')).href}`;
      for (const [format, into] of [
        ['xlsx:Calc MS Excel 2007 XML', 'saved'],
        // The sheet of figures is the second.
        ['csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2', 'text'],
      ] as const) {
        const task = ['--headless', '--norestore', '--convert-to', format, '--outdir', join(home, into)];
        await promisify(execFile)(office, [profile, ...task, join(home, 'figures.xlsx')], { timeout: 150_000 });
        const [name = ''] = await readdir(join(home, into));
        const file = await openAgencyFigures(join(home, into, name));
        if (file?.opened.kind !== 'table') throw new Error(`${name} is no template`);
        const { table } = file.opened;
        const checked = checkTemplate(table, { agreement: 'M1', isOnRecord: true, refusalOf: () => null });
        expect(checked.problems, name).toEqual([]);
        expect(
          checked.figures.map(({ figure }) => figure.figure),
          name,
        ).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
        if (into === 'saved') expect([table.agreement, table.months]).toEqual(['M1', ['2020-05', '2020-06']]);
      }
    },
    300_000,
  );
});

describe('report287 template', () => {
  const engine = embeddedEngine();

  test('writes the template of one agreement, or one for each in force, and never over a file', async () => {
    const options = await engine.place();
    {
      await using database = await openDatabase(options);
      await withAgreements(database);
    }
    const home = await folder();
    const config = await configOf(options, home);
    const xlsx = join(home, 'm1.xlsx');
    const answer = await writeTemplates(config, { agreement: 'M1', period: 'FY2020-Q3', xlsx }, silent);
    expect(answer.data).toEqual({
      period: 'FY2020-Q3',
      templates: [{ agreement: 'M1', path: xlsx, rows: 15, months: ['2020-04', '2020-05', '2020-06'] }],
    });
    const before = await readFile(xlsx);
    const refused = (flags: Parameters<typeof writeTemplates>[1]) =>
      expect(writeTemplates(config, flags, silent)).rejects;
    await refused({ agreement: 'M1', period: '2020-06', xlsx }).toThrow(/is there already/);
    expect(await readFile(xlsx)).toEqual(before);
    const csv = join(home, 'm2.csv');
    await refused({ agreement: 'M9', period: '2020-06', csv }).toThrow(/no agreement "M9" on record/);
    await refused({ agreement: 'M2', period: '2020-06', csv }).toThrow(/"M2" was not in force in June 2020/);
    await refused({ agreement: 'M2', from: '2020-05-02', through: '2020-06-30', csv }).toThrow(/whole months/);
    await refused({ agreement: 'M2', period: '2020-05' }).toThrow(/one place/);
    await refused({ period: '2020-05', csv }).toThrow(/of one agreement/);
    // M2 ended in May: June is left out.
    const short = await writeTemplates(
      config,
      { agreement: 'M2', from: '2020-05-01', through: '2020-06-30', csv },
      silent,
    );
    expect(short.lines).toContain('It leaves out the months in which the agreement was not in force.');
    expect(await readFile(csv, 'utf8')).toBe(
      `\uFEFFAgreement,Month,Measure,Figure\r\n${agencyMeasures.map(({ label }) => `M2,2020-05,${label},\r\n`).join('')}`,
    );
    const all = join(home, 'all');
    await writeTemplates(config, { all: true, period: '2020-05', csv: all }, silent);
    expect((await readdir(all)).toSorted()).toEqual(['agency-figures_M1_2020-05.csv', 'agency-figures_M2_2020-05.csv']);
    await refused({ all: true, period: '2020-05', csv: all }).toThrow(/not empty/);
  });
});
