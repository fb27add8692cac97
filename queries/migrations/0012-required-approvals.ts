import type { Migration } from './migrate.ts';

/**
 * Whose approval an edition needs is on record with it; attempts to deliver that a person asked for are told from those that the
 * program made by itself; and the database says when a file was imported, by the clock by which claims are judged.
 */
export const requiredApprovals: Migration = {
  number: 12,
  name: '0012-required-approvals',
  steps: [
    `create table report287.required_approval (
      report text not null,
      period text not null,
      audience text not null check (audience in ('internal', 'public')),
      subject text not null,
      number integer not null check (number >= 1),
      role text not null,
      primary key (report, period, audience, subject, number, role)
    )`,
    'create index edition_by_publication on report287.edition (report, audience, published_at)',
    'alter table report287.delivery add column own_attempts integer not null default 0, add column own_tried_at timestamptz',
    'update report287.delivery set own_attempts = attempts, own_tried_at = tried_at',
    `alter table report287.delivery
      alter column own_attempts drop default,
      add check (own_attempts between 0 and attempts),
      add check ((own_tried_at is null) = (own_attempts = 0))`,
    'alter table report287.import_file add column stored_at timestamptz default clock_timestamp()',
    'update report287.import_file set stored_at = recorded_at',
    'alter table report287.import_file alter column stored_at set not null',
  ],
};
