import { AsyncLocalStorage } from 'node:async_hooks';
import { type Generated, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { PipelineError } from '../pipeline/errors.ts';
import type { AgencyFigureTable } from './agency-figures.ts';
import type { AgencyTable, AgreementStatusTable, AgreementTable } from './agreements.ts';
import type { ApprovalTable, RequiredApprovalTable } from './approvals.ts';
import type { ClaimTable } from './claims.ts';
import type {
  CoverageTable,
  ImportCoverageTable,
  ImportedRow,
  ImportFileTable,
  ImportRejectTable,
} from './coverage.ts';
import { openEmbedded } from './database/embedded.ts';
import type { CopyChunk, Engine } from './database/engine.ts';
import { lostConnection, openServer } from './database/server.ts';
import { noRoom } from './database/trouble.ts';
import type { DeliveryTable } from './deliveries.ts';
import type { EnforcementEvent, EventStatusTable, EventTable } from './events.ts';
import type { CriminalChargeTable, CriminalRecordTable, EvidenceTable } from './evidence.ts';
import type { EditionTable, RunTable } from './ledger.ts';
import type { MigrationTable } from './migrations/migrate.ts';
import type { NoticeTable } from './notices.ts';
import type { FieldOfficeTable } from './offices.ts';
import type {
  ComplaintTable,
  DocumentReviewTable,
  DutyPerformanceTable,
  InspectionTable,
  InstallationTable,
  MilestoneTable,
} from './oversight.ts';
import type { OfficerLoginTable, OfficerTable, OfficerTrainingTable, ProgramManagerTable } from './personnel.ts';
import type {
  AgreementListingTable,
  AgreementListTable,
  RegisterCorrectionTable,
  RegisterDecisionTable,
  RegisteredAgreement,
} from './register.ts';
import type { SubscriptionTable } from './subscriptions.ts';

export { copyLine } from './database/copy.ts';
export type { CopyChunk } from './database/engine.ts';

/** One chunk as COPY takes it. */
export async function* once(chunk: CopyChunk): AsyncGenerator<CopyChunk> {
  yield chunk;
}

/** The schema of our own tables in either engine. */
export const ownSchema = 'report287';

/** The parsers of `pg` by itself. The embedded engine's client looks for a list of its own among them. */
const plainTypes = Object.assign([], { getTypeParser: pg.types.getTypeParser });

/** What the contracts promise: tables of ours, or views in a program's own database, under the same names. */
export interface SourceSchema {
  readonly field_office: FieldOfficeTable;
  readonly agency: AgencyTable;
  readonly agreement: AgreementTable;
  readonly agreement_status: AgreementStatusTable;
  readonly enforcement_event: EventTable;
  readonly event_status: EventStatusTable;
  readonly evidence: EvidenceTable;
  readonly criminal_charge: CriminalChargeTable;
  readonly criminal_record: CriminalRecordTable;
  readonly officer: OfficerTable;
  readonly officer_training: OfficerTrainingTable;
  readonly officer_login: OfficerLoginTable;
  readonly program_manager: ProgramManagerTable;
  readonly milestone: MilestoneTable;
  readonly installation: InstallationTable;
  readonly duty_performance: DutyPerformanceTable;
  readonly document_review: DocumentReviewTable;
  readonly complaint: ComplaintTable;
  readonly inspection: InspectionTable;
  readonly agency_figure: AgencyFigureTable;
  readonly coverage: CoverageTable;
}

/** Our own tables: what was imported, and the ledger. */
export interface OwnSchema {
  readonly field_office: FieldOfficeTable;
  readonly agency: AgencyTable & { readonly from_lists: Generated<boolean> };
  readonly agreement: AgreementTable & RegisteredAgreement;
  readonly agreement_status: AgreementStatusTable & { readonly basis: string | null };
  readonly agreement_list: AgreementListTable;
  readonly agreement_listing: AgreementListingTable;
  readonly register_correction: RegisterCorrectionTable;
  readonly register_decision: RegisterDecisionTable;
  readonly stored_event: EnforcementEvent & ImportedRow;
  readonly event_status: EventStatusTable & Pick<ImportedRow, 'import_id'>;
  readonly evidence: EvidenceTable & Pick<ImportedRow, 'import_id'>;
  readonly criminal_charge: CriminalChargeTable & Pick<ImportedRow, 'import_id'>;
  readonly criminal_record: CriminalRecordTable;
  readonly officer: OfficerTable & Pick<ImportedRow, 'import_id'>;
  readonly officer_training: OfficerTrainingTable & Pick<ImportedRow, 'import_id'>;
  readonly officer_login: OfficerLoginTable & Pick<ImportedRow, 'import_id'>;
  readonly program_manager: ProgramManagerTable & Pick<ImportedRow, 'import_id'>;
  readonly milestone: MilestoneTable & Pick<ImportedRow, 'import_id'>;
  readonly installation: InstallationTable & Pick<ImportedRow, 'import_id'>;
  readonly duty_performance: DutyPerformanceTable & Pick<ImportedRow, 'import_id'>;
  readonly document_review: DocumentReviewTable & Pick<ImportedRow, 'import_id'>;
  readonly complaint: ComplaintTable & Pick<ImportedRow, 'import_id'>;
  readonly inspection: InspectionTable & Pick<ImportedRow, 'import_id'>;
  readonly agency_figure: AgencyFigureTable & Pick<ImportedRow, 'import_id'>;
  readonly import_file: ImportFileTable;
  readonly import_reject: ImportRejectTable;
  readonly import_coverage: ImportCoverageTable;
  readonly run: RunTable;
  readonly edition: EditionTable;
  readonly subscription: SubscriptionTable;
  readonly approval: ApprovalTable;
  readonly required_approval: RequiredApprovalTable;
  readonly delivery: DeliveryTable;
  readonly claim: ClaimTable;
  readonly notice: NoticeTable;
  readonly migration: MigrationTable;
}

/** One connection inside one transaction. Of no use once the transaction has ended. */
export interface Session {
  /** The contracts, in whichever schema the sources live. */
  readonly source: Kysely<SourceSchema>;
  readonly own: Kysely<OwnSchema>;
  /**
   * Loads rows into one of our own tables. Each chunk is whole lines made by `copyLine`, best of 2,000 to 5,000 rows:
   * the embedded engine takes each as one file.
   */
  readonly copy: (
    table: keyof OwnSchema,
    columns: readonly string[],
    chunks: AsyncIterable<CopyChunk>,
  ) => Promise<void>;
}

/** `snapshot`: everything at one instant, and nothing can be written. `read-write`: all or nothing. */
export type TransactionMode = 'read-write' | 'snapshot';

/** PostgreSQL, or the embedded engine: the same SQL, the same types. */
export interface Database extends AsyncDisposable {
  readonly engine: 'postgresql' | 'pglite';
  /** The engine's version as it says it: `18.6`. */
  readonly version: string;
  readonly sourceSchema: string;
  /**
   * Runs `work` in one transaction: committed when it returns, undone when it throws. Transactions do not nest.
   * @throws PipelineError `internal` for one inside another, `source` where the connection breaks.
   */
  readonly transaction: <T>(mode: TransactionMode, work: (session: Session) => Promise<T>) => Promise<T>;
  /**
   * One statement outside every transaction, with the values and the types that `pg` has by itself: for the queue, which brings
   * its own SQL and its own schema.
   */
  readonly statement: (text: string, values?: readonly unknown[]) => Promise<{ readonly rows: unknown[] }>;
}

export interface DatabaseOptions {
  /** A PostgreSQL server; absent: the embedded engine. */
  readonly url?: string;
  /** The schema in which the contracts are read; absent: our own tables. */
  readonly sourceSchema?: string;
  /** Where the embedded engine keeps its files. */
  readonly folder: string;
}

/**
 * Opens the database; `await using` closes it.
 * @throws PipelineError `config` or `source`, with what to do, where it cannot be opened.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, folder, sourceSchema = ownSchema } = options;
  const engine = url === undefined ? await openEmbedded(folder) : await openServer(url);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= engine.close();
    return closing;
  };
  try {
    const { rows } = await engine.pool.query<{ version: string; found: boolean }>(
      "select split_part(current_setting('server_version'), ' ', 1) as version, to_regnamespace(quote_ident($1)) is not null as found",
      [sourceSchema],
    );
    const [facts] = rows;
    if (facts === undefined) throw new PipelineError('internal', 'the database did not answer', 'try again');
    if (sourceSchema !== ownSchema && !facts.found) throw missingSchema(sourceSchema);
    const transaction = transactions(engine, sourceSchema);
    return {
      engine: engine.name,
      version: facts.version,
      sourceSchema,
      transaction,
      statement: (text, values = []) => engine.pool.query({ text, values: [...values], types: plainTypes }),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function missingSchema(schema: string): PipelineError {
  return new PipelineError(
    'config',
    `the database has no schema "${schema}", or this user may not see it`,
    'create the schema with the views of the contracts in it, or correct its name in the settings',
  );
}

function transactions(engine: Engine, sourceSchema: string): Database['transaction'] {
  // A transaction inside another would wait for ever for the embedded engine's only client, and on a server would not
  // see what the outer one wrote.
  const inside = new AsyncLocalStorage<true>();
  return async (mode, work) => {
    if (inside.getStore()) {
      throw new PipelineError(
        'internal',
        'a transaction was begun inside another',
        'report this as a defect of report287',
      );
    }
    let client: pg.PoolClient | undefined;
    const connect = async () => {
      client = await engine.pool.connect();
      return client;
    };
    const dialect = new PostgresDialect({ pool: { connect, end: async () => undefined, options: {} } });
    const begin = new Kysely<unknown>({ dialect }).transaction();
    const begun = mode === 'snapshot' ? begin.setIsolationLevel('repeatable read').setAccessMode('read only') : begin;
    try {
      return await begun.execute(async (transaction) => {
        // Sessions differ in their settings from server to server; a query must not.
        await sql`select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true)`.execute(
          transaction,
        );
        // Counting groups a million events in memory, where the default would sort them on disk.
        if (mode === 'snapshot') await sql`select set_config('work_mem', '64MB', true)`.execute(transaction);
        return inside.run(true, () => work(sessionOf(transaction, engine, sourceSchema, client)));
      });
    } catch (error) {
      throw lostConnection(error) ?? noRoom(error) ?? error;
    }
  };
}

function sessionOf(
  transaction: Transaction<unknown>,
  engine: Engine,
  sourceSchema: string,
  client: pg.PoolClient | undefined,
): Session {
  return {
    source: (transaction as Transaction<SourceSchema>).withSchema(sourceSchema),
    own: (transaction as Transaction<OwnSchema>).withSchema(ownSchema),
    copy: async (table, columns, chunks) => {
      if (client === undefined)
        throw new PipelineError('internal', 'no client to copy with', 'report this as a defect of report287');
      const names = sql.join(columns.map((column) => sql.ref(column)));
      const target = sql`${sql.table(`${ownSchema}.${table}`)} (${names})`.compile(transaction).sql;
      await engine.copy(client, target, chunks);
    },
  };
}
