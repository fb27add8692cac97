import type { Generated } from 'kysely';
import type { DateWindow, IsoDate } from '../pipeline/period.ts';
import type { RegisterDecision } from '../pipeline/register/decisions.ts';
import type { Register } from '../pipeline/register.ts';
import { registerKinds } from './coverage.ts';
import type { CopyValue } from './database/copy.ts';
import { copyLine, type OwnSchema, type Session } from './database.ts';
import { correctionContract, type RegisterCorrection } from './register-corrections.ts';
import type { AgreementList, Listing } from './register-listings.ts';
import { refuseUnreferable } from './register-references.ts';

/** A published list of agreements, by its import. */
export interface AgreementListTable {
  readonly import_id: number;
  readonly kind: 'participating' | 'pending';
  readonly as_of: IsoDate;
  readonly half_day: 'am' | 'pm' | null;
}

/** One row of a published list. */
export type AgreementListingTable = Listing & { readonly import_id: number };

/** A person's correction, kept for good. */
export type RegisterCorrectionTable = RegisterCorrection & {
  readonly correction_id: Generated<number>;
  readonly recorded_at: string;
};

/** A decision of the register as it now stands, made anew with every list and correction. */
export interface RegisterDecisionTable {
  readonly ordinal: number;
  readonly kind: string;
  readonly agreement_id: string;
  readonly list_sha256: string;
  readonly as_of: IsoDate;
  readonly row_number: number | null;
  readonly compared_sha256: string | null;
  readonly compared_as_of: IsoDate | null;
  readonly compared_row: number | null;
  readonly reason: string;
}

/** What the register adds to an agreement; `from_lists` marks what is made anew with every list. */
export interface RegisteredAgreement {
  readonly from_lists: Generated<boolean>;
  readonly first_signed_on: IsoDate | null;
  readonly last_listed_on: IsoDate | null;
  readonly moa_url: string | null;
  readonly addendum_url: string | null;
}

/** A list with the import that it came by. */
export type StoredList = AgreementList & { readonly importId: number; readonly fileName: string };

/** Every list that was imported, in order of import. */
export async function readAgreementLists({ own }: Session): Promise<readonly StoredList[]> {
  const lists = await own
    .selectFrom('agreement_list')
    .innerJoin('import_file', 'import_file.import_id', 'agreement_list.import_id')
    .select(['agreement_list.import_id', 'kind', 'agreement_list.as_of', 'half_day', 'content_sha256', 'file_name'])
    .orderBy('agreement_list.import_id')
    .execute();
  const rows = await own
    .selectFrom('agreement_listing')
    .selectAll()
    .orderBy('import_id')
    .orderBy('row_number')
    .execute();
  const byImport = Map.groupBy(rows, (row) => row.import_id);
  return lists.map((list) => ({
    importId: list.import_id,
    fileName: list.file_name,
    sha256: list.content_sha256,
    kind: list.kind,
    as_of: list.as_of,
    half_day: list.half_day,
    listings: (byImport.get(list.import_id) ?? []).map(({ import_id: _, ...listing }) => listing),
  }));
}

/** Stores the rows of a list under its import. */
export async function recordAgreementList(session: Session, importId: number, list: AgreementList): Promise<void> {
  const { kind, as_of, half_day, listings } = list;
  await session.own.insertInto('agreement_list').values({ import_id: importId, kind, as_of, half_day }).execute();
  const rows = listings.map((listing) => ({ ...listing, import_id: importId }));
  await copyRows(session, 'agreement_listing', rows);
}

/** Whether agreements stand that no list brought: a program extract's, beside which a list would count twice. */
export async function holdsOtherAgreements({ own }: Session): Promise<boolean> {
  const found = await own
    .selectFrom('agreement')
    .select('agreement_id')
    .where('from_lists', '=', false)
    .limit(1)
    .execute();
  return found.length > 0;
}

/** Every correction, in the order in which they were made. */
export async function readCorrections({ own }: Session): Promise<readonly RegisterCorrection[]> {
  const rows = await own
    .selectFrom('register_correction')
    .select(['agreement', 'action', 'value', 'reason', 'by_role'])
    .orderBy('correction_id')
    .execute();
  return rows.map((row) => correctionContract.parse(row));
}

/** Keeps corrections for good; one that is on record already is kept once. Returns how many are new. */
export async function recordCorrections(
  { own }: Session,
  corrections: readonly RegisterCorrection[],
  recordedAt: string,
): Promise<number> {
  let added = 0;
  for (const correction of corrections) {
    const { numInsertedOrUpdatedRows } = await own
      .insertInto('register_correction')
      .values({ ...correction, recorded_at: recordedAt })
      .onConflict((conflict) => conflict.columns(['agreement', 'action', 'value', 'reason', 'by_role']).doNothing())
      .executeTakeFirstOrThrow();
    added += Number(numInsertedOrUpdatedRows ?? 0n);
  }
  return added;
}

/**
 * Puts the register in the place of the one that was made from other lists; agreements of other origin stay.
 * @throws PipelineError `usage` where records refer to agreements that it does not have.
 */
export async function replaceRegister(session: Session, register: Register): Promise<void> {
  const { own } = session;
  await refuseUnreferable(
    session,
    register.agreements.map(({ agreement_id }) => agreement_id),
  );
  const listed = own.selectFrom('agreement').select('agreement_id').where('from_lists', '=', true);
  await own.deleteFrom('agreement_status').where('agreement_id', 'in', listed).execute();
  await own.deleteFrom('agreement').where('from_lists', '=', true).execute();
  await own.deleteFrom('agency').where('from_lists', '=', true).execute();
  await own.deleteFrom('register_decision').execute();
  const agencies = register.agencies.map(({ names: _, ...agency }) => ({ ...agency, from_lists: true }));
  await copyRows(session, 'agency', agencies);
  const agreements = register.agreements.map((agreement) => ({ ...agreement, from_lists: true }));
  await copyRows(session, 'agreement', agreements);
  await copyRows(session, 'agreement_status', register.statuses);
  await copyRows(session, 'register_decision', register.decisions.map(decisionRow));
}

function decisionRow(decision: RegisterDecision, ordinal: number): RegisterDecisionTable {
  return {
    ordinal,
    kind: decision.kind,
    agreement_id: decision.agreement_id,
    list_sha256: decision.list_sha256,
    as_of: decision.as_of,
    row_number: decision.row?.row_number ?? null,
    compared_sha256: decision.compared_with?.list_sha256 ?? null,
    compared_as_of: decision.compared_with?.as_of ?? null,
    compared_row: decision.compared_with?.row_number ?? null,
    reason: decision.reason,
  };
}

/** Rows of one shape, in parts of which each is one step for the embedded engine. */
async function copyRows(session: Session, table: keyof OwnSchema, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const cells = rows.map((row) => {
    const values = new Map<string, CopyValue | undefined>(Object.entries(row));
    return columns.map((column) => values.get(column) ?? null);
  });
  await session.copy(table, columns, chunksOf(cells.map(copyLine)));
}

async function* chunksOf(lines: readonly string[]): AsyncGenerator<string> {
  for (const part of inParts(lines)) yield part.join('');
}

/** The days for which a list speaks: of agreements in force, or of applications. */
export interface ListCoverage extends DateWindow {
  readonly importId: number;
  readonly kind: (typeof registerKinds)[number];
}

/** What the register covers, one span for each list that was imported: replaces what was said with fewer lists. */
export async function replaceRegisterCoverage({ own }: Session, spans: readonly ListCoverage[]): Promise<void> {
  const lists = own.selectFrom('agreement_list').select('import_id');
  await own.deleteFrom('import_coverage').where('kind', 'in', registerKinds).where('import_id', 'in', lists).execute();
  const rows = spans.map(({ importId, kind, from, until }) => ({
    import_id: importId,
    kind,
    office_code: null,
    covers_from: from,
    covers_until: until,
    identifies_287g: true,
  }));
  if (rows.length > 0) await own.insertInto('import_coverage').values(rows).execute();
}

/** A statement takes 65,535 parameters at the most. */
function inParts<T>(rows: readonly T[]): readonly (readonly T[])[] {
  const size = 2000;
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size));
}
