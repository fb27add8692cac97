import { sql } from 'kysely';
import { PipelineError } from '../../pipeline/errors.ts';
import type { Database, SourceSchema } from '../database.ts';
import { criminalRecordView } from '../evidence/record-view.ts';
import { type CriminalRecordTable, chargeTallies } from '../evidence.ts';

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

function recordColumns(): Contract['criminal_record'] {
  const tallies = chargeTallies.flatMap((tally) => [tally, `${tally}_possible`]);
  const columns = Object.fromEntries(tallies.map((column) => [column, 'whole number']));
  return {
    event_id: 'text',
    ...(columns as Readonly<Record<Exclude<keyof CriminalRecordTable, 'event_id'>, ColumnKind>>),
  };
}

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
    template: 'text',
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
    criminal_history_complete: 'yes or no',
    conviction_count: 'whole number',
    pending_charge_count: 'whole number',
    aggravated_felony_conviction: 'yes or no',
    outstanding_criminal_warrant: 'yes or no',
    gang_participation: 'yes or no',
    gang_participation_age: 'whole number',
    mandatory_offense_admitted: 'yes or no',
    national_security_concern: 'yes or no',
    apprehended_at_border: 'yes or no',
    apprehended_at_border_on: 'date',
    unlawful_entry: 'yes or no',
    unlawful_entry_on: 'date',
    continuously_present_since: 'date',
    recent_border_violation: 'yes or no',
    prior_removal: 'yes or no',
    prior_removal_on: 'date',
    final_order: 'yes or no',
    final_order_on: 'date',
    final_order_complied: 'yes or no',
    fugitive: 'yes or no',
    fraud_finding: 'yes or no',
    benefit_abuse_finding: 'yes or no',
    removable: 'yes or no',
    inadmissible_entry_or_documents: 'yes or no',
    released_from_incarceration: 'yes or no',
    released_from_incarceration_on: 'date',
    marked_prior_felony: 'yes or no',
    marked_multiple_misdemeanors: 'yes or no',
    marked_violent_misdemeanor: 'yes or no',
    marked_illegal_entry: 'yes or no',
    marked_illegal_reentry: 'yes or no',
    marked_deportation_ordered: 'yes or no',
    marked_immigration_fraud: 'yes or no',
    marked_significant_risk: 'yes or no',
    serious_risk_determined: 'yes or no',
    visa_abuse_determined: 'yes or no',
    significant_visa_abuse_determined: 'yes or no',
    federal_interest_determined: 'yes or no',
    chargeable_acts_determined: 'yes or no',
    public_safety_risk_determined: 'yes or no',
    public_safety_threat_determined: 'yes or no',
    preapproval_determined: 'yes or no',
    national_security_danger_determined: 'yes or no',
    current_threat_determined: 'yes or no',
    compelling_border_case_determined: 'yes or no',
    public_safety_or_national_security_determined: 'yes or no',
  },
  criminal_charge: {
    event_id: 'text',
    charge_number: 'whole number',
    status: 'text',
    ncic_code: 'text',
    offense_class: 'text',
    sentenced_as: 'text',
    charged_on: 'date',
    convicted_on: 'date',
    sentence_days: 'whole number',
    sentence_suspended: 'yes or no',
    incident: 'text',
    aggravated_felony: 'yes or no',
    immigration_status_element: 'yes or no',
    gang_element: 'yes or no',
    domestic_violence: 'yes or no',
    caused_death_or_serious_injury: 'yes or no',
  },
  criminal_record: recordColumns(),
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
 * @throws PipelineError `contract` with every problem in its details, and with the view `criminal_record` as it must be where
 * that one is missing or another.
 */
export async function checkSourceContract(database: Database): Promise<void> {
  const found = await columnsFound(database);
  const problems = Object.entries(contract).flatMap(([table, columns]) => problemsOf(table, columns, found));
  if (problems.length === 0) return;
  const record = problems.some((problem) => problem.startsWith('criminal_record'));
  throw new PipelineError(
    'contract',
    `the schema "${database.sourceSchema}" does not keep the contract of sources in ${problems.length} place${problems.length === 1 ? '' : 's'}`,
    'correct its views as listed, casting columns where the type differs',
    { details: record ? [...problems, criminalRecordView(database.sourceSchema)] : problems },
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
