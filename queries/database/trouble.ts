import { createHook } from 'node:async_hooks';
import { statfs } from 'node:fs/promises';
import { PipelineError } from '../../pipeline/errors.ts';

/** Numbers that the file system of the embedded engine throws without a word, after WASI. */
const wordsOf: Readonly<Record<number, string>> = {
  2: 'this user may not write there',
  19: 'the quota of this user is used up',
  29: 'the disk cannot be read or written',
  33: 'this process has too many files open',
  51: 'the disk is full',
  63: 'this user may not write there',
  69: 'it cannot be written',
};

/** Bytes: with less, the engine cannot make the next segment of its log, without which it does not start. */
const segment = 16 * 1024 * 1024;

/** What to throw where the embedded database in a folder cannot be made or opened. */
export async function notOpened(folder: string, disk: string, cause: unknown): Promise<PipelineError> {
  if (cause instanceof PipelineError) return cause;
  const number = numberOf(cause);
  const free = await freeBytes(disk);
  const isFull = number === 51 || number === 19 || (number === null && free < segment);
  const why = (number === null ? undefined : wordsOf[number]) ?? (isFull ? 'the disk is full' : inWords(cause));
  const remedy = isFull
    ? 'make room there, and start again: what was committed is kept'
    : 'see that this user may write there; else move the folder away to begin anew, or restore it from a backup';
  return new PipelineError('source', `the embedded database in ${folder} cannot be opened: ${why}`, remedy, { cause });
}

/** What to throw where a database has no room to write, or the files of the embedded one fail, during a transaction; else undefined. */
export function noRoom(error: unknown): PipelineError | undefined {
  const number = numberOf(error);
  const isFull = error instanceof Error && 'code' in error && error.code === '53100';
  if (number === null && !isFull) return undefined;
  const why = isFull ? 'the disk is full' : (wordsOf[number ?? 0] ?? inWords(error));
  const remedy = 'make room there, or mend it, and start again: what was not committed is undone';
  return new PipelineError('source', `the database cannot write: ${why}`, remedy, { cause: error });
}

/** Of what is thrown there, which is no Error. */
function numberOf(thrown: unknown): number | null {
  if (typeof thrown !== 'object' || thrown === null || thrown instanceof Error || !('errno' in thrown)) return null;
  return typeof thrown.errno === 'number' ? thrown.errno : null;
}

function inWords(thrown: unknown): string {
  const number = numberOf(thrown);
  if (number !== null) return `its file system says ${number}`;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

const freeBytes = (folder: string): Promise<number> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );

/**
 * Does what starts timers, and lets go of them where it fails: an engine that did not start is in nobody's hand, and its own timer
 * would keep this process from ending, for ever.
 */
export async function lettingGo<T>(start: () => Promise<T>): Promise<T> {
  const timers: WeakRef<object>[] = [];
  const hook = createHook({
    init: (_id, kind, _trigger, resource) => {
      if (kind === 'Timeout') timers.push(new WeakRef(resource));
    },
  });
  hook.enable();
  try {
    return await start();
  } catch (error) {
    for (const timer of timers) {
      const own = timer.deref();
      if (own !== undefined && 'unref' in own && typeof own.unref === 'function') own.unref();
    }
    throw error;
  } finally {
    hook.disable();
  }
}
