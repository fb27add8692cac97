import { type ExpressionBuilder, sql } from 'kysely';
import type { IsoDate } from '../pipeline/period.ts';
import type { Session, SourceSchema } from './database.ts';

/** One agreement as the register has it, with how it stood on one day. */
export interface ListedAgreement {
  readonly agreement_id: string;
  /** Who held it on the day. */
  readonly agency: string;
  readonly state: string;
  readonly county: string | null;
  readonly model: string;
  readonly signed_on: IsoDate | null;
  /** The last time without a break that it was in force, up to the day; null: it never was. */
  readonly in_force_from: IsoDate | null;
  /** First day on which it no longer was; null: no end is on record. */
  readonly in_force_until: IsoDate | null;
  /** On the day; null: none is on record. */
  readonly status: string | null;
  /** The field office that supervises it; null: not recorded. */
  readonly office: string | null;
}

/** Agreements that are fetched together. */
const pageSize = 1_000;

/** Those whose history had begun on a day, and those without a history that were not signed later. */
const listedOn = ({ source }: Session, day: IsoDate) =>
  source
    .selectFrom('agreement')
    .leftJoin('agreement_status as span', (join) =>
      join
        .onRef('span.agreement_id', '=', 'agreement.agreement_id')
        .on('span.valid_from', '<=', day)
        .on((on) => on.or([on('span.valid_until', 'is', null), on('span.valid_until', '>', day)])),
    )
    .innerJoin('agency', (join) =>
      join.on((on) => on('agency.agency_id', '=', on.fn.coalesce('span.agency_id', 'agreement.agency_id'))),
    )
    .leftJoin('field_office', 'field_office.office_code', 'agreement.office_code')
    .where((row) =>
      row.or([
        row.exists(historyOf(row).where('history.valid_from', '<=', day)),
        row.and([
          row.not(row.exists(historyOf(row))),
          row.or([row('agreement.signed_on', 'is', null), row('agreement.signed_on', '<=', day)]),
        ]),
      ]),
    );

const historyOf = (row: ExpressionBuilder<SourceSchema, 'agreement'>) =>
  row
    .selectFrom('agreement_status as history')
    .select('history.agreement_id')
    .whereRef('history.agreement_id', '=', 'agreement.agreement_id');

/** How many agreements the register has on a day, in force or not. */
export async function countListedAgreements(session: Session, day: IsoDate): Promise<number> {
  const { count } = await listedOn(session, day)
    .select(sql<number>`count(*)::integer`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** What orders the list, without regard to the server's language. */
const place = sql`agency.state collate "C", agency.name collate "C", agreement.agreement_id collate "C"`;

/** The register on a day, in order of state, agency and agreement, a page of it in memory at a time. */
export async function* eachListedAgreement(session: Session, day: IsoDate): AsyncGenerator<ListedAgreement> {
  let last: Pick<ListedAgreement, 'state' | 'agency' | 'agreement_id'> | undefined;
  for (;;) {
    const after =
      last && sql<boolean>`(${place}) > (${last.state}::text, ${last.agency}::text, ${last.agreement_id}::text)`;
    const page = await listedOn(session, day)
      .$if(after !== undefined, (listed) => (after === undefined ? listed : listed.where(after)))
      .select([
        'agreement.agreement_id',
        'agency.name as agency',
        'agency.state',
        'agency.county',
        'agreement.model',
        'agreement.signed_on',
        'span.status',
        'field_office.name as office',
      ])
      .orderBy(place)
      .limit(pageSize)
      .execute();
    const spans = await spansInForce(
      session,
      page.map(({ agreement_id }) => agreement_id),
      day,
    );
    for (const agreement of page) {
      const { from = null, until = null } = spans.get(agreement.agreement_id) ?? {};
      yield { ...agreement, in_force_from: from, in_force_until: until };
    }
    if (page.length < pageSize) return;
    last = page.at(-1);
  }
}

interface OpenSpan {
  readonly from: IsoDate;
  readonly until: IsoDate | null;
}

/** The last span in force that began by a day, of each of some agreements; spans that follow one another without a break are one. */
async function spansInForce(
  { source }: Session,
  agreements: readonly string[],
  day: IsoDate,
): Promise<ReadonlyMap<string, OpenSpan>> {
  const last = new Map<string, OpenSpan>();
  if (agreements.length === 0) return last;
  const spans = await source
    .selectFrom('agreement_status')
    .select(['agreement_id', 'valid_from', 'valid_until'])
    .where('agreement_id', 'in', agreements)
    .where('status', '=', 'active')
    .orderBy('agreement_id')
    .orderBy('valid_from')
    .execute();
  for (const { agreement_id, valid_from, valid_until } of spans) {
    const before = last.get(agreement_id);
    if (before !== undefined && before.until === valid_from) last.set(agreement_id, { ...before, until: valid_until });
    else if (valid_from <= day) last.set(agreement_id, { from: valid_from, until: valid_until });
  }
  return last;
}
