import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readWorkbook } from '../pipeline/checks/xlsx-structure/workbook.ts';
import { listRejects } from '../pipeline/cli/imports.ts';
import { showRegister } from '../pipeline/cli/register.ts';
import { importFile } from '../pipeline/import.ts';
import type { IsoDate } from '../pipeline/period.ts';
import { eachListedAgreement } from '../queries/agreement-list.ts';
import { type Database, openDatabase } from '../queries/database.ts';
import { countRejects, eachReject } from '../queries/rejects-list.ts';
import { describeOnEachEngine, embeddedEngine, type TestEngine } from './engines.ts';
import { configOf } from './explain/command-config.ts';
import { arrest, quietly, release, writeRelease } from './import/releases.ts';
import { agency, agreement, coverage, csv, importFolder, span, whole } from './program-extract/files.ts';

const silent = { progress: () => undefined };

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'report287-lists-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** A command's settings for a database with what `fill` put into it. */
async function filled(engine: TestEngine, fill: (database: Database) => Promise<unknown>) {
  const options = await engine.place();
  {
    await using database = await openDatabase(options);
    await fill(database);
  }
  return configOf(options, await folder());
}

/** The rows below the headings of a list's one sheet, blanks as empty texts, and the lines above. */
async function listIn(path: string) {
  const workbook = readWorkbook(await readFile(path));
  const [cover, sheet, ...more] = workbook?.sheets ?? [];
  const [table] = sheet?.tables ?? [];
  if (sheet === undefined || table === undefined) throw new Error(`${path} holds no list`);
  const rows = Array.from({ length: table.lastRow - table.headerRow }, (_, at) =>
    table.columns.map(
      (_name, column) =>
        sheet.cells.find((cell) => cell.row === table.headerRow + 1 + at && cell.column === column + 1)?.text ?? '',
    ),
  );
  const lines = sheet.cells.filter(({ row }) => row < table.headerRow).map(({ text }) => text);
  return { names: [cover?.name, sheet.name, ...more.map(({ name }) => name)], columns: table.columns, rows, lines };
}

describe('report287 imports rejects --xlsx', () => {
  const engine = embeddedEngine();

  test('writes every refused row with its reasons, as it is kept, and never over a file', async () => {
    const broken = [
      arrest({ landmark: '"=1+1"', office: '"Nowhere"' }),
      arrest({ day: '10/45/2016', landmark: '"TWO\nLINES"' }),
    ];
    const path = await writeRelease(release('arrests', [arrest(), ...broken]), 'a.csv');
    const config = await filled(engine, (database) => importFile(path, {}, quietly(database)));
    const xlsx = join(config.out, 'rejects.xlsx');
    const answer = await listRejects(config, 'a.csv', { xlsx }, silent);
    expect(answer).toMatchObject({
      exitCode: 0,
      lines: [`2 refused rows in ${xlsx}.`],
      data: { fileName: 'a.csv', xlsx: { path: xlsx, rows: 2, sheets: 1 } },
    });
    const printed = (await listRejects(config, 'a.csv', {}, silent)).data as {
      readonly rejects: readonly {
        readonly rowNumber: number;
        readonly original: string;
        readonly reasons: readonly string[];
      }[];
    };
    const list = await listIn(xlsx);
    expect(list.names).toEqual(['Cover', 'Rejects']);
    expect(list.columns).toEqual(['Row', 'Reasons', 'Row as it is kept']);
    expect(list.rows).toEqual(
      printed.rejects.map(({ rowNumber, reasons, original }) => [String(rowNumber), reasons.join('; '), original]),
    );
    expect(list.rows[1]?.[2]).toContain('TWO\nLINES');
    await expect(listRejects(config, 'a.csv', { xlsx }, silent)).rejects.toMatchObject({ kind: 'usage' });
    expect((await readdir(config.out)).filter((name) => name.includes('xlsx'))).toEqual(['rejects.xlsx']);
  });
});

describeOnEachEngine('the refused rows of a file', ({ open }) => {
  test('are read page by page, each once, in order of the file', async () => {
    await using database = await open();
    const broken = Array(2_300).fill(arrest({ office: '"Nowhere"' }));
    const path = await writeRelease(release('arrests', [arrest(), ...broken]));
    await importFile(path, {}, quietly(database));
    const numbers = await database.transaction('snapshot', async (session) => {
      const found: number[] = [];
      for await (const { rowNumber } of eachReject(session, 1)) found.push(rowNumber);
      expect(await countRejects(session, 1)).toBe(found.length);
      return found;
    });
    expect(numbers).toEqual(Array.from({ length: 2_300 }, (_, at) => at + 8));
  });
});

/** Four agreements of two agencies: in force, interrupted, passed on to the other agency, and begun later. */
const files = {
  ...whole,
  'agencies.csv': csv([agency, { ...agency, agency_id: 'A2', name: 'City of Åbo Police', state: 'AL', county: '' }]),
  'agreements.csv': csv([
    agreement,
    { ...agreement, agreement_id: 'M2', model: 'TFM', office_code: '' },
    { ...agreement, agreement_id: 'M3' },
    { ...agreement, agreement_id: 'M4', signed_on: '2021-05-01' },
    { ...agreement, agreement_id: 'M5', agency_id: 'A2', signed_on: '' },
  ]),
  'history.csv': csv([
    { ...span, agency_id: '' },
    { ...span, agreement_id: 'M2', valid_until: '2020-03-01', agency_id: '' },
    {
      ...span,
      agreement_id: 'M2',
      status: 'suspended',
      valid_from: '2020-03-01',
      valid_until: '2020-05-01',
      agency_id: '',
    },
    { ...span, agreement_id: 'M2', valid_from: '2020-05-01', valid_until: '2020-06-01', agency_id: '' },
    { ...span, agreement_id: 'M2', valid_from: '2020-06-01', valid_until: '2020-09-01', agency_id: '' },
    { ...span, agreement_id: 'M2', status: 'terminated', valid_from: '2020-09-01', agency_id: '' },
    { ...span, agreement_id: 'M3', valid_until: '2020-06-15', agency_id: '' },
    { ...span, agreement_id: 'M3', valid_from: '2020-06-15', agency_id: 'A2' },
    { ...span, agreement_id: 'M4', valid_from: '2021-05-01', agency_id: '' },
  ]),
  'covers.csv': csv([coverage, { ...coverage, kind: 'agreement' }]),
};

const onDay = (database: Database, day: IsoDate) =>
  database.transaction('snapshot', async (session) => {
    const found: (readonly unknown[])[] = [];
    for await (const one of eachListedAgreement(session, day)) {
      found.push([
        one.agreement_id,
        one.state,
        one.agency,
        one.in_force_from,
        one.in_force_until,
        one.status,
        one.office,
      ]);
    }
    return found;
  });

describeOnEachEngine('the register on a day', ({ open }) => {
  test('has each agreement that had begun, under who held it, in order, with its last time in force', async () => {
    await using database = await open();
    await importFolder(database, files, '2021-06-30T00:00:00Z');
    const sheriff = ['FL', 'Test County Sheriff'];
    const police = ['AL', 'City of Åbo Police'];
    expect(await onDay(database, '2020-06-30')).toEqual([
      ['M3', ...police, '2020-01-15', null, 'active', 'Miami'],
      ['M5', ...police, null, null, null, 'Miami'],
      ['M1', ...sheriff, '2020-01-15', null, 'active', 'Miami'],
      ['M2', ...sheriff, '2020-05-01', '2020-09-01', 'active', null],
    ]);
    expect(await onDay(database, '2020-04-30')).toEqual([
      ['M5', ...police, null, null, null, 'Miami'],
      ['M1', ...sheriff, '2020-01-15', null, 'active', 'Miami'],
      ['M2', ...sheriff, '2020-01-15', '2020-03-01', 'suspended', null],
      ['M3', ...sheriff, '2020-01-15', null, 'active', 'Miami'],
    ]);
    expect((await onDay(database, '2021-06-30')).map(([id, , , , , status]) => [id, status])).toEqual([
      ['M3', 'active'],
      ['M5', null],
      ['M1', 'active'],
      ['M2', 'terminated'],
      ['M4', 'active'],
    ]);
  });

  test('is read page by page, each agreement once', async () => {
    await using database = await open();
    const ids = Array.from({ length: 2_100 }, (_, at) => `N${at}`);
    const many = {
      'agencies.csv': csv([agency]),
      'agreements.csv': csv(ids.map((agreement_id) => ({ ...agreement, agreement_id, office_code: '' }))),
    };
    await importFolder(database, many);
    expect((await onDay(database, '2020-06-30')).map(([id]) => id)).toEqual(ids.toSorted());
  });
});

describe('report287 register --xlsx', () => {
  const engine = embeddedEngine();

  test('lists the agreements of the last day of a period, with the words of the reports', async () => {
    const config = await filled(engine, (database) => importFolder(database, files, '2021-06-30T00:00:00Z'));
    const xlsx = join(config.out, 'register.xlsx');
    const answer = await showRegister(config, { period: '2020-06', xlsx }, silent);
    expect(answer).toMatchObject({
      exitCode: 0,
      lines: [`4 agreements in ${xlsx}.`],
      data: { period: '2020-06', on: '2020-06-30', xlsx: { rows: 4, sheets: 1 } },
    });
    const { names, columns, rows, lines } = await listIn(xlsx);
    expect(names).toEqual(['Cover', 'Agreements']);
    expect(columns).toHaveLength(10);
    // Excel's count of days: 43845 is January 15, 2020.
    const place = ['Florida', 'Test'];
    expect(rows.slice(2)).toEqual([
      ['M1', 'Test County Sheriff', ...place, 'Warrant Service Officer', '43845', '43845', '', 'Active', 'Miami'],
      ['M2', 'Test County Sheriff', ...place, 'Task Force Model', '43845', '43952', '44075', 'Active', ''],
    ]);
    expect(rows[1]?.slice(5)).toEqual(['', '', '', 'None recorded', 'Miami']);
    expect(lines[0]).toBe('Register of 287(g) agreements on June 30, 2020');
    expect(lines.join(' ')).not.toContain('Not available');
  });

  test('states no status for a day that no source shows', async () => {
    const config = await filled(engine, (database) => importFolder(database, files, '2021-06-30T00:00:00Z'));
    const xlsx = join(config.out, 'register.xlsx');
    await showRegister(config, { period: '2021-06', xlsx }, silent);
    const { rows, lines } = await listIn(xlsx);
    expect(rows.map((row) => row[8])).toEqual(Array(5).fill('Not available'));
    expect(lines.join(' ')).toContain('Not available: no source shows that day');
  });
});
