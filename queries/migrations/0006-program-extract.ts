import type { Migration } from './migrate.ts';

/**
 * Every row of every program extract that was accepted. What stands in the tables of the sources is made from the newest
 * of them, so that files may come in any order, and one can be taken back.
 */
export const programExtract: Migration = {
  number: 6,
  name: '0006-program-extract',
  steps: [
    `create table report287.extract_row (
      import_id integer not null references report287.import_file (import_id) on delete cascade,
      row_number integer not null,
      entity text not null,
      subject text not null,
      row_key text not null,
      content jsonb not null,
      primary key (import_id, row_number)
    )`,
    `create index extract_row_subject on report287.extract_row (entity, subject)`,
    `create unique index extract_row_key on report287.extract_row (import_id, row_key)`,
  ],
};
