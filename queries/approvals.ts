import { sql } from 'kysely';
import type { Session } from './database.ts';
import type { SlotKey } from './ledger.ts';

/** An edition as the ledger keys it. */
export type EditionKey = SlotKey & { readonly number: number };

/** That somebody, as a role, approved an edition of exactly these bytes. */
export interface ApprovalTable extends EditionKey {
  /** Never a person's name. */
  readonly role: string;
  /** The manifest holds the hash of every file: this one stands for all of them. */
  readonly manifest_sha256: string;
  readonly approved_at: string;
}

/** Records an approval; the same one once more changes nothing. */
export async function recordApproval({ own }: Session, approval: ApprovalTable): Promise<void> {
  await own
    .insertInto('approval')
    .values(approval)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The roles that approved an edition of exactly these bytes, in order by code points. */
export async function readApprovals(
  { own }: Session,
  { report, period, audience, subject, number }: EditionKey,
  manifestSha256: string,
): Promise<readonly string[]> {
  const rows = await own
    .selectFrom('approval')
    .select('role')
    .where('report', '=', report)
    .where('period', '=', period)
    .where('audience', '=', audience)
    .where('subject', '=', subject)
    .where('number', '=', number)
    .where('manifest_sha256', '=', manifestSha256)
    .orderBy(sql`role collate "C"`)
    .execute();
  return rows.map(({ role }) => role);
}
