import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Parcel, ParcelFile } from '../channel.ts';

/** SHA-256 as lower-case hexadecimal. */
export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The bytes of one file of a parcel, proved to be those that were published. One file at a time is in memory.
 * @throws Error where it cannot be read, or was changed since.
 */
export async function contentOf(file: ParcelFile): Promise<Buffer> {
  const bytes = await readFile(file.source);
  if (bytes.length !== file.size)
    throw new Error(`${file.path} has ${bytes.length} bytes on this machine and ${file.size} in its manifest`);
  if (sha256Of(bytes) !== file.sha256)
    throw new Error(`${file.path} was changed on this machine after it was published (SHA-256 differs)`);
  return bytes;
}

/**
 * The file of a parcel that marks that all others are there.
 * @throws Error where the parcel is empty.
 */
export function manifestOf(parcel: Parcel): ParcelFile {
  const manifest = parcel.files.at(-1);
  if (manifest === undefined) throw new Error(`${parcel.name} has no files`);
  return manifest;
}

/** The files of a parcel that its manifest speaks of, in order. */
export const filesBeforeManifest = (parcel: Parcel): readonly ParcelFile[] => parcel.files.slice(0, -1);
