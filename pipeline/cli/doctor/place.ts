import { mkdtemp, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refusalInWords } from '../../publish/refusal.ts';

/** Bytes in words: `1.4 GB`; a gigabyte has 1,000,000,000. */
export function inBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e3)} kB`;
}

/** The nearest part of a path that exists: itself, or a folder above it. */
export async function nearest(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const isThere = await stat(at).then(
      () => true,
      () => false,
    );
    if (isThere || at === dirname(at)) return at;
  }
}

/**
 * Tries to write in a folder: a folder of its own with a file of four kilobytes, removed again. Rights alone tell little: the
 * superuser has them all, and a full disk none. Null: it can be written; else why not.
 */
export async function whyNotWritable(folder: string): Promise<string | null> {
  let own: string | undefined;
  try {
    if (!(await stat(folder)).isDirectory()) return 'it is no folder';
    own = await mkdtemp(join(folder, '.report287-doctor-'));
    await using file = await open(join(own, 'trial'), 'wx');
    await file.writeFile(Buffer.alloc(4096, 1));
    await file.sync();
    return null;
  } catch (error) {
    return inWords(error);
  } finally {
    if (own !== undefined) await rm(own, { recursive: true, force: true }).catch(() => undefined);
  }
}

function inWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'it is not there' : (refusalInWords(error) ?? message);
}

/** Bytes that this user may still write where a folder lies. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Bytes of everything in a folder; 0: it is not there. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  let bytes = 0;
  for (const { parentPath, name } of files)
    bytes += await stat(join(parentPath, name)).then(
      ({ size }) => size,
      () => 0,
    );
  return bytes;
}
