import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLastEdition, recordEdition } from '../../queries/ledger.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import type { Manifest } from '../publish/manifest.ts';
import { type Edition, mendCurrent, readEditions, type Slot } from '../publish.ts';

/** What a run finds where it would publish: the same edition, or the number that it must take. */
export type Standing =
  | { readonly kind: 'unchanged'; readonly edition: Edition }
  | { readonly kind: 'open'; readonly number: number; readonly last: Edition | null };

/**
 * Compares a run with what the slot already holds, after bringing ledger and folder together: an edition that a killed
 * run published but did not record is recorded; one whose folder is gone is made again under its own number.
 * @throws PipelineError `publish` where the figures differ from the last edition, or it lacks a format that is asked for, and
 * the run may not revise.
 */
export async function findStanding(
  slot: Slot,
  { fingerprint, formats }: Drafted,
  { revise, out }: { readonly revise: boolean; readonly out: string },
  effects: DatabaseEffect & ClockEffect,
): Promise<Standing> {
  const last = await reconcile(slot, out, effects);
  if (last === null) return { kind: 'open', number: 1, last: null };
  const manifest = await readManifest(last, out);
  if (manifest !== null) await mendCurrent(last, out);
  if (last.fingerprint === fingerprint) {
    if (manifest === null) return { kind: 'open', number: last.number, last: null };
    const lacking = manifest.formats === undefined ? [] : formats.filter((id) => !manifest.formats?.includes(id));
    if (lacking.length === 0) return { kind: 'unchanged', edition: last };
    if (!revise) throw lacksFormats(last, lacking);
  } else if (!revise) throw differs(last);
  return { kind: 'open', number: last.number + 1, last: manifest === null ? null : last };
}

/** What a run is about to make. */
export interface Drafted {
  readonly fingerprint: string;
  /** The ids of the formats that it is asked for. */
  readonly formats: readonly string[];
}

/** Null where the edition's folder is gone. */
async function readManifest({ folder }: Edition, out: string): Promise<Manifest | null> {
  const path = join(out, folder, 'manifest.json');
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Manifest) : null;
}

const nameOf = ({ report, period, subject }: Slot) => `${report} ${period}${subject === '' ? '' : ` of ${subject}`}`;

const differs = (last: Edition) =>
  new PipelineError(
    'publish',
    `${nameOf(last)} is published as edition ${last.number}, and this run differs from it (sources, figures, rules, templates or browser)`,
    'see with --dry-run which files differ, then publish the next edition with --revise',
  );

const lacksFormats = (last: Edition, lacking: readonly string[]) =>
  new PipelineError(
    'publish',
    `${nameOf(last)} is published as edition ${last.number}, without ${lacking.join(', ')}`,
    'publish the next edition with --revise, or ask for no other --formats than it has',
  );

/** Brings ledger and folder together: records what lies there and is not on record. Returns the newest edition; null: none. */
export async function reconcile(
  slot: Slot,
  out: string,
  { database, now }: DatabaseEffect & ClockEffect,
): Promise<Edition | null> {
  const key = { report: slot.report, period: slot.period, audience: slot.audience, subject: slot.subject };
  const recorded = await database.transaction('snapshot', (session) => readLastEdition(session, key));
  const lying = await readEditions(slot, out);
  const unrecorded = lying.filter((edition) => edition.number > (recorded?.number ?? 0));
  for (const edition of unrecorded) {
    const row = { ...key, number: edition.number, fingerprint: edition.fingerprint, folder: edition.folder };
    const manifest = await readManifest(edition, out);
    const publishedAt = manifest?.run.finishedAt ?? now().toISOString();
    const found = { manifest_sha256: edition.manifestSha256, published_at: publishedAt, run_id: 'adopted' };
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
