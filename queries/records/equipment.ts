import { type RawBuilder, sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import { columnsOf, daysBetween, outcomeOf, type Relation } from './record.ts';

/** Days from the signing of an agreement to the installation: the goal (OIG-18-77; `domain.md` §7, O5). */
const goalDays = 180;

const installation = { subject: sql`site.installation_id`, agreement_id: sql`site.agreement_id` };

/** Installations that were requested, on the day (`domain.md` §7, O6). */
export const installationsInitiated: Relation = (source) =>
  source
    .selectFrom('installation as site')
    .select(columnsOf({ ...installation, from_on: sql`site.requested_on`, code: sql`'requested'` }));

/**
 * Installations on the day of completion, with the days from the signing of the agreement, within the goal of 180 days or
 * beyond; not measurable where the day of signing is not on record (`domain.md` §7, O5).
 */
export const installationsCompleted: Relation = (source) => {
  const elapsed = daysBetween(sql`moa.signed_on`, sql`site.installed_on`);
  return source
    .selectFrom('installation as site')
    .leftJoin('agreement as moa', 'moa.agreement_id', 'site.agreement_id')
    .where('site.installed_on', 'is not', null)
    .select(
      columnsOf({
        ...installation,
        from_on: sql`site.installed_on`,
        code: sql`'installed'`,
        outcome: outcomeOf(elapsed, sql.lit(goalDays)),
        elapsed,
      }),
    );
};

/** The steps that leave an installation outstanding, each with the day on which it was reached. */
const reached = [
  ['requested', sql`site.requested_on`],
  ['isa-signed', sql`site.isa_signed_on`],
  ['bids-closed', sql`site.bids_closed_on`],
  ['delivered', sql`site.delivered_on`],
] as const;

/** Installations from the request to completion, by the furthest step that was reached on the day (`domain.md` §7, O5). */
export const installationsOutstanding: Relation = (source) => {
  const rows = reached.map(([code, on], at) => {
    const later = [...reached.slice(at + 1).map(([, day]) => day), sql`site.installed_on`];
    return sql`(${sql.lit(code)}, ${on}, least(${sql.join(later)}))`;
  });
  const steps = sql<{ readonly code: string; readonly from_on: IsoDate | null; readonly until_on: IsoDate | null }>`
    (values ${sql.join(rows)})`.as<'step'>(sql`step(code, from_on, until_on)`);
  return source
    .selectFrom('installation as site')
    .crossJoinLateral(steps)
    .where('step.from_on', 'is not', null)
    .where(sql<boolean>`(step.until_on is null or step.from_on < step.until_on)`)
    .select(
      columnsOf({
        ...installation,
        from_on: sql`step.from_on`,
        until_on: sql`step.until_on`,
        code: sql`step.code`,
      }),
    );
};

/** What the plan allows for each step, in days; null: it says nothing (OIG-18-77; `domain.md` §7, O5). */
const plan = [
  ['request-to-isa', 'requested_on', 'isa_signed_on', 45],
  ['isa-to-bids', 'isa_signed_on', 'bids_closed_on', 120],
  ['bids-to-delivery', 'bids_closed_on', 'delivered_on', 30],
  ['delivery-to-installation', 'delivered_on', 'installed_on', null],
] as const;

/** Each step of an installation on the day on which it ended, with the days it took, against the plan's own limits. */
export const installationSteps: Relation = (source) => {
  const rows = plan.map(([code, from, until, limit]) => {
    const [begun, ended]: readonly RawBuilder<unknown>[] = [from, until].map((day) => sql`${sql.ref(`site.${day}`)}`);
    return sql`(${sql.lit(code)}, ${ended}, ${begun}, ${sql.lit(limit)}::int)`;
  });
  interface Step {
    readonly code: string;
    readonly ended_on: IsoDate | null;
    readonly begun_on: IsoDate | null;
    readonly days: number | null;
  }
  const steps = sql<Step>`(values ${sql.join(rows)})`.as<'step'>(sql`step(code, ended_on, begun_on, days)`);
  const elapsed = daysBetween(sql`step.begun_on`, sql`step.ended_on`);
  return source
    .selectFrom('installation as site')
    .crossJoinLateral(steps)
    .where('step.ended_on', 'is not', null)
    .select(
      columnsOf({
        ...installation,
        from_on: sql`step.ended_on`,
        code: sql`step.code`,
        outcome: outcomeOf(elapsed, sql`step.days`),
        elapsed,
      }),
    );
};
