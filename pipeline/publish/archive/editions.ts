import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineError } from '../../errors.ts';
import { parsePeriod, windowInWords } from '../../period.ts';
import type { Manifest } from '../manifest.ts';

/** The folders in a folder, by name, in order; none where it is not there. */
export async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** The numbers of the editions that lie in the folder of a slot, newest first. */
export async function editionNumbers(folder: string): Promise<readonly number[]> {
  const names = await foldersIn(folder);
  const numbers = names.flatMap((name) => /^edition-([1-9]\d*)$/.exec(name)?.[1] ?? []).map(Number);
  return numbers.toSorted((a, b) => b - a);
}

/** The manifest of a published edition. @throws PipelineError `publish` where it cannot be read. */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json');
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Manifest;
  } catch (cause) {
    throw new PipelineError('publish', `${path} cannot be read`, 'restore the edition from the backup', { cause });
  }
}

/** A period as the archive heads it: `June 2020`, or the days of a range in words. */
export function periodLabel({ id, ...window }: Manifest['period']): string {
  return id.includes('--') ? windowInWords(window) : parsePeriod(id).label;
}
