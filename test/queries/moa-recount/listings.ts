import { type Day, type Days, daysFrom, fiscalYearStart, plusDays, plusYears } from './calendar.ts';
import { agreementAt, type Register } from './register.ts';
import type { Rows } from './rows.ts';

/** What is listed, by its code, with the facts that are told apart here. */
export type Listed = ReadonlyMap<string, Readonly<Record<string, string | number | null>>>;

/** Installations requested since the start of the prior fiscal year, against the goal of 180 days. */
export function installationsListed(rows: Rows, register: Register, { until }: Days): Listed {
  const since = plusYears(fiscalYearStart(plusDays(until, -1)), -1);
  const told = (day: Day | null) => (day !== null && day < until ? day : null);
  const listed = rows.installation.filter(({ requested_on: on }) => on >= since && on < until);
  return new Map(
    listed.map((row) => {
      const installed = told(row.installed_on);
      const days = daysFrom(
        register.agreements.get(row.agreement_id)?.signed_on ?? null,
        installed ?? plusDays(until, -1),
      );
      const late = days !== null && days > 180;
      const unknown = installed === null ? 'not-measurable' : 'not-measurable-installed';
      const known = installed === null ? (late ? 'outstanding-beyond' : 'outstanding') : late ? 'beyond' : 'within';
      const steps = [row.isa_signed_on, row.bids_closed_on, row.delivered_on].map((day) => told(day) ?? '~').join(' ');
      return [row.installation_id, { installed, days, steps, state: days === null ? unknown : known }];
    }),
  );
}

/** Inspections since the start of the fiscal year. */
export function inspectionsListed(rows: Rows, { until }: Days): Listed {
  const since = fiscalYearStart(plusDays(until, -1));
  const listed = rows.inspection.filter(({ inspected_on: on }) => on >= since && on < until);
  return new Map(
    listed.map((row) => [row.inspection_id, { on: row.inspected_on, rating: row.rating, found: row.deficiencies }]),
  );
}

/** Agreements that were applied for, in force or suspended on some day of a period, or ended in it, as they stood at its end. */
export function agreementsListed(rows: Rows, register: Register, { from, until }: Days): Listed {
  return new Map(
    rows.agreement.flatMap(({ agreement_id: id }) => {
      const begun = (register.spans.get(id) ?? []).filter(({ valid_from }) => valid_from < until);
      const isAlive = begun.some(
        ({ status, valid_until }) =>
          ['pending', 'active', 'suspended'].includes(status) && (valid_until === null || valid_until >= from),
      );
      const isEnded = begun.some(({ valid_from }) => valid_from >= from);
      if (!isAlive && !isEnded) return [];
      const milestones = rows.milestone.filter((row) => row.agreement_id === id && row.occurred_on < until);
      const standing = agreementAt(register, id, plusDays(until, -1))?.status ?? 'ended';
      const addenda = milestones.filter(({ kind }) => kind === 'addendum').length;
      return [[id, { standing, addenda }]];
    }),
  );
}
