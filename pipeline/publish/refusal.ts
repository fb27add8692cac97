import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { PipelineError } from '../errors.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it cannot be written',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
  ENOTDIR: 'a part of the path is no folder',
};

/** What the system says of a folder or a disk, in words; null: nothing of the kind. */
export function refusalInWords(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? null;
}

/** By what a folder is mended that the system refuses. */
function remedyFor(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? 'make room there, or set REPORT287_OUT to a folder on another disk'
    : 'let this user write there and in every folder below, or set REPORT287_OUT to another folder';
}

/**
 * Does what writes in a folder of the output folder.
 * @throws PipelineError `publish` where the system does not let it: of the nearest part of the folder that is there.
 */
export async function writingIn<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const refusal = refusalInWords(cause);
    if (refusal === null || cause instanceof PipelineError) throw cause;
    throw new PipelineError('publish', `${nearest(folder)}: ${refusal}`, remedyFor(cause), { cause });
  }
}

function nearest(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearest(dirname(path));
}
