import { createHash } from 'node:crypto';
import { processName } from '../../pipeline/process-name.ts';
import { enforcementActions } from '../../pipeline/reports/enforcement-actions.ts';
import type { StatusTold } from '../../pipeline/schedule/status/read.ts';
import type { ClaimTable } from '../../queries/claims.ts';
import type { CoverageKind } from '../../queries/coverage.ts';
import type { Database } from '../../queries/database.ts';
import type { DeliveryTable } from '../../queries/deliveries.ts';
import { type EditionTable, recordEdition } from '../../queries/ledger.ts';

/** Puts on record that a file covers days for all that the enforcement report requires. */
export async function cover(database: Database, from: string, until: string): Promise<void> {
  const kinds: readonly CoverageKind[] = ['encounter', 'administrative-arrest', 'agreement'];
  const hash = createHash('sha256').update(`${from} ${until}`).digest('hex');
  await database.transaction('read-write', async ({ own }) => {
    const { import_id } = await own
      .insertInto('import_file')
      .values({
        ...{ file_name: 'a.csv', sha256: hash, content_sha256: hash, source_id: 'test', title: 'A test' },
        ...{ rows_read: 0, rows_loaded: 0, rows_unchanged: 0, rows_rejected: 0, rows_outside_span: 0 },
        ...{ as_of: '2026-01-05T00:00:00Z', recorded_at: '2026-01-05T00:00:00Z', synthetic: true },
        stored_at: '2026-01-05T00:00:00Z',
      })
      .returning('import_id')
      .executeTakeFirstOrThrow();
    const days = { covers_from: from, covers_until: until, office_code: null, identifies_287g: true };
    await own
      .insertInto('import_coverage')
      .values(kinds.map((kind) => ({ import_id, kind, ...days })))
      .execute();
  });
}

const slot = { report: 'enforcement-actions', audience: 'internal', subject: '' } as const;

/** Puts an edition of the enforcement report on record: of October 2025 and published in January 2026, unless told otherwise. */
export async function publish(database: Database, parts: Partial<EditionTable> = {}): Promise<EditionTable> {
  const { period = '2025-10', number = 1, subject = '', report = slot.report } = parts;
  const home = `internal/${report}/${period}${subject === '' ? '' : `/agreements/${subject}`}`;
  const edition: EditionTable = {
    ...slot,
    ...{ period, number, fingerprint: 'f', folder: `${home}/edition-${number}`, manifest_sha256: 'b'.repeat(64) },
    ...{ run_id: 'a-run', published_at: '2026-01-20T11:00:00Z' },
    ...parts,
  };
  await database.transaction('read-write', (session) => recordEdition(session, edition));
  return edition;
}

/** Puts a delivery of an edition on record: to Atlanta's folder, and delivered, unless told otherwise. */
export async function handOver(
  database: Database,
  edition: EditionTable,
  parts: Partial<DeliveryTable> = {},
): Promise<void> {
  const { report, period, audience, subject, number, manifest_sha256 } = edition;
  const isOpen = parts.state === 'sending';
  const row: DeliveryTable = {
    ...{ report, period, audience: audience === 'public' ? 'public' : 'internal', subject, number, manifest_sha256 },
    ...{ recipient: 'atlanta', channel: 'folder', scope: 'ATL', address: '/receiver', parcel_key: 'c'.repeat(64) },
    ...{
      state: 'delivered',
      attempts: 1,
      sender: processName(),
      reference: null,
      detail: isOpen ? null : 'it says so',
    },
    ...{ first_tried_at: edition.published_at, tried_at: edition.published_at },
    ...{ own_attempts: parts.attempts ?? 1, own_tried_at: parts.tried_at ?? edition.published_at },
    ended_at: isOpen ? null : edition.published_at,
    ...parts,
  };
  await database.transaction('read-write', ({ own }) => own.insertInto('delivery').values(row).execute());
}

/** An instant so many seconds from now: claims are judged by the clock of the database. */
export const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

/** Puts a claim of a period on record: held by this process for a minute, unless told otherwise. */
export async function claim(database: Database, period: string, parts: Partial<ClaimTable> = {}): Promise<void> {
  const row: ClaimTable = {
    ...slot,
    ...{
      period,
      fence: 1,
      holder: processName(),
      state: 'held',
      attempts: 1,
      failed_at: null,
      problem: null,
      remedy: null,
    },
    ...{ claimed_at: inSeconds(-10), expires_at: inSeconds(60), next_try_at: inSeconds(-10) },
    ...parts,
  };
  await database.transaction('read-write', ({ own }) => own.insertInto('claim').values(row).execute());
}

/** What a claim says of an attempt that failed a moment ago, and may be made again in a minute. */
export const hasFailed = (attempts: number): Partial<ClaimTable> => ({
  ...{ state: 'failed', attempts, failed_at: inSeconds(-5), next_try_at: inSeconds(55) },
  ...{ problem: 'the browser could not be opened', remedy: 'see that there is memory' },
});

/** Status without approvals and copies, of editions below a folder. */
export const told = (out: string, parts: Partial<StatusTold> = {}): StatusTold => ({
  definitions: [enforcementActions],
  approvals: { internal: [], public: [] },
  copies: [],
  out,
  ...parts,
});
