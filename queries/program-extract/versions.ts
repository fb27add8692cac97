import { type RawBuilder, sql } from 'kysely';
import { copyLine, type OwnSchema, once, ownSchema, type Session } from '../database.ts';
import { settleCriminalRecords } from '../evidence/criminal-record.ts';
import type { ExtractEntity, ExtractEntityId } from '../program-extract.ts';
import { placeOf } from './tables.ts';

/** A row that keeps its contract; the keys are its columns. */
export type ExtractRow = Readonly<Record<string, string | number | boolean | null>>;

/** A row of a file with its line and its name within the file. */
export interface NumberedRow {
  readonly rowNumber: number;
  readonly key: string;
  readonly row: ExtractRow;
}

/** What the rows of a file came to; their sum is the rows that were accepted. */
export interface VersionCounts {
  /** Named by no other file. */
  readonly fresh: number;
  /** In place of other values of an older file. */
  readonly changed: number;
  /** As an older file has them. */
  readonly same: number;
  /** A newer file has them, and its values stay. */
  readonly superseded: number;
}

const own = (table: string) => sql.table(`${ownSchema}.${table}`);
const versions = own('extract_row');
const files = own('import_file');
const refs = (columns: readonly string[], alias: string) =>
  sql.join(columns.map((column) => sql.ref(`${alias}.${column}`)));

/** The name of a row within a file; no file has it twice. */
export const keyOf = ({ key }: ExtractEntity, row: ExtractRow): string =>
  JSON.stringify(key.map((column) => row[column] ?? null));

/** What a row is about, as its version has it: the value of one column, or those of several as a JSON array. */
function subjectOf({ subject }: ExtractEntity, row: ExtractRow): string {
  const values = subject.map((column) => row[column] ?? null);
  return values.length === 1 ? String(values[0]) : JSON.stringify(values);
}

/** Whether a row of `alias` is about one of what a query names `subjects`; of several columns, whatever their types. */
function isAmongSubjects({ subject }: ExtractEntity, alias: string): RawBuilder<unknown> {
  const named = refs(subject, alias);
  if (subject.length === 1) return sql`${named} in (select subject from subjects)`;
  return sql`jsonb_build_array(${named}) in (select subject::jsonb from subjects)`;
}

/** Keeps accepted rows as versions of what they are about; nothing of them stands yet. */
export async function copyVersions(
  session: Session,
  importId: number,
  entity: ExtractEntity,
  rows: readonly NumberedRow[],
): Promise<void> {
  const lines = rows.map(({ rowNumber, key, row }) =>
    copyLine([importId, rowNumber, entity.id, subjectOf(entity, row), key, JSON.stringify(row)]),
  );
  const columns = ['import_id', 'row_number', 'entity', 'subject', 'row_key', 'content'];
  await session.copy('extract_row' as keyof OwnSchema, columns, once(lines.join('')));
}

/** Stores what an extract covers; spans of several files add up, and go with their file. */
export async function storeCoverage(session: Session, importId: number, rows: readonly ExtractRow[]): Promise<void> {
  const columns = ['kind', 'office_code', 'covers_from', 'covers_until', 'identifies_287g'];
  const lines = rows.map((row) => copyLine([importId, ...columns.map((column) => row[column] ?? null)]));
  await session.copy('import_coverage', ['import_id', ...columns], once(lines.join('')));
}

/** Those of the keys that this import has already, each with its line. */
export async function linesOfKeys(
  { own: database }: Session,
  importId: number,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ row_key: string; row_number: number }>`
    select row_key, row_number from ${versions}
    where import_id = ${importId} and row_key = any(${keys}::text[])`.execute(database);
  return new Map(rows.map(({ row_key, row_number }) => [row_key, row_number]));
}

/** Those of the values that name a row that stands, of an entity whose key is one column. */
export async function standingKeys(
  { own: database }: Session,
  entity: ExtractEntity,
  values: readonly string[],
): Promise<ReadonlySet<string>> {
  const key = sql.join(entity.key.map((column) => sql.ref(column)));
  const { rows } = await sql<{ key: string }>`
    select ${key} as key from ${own(placeOf(entity).table)} where ${key} = any(${values}::text[])`.execute(database);
  return new Set(rows.map((row) => row.key));
}

/** Whether the register of agreements is kept from published lists. */
export async function holdsPublishedLists({ own: database }: Session): Promise<boolean> {
  const { rows } = await sql`
    select from ${files} where source_id in ('participating-agencies', 'pending-agencies') limit 1`.execute(database);
  return rows.length > 0;
}

/** Holds the versions of a file against those of all others. */
export async function countVersions(
  { own: database }: Session,
  importId: number,
  entity: ExtractEntity,
): Promise<VersionCounts> {
  // Without figures about the new rows the planner takes them for few, and compares each with each.
  await sql`analyze ${versions}`.execute(database);
  const { rows } = await sql<VersionCounts>`
    with mine as (select subject, content from ${versions} where import_id = ${importId}),
    rival as (
      select distinct on (version.subject) version.subject, version.import_id,
        (file.as_of, file.sha256) > (select as_of, sha256 from ${files} where import_id = ${importId}) as newer
      from ${versions} as version join ${files} as file using (import_id)
      where version.entity = ${entity.id} and version.import_id <> ${importId}
        and version.subject in (select subject from mine)
      order by version.subject, file.as_of desc, file.sha256 desc
    ),
    compared as (
      select rival.subject is null as fresh, coalesce(rival.newer, false) as superseded,
        exists (
          select from ${versions} as theirs
          where theirs.import_id = rival.import_id and theirs.entity = ${entity.id}
            and theirs.subject = mine.subject and theirs.content = mine.content
        ) as same
      from mine left join rival on rival.subject = mine.subject
    )
    select count(*) filter (where fresh) as fresh, count(*) filter (where superseded) as superseded,
      count(*) filter (where same and not superseded) as same,
      count(*) filter (where not fresh and not same and not superseded) as changed
    from compared`.execute(database);
  return rows[0] ?? { fresh: 0, changed: 0, same: 0, superseded: 0 };
}

/**
 * Makes what a file names stand as the newest file has it. Which is newest its as-of instant says, and of two of one
 * instant the hash: never the order of importing. `without`: as if the file were not there.
 */
export async function settle(
  session: Session,
  importId: number,
  entity: ExtractEntity,
  file: 'with' | 'without',
): Promise<void> {
  const { table, origin } = placeOf(entity);
  const columns = Object.keys(entity.columns);
  const stored = [...columns, ...origin];
  const newest = standing(importId, entity, file);
  await sql`
    ${newest}
    delete from ${own(table)} as stands
    where ${isAmongSubjects(entity, 'stands')}
      and not exists (select from newest where (${refs(entity.key, 'newest')}) = (${refs(entity.key, 'stands')}))`.execute(
    session.own,
  );
  const conflict = entity.id === 'enforcement_events' ? sql`where source_key is not null` : sql``;
  const assigned = stored.filter((column) => !entity.key.includes(column));
  await sql`
    ${newest}
    insert into ${own(table)} (${sql.join(stored.map((column) => sql.ref(column)))})
    select ${refs(stored, 'newest')} from newest
    on conflict (${sql.join(entity.key.map((column) => sql.ref(column)))}) ${conflict}
    do update set ${sql.join(assigned.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))}`.execute(
    session.own,
  );
}

/** What the records of criminal charges are made of: a fact that changes does not change them. */
const recordedIn: ReadonlySet<ExtractEntityId> = new Set(['enforcement_events', 'criminal_charges']);

/** Brings the records of the events that a file names up to what stands, after `settle`. */
export async function settleRecordsNamed(session: Session, importId: number, { id }: ExtractEntity): Promise<void> {
  if (!recordedIn.has(id)) return;
  const { rows } = await sql`select from ${own('criminal_charge')} limit 1`.execute(session.own);
  const { rows: made } = await sql`select from ${own('criminal_record')} limit 1`.execute(session.own);
  if (rows.length + made.length === 0) return;
  await settleCriminalRecords(session, sql`select subject from ${versions} where import_id = ${importId}`);
}

/** What a file names (`subjects`), and how the newest file has it (`newest`). */
function standing(importId: number, entity: ExtractEntity, file: 'with' | 'without'): RawBuilder<unknown> {
  const others = file === 'with' ? sql`` : sql`and version.import_id <> ${importId}`;
  const { table, origin } = placeOf(entity);
  const facts = [refs(Object.keys(entity.columns), 'fact'), ...(origin.length > 0 ? [refs(origin, 'version')] : [])];
  return sql`
    with subjects as (select distinct subject from ${versions} where import_id = ${importId}),
    winner as (
      select distinct on (version.subject) version.subject, version.import_id
      from ${versions} as version join ${files} as file using (import_id)
      where version.entity = ${entity.id} and version.subject in (select subject from subjects) ${others}
      order by version.subject, file.as_of desc, file.sha256 desc
    ),
    newest as (
      select ${sql.join(facts)}
      from winner join ${versions} as version
        on version.entity = ${entity.id} and version.subject = winner.subject and version.import_id = winner.import_id
      cross join lateral jsonb_populate_record(null::${own(table)}, version.content) as fact
    )`;
}

/** Files that rest on what this file alone names: the rows of `child` that refer to it by `column`. */
export async function filesResting(
  { own: database }: Session,
  importId: number,
  entity: ExtractEntity,
  child: { readonly entity: ExtractEntity; readonly column: string },
): Promise<readonly string[]> {
  const { rows } = await sql<{ file_name: string }>`
    with vanishing as (
      select subject from ${versions} where import_id = ${importId}
      except select subject from ${versions} where entity = ${entity.id} and import_id <> ${importId}
    )
    select distinct file.file_name
    from ${versions} as version join ${files} as file using (import_id)
    where version.entity = ${child.entity.id} and version.import_id <> ${importId}
      and version.content ->> ${child.column}::text in (select subject from vanishing)
    order by file.file_name`.execute(database);
  return rows.map((row) => row.file_name);
}
