import type { Migration } from './migrate.ts';

/** What was refused from each imported file, and what each file covers. */
export const imports: Migration = {
  number: 2,
  name: '0002-imports',
  steps: [
    `create table report287.import_reject (
      import_id integer not null references report287.import_file (import_id) on delete cascade,
      row_number integer not null,
      original text not null,
      reasons text not null check (reasons <> ''),
      primary key (import_id, row_number)
    )`,
    `create table report287.import_coverage (
      import_id integer not null references report287.import_file (import_id) on delete cascade,
      kind text not null check (kind in ('encounter', 'administrative-arrest', 'detainer', 'warrant-served',
        'charging-document', 'detention-book-in', 'custody-transfer', 'removal', 'return', 'agreement')),
      office_code text,
      covers_from date not null,
      covers_until date not null,
      identifies_287g boolean not null,
      check (covers_until > covers_from)
    )`,
    `create index import_coverage_import on report287.import_coverage (import_id)`,
    `create view report287.coverage as
      select kind, office_code, covers_from, covers_until, identifies_287g, as_of, title as source_name, synthetic
      from report287.import_coverage join report287.import_file using (import_id)`,
  ],
};
