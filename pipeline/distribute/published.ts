import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineError } from '../errors.ts';
import type { Manifest } from '../publish/manifest.ts';
import type { Edition } from '../publish.ts';

/** An edition as it lies in the output folder, with its record. */
export interface Published {
  readonly edition: Edition;
  readonly manifest: Manifest;
  /** Absolute path of its folder. */
  readonly folder: string;
}

/** SHA-256 of a text, in lower-case hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Reads the record of an edition by its folder, relative to the output folder.
 * @throws PipelineError `usage` where no edition lies there.
 */
export async function readPublished(folder: string, out: string): Promise<Published> {
  const place = join(out, folder);
  const text = await readFile(join(place, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    const remedy = 'give the folder of an edition, such as internal/enforcement-actions/2020-06/edition-1';
    throw new PipelineError('usage', `no edition lies in ${place}`, remedy, { cause });
  });
  const manifest = JSON.parse(text) as Manifest;
  const { report, audience, period, subject, fingerprint } = manifest;
  const slot = { report, audience, period: period.id, subject: subject?.agreement_id ?? '' };
  const edition = { ...slot, number: manifest.edition, fingerprint, folder, manifestSha256: sha256(text) };
  return { edition, manifest, folder: place };
}
