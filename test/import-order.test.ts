import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classify } from '../pipeline/classify.ts';
import { importAnyFile } from '../pipeline/cli/import.ts';
import { type Extract, extract } from '../pipeline/extract.ts';
import { parsePeriod } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import { enforcementActions } from '../pipeline/reports/enforcement-actions.ts';
import type { Database } from '../queries/database.ts';
import { embeddedEngine } from './engines.ts';
import { checkout } from './run/command-line.ts';

const data = join(checkout, '..', 'shared', 'data');
const isThere = existsSync(data);
if (!isThere) console.log(`The published files are not at ${data}: the test of their order is skipped.`);

/** Orders tried beside that of the names; many more in the long suite. */
const shuffles = process.env.REPORT287_LONG === undefined ? 1 : 10;

/** Everything that was published and that we can import. */
async function publishedFiles(): Promise<readonly string[]> {
  const folders = ['agreements', 'enforcement', 'newer-schema'];
  const names = await Promise.all(
    folders.map(async (folder) => (await readdir(join(data, folder))).map((name) => join(data, folder, name))),
  );
  const workbook = join(data, 'xlsx', 'seattle_2018-ICFO-36170.xlsx');
  return [...names.flat().filter((name) => /\.(xlsx|csv|csv\.gz)$/.test(name)), workbook].toSorted();
}

/** A fixed shuffle, so that a failure can be repeated. */
function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
  return list
    .map((value) => ({ value, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

const classification = classify(regimes, gaps);

/** What two reports say and the register as it stands; instants of import left out. */
async function figuresOf(database: Database) {
  const reports: Pick<Extract, 'tallies' | 'coverage'>[] = [];
  for (const period of ['2016-11', 'FY2017', '2025-09']) {
    const { tallies, coverage } = await extract(
      enforcementActions,
      parsePeriod(period),
      classification,
      { cases: false },
      { database },
    );
    reports.push({ tallies, coverage });
  }
  const register = await database.transaction('snapshot', async ({ own }) => ({
    agencies: await own.selectFrom('agency').selectAll().orderBy('agency_id').execute(),
    agreements: await own.selectFrom('agreement').selectAll().orderBy('agreement_id').execute(),
    statuses: await own
      .selectFrom('agreement_status')
      .selectAll()
      .orderBy('agreement_id')
      .orderBy('valid_from')
      .execute(),
    decisions: await own.selectFrom('register_decision').selectAll().orderBy('ordinal').execute(),
  }));
  return { reports, register };
}

describe.skipIf(!isThere)('the order of importing', () => {
  const { open } = embeddedEngine();

  test('changes neither the register nor any figure', async () => {
    const files = await publishedFiles();
    const orders = [files, ...Array.from({ length: shuffles }, (_, at) => shuffled(files, 287 + at))];
    const results = [];
    for (const order of orders) {
      await using database = await open();
      const effects = { database, progress: () => undefined, now: () => new Date('2026-01-02T12:00:00Z') };
      for (const file of order) await importAnyFile(file, { rows: {}, list: { confirm: true } }, effects);
      results.push(await figuresOf(database));
    }
    const [first, ...others] = results;
    expect(first?.register.agreements.length).toBeGreaterThan(1000);
    for (const other of others) expect(other).toEqual(first);
    console.log(`Imported ${files.length} published files in ${orders.length} orders: the same register and figures.`);
  }, 600_000);
});
