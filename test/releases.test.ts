import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openPress } from '../pipeline/cli/press.ts';
import { readConfig } from '../pipeline/config.ts';
import { none } from '../pipeline/disclosure/none.ts';
import { formats } from '../pipeline/formats/index.ts';
import { importFile } from '../pipeline/import.ts';
import { parsePeriod } from '../pipeline/period.ts';
import { enforcementActions } from '../pipeline/reports/enforcement-actions.ts';
import { run } from '../pipeline/run.ts';
import { fieldOffices } from '../queries/field-offices.ts';
import { recordFieldOffices } from '../queries/offices.ts';
import { embeddedEngine } from './engines.ts';
import { checkout } from './run/command-line.ts';
import { csvRows } from './run/reading.ts';

const data = join(checkout, '..', 'shared', 'data');
const isThere = existsSync(data);
if (!isThere) console.log(`The published releases are not at ${data}: the tests that read them are skipped.`);

/** The names of the acceptance data, as the codes of our tables. */
function codeOf(area: string): string {
  if (area === '(blank)') return 'not-recorded';
  return fieldOffices.find((office) => office.name === area)?.office_code ?? area;
}

describe.skipIf(!isThere)('the release of arrests of fiscal year 2017', () => {
  const { open } = embeddedEngine();

  test('each month’s CSV of arrests by field office equals the acceptance data in every cell', async () => {
    const out = await mkdtemp(join(tmpdir(), 'report287-releases-'));
    await using database = await open();
    const effects = { database, progress: () => undefined, now: () => new Date() };
    await database.transaction('read-write', (session) => recordFieldOffices(session, fieldOffices));
    const imported = await importFile(join(data, 'enforcement', 'EROArrests_FY2017.csv.gz'), {}, effects);
    expect(imported).toMatchObject({ rowsRead: 143_470, loaded: 143_470, rejected: 0 });

    const expected = (await readFile(join(data, 'EXPECTED_sample_fy2017.csv'), 'utf8')).trimEnd().split('\n').slice(1);
    const cells = expected
      .map((line) => line.split(','))
      .map(([month = '', area = '', count = '']) => ({ month, code: codeOf(area), count }));
    await using press = await openPress({ ...readConfig(process.env, checkout), out }, 'test');
    let compared = 0;
    let all = 0;
    for (const month of new Set(cells.map((cell) => cell.month))) {
      const order = {
        definition: enforcementActions,
        audience: 'internal',
        documents: 'national',
        cases: false,
        disclosure: none,
        recipients: [],
        revise: false,
        dryRun: false,
        subject: null,
        formats,
      } as const;
      const outcome = await run({ ...order, period: parsePeriod(month) }, press, effects);
      expect(outcome.kind).toBe('published');
      const path = join(
        out,
        'internal',
        'enforcement-actions',
        month,
        'current',
        'national',
        'tables',
        'administrative-arrests-by-field-office.csv',
      );
      const rows = (await csvRows(path)).filter((row) => row[2] === 'period');
      const wanted = new Map(cells.filter((cell) => cell.month === month).map(({ code, count }) => [code, count]));
      for (const [code = '', , , count] of rows.filter((row) => row[0] !== 'total')) {
        expect(count, `${month} ${code}`).toBe(wanted.get(code) ?? '0');
        wanted.delete(code);
        compared += 1;
      }
      expect([...wanted.keys()], `areas of ${month} without a row`).toEqual([]);
      all += Number(rows.find((row) => row[0] === 'total')?.[3]);
    }
    expect(all).toBe(7164);
    console.log(`Compared ${compared} cells of 12 months with the acceptance data; ${all} arrests in all.`);
    await rm(out, { recursive: true, force: true });
  }, 240_000);
});
