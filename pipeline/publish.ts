import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { signs } from './cell.ts';
import type { Candidate, Check } from './checks/check.ts';
import { PipelineError } from './errors.ts';
import { readOpenData } from './formats/csv.ts';
import type { Artifact } from './formats/format.ts';
import { everyOne } from './formats/pdf/limited.ts';
import { isGone, ownName } from './process-name.ts';
import { hashOf, type Manifest } from './publish/manifest.ts';
import { writingIn } from './publish/refusal.ts';
import { scopeFolder } from './scope-folder.ts';

/** The unit of publishing: one report, one period, one audience, and the nation with its field offices or one agreement. */
export interface Slot {
  readonly report: string;
  readonly period: string;
  readonly audience: 'internal' | 'public';
  /** The agreement that it is about; the empty text: the nation and its field offices. */
  readonly subject: string;
}

/** All documents of one slot that a run published: an immutable folder. A correction is the next edition. */
export interface Edition extends Slot {
  readonly number: number;
  readonly fingerprint: string;
  /** Relative to the output folder: `internal/enforcement-actions/2020-06/edition-1`. */
  readonly folder: string;
  readonly manifestSha256: string;
}

/** A folder that only this run writes to; gone when the run is over, unless it was published. */
export interface Staging extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Makes the staging folder of a run, and removes those that killed runs of this machine left behind.
 * @throws PipelineError `publish` where it cannot be written.
 */
export async function openStaging(out: string): Promise<Staging> {
  const parent = join(out, '.staging');
  const folder = join(parent, ownName());
  await writingIn(parent, async () => {
    await mkdir(parent, { recursive: true });
    for (const name of await readdir(parent)) {
      if (isGone(name)) await rm(join(parent, name), { recursive: true, force: true });
    }
    await mkdir(folder);
  });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Runs every check on what is staged.
 * @throws PipelineError `check` with all findings, if there is one.
 */
export async function examine(candidate: Candidate, checks: readonly Check[]): Promise<void> {
  const findings = (await everyOne(checks.map((check) => check.examine(candidate)))).flat();
  if (findings.length === 0) return;
  throw new PipelineError(
    'check',
    `not published: ${findings.length} findings`,
    'mend what the findings name and run again',
    {
      details: findings.map((finding) => `${finding.check}: ${finding.subject}: ${finding.problem}`),
    },
  );
}

/** Where the editions of agreements lie, below the folder of their report and period. */
export const agreementsFolder = 'agreements';

/** `internal/enforcement-actions/2020-06`, below the output folder; of an agreement `…/2020-06/agreements/<agreement>`. */
export function slotFolder({ report, period, audience, subject }: Slot): string {
  const home = join(audience, report, period);
  return subject === '' ? home : join(home, agreementsFolder, scopeFolder(subject));
}

/**
 * Turns a staged folder into an edition: writes the manifest last, makes it durable, renames the folder into its place
 * and then points `current` at it. A kill at any moment leaves the old edition or the new one.
 * @throws PipelineError `publish` where that edition exists: history is not overwritten; or its folder cannot be written.
 */
export async function publish(staging: Staging, manifest: Manifest, out: string): Promise<Edition> {
  const { report, audience } = manifest;
  const slot = { report, period: manifest.period.id, audience, subject: manifest.subject?.agreement_id ?? '' };
  const home = join(out, slotFolder(slot));
  const name = `edition-${manifest.edition}`;
  const destination = join(home, name);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writingIn(staging.folder, () => writeManifest(staging.folder, text));
  await writingIn(home, async () => {
    await mkdir(home, { recursive: true });
    await renameNew(staging.folder, destination);
    await syncFolder(home);
    await pointCurrent(home, name);
  });
  return {
    ...slot,
    number: manifest.edition,
    fingerprint: manifest.fingerprint,
    folder: join(slotFolder(slot), name),
    manifestSha256: hashOf(text),
  };
}

async function writeManifest(folder: string, text: string): Promise<void> {
  {
    await using file = await open(join(folder, 'manifest.json'), 'wx');
    await file.writeFile(text);
    await file.sync();
  }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name));
  }
  await syncFolder(folder);
}

async function renameNew(from: string, to: string): Promise<void> {
  const stands = () =>
    new PipelineError(
      'publish',
      `${to} exists already`,
      'another run published this edition: run again to compare with it',
    );
  // An empty folder would be replaced by rename without a word, a full one makes it fail.
  if (existsSync(to)) throw stands();
  try {
    await rename(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ENOTEMPTY' || code === 'EEXIST' ? stands() : error;
  }
}

const linkPrefix = '.current-';

/** Swaps `current` by renaming a new link over it, so that it never points nowhere. */
async function pointCurrent(home: string, name: string): Promise<void> {
  for (const stale of await readdir(home)) {
    // Another run may be about to rename its own.
    if (stale.startsWith(linkPrefix) && isGone(stale.slice(linkPrefix.length)))
      await rm(join(home, stale), { force: true });
  }
  const link = join(home, `${linkPrefix}${ownName()}`);
  await symlink(name, link);
  await rename(link, join(home, 'current'));
  await syncFolder(home);
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}

/**
 * The editions of a slot that lie whole in the output folder, oldest first. A folder without a manifest is not one:
 * renaming brings manifest and files together.
 */
export async function readEditions(slot: Slot, out: string): Promise<readonly Edition[]> {
  const home = join(out, slotFolder(slot));
  const names = await readdir(home).catch(() => [] as string[]);
  const numbers = names.flatMap((name) => /^edition-([1-9]\d*)$/.exec(name)?.[1] ?? []).map(Number);
  const editions: Edition[] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const folder = join(slotFolder(slot), `edition-${number}`);
    const text = await readFile(join(out, folder, 'manifest.json'), 'utf8').catch(() => null);
    if (text === null) continue;
    const { fingerprint } = JSON.parse(text) as Manifest;
    editions.push({ ...slot, number, fingerprint, folder, manifestSha256: hashOf(text) });
  }
  return editions;
}

/** The paths of an edition's files that differ from other artifacts: changed, new or gone; in order. */
export async function filesThatDiffer(
  edition: Edition,
  artifacts: readonly Artifact[],
  staged: string,
  out: string,
): Promise<readonly string[]> {
  const { files } = JSON.parse(await readFile(join(out, edition.folder, 'manifest.json'), 'utf8')) as Manifest;
  const published = new Map(files.map((file) => [file.path, file.sha256]));
  const drawn = new Map(artifacts.map((artifact) => [artifact.path, artifact.sha256]));
  const differing = [...new Set([...published.keys(), ...drawn.keys()])].filter(
    (path) => published.get(path) !== drawn.get(path),
  );
  const found = differing.map(async (path) => ((await hasSameFigures(path)) ? [] : [path]));
  return (await Promise.all(found)).flat().toSorted();

  /** Open data of the same figures, of which only one edition says that they were revised. */
  async function hasSameFigures(path: string): Promise<boolean> {
    if (!published.has(path) || !artifacts.some((drawing) => drawing.path === path && drawing.format === 'csv'))
      return false;
    const [before, now] = await Promise.all(
      [join(out, edition.folder), staged].map(async (folder) =>
        readOpenData(await readFile(join(folder, path), 'utf8')),
      ),
    );
    const plain = (figures: ReturnType<typeof readOpenData> | undefined) =>
      JSON.stringify(
        figures?.map(({ status, ...rest }) => ({ ...rest, status: status === signs.revised.sign ? '' : status })),
      );
    return plain(before) === plain(now);
  }
}

/** Points `current` at the newest edition of a slot: a run that was killed after publishing may not have done so. */
export async function mendCurrent(edition: Edition, out: string): Promise<void> {
  const home = join(out, slotFolder(edition));
  const name = `edition-${edition.number}`;
  if ((await readlink(join(home, 'current')).catch(() => null)) !== name)
    await writingIn(home, () => pointCurrent(home, name));
}
