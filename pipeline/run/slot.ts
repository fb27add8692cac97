import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordRequiredRoles } from '../../queries/approvals.ts';
import {
  type EditionTable,
  forgetEdition,
  readLastEdition,
  recordEdition,
  type SlotKey,
} from '../../queries/ledger.ts';
import { readDataKind } from '../../queries/provenance.ts';
import type { DatabaseEffect } from '../effects.ts';
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
 * the run may not revise; or where that edition is of synthetic data and the sources are not.
 */
export async function findStanding(
  slot: Slot,
  { fingerprint, formats }: Drafted,
  { revise, out }: { readonly revise: boolean; readonly out: string },
  effects: DatabaseEffect,
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

/**
 * Brings ledger and folder together. Returns the newest edition; null: none.
 * @throws PipelineError `publish` where that one is of synthetic data and the sources are not, or the other way round.
 */
export async function reconcile(slot: Slot, out: string, effects: DatabaseEffect): Promise<Edition | null> {
  const { edition, stranger } = await bringTogether(slot, out, effects);
  if (stranger !== null) throw isOfOtherData(stranger, out);
  return edition;
}

/** What stands in a slot after its folder and the ledger were brought together. */
export interface BroughtTogether {
  /** The newest edition; null: none. */
  readonly edition: Edition | null;
  /** The newest that lies there, where it is of synthetic data and the sources are not, or the other way round; null: it is not. */
  readonly stranger: LyingEdition | null;
}

/** An edition that lies in the output folder, with its record. */
export interface LyingEdition extends Edition {
  readonly manifest: Manifest;
}

/**
 * Records what lies in the folder of a slot and is not on record. Editions of synthetic data and of real data are never on record
 * together: a stranger is not recorded, and one of synthetic data that was is forgotten where the sources are real.
 */
export async function bringTogether(slot: Slot, out: string, { database }: DatabaseEffect): Promise<BroughtTogether> {
  const key = { report: slot.report, period: slot.period, audience: slot.audience, subject: slot.subject };
  const lying = await readLying(slot, out);
  const { data, known } = await database.transaction('snapshot', async (session) => ({
    data: await readDataKind(session),
    known: await readLastEdition(session, key),
  }));
  const strangers = lying.filter(({ manifest }) => manifest.synthetic !== (data === 'synthetic'));
  const isForgotten = data === 'real' && strangers.some(({ number }) => number === known?.number);
  const recorded = isForgotten ? await forget(strangers, key, database) : known;
  const unrecorded = lying.filter((one) => one.number > (recorded?.number ?? 0) && !strangers.includes(one));
  for (const { manifest, number, fingerprint, folder, manifestSha256 } of unrecorded) {
    const row = { ...key, number, fingerprint, folder, manifest_sha256: manifestSha256, run_id: 'adopted' };
    await database.transaction('read-write', async (session) => {
      await recordEdition(session, { ...row, published_at: manifest.run.finishedAt });
      await recordRequiredRoles(session, row, manifest.approvals ?? []);
    });
  }
  const last = lying.findLast((one) => one.number >= (recorded?.number ?? 0));
  const stranger = data !== null && last !== undefined && strangers.includes(last) ? last : null;
  return { edition: unrecorded.at(-1) ?? (recorded === null ? null : asEdition(recorded, slot)), stranger };
}

async function readLying(slot: Slot, out: string): Promise<readonly LyingEdition[]> {
  const found: LyingEdition[] = [];
  for (const edition of await readEditions(slot, out)) {
    const manifest = await readManifest(edition, out);
    if (manifest !== null) found.push({ ...edition, manifest });
  }
  return found;
}

/** Returns the newest edition of the slot that is left on record. */
const forget = (editions: readonly Edition[], slot: SlotKey, database: DatabaseEffect['database']) =>
  database.transaction('read-write', async (session) => {
    for (const { number } of editions) await forgetEdition(session, { ...slot, number });
    return readLastEdition(session, slot);
  });

const asEdition = ({ number, fingerprint, folder, manifest_sha256 }: EditionTable, slot: Slot): Edition => ({
  ...slot,
  ...{ number, fingerprint, folder, manifestSha256: manifest_sha256 },
});

function isOfOtherData({ folder, manifest }: LyingEdition, out: string): PipelineError {
  return manifest.synthetic
    ? new PipelineError(
        'publish',
        `${folder} is of synthetic data, and this database is not: nothing is published beside it`,
        `move ${join(out, folder)} out of the output folder, or set REPORT287_OUT to another; then run again`,
      )
    : new PipelineError(
        'publish',
        `${folder} is of real data, and this database is synthetic: nothing is published beside it`,
        'give synthetic data an output folder of their own: set REPORT287_OUT',
      );
}
