import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import { importExtract } from '../../pipeline/import/program-extract.ts';
import { type Database, ownSchema } from '../../queries/database.ts';
import { listImports, listRejects } from '../../queries/imports.ts';
import { administrationTables } from '../../queries/program-extract/tables.ts';
import { quietly } from '../import/releases.ts';

/** Cells of one row by the column that they stand under. */
export type Cells = Readonly<Record<string, string>>;

/** One ordinary row of each file. */
export const agency: Cells = {
  agency_id: 'A1',
  name: 'Test County Sheriff',
  state: 'FL',
  county: 'Test',
  agency_type: 'county',
};
export const agreement: Cells = {
  agreement_id: 'M1',
  agency_id: 'A1',
  model: 'WSO',
  office_code: 'MIA',
  signed_on: '2020-01-15',
};
export const span: Cells = { agreement_id: 'M1', status: 'active', valid_from: '2020-01-15', valid_until: '' };
export const event: Cells = {
  kind: 'detainer',
  occurred_on: '2020-06-10',
  occurred_at: '2020-06-10T23:30:00-04:00',
  source_key: 'E1',
  encounter_key: '',
  agreement_id: 'M1',
  office_code: 'MIA',
  program: '287G Program',
  method: 'not-recorded',
  landmark: 'COUNTY "JAIL", 2ND\nFLOOR',
  disposition: 'dtnr',
  form: '',
  citizenship: 'MEX',
  sex: 'male',
  birth_year: '1990',
  birth_year_absence: '',
  criminality: 'convicted',
  threat_level: '1',
  most_serious_conviction: '5404',
};
export const status: Cells = { event_id: 'E1', status: 'issued', occurred_on: '2020-06-10' };
export const evidence: Cells = {
  event_id: 'E1',
  conviction_count: '2',
  pending_charge_count: '',
  fraud_finding: 'FALSE',
  benefit_abuse_finding: '',
  final_order: 'true',
  final_order_complied: '',
  chargeable_acts_determined: '',
  public_safety_risk_determined: '',
};
export const charge: Cells = {
  event_id: 'E1',
  charge_number: '1',
  status: 'convicted',
  ncic_code: '5404',
  offense_class: 'misdemeanor',
  sentenced_as: '',
  charged_on: '2018-01-02',
  convicted_on: '2018-03-04',
  sentence_days: '30',
  sentence_suspended: 'false',
};
export const office: Cells = { office_code: 'TST', name: 'Testville', exists_from: '2021-01-01', exists_until: '' };
export const coverage: Cells = {
  kind: 'detainer',
  office_code: '',
  covers_from: '2020-06-01',
  covers_until: '2020-07-01',
  identifies_287g: 'true',
};

const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A file with the columns of its first row. */
export function csv(rows: readonly Cells[], end = '\n'): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((column) => quoted(row[column] ?? '')).join(','));
  return [columns.join(','), ...lines].map((line) => line + end).join('');
}

/** The files of a whole extract. */
export const whole = {
  'agencies.csv': csv([agency]),
  'agreements.csv': csv([agreement]),
  'history.csv': csv([span]),
  'events.csv': csv([event, { ...event, source_key: 'E2', agreement_id: '', office_code: 'withheld' }]),
  'detainers.csv': csv([status]),
  'evidence.csv': csv([evidence]),
  'charges.csv': csv([
    charge,
    { ...charge, charge_number: '2', status: 'pending', convicted_on: '', sentence_days: '', sentence_suspended: '' },
  ]),
  'offices.csv': csv([office, { office_code: 'MIA', name: 'Miami', exists_from: '2003-03-01', exists_until: '' }]),
  'covers.csv': csv([coverage]),
};

export async function folderOf(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'report287-extract-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** Imports a folder of these files. */
export async function importFolder(
  database: Database,
  files: Readonly<Record<string, string | Buffer>>,
  asOf?: string,
) {
  return importExtract(await folderOf(files), asOf === undefined ? {} : { asOf }, quietly(database));
}

const tables = [
  'agency',
  'agreement',
  'agreement_status',
  'enforcement_event',
  'event_status',
  'evidence',
  'criminal_charge',
  'criminal_record',
  ...administrationTables,
  'coverage',
];

/** What reports read, without the number of the import. */
export async function sourcesOf(database: Database): Promise<Readonly<Record<string, readonly unknown[]>>> {
  return database.transaction('snapshot', async ({ own }) => {
    const found: Record<string, readonly unknown[]> = {};
    for (const table of tables) {
      const { rows } = await sql<{ line: string }>`
        select (to_jsonb(t) - 'import_id')::text as line from ${sql.table(`${ownSchema}.${table}`)} t`.execute(own);
      found[table] = rows.map((row) => row.line).toSorted();
    }
    return found;
  });
}

/** What was refused of a file. */
export async function rejectsIn(database: Database, file: string) {
  return database.transaction('snapshot', async (session) => {
    const record = (await listImports(session)).find(({ fileName }) => fileName === file);
    return listRejects(session, record?.importId ?? 0);
  });
}
