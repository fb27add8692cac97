import { type Kysely, sql } from 'kysely';
import type { SourceSchema } from '../database.ts';
import { columnsOf, type Relation } from './record.ts';

/** Officers whom an agency nominated, on the day (`domain.md` §2.3, personnel). */
export const officersNominated: Relation = (source) => officersOn(source, 'nominated_on', 'nominated');

/** Officers who passed the background check, on the day. */
export const officersCleared: Relation = (source) => officersOn(source, 'cleared_on', 'cleared');

/** Officers who were certified (ICE Form 70-006 and letter), on the day. */
export const officersCertified: Relation = (source) => officersOn(source, 'certified_on', 'certified');

function officersOn(source: Kysely<SourceSchema>, day: 'nominated_on' | 'cleared_on' | 'certified_on', code: string) {
  const on = sql`${sql.ref(`officer.${day}`)}`;
  return source
    .selectFrom('officer')
    .where(`officer.${day}`, 'is not', null)
    .select(
      columnsOf({
        subject: sql`officer.officer_id`,
        agreement_id: sql`officer.agreement_id`,
        from_on: on,
        code: sql.lit(code),
      }),
    );
}

/** Officers who completed the initial training, on the day, by how the final examination ended (`domain.md` §2.1). */
export const officersTrained: Relation = (source) =>
  source
    .selectFrom('officer')
    .where('officer.trained_on', 'is not', null)
    .select(
      columnsOf({
        subject: sql`officer.officer_id`,
        agreement_id: sql`officer.agreement_id`,
        from_on: sql`officer.trained_on`,
        code: sql`coalesce(officer.exam_result, 'not-recorded')`,
      }),
    );

/** Officers while they are authorized: from certification until the authority ends (`domain.md` §7, O4). */
export const officersActive: Relation = (source) =>
  source
    .selectFrom('officer')
    .where('officer.certified_on', 'is not', null)
    .select(
      columnsOf({
        subject: sql`officer.officer_id`,
        agreement_id: sql`officer.agreement_id`,
        from_on: sql`officer.certified_on`,
        until_on: sql`officer.ended_on`,
        code: sql`'active'`,
      }),
    );

/** Officers whose authority ended, on the first day without it, by reason (`domain.md` §2.3, revocations). */
export const officersRevoked: Relation = (source) => revoked(source);

/** Those of them whose training was not kept current: revocations made, against those due (`domain.md` §7, O8). */
export const revocationsMadeForTraining: Relation = (source) =>
  revoked(source).where('officer.ended_reason', '=', 'training-not-kept');

function revoked(source: Kysely<SourceSchema>) {
  return source
    .selectFrom('officer')
    .where('officer.ended_on', 'is not', null)
    .select(
      columnsOf({
        subject: sql`officer.officer_id`,
        agreement_id: sql`officer.agreement_id`,
        from_on: sql`officer.ended_on`,
        code: sql`officer.ended_reason`,
      }),
    );
}

/** Posts of program managers while somebody holds them, by kind and by the office of the post (`domain.md` §7, O1 and O2). */
export const programManagers: Relation = (source) => posts(source);

/** Those of them that are field program managers, whom the staffing model asks for. */
export const fieldProgramManagers: Relation = (source) => posts(source).where('post.kind', '=', 'field');

function posts(source: Kysely<SourceSchema>) {
  return source.selectFrom('program_manager as post').select(
    columnsOf({
      subject: sql`post.post_id`,
      office_code: sql`post.office_code`,
      from_on: sql`post.held_from`,
      until_on: sql`post.held_until`,
      code: sql`post.kind`,
    }),
  );
}
