import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPress } from '../../pipeline/cli/press.ts';
import { readConfig } from '../../pipeline/config.ts';
import { none } from '../../pipeline/disclosure/none.ts';
import type { Format } from '../../pipeline/formats/format.ts';
import { formats } from '../../pipeline/formats/index.ts';
import { importAgencyList, openAgencyList } from '../../pipeline/import/agreement-list.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import { moaStatistics } from '../../pipeline/reports/moa-statistics.ts';
import { run } from '../../pipeline/run.ts';
import type { Database } from '../../queries/database.ts';
import { fieldOffices } from '../../queries/field-offices.ts';
import { recordFieldOffices } from '../../queries/offices.ts';
import { embeddedEngine } from '../engines.ts';
import { checkout } from '../run/command-line.ts';
import { pdfTables, pdfText } from '../run/reading.ts';
import { type FinishedTable, tableInPdf, tableInWorkbook } from './finished.ts';

const lists = join(checkout, '..', 'shared', 'data', 'agreements');
const isThere = existsSync(lists);
if (!isThere) console.log(`The published lists are not at ${lists}: the report on agreements from them is not tested.`);

const { open } = embeddedEngine();
let out = '';

const stemOf = (period: string) =>
  join(out, 'internal', 'moa-statistics', period, 'current', 'national', `moa-statistics_${period}_national`);

const tally = (rows: FinishedTable, column: string) =>
  Object.fromEntries([...Map.groupBy(rows, (row) => row[column] ?? '')].map(([word, same]) => [word, same.length]));

/** The figure of a row of a table: of the total where no row is named. */
const figure = (rows: FinishedTable, column: string, label = 'Total') =>
  rows.find((row) => Object.values(row).slice(0, 2).includes(label))?.[column];

async function publish(database: Database, period: string, drawn: readonly Format[]): Promise<void> {
  const effects = { database, progress: () => undefined, now: () => new Date('2026-01-02T12:00:00Z') };
  await using press = await openPress({ ...readConfig(process.env, checkout), out }, 'test');
  const order = {
    definition: moaStatistics,
    audience: 'internal',
    documents: 'national',
    cases: false,
    disclosure: none,
    recipients: [],
    revise: false,
    dryRun: false,
    subject: null,
  } as const;
  // It is published only where every check of release passes.
  const outcome = await run({ ...order, period: parsePeriod(period), formats: drawn }, press, effects);
  expect(outcome.kind).toBe('published');
}

describe.skipIf(!isThere)('the report on agreements from the published lists', () => {
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'report287-moa-lists-'));
    await using database = await open();
    await database.transaction('read-write', (session) => recordFieldOffices(session, fieldOffices));
    for (const name of await readdir(lists)) {
      const sheets = await openAgencyList(join(lists, name));
      if (sheets === null) throw new Error(`${name} is no list`);
      const effects = { database, now: () => new Date('2026-01-02T12:00:00Z') };
      await importAgencyList(join(lists, name), sheets, { confirm: true }, effects);
    }
    await publish(database, '2025-09', formats);
    await publish(
      database,
      'FY2025-Q4',
      formats.filter(({ id }) => id === 'xlsx'),
    );
  }, 300_000);
  afterAll(() => rm(out, { recursive: true, force: true }));

  test('has the agreements, agencies and states of September 30, 2025, by model, as the acceptance data', async () => {
    const pdf = `${stemOf('2025-09')}.pdf`;
    const now = 'September2025';
    const agreements = await tableInPdf(pdf, 'Agreements in force by model, September 2025');
    expect(figure(agreements, now)).toBe('1,035');
    expect(figure(agreements, now, 'JailEnforcementModel')).toBe('133');
    expect(figure(agreements, now, 'WarrantServiceOfficer')).toBe('381');
    expect(figure(agreements, now, 'TaskForceModel')).toBe('521');
    // One agency more than the acceptance data: two spellings that no list connects.
    const agencies = await tableInPdf(pdf, 'Agencies with an agreement in force by model, September 2025');
    expect(figure(agencies, now)).toBe('859');
    expect(figure(await tableInPdf(pdf, 'States with an agreement in force by model, September 2025'), now)).toBe('41');
  });

  test('lists every agreement that is counted, and as many changes as are counted', async () => {
    const workbook = `${stemOf('2025-09')}.xlsx`;
    const register = await tableInWorkbook(workbook, 'Agreements on record, September 2025');
    expect(tally(register, 'Status')).toMatchObject({ Active: 1035 });
    expect(
      tally(
        register.filter(({ Status }) => Status === 'Active'),
        'Model',
      ),
    ).toEqual({ JEM: 133, WSO: 381, TFM: 521 });
    for (const { Since = '' } of register) expect(Since <= '2025-09-30').toBe(true);
    const changed = await tableInWorkbook(workbook, 'Agreements that changed, September 2025');
    expect(tally(changed, 'Change')).toEqual({ Began: 82, Ended: 3 });
    const begun = await tableInWorkbook(workbook, 'New agreements by model, September 2025');
    const ended = await tableInWorkbook(workbook, 'Ended agreements by model, September 2025');
    expect([figure(begun, 'September2025'), figure(ended, 'September2025')]).toEqual(['82', '3']);
    // Those of the month before, and what changed, are those of the month.
    const force = await tableInWorkbook(workbook, 'Agreements in force by model, September 2025');
    expect(Number(figure(force, 'August2025')) + 82 - 3).toBe(1035);
  });

  test('has in the quarter what changed since the end of June', async () => {
    const workbook = `${stemOf('FY2025-Q4')}.xlsx`;
    const quarter = 'quarter 4 of fiscal year 2025';
    const changed = await tableInWorkbook(workbook, `Agreements that changed, ${quarter}`);
    const of = (word: string) => changed.filter(({ Change }) => Change === word);
    expect([of('Began').length, of('Ended').length]).toEqual([307, 16]);
    for (const { Day = '' } of changed) expect(Day >= '2025-07-01' && Day <= '2025-09-30').toBe(true);
    const force = await tableInWorkbook(workbook, `Agreements in force by model, ${quarter}`);
    const [period, previous] = Object.values(force.at(-1) ?? {})
      .slice(2)
      .map(Number);
    expect(period).toBe(1035);
    expect((previous ?? 0) + 307 - 16).toBe(1035);
    const register = await tableInWorkbook(workbook, `Agreements on record, ${quarter}`);
    expect(tally(register, 'Status')).toMatchObject({ Active: 1035, Ended: 16 });
  });

  test('says once that everything else is not available, and prints no table without a figure', async () => {
    const path = `${stemOf('2025-09')}.pdf`;
    const text = (await pdfText(path)).join(' ');
    for (const title of ['Officers', 'Training and credentials', 'Workload and outcomes', 'Complaints']) {
      expect(text, title).toContain(title);
    }
    expect(text.split('the sources tell of none of the periods compared').length - 1).toBeLessThanOrEqual(4);
    for (const table of await pdfTables(path)) {
      const figures = table.flatMap(([, ...cells]) => cells);
      const missing = figures.filter((cell) => cell === 'NA');
      expect(missing.length === 0 || missing.length < figures.length, JSON.stringify(table.slice(0, 3))).toBe(true);
    }
  });

  test('has no zero where it is not on record which office supervises', async () => {
    const text = (await pdfText(`${stemOf('2025-09')}.pdf`)).join(' ').replace(/\s+/g, '');
    for (const { name } of fieldOffices.filter(({ office_code }) => office_code !== 'HQ')) {
      expect(text).not.toContain(`${name.replace(/\s+/g, '')}NA---NA`);
    }
  });
});
