import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import { PipelineError } from '../../../pipeline/errors.ts';
import { drawFiguresTemplate, type FiguresTemplate } from '../../../pipeline/formats/xlsx/figures-template.ts';
import {
  type FiguresOptions,
  importAgencyFigures,
  openAgencyFigures,
} from '../../../pipeline/import/agency-figures.ts';
import { type Database, ownSchema } from '../../../queries/database.ts';
import { agency, agreement, csv, importFolder, span } from '../../program-extract/files.ts';

/** A template of two months of the agreement M1: rows 2 to 11. */
export const template: FiguresTemplate = {
  agreement: 'M1',
  agency: 'Test County Sheriff',
  state: 'Florida',
  period: 'May and June 2020',
  months: ['2020-05', '2020-06'],
  language: 'en-US',
  asOf: '2020-07-01T00:00:00Z',
  mark: null,
};

/** The first row of figures and the last. */
export const rowsOfTemplate = { first: 2, last: 11 } as const;

/** Two agreements of one agency: M1 in force since 2020-01-15, M2 until 2020-05-15. */
export async function withAgreements(database: Database): Promise<void> {
  await importFolder(database, {
    'agencies.csv': csv([agency]),
    'agreements.csv': csv([agreement, { ...agreement, agreement_id: 'M2', model: 'JEM' }]),
    'history.csv': csv([span, { ...span, agreement_id: 'M2', valid_until: '2020-05-15' }]),
  });
}

/** A folder that goes with the test. */
export async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'report287-figures-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** Writes a file as an agency sends it. */
export async function sent(content: Uint8Array | string, name = 'figures.xlsx'): Promise<string> {
  const path = join(await folder(), name);
  await writeFile(path, content);
  return path;
}

/** A template filled in with 10, 20, 30 … from its first row down, then changed as a person would change it. */
export async function filled(
  change: (workbook: ExcelJS.Workbook, sheet: ExcelJS.Worksheet) => void = () => undefined,
  of: FiguresTemplate = template,
): Promise<Uint8Array> {
  const workbook = await opened(await drawFiguresTemplate(of));
  const sheet = sheetOf(workbook, 'Figures');
  for (let row = 2; row <= sheet.rowCount; row += 1) sheet.getCell(row, 4).value = (row - 1) * 10;
  change(workbook, sheet);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** A workbook as ExcelJS reads it. */
export async function opened(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  return workbook;
}

/** A sheet that must be there. */
export function sheetOf(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = workbook.getWorksheet(name);
  if (sheet === undefined) throw new Error(`there is no sheet ${name}`);
  return sheet;
}

/** Imports a file as a filled-in template, at noon of a day. */
export async function take(database: Database, path: string, options: FiguresOptions = {}, day = '2020-08-03') {
  const file = await openAgencyFigures(path);
  if (file === null) throw new Error(`${path} is no template`);
  return importAgencyFigures(file, options, { database, now: () => new Date(`${day}T12:00:00-04:00`) });
}

/** What a refused file is told, a line for each cell. */
export async function refusalOf(work: Promise<unknown>): Promise<readonly string[]> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof PipelineError) || error.kind !== 'contract') throw error;
    return error.details;
  }
  throw new Error('it was taken');
}

/** The figures that count: `M1 2020-05-01 encounter 10`. */
export async function figuresIn(database: Database): Promise<readonly string[]> {
  const rows = await database.transaction('snapshot', ({ source }) =>
    source.selectFrom('agency_figure').select(['agreement_id', 'month', 'measure', 'figure']).execute(),
  );
  return rows.map((row) => `${row.agreement_id} ${row.month} ${row.measure} ${row.figure}`).toSorted();
}

/** Everything that an import may leave behind. */
export async function traces(database: Database): Promise<readonly string[]> {
  const tables = ['import_file', 'import_coverage', 'import_reject', 'extract_row', 'agency_figure'];
  return database.transaction('snapshot', async ({ own }) => {
    const found: string[] = [];
    for (const table of tables) {
      const { rows } = await sql<{ line: string }>`
        select to_jsonb(t)::text as line from ${sql.table(`${ownSchema}.${table}`)} t`.execute(own);
      found.push(...rows.map(({ line }) => `${table} ${line}`).toSorted());
    }
    return found;
  });
}
