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
  ],
};
