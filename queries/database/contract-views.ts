import { sql } from 'kysely';
import { PipelineError } from '../../pipeline/errors.ts';
import { type RecordCoverageKind, recordKinds } from '../coverage.ts';
import type { Database, SourceSchema } from '../database.ts';
import { criminalRecordView } from '../evidence/record-view.ts';
import { type ColumnKind, sourceContract } from './contract-views/columns.ts';

type View = keyof SourceSchema;

/**
 * The views that the records of each kind are read from. A program's own database may lack those that only kinds are read
 * from of which its `coverage` has no row: those kinds are then unavailable. Whatever reads one of these views must
 * therefore first see a row of its kind in `coverage`; the others are always there.
 */
export const viewsOfRecords: Readonly<Record<RecordCoverageKind, readonly View[]>> = {
  officer: ['officer'],
  training: ['officer', 'officer_training'],
  credential: ['officer', 'officer_login'],
  'program-manager': ['program_manager'],
  milestone: ['milestone'],
  installation: ['installation'],
  duty: ['duty_performance'],
  'document-review': ['document_review'],
  complaint: ['complaint'],
  inspection: ['inspection'],
  'agency-figure': ['agency_figure'],
};
const optionalViews: ReadonlySet<string> = new Set(Object.values(viewsOfRecords).flat());

/** The types of PostgreSQL that arrive as the kind of value that the contract promises. */
const typesOf: Readonly<Record<ColumnKind, readonly string[]>> = {
  text: ['text', 'character varying'],
  date: ['date'],
  instant: ['timestamp with time zone'],
  'whole number': ['smallint', 'integer', 'bigint'],
  'yes or no': ['boolean'],
};

interface FoundColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly readable: boolean;
}

/**
 * Proves that every view or table of the contract stands in the source schema, with every column, of a type that arrives
 * as promised, and that this user may read it; and returns the views of `viewsOfRecords` that are not there and need not be.
 * It cannot prove what the rows say.
 * @throws PipelineError `contract` with every problem in its details, and with the view `criminal_record` as it must be where
 * that one is missing or another.
 */
export async function checkSourceContract(database: Database): Promise<readonly View[]> {
  const found = await columnsFound(database);
  const present = new Set(found.map(({ table }) => table));
  const views = Object.keys(sourceContract) as readonly View[];
  const absent = views.filter((view) => optionalViews.has(view) && !present.has(view));
  const structure = views
    .filter((view) => !absent.includes(view))
    .flatMap((view) => problemsOf(view, sourceContract[view], found));
  const unreadable = structure.some((problem) => problem.startsWith('coverage'));
  const claimed = absent.length === 0 || unreadable ? [] : await kindsCovered(database);
  const problems = [...structure, ...absent.flatMap((view) => claimOf(view, claimed))];
  if (problems.length === 0) return absent;
  const record = problems.some((problem) => problem.startsWith('criminal_record'));
  throw new PipelineError(
    'contract',
    `the schema "${database.sourceSchema}" does not keep the contract of sources in ${problems.length} place${problems.length === 1 ? '' : 's'}`,
    'correct its views as listed, casting columns where the type differs',
    { details: record ? [...problems, criminalRecordView(database.sourceSchema)] : problems },
  );
}

/** The kinds of record of which `coverage` has a row. */
async function kindsCovered(database: Database): Promise<readonly RecordCoverageKind[]> {
  const rows = await database.transaction('snapshot', ({ source }) =>
    source.selectFrom('coverage').select('kind').distinct().where('kind', 'in', recordKinds).execute(),
  );
  return recordKinds.filter((kind) => rows.some((row) => row.kind === kind));
}

function claimOf(view: View, claimed: readonly RecordCoverageKind[]): readonly string[] {
  const kinds = claimed.filter((kind) => viewsOfRecords[kind].includes(view));
  return kinds.length === 0
    ? []
    : [`${view}: no such view or table, and coverage has rows of the kind ${kinds.join(', ')}`];
}

function problemsOf(
  table: string,
  columns: Readonly<Record<string, ColumnKind>>,
  found: readonly FoundColumn[],
): readonly string[] {
  const present = new Map(found.filter((entry) => entry.table === table).map((entry) => [entry.column, entry]));
  if (present.size === 0) return [`${table}: no such view or table`];
  return Object.entries(columns).flatMap(([column, kind]) => {
    const entry = present.get(column);
    if (entry === undefined) return [`${table}.${column}: missing; ${kind} (${typesOf[kind][0]}) is expected`];
    if (!typesOf[kind].includes(entry.type)) {
      return [`${table}.${column}: is ${entry.type}; ${kind} (${typesOf[kind].join(', ')}) is expected`];
    }
    return entry.readable ? [] : [`${table}.${column}: this user may not read it`];
  });
}

// The catalog, because information_schema leaves out materialized views, and whatever this user may not read.
async function columnsFound(database: Database): Promise<readonly FoundColumn[]> {
  return database.transaction('snapshot', async ({ own }) => {
    const { rows } = await sql<FoundColumn>`
      select class.relname as "table", attribute.attname as "column",
        coalesce(nullif(type.typbasetype, 0), type.oid)::regtype::text as "type",
        has_column_privilege(class.oid, attribute.attnum, 'select')
          and has_schema_privilege(class.relnamespace, 'usage') as "readable"
      from pg_catalog.pg_attribute as attribute
      join pg_catalog.pg_class as class on class.oid = attribute.attrelid
      join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
      join pg_catalog.pg_type as type on type.oid = attribute.atttypid
      where namespace.nspname = ${database.sourceSchema} and class.relkind in ('r', 'p', 'v', 'm', 'f')
        and attribute.attnum > 0 and not attribute.attisdropped`.execute(own);
    return rows;
  });
}
