import { sql } from 'kysely';
import type { DateWindow, IsoDate } from '../pipeline/period.ts';
import { type CoverageKind, registerKinds } from './coverage.ts';
import { ownSchema, type Session } from './database.ts';
import { extractSourcePrefix } from './program-extract.ts';
import { readCorrections } from './register.ts';
import type { RegisterCorrection } from './register-corrections.ts';

/** A file that was imported lately, with the days of which it says something else than was on record. */
export interface LateFile {
  readonly importId: number;
  readonly sha256: string;
  readonly fileName: string;
  readonly sourceId: string;
  /** ISO instant, by the clock of the database. */
  readonly storedAt: string;
  readonly rowsOutsideSpan: number;
  /** The day of a published list; null: it is none. */
  readonly listedOn: IsoDate | null;
  /** Days of what it covers, but for the register: a list covers days that lists before it told as well. */
  readonly covers: readonly (DateWindow & { readonly kind: CoverageKind })[];
  /** Of a list: days between which it moves a signing date, or on which an agreement was last seen that it holds again. */
  readonly moves: readonly DateWindow[];
  /** Of rows of a program extract: the earliest date that is new or another than before; null: there is none. */
  readonly earliest: IsoDate | null;
}

/** What is on record of the sources now, for the comparison with editions. */
export interface SourcesNow {
  /** SHA-256 of every file on record. */
  readonly held: ReadonlySet<string>;
  readonly late: readonly LateFile[];
  /** Every correction of the register, in the order in which they were made. */
  readonly corrections: readonly RegisterCorrection[];
}

const own = (table: string) => sql.table(`${ownSchema}.${table}`);

/** Reads it, with the files that were stored at an ISO instant or later. Sources in a schema of a program's own hold no files. */
export async function readSourcesNow(session: Session, since: string): Promise<SourcesNow> {
  const all = await session.own.selectFrom('import_file').select('sha256').execute();
  const { rows: files } = await sql<Omit<LateFile, 'covers' | 'moves' | 'earliest'>>`
    select file.import_id as "importId", sha256, file_name as "fileName", source_id as "sourceId", stored_at as "storedAt",
      rows_outside_span as "rowsOutsideSpan", list.as_of as "listedOn"
    from ${own('import_file')} as file left join ${own('agreement_list')} as list using (import_id)
    where stored_at >= ${since} order by stored_at, file.import_id`.execute(session.own);
  const ids = files.map(({ importId }) => importId);
  const covers = await readCovers(session, ids);
  const moves = await readMoves(session, ids);
  const earliest = await readEarliest(session, ids);
  return {
    held: new Set(all.map(({ sha256 }) => sha256)),
    corrections: await readCorrections(session),
    late: files.map((file) => ({
      ...file,
      covers: covers.filter(({ importId }) => importId === file.importId),
      moves: moves.filter(({ importId }) => importId === file.importId),
      earliest: earliest.find(({ importId }) => importId === file.importId)?.earliest ?? null,
    })),
  };
}

type OfImport<T> = T & { readonly importId: number };

async function readCovers(session: Session, ids: readonly number[]) {
  const { rows } = await sql<OfImport<LateFile['covers'][number]>>`
    select import_id as "importId", kind, covers_from as "from", covers_until as "until" from ${own('import_coverage')}
    where import_id = any(${[...ids]}::integer[]) and kind <> all(${[...registerKinds]}::text[])
    order by import_id, kind, covers_from`.execute(session.own);
  return rows;
}

/** A later list changes earlier days in these ways, beside names that turn out to be another's, which are not looked for. */
async function readMoves(session: Session, ids: readonly number[]) {
  const { rows } = await sql<OfImport<DateWindow>>`
    select distinct file.import_id as "importId", least(before.signed_on, after.signed_on) as "from",
      greatest(before.signed_on, after.signed_on) as "until"
    from ${own('register_decision')} as decision
    join ${own('import_file')} as file on file.content_sha256 = decision.list_sha256
    join ${own('import_file')} as earlier on earlier.content_sha256 = decision.compared_sha256
    join ${own('agreement_listing')} as after
      on after.import_id = file.import_id and after.row_number = decision.row_number
    join ${own('agreement_listing')} as before
      on before.import_id = earlier.import_id and before.row_number = decision.compared_row
    where decision.kind = 'redated' and file.import_id = any(${[...ids]}::integer[])
      and before.signed_on is distinct from after.signed_on and coalesce(before.signed_on, after.signed_on) is not null
    union
    select file.import_id, decision.compared_as_of, decision.compared_as_of + 1
    from ${own('register_decision')} as decision
    join ${own('import_file')} as file on file.content_sha256 = decision.list_sha256
    where decision.kind = 'returned' and decision.compared_as_of is not null and file.import_id = any(${[...ids]}::integer[])
    order by 1, 2, 3`.execute(session.own);
  return rows;
}

/** Extracts of events are asked for the events themselves. */
const ofEvents = ['enforcement_events', 'event_status', 'evidence', 'criminal_charges', 'field_offices', 'coverage'];

async function readEarliest(session: Session, ids: readonly number[]) {
  const { rows } = await sql<OfImport<{ readonly earliest: IsoDate }>>`
    select told.import_id as "importId", min(field.value) as earliest
    from ${own('extract_row')} as told
    cross join lateral jsonb_each_text(told.content) as field
    where told.import_id = any(${[...ids]}::integer[]) and told.entity <> all(${ofEvents}::text[])
      and field.value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
      and not exists (
        select from ${own('extract_row')} as before
        where before.entity = told.entity and before.subject = told.subject and before.row_key = told.row_key
          and before.import_id < told.import_id and before.content ->> field.key = field.value
      )
    group by told.import_id`.execute(session.own);
  return rows;
}

/** The entity of a program extract that a source format is of; null: it is of none. */
export const entityOf = (sourceId: string): string | null =>
  sourceId.startsWith(extractSourcePrefix) ? sourceId.slice(extractSourcePrefix.length) : null;

/** Whether a file of a program extract says something of events. */
export const isOfEvents = (sourceId: string): boolean => ofEvents.slice(0, 4).includes(entityOf(sourceId) ?? '');
