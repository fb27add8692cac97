import { type RawBuilder, sql } from 'kysely';
import { ownSchema, type Session } from './database.ts';
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

/** That an edition is handed to nobody before a role has approved it, whatever other settings ask for. */
export interface RequiredApprovalTable extends EditionKey {
  readonly role: string;
}

/** Records an approval; the same one once more changes nothing. */
export async function recordApproval({ own }: Session, approval: ApprovalTable): Promise<void> {
  await own
    .insertInto('approval')
    .values(approval)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Records the roles whose approval an edition needs, beside those on record: nothing takes one away. */
export async function recordRequiredRoles(
  { own }: Session,
  { report, period, audience, subject, number }: EditionKey,
  roles: readonly string[],
): Promise<void> {
  if (roles.length === 0) return;
  await own
    .insertInto('required_approval')
    .values(roles.map((role) => ({ report, period, audience, subject, number, role })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What is on record of whose approval an edition needs and has; roles in order by code points. */
export interface ApprovalState {
  readonly required: readonly string[];
  /** Of exactly these bytes. */
  readonly given: readonly string[];
}

/** Reads whose approval an edition needs, and has for the bytes of a manifest's hash. */
export async function readApprovals(
  session: Session,
  edition: EditionKey,
  manifestSha256: string,
): Promise<ApprovalState> {
  const given = await rolesOf(session, 'approval', edition).where('manifest_sha256', '=', manifestSha256).execute();
  const required = await rolesOf(session, 'required_approval', edition).execute();
  return { required: required.map(({ role }) => role), given: given.map(({ role }) => role) };
}

const rolesOf = <T extends 'approval' | 'required_approval'>(
  { own }: Session,
  table: T,
  { report, period, audience, subject, number }: EditionKey,
) =>
  own
    .selectFrom<'approval' | 'required_approval'>(table)
    .select('role')
    .where('report', '=', report)
    .where('period', '=', period)
    .where('audience', '=', audience)
    .where('subject', '=', subject)
    .where('number', '=', number)
    .orderBy(sql`role collate "C"`);

/** The roles that the edition of a report needs which was published last for an audience, in order by code points. */
export async function readLastRequiredRoles(
  { own }: Session,
  { report, audience }: Pick<SlotKey, 'report' | 'audience'>,
): Promise<readonly string[]> {
  const last = own
    .selectFrom('edition')
    .selectAll()
    .where('report', '=', report)
    .where('audience', '=', audience)
    .orderBy('published_at', 'desc')
    .orderBy('period', 'desc')
    .orderBy('subject')
    .orderBy('number', 'desc')
    .limit(1);
  const { rows } = await sql<{ readonly role: string }>`
    select role from (${last}) as edition, lateral ${requiredRolesOf('edition')} as required
    order by role collate "C"`.execute(own);
  return rows.map(({ role }) => role);
}

/** The subquery of the `role`s on record as required for an edition, by the name that a query gives its row. */
export const requiredRolesOf = (edition: string): RawBuilder<unknown> => sql`(
  select needed.role from ${sql.table(`${ownSchema}.required_approval`)} as needed
  where needed.report = ${sql.ref(`${edition}.report`)} and needed.period = ${sql.ref(`${edition}.period`)}
    and needed.audience = ${sql.ref(`${edition}.audience`)} and needed.subject = ${sql.ref(`${edition}.subject`)}
    and needed.number = ${sql.ref(`${edition}.number`)})`;
