import type { Migration } from './migrate.ts';

/** Applications for an agreement are covered apart: their lists came later than those of agreements in force. */
export const applications: Migration = {
  number: 8,
  name: '0008-applications',
  steps: [
    `alter table report287.import_coverage drop constraint import_coverage_kind_check`,
    `alter table report287.import_coverage add constraint import_coverage_kind_check
      check (kind in ('encounter', 'administrative-arrest', 'detainer', 'warrant-served', 'charging-document',
        'detention-book-in', 'custody-transfer', 'removal', 'return', 'agreement', 'application'))`,
    // Lists that are stored already: the days between two of them are covered where they are at most 45 apart.
    `insert into report287.import_coverage (import_id, kind, office_code, covers_from, covers_until, identifies_287g)
      select import_id, 'application', null,
        case when as_of - before <= 45 then before else as_of end, as_of + 1, true
      from (select import_id, as_of, lag(as_of) over (order by as_of, half_day, import_id) as before
        from report287.agreement_list where kind = 'pending') as list`,
  ],
};
