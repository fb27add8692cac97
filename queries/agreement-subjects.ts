import { type Kysely, sql } from 'kysely';
import type { DateWindow, IsoDate } from '../pipeline/period.ts';
import type { SourceSchema } from './database.ts';

/** One agreement as the subject of an edition of its own, with the agency that holds it. */
export interface AgreementSubject {
  readonly agreement_id: string;
  readonly agency_id: string;
  /** The agency's name. */
  readonly agency: string;
  readonly state: string;
  /** null: the agency belongs to no county, or the source names none. */
  readonly county: string | null;
  readonly agency_type: string;
  readonly model: string;
  /** The field office that supervises it; null: not recorded. */
  readonly office_code: string | null;
  /** null: not recorded. */
  readonly signed_on: IsoDate | null;
}

const subjects = (source: Kysely<SourceSchema>) =>
  source
    .selectFrom('agreement')
    .innerJoin('agency', 'agency.agency_id', 'agreement.agency_id')
    .select([
      'agreement.agreement_id',
      'agreement.agency_id',
      'agency.name as agency',
      'agency.state',
      'agency.county',
      'agency.agency_type',
      'agreement.model',
      'agreement.office_code',
      'agreement.signed_on',
    ]);

/** One agreement of the register by its id, or null. */
export async function readAgreementSubject(source: Kysely<SourceSchema>, id: string): Promise<AgreementSubject | null> {
  return (await subjects(source).where('agreement.agreement_id', '=', id).executeTakeFirst()) ?? null;
}

/** The agreements that were active on any day of a window, in order of id by code points. */
export async function readSubjectsInForce(
  source: Kysely<SourceSchema>,
  { from, until }: DateWindow,
): Promise<readonly AgreementSubject[]> {
  return subjects(source)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('agreement_status as span')
          .select('span.agreement_id')
          .whereRef('span.agreement_id', '=', 'agreement.agreement_id')
          .where('span.status', '=', 'active')
          .where('span.valid_from', '<', until)
          .where((span) => span.or([span('span.valid_until', 'is', null), span('span.valid_until', '>', from)])),
      ),
    )
    .orderBy(sql`agreement.agreement_id collate "C"`)
    .execute();
}

/** The ids of every agreement of the register, in order by code points. */
export async function readAgreementIds(source: Kysely<SourceSchema>): Promise<readonly string[]> {
  const rows = await source
    .selectFrom('agreement')
    .select('agreement_id')
    .orderBy(sql`agreement_id collate "C"`)
    .execute();
  return rows.map(({ agreement_id }) => agreement_id);
}

/**
 * The last day on which some source covers the whole register, up to a day; null: on no day until then. A source of one
 * office only, or one in which the program cannot be told, is none.
 */
export async function readLastCoveredDay(source: Kysely<SourceSchema>, latest: IsoDate): Promise<IsoDate | null> {
  const { day } = await source
    .selectFrom('coverage')
    .select(sql<IsoDate | null>`(max(least(covers_until - 1, ${latest}::date)))::text`.as('day'))
    .where('kind', '=', 'agreement')
    .where('office_code', 'is', null)
    .where('covers_from', '<=', latest)
    .executeTakeFirstOrThrow();
  return day;
}
