import type { Migration } from './migrate.ts';

/** Releases of different layouts that tell of the same events, and the keys by which releases tell people apart. */
export const overlappingReleases: Migration = {
  number: 4,
  name: '0004-overlapping-releases',
  steps: [
    `alter table report287.stored_event add column person_key text`,
    `alter table report287.stored_event add column superseded boolean not null default false`,
    `create index stored_event_superseded on report287.stored_event (kind) where superseded`,
    `create or replace view report287.enforcement_event as
      select
        coalesce(source_key, import_id::text || '-' || row_number::text) as event_id,
        kind, occurred_on, occurred_at, encounter_key as encounter_id, agreement_id, office_code, program, method,
        disposition, form, citizenship, sex, birth_year, birth_year_absence, criminality, threat_level,
        most_serious_conviction
      from report287.stored_event
      where not superseded`,
    `create table report287.person_salt (
      only_row boolean primary key default true check (only_row),
      salt text not null
    )`,
  ],
};
