import type { Migration } from './migrate.ts';

/** Who is at work on a slot, how its attempts by schedule ended, and what the operator was told. */
export const scheduling: Migration = {
  number: 11,
  name: '0011-scheduling',
  steps: [
    `create table report287.claim (
      report text not null,
      period text not null,
      audience text not null check (audience in ('internal', 'public')),
      subject text not null,
      fence integer not null check (fence >= 1),
      holder text not null,
      state text not null check (state in ('held', 'done', 'failed', 'stopped')),
      claimed_at timestamptz not null,
      expires_at timestamptz not null,
      attempts integer not null check (attempts >= 0),
      next_try_at timestamptz not null,
      failed_at timestamptz,
      problem text,
      remedy text,
      primary key (report, period, audience, subject),
      check ((problem is null) = (remedy is null))
    )`,
    `create table report287.notice (
      key text not null primary key,
      subject text not null,
      lines text not null,
      raised_at timestamptz not null,
      told_at timestamptz,
      cleared_at timestamptz,
      attempts integer not null check (attempts >= 0)
    )`,
  ],
};
