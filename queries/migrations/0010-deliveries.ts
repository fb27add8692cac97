import type { Migration } from './migrate.ts';

/** Who gets which editions, whose approval an edition has, and what happened to each parcel. */
export const deliveries: Migration = {
  number: 10,
  name: '0010-deliveries',
  steps: [
    `create table report287.subscription (
      recipient text not null check (recipient ~ '^[a-z0-9][a-z0-9-]*$'),
      name text not null,
      kind text not null check (kind in ('field-office', 'headquarters', 'agency')),
      belongs_to text not null,
      report text not null,
      scope text not null,
      formats text not null,
      audience text not null check (audience in ('internal', 'public')),
      channel text not null check (channel in ('folder', 'smtp', 'sftp', 's3')),
      address text not null,
      options text not null,
      active boolean not null,
      primary key (recipient, report, scope, audience, channel),
      check (kind <> 'field-office' or scope = belongs_to),
      check (kind = 'headquarters' or scope not in ('all', 'national')),
      check ((kind = 'headquarters') = (belongs_to = ''))
    )`,
    `create table report287.approval (
      report text not null,
      period text not null,
      audience text not null check (audience in ('internal', 'public')),
      subject text not null,
      number integer not null check (number >= 1),
      role text not null,
      manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
      approved_at timestamptz not null,
      primary key (report, period, audience, subject, number, role, manifest_sha256)
    )`,
    `create table report287.delivery (
      report text not null,
      period text not null,
      audience text not null check (audience in ('internal', 'public')),
      subject text not null,
      number integer not null check (number >= 1),
      recipient text not null,
      channel text not null check (channel in ('folder', 'smtp', 'sftp', 's3')),
      scope text not null,
      address text not null,
      parcel_key text not null check (parcel_key ~ '^[0-9a-f]{64}$'),
      manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
      state text not null check (state in ('sending', 'delivered', 'failed', 'unknown')),
      attempts integer not null check (attempts >= 1),
      sender text not null,
      reference text,
      detail text,
      first_tried_at timestamptz not null,
      tried_at timestamptz not null,
      ended_at timestamptz,
      primary key (report, period, audience, subject, number, recipient, channel),
      check ((ended_at is null) = (state = 'sending')),
      check ((detail is null) = (state = 'sending'))
    )`,
    `create index delivery_outstanding on report287.delivery (state) where state <> 'delivered'`,
  ],
};
