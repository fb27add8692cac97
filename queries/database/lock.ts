import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { PipelineError } from '../../pipeline/errors.ts';

/** The right to use a folder, held until released or until the process dies, however it dies. */
export interface FolderLock {
  readonly release: () => void;
}

/**
 * Takes the folder for this process. The lock belongs to the operating system (Node offers it through SQLite alone), so
 * a dead holder's lock is gone at once and no process id has to be believed; `<folder>.holder` only names the holder.
 * @throws PipelineError `source` while another process, or another part of this one, holds it.
 */
export function lockFolder(folder: string): FolderLock {
  const holder = `${folder}.holder`;
  const file = takeFile(folder, holder);
  nameHolder(holder);
  let held = true;
  return {
    release: () => {
      if (!held) return;
      held = false;
      rmSync(holder, { force: true });
      file.close();
    },
  };
}

/** On a full disk nobody is named: the lock itself is held all the same. */
function nameHolder(path: string): void {
  const started = new Date(Date.now() - process.uptime() * 1000).toISOString();
  try {
    writeFileSync(path, `process ${process.pid}, started ${started}\n`);
  } catch {
    rmSync(path, { force: true });
  }
}

function takeFile(folder: string, holder: string): DatabaseSync {
  const path = `${folder}.lock`;
  let file: DatabaseSync | undefined;
  try {
    // Two that try in the same instant may both be told that it is busy; half a second of patience gives it to one.
    file = new DatabaseSync(path, { timeout: 500 });
    file.exec('pragma journal_mode = memory');
    file.exec('begin exclusive');
    return file;
  } catch (cause) {
    file?.close();
    const busy = cause instanceof Error && 'errcode' in cause && cause.errcode === 5;
    if (busy) throw inUse(folder, holder);
    const remedy = 'give a folder in which this user may write (REPORT287_DATA)';
    throw new PipelineError('source', `the lock ${path} of the embedded database cannot be taken`, remedy, { cause });
  }
}

function inUse(folder: string, holder: string): PipelineError {
  return new PipelineError(
    'source',
    `the embedded database in ${folder} is in use by ${holderOf(holder)}`,
    'wait until it has finished, or stop it; or set DATABASE_URL to a PostgreSQL server, which serves many at once',
  );
}

/** The holder as it named itself; the file may be missing for the moment between taking the lock and writing it. */
function holderOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim() || 'another process';
  } catch {
    return 'another process';
  }
}
