import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import { type ImportEffects, type ImportOptions, importFile } from '../../pipeline/import.ts';
import { type Database, ownSchema } from '../../queries/database.ts';

const headers = {
  arrests:
    '"Area of Responsibility"|"Apprehension Date"|"Apprehension Method"|"Apprehension Landmark"|"Operation"|"Processing Disposition"|"Birth Date"|"Citizenship"|"Gender"',
  encounters:
    '"Event Area of Responsibility"|"Event Date"|"Landmark"|"Operation"|"Processing Disposition"|"Birth Date"|"Citizenship"|"Gender"',
  removals:
    '"Area of Responsibility"|"Apprehension Date"|"Processing Disposition Code"|"Birth Date"|"Citizenship"|"Gender"|"RC Threat Level"|"Final Charge Section"|"Departed Date"|"Removal Date"',
} as const;

const titles = {
  arrests: 'ERO Administrative Arrests',
  encounters: 'ERO Encounters',
  removals: 'ICE Removals',
} as const;

export type Release = keyof typeof headers;

/** A file in the shape of the releases of 2019: five title lines, the header on line 6, the rows from line 7. */
export function release(kind: Release, rows: readonly string[], years = 'FY2017'): string {
  const blank = headers[kind].replace(/[^|]/g, '');
  const title = [
    '"Statistical Tracking Unit"',
    '"Synthetic test data"',
    '"0000-TEST"',
    '',
    `"${titles[kind]} for ${years}"`,
  ];
  return `${[...title.map((line) => line + blank), headers[kind], ...rows].join('\n')}\n`;
}

/** One administrative arrest as a line of the release; cells not given are ordinary. */
export function arrest(
  cells: Partial<
    Record<'office' | 'day' | 'method' | 'landmark' | 'disposition' | 'birth' | 'citizenship' | 'sex', string>
  > = {},
): string {
  const all = {
    office: '"Atlanta Area of Responsibility"',
    day: '10/1/2016',
    method: '"287(g) Program"',
    landmark: '"COUNTY JAIL"',
    disposition: '"Warrant of Arrest/Notice to Appear"',
    birth: '"(B)(6);(B)(7)(C) "',
    citizenship: '"MEXICO"',
    sex: '"Male"',
    ...cells,
  };
  return [all.office, all.day, all.method, all.landmark, '', all.disposition, all.birth, all.citizenship, all.sex].join(
    '|',
  );
}

/** Writes a file that is gone after the test. */
export async function writeRelease(content: string | Uint8Array, name = 'release.csv'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'report287-import-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Effects with a fixed clock and no display. */
export function quietly(database: Database): ImportEffects {
  return { database, now: () => new Date('2020-07-08T12:00:00Z'), progress: () => undefined };
}

/** Writes and imports a file. */
export async function importText(
  database: Database,
  content: string | Uint8Array,
  options: ImportOptions = {},
  name?: string,
) {
  return importFile(await writeRelease(content, name), options, quietly(database));
}

const tables = ['field_office', 'stored_event', 'import_file', 'import_reject', 'import_coverage'] as const;

/** Every row of every table that importing writes to, as text, to compare before and after. */
export async function contentsOf(database: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  return database.transaction('snapshot', async ({ own }) => {
    const found: Record<string, readonly string[]> = {};
    for (const table of tables) {
      const { rows } = await sql<{
        line: string;
      }>`select row_to_json(t)::text as line from ${sql.table(`${ownSchema}.${table}`)} t`.execute(own);
      found[table] = rows.map((row) => row.line).toSorted();
    }
    return found;
  });
}

/** The contents of all stored events, and whether they count, without their numbers and salted keys, in a fixed order. */
export async function eventsOf(database: Database): Promise<readonly string[]> {
  return database.transaction('snapshot', async ({ own }) => {
    const { rows } = await sql<{
      line: string;
    }>`select (to_jsonb(t) - 'import_id' - 'row_number' - 'person_key')::text as line
      from ${sql.table(`${ownSchema}.stored_event`)} t`.execute(own);
    return rows.map((row) => row.line).toSorted();
  });
}
