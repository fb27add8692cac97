import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readLastEdition, recordEdition } from '../../queries/ledger.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { type Edition, mendCurrent, readEditions, type Slot } from '../publish.ts';

/** What a run finds where it would publish: the same edition, or the number that it must take. */
export type Standing =
  | { readonly kind: 'unchanged'; readonly edition: Edition }
  | { readonly kind: 'open'; readonly number: number; readonly last: Edition | null };

/**
 * Compares a run with what the slot already holds, after bringing ledger and folder together: an edition that a killed
 * run published but did not record is recorded; one whose folder is gone is made again under its own number.
 * @throws PipelineError `publish` where the figures differ from the last edition and the run may not revise.
 */
export async function findStanding(
  slot: Slot,
  fingerprint: string,
  { revise, out }: { readonly revise: boolean; readonly out: string },
  effects: DatabaseEffect & ClockEffect,
): Promise<Standing> {
  const last = await reconcile(slot, out, effects);
  if (last === null) return { kind: 'open', number: 1, last: null };
  const isWhole = existsSync(join(out, last.folder, 'manifest.json'));
  if (isWhole) await mendCurrent(last, out);
  if (last.fingerprint === fingerprint)
    return isWhole ? { kind: 'unchanged', edition: last } : { kind: 'open', number: last.number, last: null };
  if (!revise) {
    throw new PipelineError(
      'publish',
      `${slot.report} ${slot.period} is published as edition ${last.number}, and this run differs from it (sources, figures, rules, templates or browser)`,
      'see with --dry-run which files differ, then publish the next edition with --revise',
    );
  }
  return { kind: 'open', number: last.number + 1, last: isWhole ? last : null };
}

async function reconcile(
  slot: Slot,
  out: string,
  { database, now }: DatabaseEffect & ClockEffect,
): Promise<Edition | null> {
  const key = { report: slot.report, period: slot.period, audience: slot.audience };
  const recorded = await database.transaction('snapshot', (session) => readLastEdition(session, key));
  const lying = await readEditions(slot, out);
  const unrecorded = lying.filter((edition) => edition.number > (recorded?.number ?? 0));
  for (const edition of unrecorded) {
    const row = { ...key, number: edition.number, fingerprint: edition.fingerprint, folder: edition.folder };
    const found = { manifest_sha256: edition.manifestSha256, published_at: now().toISOString(), run_id: 'adopted' };
    await database.transaction('read-write', (session) => recordEdition(session, { ...row, ...found }));
  }
  const newest = unrecorded.at(-1);
  if (newest !== undefined) return newest;
  if (recorded === null) return null;
  return {
    ...slot,
    number: recorded.number,
    fingerprint: recorded.fingerprint,
    folder: recorded.folder,
    manifestSha256: recorded.manifest_sha256,
  };
}
