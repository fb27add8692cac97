import type { Migration } from './migrate.ts';

/** Attempts at slots, and the editions that they published. */
export const ledger: Migration = {
  number: 3,
  name: '0003-ledger',
  steps: [
    `create table report287.run (
      run_id text primary key,
      report text not null,
      period text not null,
      audience text not null check (audience in ('internal', 'public')),
      started_at timestamptz not null,
      finished_at timestamptz,
      outcome text,
      check (finished_at >= started_at),
      check ((finished_at is null) = (outcome is null))
    )`,
    `create table report287.edition (
      report text not null,
      period text not null,
      audience text not null check (audience in ('internal', 'public')),
      number integer not null check (number >= 1),
      fingerprint text not null,
      folder text not null unique,
      manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
      published_at timestamptz not null,
      run_id text not null,
      primary key (report, period, audience, number)
    )`,
  ],
};
