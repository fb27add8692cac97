import { sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import { agencyFigureContract } from '../agency-figures.ts';
import { type RecordCoverageKind, recordKinds } from '../coverage.ts';
import type { CopyValue } from '../database/copy.ts';
import { copyLine, ownSchema, type Session } from '../database.ts';
import { recordCoverage } from '../imports.ts';
import {
  complaintContract,
  documentReviewContract,
  dutyPerformanceContract,
  inspectionContract,
  installationContract,
  milestoneContract,
} from '../oversight.ts';
import {
  officerContract,
  officerLoginContract,
  officerTrainingContract,
  programManagerContract,
} from '../personnel.ts';
import { administeredAgreements, recordsBegin, recordsEnd } from './administered.ts';
import { agencyFiguresOf, type Counts } from './agency-figures.ts';
import type { SyntheticAgreement } from './agreements.ts';
import { dateOf } from './calendar.ts';
import { complaintsOf, inspectionsOf } from './complaints.ts';
import { documentReviewsOf, dutiesOf } from './duties.ts';
import { installationsOf } from './installations.ts';
import { milestonesOf } from './milestones.ts';
import { coursesSince, loginsOf, trainingOf } from './officer-training.ts';
import { syntheticOfficers } from './officers.ts';
import { programManagers } from './program-managers.ts';

/** The contract of each table of records of administration. */
export const recordContracts = {
  officer: officerContract,
  officer_training: officerTrainingContract,
  officer_login: officerLoginContract,
  program_manager: programManagerContract,
  milestone: milestoneContract,
  installation: installationContract,
  duty_performance: dutyPerformanceContract,
  document_review: documentReviewContract,
  complaint: complaintContract,
  inspection: inspectionContract,
  agency_figure: agencyFigureContract,
} as const;

/** One of them. */
export type RecordTable = keyof typeof recordContracts;
/** All of them. */
export const recordTables = Object.keys(recordContracts) as readonly RecordTable[];

type Rows = Iterable<Readonly<Record<string, CopyValue>>>;

/** Every record of the administration of a register; `counts` are of the events that agencies report. */
export function administrativeRecords(
  register: readonly SyntheticAgreement[],
  seed: number,
  counts: Readonly<Counts>,
): Readonly<Record<RecordTable, Rows>> {
  const agreements = administeredAgreements(register, seed);
  const officers = syntheticOfficers(agreements, seed);
  return {
    officer: officers.map(({ row }) => row),
    officer_training: trainingOf(officers, seed),
    officer_login: loginsOf(officers, seed),
    program_manager: programManagers(agreements, seed),
    milestone: milestonesOf(agreements, seed),
    installation: installationsOf(agreements, seed),
    duty_performance: dutiesOf(register, officers, seed),
    document_review: documentReviewsOf(register, seed),
    complaint: complaintsOf(agreements, seed),
    inspection: inspectionsOf(agreements, seed),
    agency_figure: agencyFiguresOf(agreements, counts, seed),
  };
}

/** Stores the records, and from when on they are complete. */
export async function storeRecords(
  session: Session,
  importId: number,
  records: ReturnType<typeof administrativeRecords>,
): Promise<void> {
  for (const table of recordTables) {
    const columns = Object.keys(recordContracts[table].shape);
    await session.copy(table, [...columns, 'import_id'], inChunks(records[table], columns, importId));
    // Nothing else does so in the embedded engine.
    await sql`analyze ${sql.table(`${ownSchema}.${table}`)}`.execute(session.own);
  }
  for (const kind of recordKinds) {
    const from = completeSince[kind] ?? dateOf(recordsBegin);
    const covered = { kind, identifies287g: true, from, until: dateOf(recordsEnd) };
    await recordCoverage(session, importId, covered);
  }
}

/** Where the records are complete from an earlier day on, which tells what was overdue when the others begin. */
const completeSince: Readonly<Partial<Record<RecordCoverageKind, IsoDate>>> = {
  training: dateOf(coursesSince),
  credential: '2016-08-01',
  milestone: '2013-10-01',
  inspection: '2013-10-01',
};

/** See `Session.copy`. */
const rowsInChunk = 5_000;

async function* inChunks(rows: Rows, columns: readonly string[], importId: number): AsyncGenerator<string> {
  let chunk = '';
  let held = 0;
  for (const row of rows) {
    chunk += copyLine([...columns.map((column) => row[column] ?? null), importId]);
    held += 1;
    if (held === rowsInChunk) {
      yield chunk;
      [chunk, held] = ['', 0];
    }
  }
  if (held > 0) yield chunk;
}
