import { sql } from 'kysely';
import { PipelineError } from '../../pipeline/errors.ts';
import type { Database, SourceSchema } from '../database.ts';

type ColumnKind = 'text' | 'date' | 'instant' | 'whole number' | 'yes or no';

/** The types of PostgreSQL that arrive as the kind of value that the contract promises. */
const typesOf: Readonly<Record<ColumnKind, readonly string[]>> = {
  text: ['text', 'character varying'],
  date: ['date'],
  instant: ['timestamp with time zone'],
  'whole number': ['smallint', 'integer', 'bigint'],
  'yes or no': ['boolean'],
};

type Contract = {
  readonly [T in keyof SourceSchema]: Readonly<Record<keyof SourceSchema[T], ColumnKind>>;
};

const contract: Contract = {
  field_office: { office_code: 'text', name: 'text', exists_from: 'date', exists_until: 'date' },
  agency: { agency_id: 'text', name: 'text', state: 'text', county: 'text', agency_type: 'text' },
  agreement: { agreement_id: 'text', agency_id: 'text', model: 'text', office_code: 'text', signed_on: 'date' },
  agreement_status: {
    agreement_id: 'text',
    status: 'text',
    valid_from: 'date',
    valid_until: 'date',
    agency_id: 'text',
  },
  enforcement_event: {
    event_id: 'text',
    kind: 'text',
    occurred_on: 'date',
    occurred_at: 'instant',
    encounter_id: 'text',
    agreement_id: 'text',
    office_code: 'text',
    program: 'text',
    method: 'text',
    disposition: 'text',
    form: 'text',
    citizenship: 'text',
    sex: 'text',
    birth_year: 'whole number',
    birth_year_absence: 'text',
    criminality: 'text',
    threat_level: 'text',
    most_serious_conviction: 'text',
  },
  event_status: { event_id: 'text', status: 'text', occurred_on: 'date' },
  evidence: {
    event_id: 'text',
    conviction_count: 'whole number',
    pending_charge_count: 'whole number',
    fraud_finding: 'yes or no',
    benefit_abuse_finding: 'yes or no',
    final_order: 'yes or no',
    final_order_complied: 'yes or no',
    chargeable_acts_determined: 'yes or no',
    public_safety_risk_determined: 'yes or no',
  },
  coverage: {
    kind: 'text',
    office_code: 'text',
    covers_from: 'date',
    covers_until: 'date',
    identifies_287g: 'yes or no',
    as_of: 'instant',
    source_name: 'text',
    synthetic: 'yes or no',
  },
};

interface FoundColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly readable: boolean;
}

/**
 * Proves that every view or table of the contract stands in the source schema, with every column, of a type that arrives
 * as promised, and that this user may read it. It cannot prove what the rows say.
 * @throws PipelineError `contract` with every problem in its details.
 */
export async function checkSourceContract(database: Database): Promise<void> {
  const found = await columnsFound(database);
  const problems = Object.entries(contract).flatMap(([table, columns]) => problemsOf(table, columns, found));
  if (problems.length === 0) return;
  throw new PipelineError(
    'contract',
    `the schema "${database.sourceSchema}" does not keep the contract of sources in ${problems.length} place${problems.length === 1 ? '' : 's'}`,
    'correct its views as listed, casting columns where the type differs',
    { details: problems },
  );
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
