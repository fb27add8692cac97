import { join } from 'node:path';
import { openPress } from '../../../pipeline/cli/press.ts';
import { none } from '../../../pipeline/disclosure/none.ts';
import type { Effects, ProgressEvent } from '../../../pipeline/effects.ts';
import { type Extract, extractEach } from '../../../pipeline/extract.ts';
import { formats } from '../../../pipeline/formats/index.ts';
import { encounters } from '../../../pipeline/measures/encounters.ts';
import { parsePeriod } from '../../../pipeline/period.ts';
import { moaStatistics } from '../../../pipeline/reports/moa-statistics.ts';
import type { AgreementsOrder } from '../../../pipeline/run/agreements.ts';
import type { Database } from '../../../queries/database.ts';

/** An edition of each agreement, as PDF and XLSX. */
export const order: AgreementsOrder = {
  definition: moaStatistics,
  period: parsePeriod('2020-06'),
  audience: 'internal',
  disclosure: none,
  recipients: [],
  formats: formats.filter(({ id }) => id === 'pdf' || id === 'xlsx'),
  revise: false,
  dryRun: false,
};

/** Where the editions of the order lie. */
export const agreementsIn = (out: string) => join(out, 'internal', moaStatistics.id, '2020-06', 'agreements');

/** Ids of agreements in force in June 2020, in order. */
export const inForce = ['A-1', 'A-2', 'A-3', 'A-4', 'B-1.JEM', 'b_2'] as const;

/** Puts agreements on record that are in force on some days, and one that ended before. */
export async function putAgreementsOnRecord(database: Database, ids: readonly string[] = inForce): Promise<void> {
  await database.transaction('read-write', async ({ own }) => {
    const { import_id } = await own
      .insertInto('import_file')
      .values({
        file_name: 'a list',
        sha256: 'a'.repeat(64),
        content_sha256: 'a'.repeat(64),
        source_id: 'participating-agencies',
        title: 'A list',
        rows_read: ids.length,
        rows_loaded: ids.length,
        rows_unchanged: 0,
        rows_rejected: 0,
        rows_outside_span: 0,
        as_of: '2020-07-01T00:00:00Z',
        recorded_at: '2020-07-02T00:00:00Z',
        synthetic: true,
      })
      .returning('import_id')
      .executeTakeFirstOrThrow();
    const days = { covers_from: '2017-01-01', covers_until: '2020-07-01' } as const;
    await own
      .insertInto('import_coverage')
      .values(
        (['agreement', 'encounter'] as const).map((kind) => ({
          ...{ import_id, kind, office_code: null, identifies_287g: true },
          ...days,
        })),
      )
      .execute();
    const agency = { state: 'GA', county: null, agency_type: 'county' };
    await own
      .insertInto('agency')
      .values([...ids, 'ended'].map((id) => ({ ...agency, agency_id: `agency ${id}`, name: `Agency of ${id}` })))
      .execute();
    const held = { model: 'JEM', office_code: null, signed_on: '2019-05-06' } as const;
    await own
      .insertInto('agreement')
      .values([...ids, 'ended'].map((id) => ({ ...held, agreement_id: id, agency_id: `agency ${id}` })))
      .execute();
    const active = { status: 'active', valid_from: '2019-05-06', agency_id: null, template: null } as const;
    await own
      .insertInto('agreement_status')
      .values([
        ...ids.map((id) => ({ ...active, agreement_id: id, valid_until: id === 'A-4' ? '2020-06-02' : null })),
        { ...active, agreement_id: 'ended', valid_until: '2020-06-01' },
      ])
      .execute();
  });
}

/** Reads each agreement, and spoils one: its figures no longer add up to their totals. */
export const readEachBut =
  (spoiled: string): typeof extractEach =>
  (report, period, classification, subjects, take, effects) => {
    const takeSpoiled = async (extracted: Extract) => {
      const isSpoiled = extracted.subject?.agreement_id === spoiled;
      const counts = { period: 1_000_000 };
      const tallies = [{ measure: encounters.id, scope: spoiled, breakdown: null, code: 'total', counts }];
      await take(isSpoiled ? { ...extracted, tallies } : extracted);
    };
    return extractEach(report, period, classification, subjects, takeSpoiled, effects);
  };

/** Opens a browser and a place for editions. */
export const openPressIn = (out: string, cache: string) =>
  openPress(
    {
      sourceSchema: 'report287',
      data: cache,
      cache,
      out,
      deliverTo: [],
      delivery: { channels: { patience: 60_000 }, approvals: { internal: [], public: [] }, stated: [] },
      scheduling: { interval: 60_000, grace: 60_000 },
    },
    'a database',
  );

/** A clock, a database, and an ear for what is told. */
export const effectsOn = (database: Database, progress: (event: ProgressEvent) => void = () => undefined): Effects => ({
  database,
  progress,
  now: () => new Date(),
});
