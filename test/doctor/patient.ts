import { mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import type { Examination, Finding } from '../../pipeline/cli/doctor/examination.ts';
import type { Records } from '../../pipeline/cli/doctor/records.ts';
import type { Variables } from '../../pipeline/cli/doctor/settings.ts';
import { type DoctorOptions, doctor } from '../../pipeline/cli/doctor.ts';
import { readConfig } from '../../pipeline/config.ts';
import { type Database, openDatabase } from '../../queries/database.ts';
import { fieldOffices } from '../../queries/field-offices.ts';
import type { Subscription } from '../../queries/subscriptions.ts';

/** A machine to be examined: a folder of its own, with what the settings name below it. */
export interface Patient {
  readonly root: string;
  readonly variables: Variables;
}

/** A machine on which no command ever ran; gone when the test is over. */
export function newPatient(): Patient {
  const root = mkdtempSync(join(tmpdir(), 'report287-doctor-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const variables = { REPORT287_DATA: join(root, 'data'), REPORT287_OUT: join(root, 'out') };
  return { root, variables: { ...variables, HOME: root } };
}

/** One with a migrated embedded database, in which something was done. */
export async function patientWith(work: (database: Database) => Promise<void>): Promise<Patient> {
  const patient = newPatient();
  const folder = join(patient.root, 'data', 'database');
  await cp(inject('engines').pgliteTemplate, folder, { recursive: true });
  await using database = await openDatabase({ folder });
  await work(database);
  return patient;
}

/** What the examinations find, and how the command ends. */
export async function examined(
  { root, variables }: Patient,
  examinations: readonly Examination[],
  options: Omit<DoctorOptions, 'examinations'> & { readonly more?: Variables } = {},
) {
  const { more = {}, ...rest } = options;
  const effects = { progress: () => undefined };
  const answer = await doctor({ ...variables, ...more }, root, effects, { ...rest, examinations });
  const { findings } = answer.data as { readonly findings: readonly Finding[] };
  return { ...answer, findings, states: findings.map(({ what, state }) => `${state}: ${what}`) };
}

/** A field office's own scope, by a folder, unless told otherwise. */
export const subscriptionOf = (more: Partial<Subscription> = {}): Subscription => ({
  recipient: 'atlanta',
  name: 'Atlanta Field Office',
  kind: 'field-office',
  belongs_to: 'ATL',
  report: 'enforcement-actions',
  scope: 'ATL',
  formats: 'all',
  audience: 'internal',
  channel: 'folder',
  address: '/srv/atlanta',
  options: '{}',
  active: true,
  ...more,
});

/** On record nothing but what is told. */
export const recordsWith = (more: Partial<Records> = {}): Records => ({
  subscriptions: [],
  offices: fieldOffices,
  holders: new Map(),
  due: { editions: [], coverage: [], data: null },
  claims: [],
  deliveries: [],
  editions: [],
  lastImport: null,
  lastEdition: null,
  ...more,
});

/** What one examination finds where this is on record. */
export async function foundWith(
  examination: Examination,
  records: Partial<Records>,
  { more = {}, now = new Date() }: { readonly more?: Variables; readonly now?: Date } = {},
): Promise<readonly Finding[]> {
  const { root, variables } = newPatient();
  const config = readConfig({ ...variables, ...more }, root);
  const access = { kind: 'unmade', records: recordsWith(records) } as const;
  return examination.examine({ config, problems: [], access, now: () => now, limit: 5000 });
}
