import { sql } from 'kysely';
import { type EventKind, eventKinds } from '../codelists.ts';
import { ownSchema, type Session } from '../database.ts';
import type { ImportRecord } from '../imports.ts';
import { administrationTables, tablesOfFiles } from '../program-extract/tables.ts';
import { filesResting, settle, settleRecordsNamed } from '../program-extract/versions.ts';
import { type ExtractEntity, extractEntities, extractEntity } from '../program-extract.ts';

/** What went with a file. */
export interface TakenBack {
  /** Rows of events that stood; for an extract or a list all rows that were accepted, of whatever entity. */
  readonly rows: number;
  readonly statuses: number;
  readonly evidence: number;
  readonly charges: number;
  /** Rows about the administration of agreements that stood: officers, complaints, figures of agencies and the like. */
  readonly records: number;
  readonly rejects: number;
  /** Kinds of event of which it held some, or which it covered. */
  readonly kinds: readonly EventKind[];
}

const own = (table: string) => sql.table(`${ownSchema}.${table}`);

/**
 * The later files whose rows would be missing without this one: those of a release that did not load rows because this
 * file had them, which are told by their days and may be some too many; those of an extract that refer to what this file
 * alone names.
 */
export async function filesThatRestOn(session: Session, file: ImportRecord): Promise<readonly string[]> {
  const entity = await entityOf(session, file);
  if (entity !== undefined) return filesReferring(session, file.importId, entity);
  const { rows } = await sql<{ file_name: string }>`
    with day as (
      select kind, min(occurred_on) as first, max(occurred_on) as last
      from ${own('stored_event')} where import_id = ${file.importId} group by kind
    )
    select file_name from ${own('import_file')} as file
    where source_id = ${file.sourceId} and import_id > ${file.importId} and rows_unchanged > 0
      and exists (select from day)
      and (rows_outside_span > 0 or exists (
        select from ${own('import_coverage')} as coverage join day using (kind)
        where coverage.import_id = file.import_id and covers_from <= day.last and covers_until > day.first
      ))
    order by import_id`.execute(session.own);
  return rows.map((row) => row.file_name);
}

async function filesReferring(session: Session, importId: number, entity: ExtractEntity): Promise<readonly string[]> {
  const names: string[] = [];
  for (const child of extractEntities) {
    for (const { column, to } of child.references) {
      if (to !== entity.id || child.id === 'coverage') continue;
      names.push(...(await filesResting(session, importId, entity, { entity: child, column })));
    }
  }
  return [...new Set(names)];
}

/** What the rows of a file are versions of, whatever format they came in; undefined: of nothing. */
async function entityOf({ own: database }: Session, { importId }: ImportRecord): Promise<ExtractEntity | undefined> {
  const { rows } = await sql<{ entity: string }>`
    select entity from ${own('extract_row')} where import_id = ${importId} limit 1`.execute(database);
  return rows[0] && extractEntity(rows[0].entity);
}

/**
 * Takes a file back: its rows, what became of them, evidence, charges, records about agreements, rejects, coverage, and what
 * is on record about the file. Where it stood in the place of older values of an extract, those stand again.
 */
export async function takeBack(session: Session, file: ImportRecord): Promise<TakenBack> {
  const { importId } = file;
  const before = await countOf(session, importId);
  const entity = await entityOf(session, file);
  if (entity !== undefined) {
    await settle(session, importId, entity, 'without');
    await settleRecordsNamed(session, importId, entity);
  }
  const charged = session.own.selectFrom('criminal_charge').select('event_id').where('import_id', '=', importId);
  await session.own.deleteFrom('criminal_record').where('event_id', 'in', charged).execute();
  for (const table of tablesOfFiles) {
    await sql`delete from ${own(table)} where import_id = ${importId}`.execute(session.own);
  }
  await session.own.deleteFrom('import_file').where('import_id', '=', importId).execute();
  await sql`analyze ${own('stored_event')}`.execute(session.own);
  return before;
}

async function countOf({ own: database }: Session, importId: number): Promise<TakenBack> {
  const count = (table: string) => sql`(select count(*) from ${own(table)} where import_id = ${importId})`;
  const records = sql.join(administrationTables.map(count), sql` + `);
  const { rows } = await sql<Omit<TakenBack, 'kinds'>>`
    select greatest(${count('stored_event')}, ${count('extract_row')}, ${count('agreement_listing')}) as rows, ${count('event_status')} as statuses,
      ${count('evidence')} as evidence, ${count('criminal_charge')} as charges, ${records} as records,
      ${count('import_reject')} as rejects`.execute(database);
  const kinds = await sql<{ kind: EventKind }>`
    select distinct kind from ${own('stored_event')} where import_id = ${importId}
    union select kind from ${own('import_coverage')}
      where import_id = ${importId} and kind = any(${eventKinds.map(({ code }) => code)}::text[])
    order by kind`.execute(database);
  const [counts] = rows;
  return {
    ...(counts ?? { rows: 0, statuses: 0, evidence: 0, charges: 0, records: 0, rejects: 0 }),
    kinds: kinds.rows.map((row) => row.kind),
  };
}
