import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReadWorkbook, readWorkbook } from '../../pipeline/checks/xlsx-structure/workbook.ts';
import type { ReportModel } from '../../pipeline/compose.ts';
import type { DrawingTools } from '../../pipeline/formats/format.ts';
import { xlsx } from '../../pipeline/formats/xlsx.ts';
import { hostileModel, sampleModel } from '../sample-model.ts';
import { seeWithPdfjs } from './pdf/read-with-pdfjs.ts';

/** The program of LibreOffice. */
const office = 'soffice';
const isInstalled = spawnSync(office, ['--version'], { encoding: 'utf8' }).status === 0;
if (!isInstalled)
  console.log('LibreOffice (soffice) is not installed: its reading of the workbooks is not tested here.');

const noTools: DrawingTools = {
  html: () => {
    throw new Error('a workbook needs no page');
  },
  print: () => Promise.reject(new Error('a workbook needs no browser')),
};

const models: readonly ReportModel[] = [sampleModel, hostileModel];
const written = new Map<ReportModel, Uint8Array>();
let folder = '';

/** Has LibreOffice open every workbook, without a window and with a profile of its own, and save it as something else. */
async function convert(format: string, into: string): Promise<void> {
  const workbooks = models.map(({ fileStem }) => join(folder, `${fileStem}.xlsx`));
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  const task = ['--headless', '--norestore', '--convert-to', format, '--outdir', join(folder, into)];
  await promisify(execFile)(office, [profile, ...task, ...workbooks], { timeout: 150_000 });
}

function opened(bytes: Uint8Array | undefined): ReadWorkbook {
  const workbook = readWorkbook(bytes ?? new Uint8Array());
  if (workbook === null) throw new Error('cannot be opened as a workbook');
  return workbook;
}

/** A format of numbers, in whatever way its plain characters are set apart: `\\-` and `"-"` are `-`. */
const bareFormat = (code: string): string => code.replace(/["\\]/g, '');

/** Every cell that says something, by sheet and address: its kind, and its number with its format, or its text. */
const cellsOf = ({ sheets, styles }: ReadWorkbook): ReadonlyMap<string, string> =>
  new Map(
    sheets.flatMap(({ name, cells }) =>
      cells
        .filter(({ text }) => text !== '')
        .map(({ address, kind, text, style }) => [
          `${name} ${address}`,
          `${kind} ${kind === 'number' ? `${Number(text)} as ${bareFormat(styles[style]?.formatCode ?? '')}` : text}`,
        ]),
    ),
  );

/** The sheet of a printed page is named at its foot, which is read before what stands between. */
const footOf = (page: string): string => /^(.*?) Page \d+ of \d+/s.exec(page)?.[1] ?? '';

describe.skipIf(!isInstalled)('a workbook in LibreOffice', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report287-libreoffice-'));
    for (const model of models) {
      const [drawing] = await xlsx.draw(model, noTools);
      written.set(model, drawing?.bytes ?? new Uint8Array());
      await writeFile(join(folder, `${model.fileStem}.xlsx`), drawing?.bytes ?? new Uint8Array());
    }
    await convert('xlsx:Calc MS Excel 2007 XML', 'saved');
    await convert('pdf:calc_pdf_Export', 'printed');
  }, 300_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(models)('holds the same, cell by cell, when it is opened and saved again: $fileStem', async (model) => {
    const before = cellsOf(opened(written.get(model)));
    const after = cellsOf(opened(await readFile(join(folder, 'saved', `${model.fileStem}.xlsx`))));
    expect([...before.values()].filter((cell) => cell.startsWith('number')).length).toBeGreaterThan(30);
    expect([...before.values()].filter((cell) => cell.endsWith(' as #,##0 r;-#,##0 r;- r'))).not.toEqual([]);
    expect(after).toEqual(before);
  });

  it.each(models)('is printed whole, each sheet from a page of its own, under its name: $fileStem', async (model) => {
    const { pages } = await seeWithPdfjs(await readFile(join(folder, 'printed', `${model.fileStem}.pdf`)));
    const { sheets } = opened(written.get(model));
    const title = (sheet: ReadWorkbook['sheets'][number]) => (sheet.cells[0]?.text ?? '').slice(0, 40).trim();
    for (const sheet of sheets) {
      // The contents list the name and the title of every sheet: what counts are the pages of the sheet itself.
      const own = pages.filter((page) => footOf(page).endsWith(` ${sheet.name}`));
      const between = own.map((page) => page.slice(footOf(page).length));
      expect(own, sheet.name).not.toEqual([]);
      expect(
        between.filter((page) => page.includes(title(sheet))),
        sheet.name,
      ).not.toEqual([]);
    }
    expect(pages.filter((page) => !sheets.some(({ name }) => footOf(page).endsWith(` ${name}`)))).toEqual([]);
    expect(pages.length).toBeGreaterThanOrEqual(sheets.length);
    expect(pages.join(' ')).not.toContain('###');
  });
});
