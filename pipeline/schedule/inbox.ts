import { lstat, mkdir, readdir, rename, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { longestAttempt } from '../distribute/attempt.ts';
import type { ClockEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { isGone, processName } from '../process-name.ts';
import { listNameClaims } from '../sources/participating-agencies/file-name.ts';
import { isThere, put, stampOf } from './inbox/places.ts';
import { type RefusedFile, refuse, releaseImported } from './inbox/refused.ts';
import type { Problem } from './problem.ts';

/** A folder whose files are imported, and with what. A folder in it is a program extract: all of it, or nothing. */
export interface Inbox {
  /** Absolute path. */
  readonly folder: string;
  /** Imports one file or extract, whatever it is, whole or not at all. @throws PipelineError where it is refused. */
  readonly importFile: (path: string) => Promise<{ readonly state: 'imported' | 'already-imported' }>;
  /** Whether what lies at a path is on record as imported; absent: what was refused stays in `refused/` until somebody moves it. */
  readonly isImported?: (path: string) => Promise<boolean>;
  /** Milliseconds for which a file must stay as it is before it is taken; absent: {@link quiet}. */
  readonly quiet?: number;
  /** Milliseconds within which the folder must be read; absent: {@link patience}. */
  readonly patience?: number;
}

/** A file that is still being copied changes within so many milliseconds. */
export const quiet = 5_000;

/** A mount that does not let its folder be read within so many milliseconds hangs. */
export const patience = 30_000;

/** A file that was imported, by the name under which it now lies in `imported/`. */
export interface ImportedFile {
  readonly file: string;
  readonly state: 'imported' | 'already-imported';
}

/** What came of a look into an inbox. */
export interface Emptied {
  readonly imported: readonly ImportedFile[];
  readonly refused: readonly RefusedFile[];
  /** Files that could be neither imported nor refused, and are tried again; or the inbox itself, where it cannot be read. */
  readonly problems: readonly Problem[];
}

/**
 * Imports what lies in an inbox, lists of agencies in the order of their days, and moves each file into `imported/` or, beside
 * the reason, into `refused/`. While it is imported a file lies in `importing/`, in a folder named for the process. A file that is
 * still being written waits for the next look. One file stops no other; what a killed process left in `importing/` is imported
 * again, which changes nothing, because a file is known by its content. What was refused and was imported by hand since moves on
 * as well.
 */
export async function emptyInbox(inbox: Inbox, signal: AbortSignal, { now }: ClockEffect): Promise<Emptied> {
  const imported: ImportedFile[] = [];
  const refused: RefusedFile[] = [];
  const problems: Problem[] = [];
  const settled = await settledFiles(inbox, signal).catch((error: unknown) => {
    problems.push(unreadable(inbox, error));
    return [];
  });
  for (const file of inOrder(settled, now().toISOString().slice(0, 10))) {
    if (signal.aborted) break;
    try {
      const outcome = await takeOne(inbox, file);
      if (outcome === null) continue;
      if ('state' in outcome) imported.push(outcome);
      else refused.push(outcome);
    } catch (error) {
      problems.push(unforeseen(basename(file.path), error));
    }
  }
  if (settled.length > 0) await tidy(inbox, settled);
  if (inbox.isImported !== undefined && problems.every(({ what }) => what !== wholeInbox)) {
    const released = await releaseImported(inbox.folder, inbox.isImported);
    imported.push(...released.map((file) => ({ file, state: 'already-imported' as const })));
  }
  // Where this cannot be read, the look has told so above, or the next one does.
  problems.push(...(await inTime(inbox, (folder) => stuckIn(folder, now())).catch(() => [])));
  return { imported, refused, problems };
}

/** A file of the inbox, or one that a process left in `importing/` when it ended. */
interface SettledFile {
  readonly path: string;
  /** What changes when it is written to. */
  readonly stamp: string;
  readonly isLeftover: boolean;
}

/** Paths in `importing/` at which a look of this process is at work; what else lies in the folder of this process is left over. */
const inHand = new Set<string>();

/** What came of a file; null: another look has it, or it has changed and waits for the next. */
async function takeOne(inbox: Inbox, file: SettledFile): Promise<ImportedFile | RefusedFile | null> {
  const claimed = join(inbox.folder, 'importing', processName(), basename(file.path));
  if (inHand.has(claimed)) return null;
  inHand.add(claimed);
  try {
    return (await claim(file, claimed)) ? await importClaimed(inbox, claimed) : null;
  } finally {
    inHand.delete(claimed);
  }
}

/** Moves a file to where no other look takes it and no copy of the same name replaces it; whether it is this look's now. */
async function claim({ path, stamp }: SettledFile, claimed: string): Promise<boolean> {
  if (path !== claimed && (await isThere(claimed))) return false;
  try {
    await mkdir(dirname(claimed), { recursive: true });
    if ((await stampOf(path)) !== stamp) return false;
    await rename(path, claimed);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function importClaimed(inbox: Inbox, claimed: string): Promise<ImportedFile | RefusedFile | null> {
  const { folder } = inbox;
  try {
    const stamp = await stampOf(claimed);
    const outcome = await importOne(inbox, claimed);
    // Whoever had it open when it was moved may have gone on writing: what was read is not all of it.
    if ((await stampOf(claimed)) !== stamp) return await put(claimed, folder).then(() => null);
    if (outcome instanceof PipelineError) return await refuse(folder, claimed, outcome);
    return { file: await put(claimed, join(folder, 'imported')), state: outcome };
  } catch (error) {
    // Where it cannot be put back it lies in `importing/`, where the next look finds it.
    await put(claimed, folder).catch(() => undefined);
    throw error;
  }
}

/** How a file was imported, or why it is refused; what is no fault of the file is thrown. */
async function importOne({ importFile }: Inbox, path: string): Promise<ImportedFile['state'] | PipelineError> {
  try {
    return (await importFile(path)).state;
  } catch (error) {
    // A disk or a database that cannot be reached has told a cause of its own.
    if (error instanceof PipelineError && !(error.kind === 'source' && error.cause !== undefined)) return error;
    throw error;
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const unforeseen = (name: string, error: unknown): Problem => ({
  what: `inbox: ${name}`,
  message: `${name} was not imported, or not moved: ${messageOf(error)}`,
  remedy: 'see that it can be read, its folder written and the database reached; it is tried again at the next look',
  details: [],
});
/** What a problem is about that the inbox has as a whole. */
const wholeInbox = 'inbox';
const unreadable = ({ folder }: Inbox, error: unknown): Problem => ({
  what: wholeInbox,
  message: `the inbox ${folder} cannot be read: ${messageOf(error)}`,
  remedy: 'mount it, or let this user write there, or correct REPORT287_INBOX; it is tried again at the next look',
  details: [],
});

/** Not hidden, not named for a copy in the making, and none of the folders in which an inbox keeps what it has taken. */
const isMeant = (name: string) =>
  !/^[.~]|\.(part|partial|tmp|temp|filepart|crdownload)$|~$|^(importing|imported|refused)$/i.test(name);

/** The files that stayed as they are for a while. @throws Error where the inbox can be neither read nor made. */
async function settledFiles(inbox: Inbox, signal: AbortSignal): Promise<readonly SettledFile[]> {
  const before = await inTime(inbox, filesIn);
  if (before.length === 0) return [];
  await setTimeout(inbox.quiet ?? quiet, undefined, { signal }).catch(() => undefined);
  const after = new Map((await inTime(inbox, filesIn)).map(({ path, stamp }) => [path, stamp]));
  return before.filter(({ path, stamp }) => after.get(path) === stamp);
}

/** Folders that did not answer in time. Each reading of a mount that hangs holds one of few threads: none is begun beside it. */
const hanging = new Set<string>();

async function inTime<T>(inbox: Inbox, read: (folder: string) => Promise<T>): Promise<T> {
  const { folder, patience: limit = patience } = inbox;
  if (hanging.has(folder)) throw new Error('it has not answered since an earlier look');
  const reading = read(folder);
  const done = new AbortController();
  const late = setTimeout(limit, undefined, { signal: done.signal }).then(() => {
    hanging.add(folder);
    const answered = () => hanging.delete(folder);
    reading.then(answered, answered);
    throw new Error(`it did not answer within ${limit / 1000} seconds`);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    done.abort();
  }
}

async function filesIn(folder: string): Promise<readonly SettledFile[]> {
  await mkdir(folder, { recursive: true });
  const found: SettledFile[] = [];
  for (const place of [...(await abandonedIn(folder)), folder]) {
    for (const name of (await readdir(place)).filter(isMeant)) {
      const path = join(place, name);
      // Another scheduler may have moved it.
      const stamp = inHand.has(path) ? null : await stampOf(path).catch(() => null);
      if (stamp !== null) found.push({ path, stamp, isLeftover: place !== folder });
    }
  }
  return found;
}

/** The folders in `importing/` of processes that have ended, and of this one. */
async function abandonedIn(folder: string): Promise<readonly string[]> {
  const place = join(folder, 'importing');
  const names = (await isThere(place)) ? await readdir(place) : [];
  return names.filter((name) => name === processName() || isGone(name)).map((name) => join(place, name));
}

/** Tells what another process has had in `importing/` for too long: of other machines nobody but a person knows whether it runs. */
async function stuckIn(folder: string, now: Date): Promise<readonly Problem[]> {
  const place = join(folder, 'importing');
  const problems: Problem[] = [];
  const others = ((await isThere(place)) ? await readdir(place) : []).filter((name) => name !== processName());
  for (const other of others) {
    const { mtime } = await lstat(join(place, other));
    const names = await readdir(join(place, other));
    if (names.length > 0 && now.getTime() - mtime.getTime() > longestAttempt) problems.push(stuck(other, names));
  }
  return problems;
}

const stuck = (process: string, names: readonly string[]): Problem => ({
  what: `inbox: importing/${process}`,
  message: `another process has had ${names.join(', ')} in importing/${process} for more than ${longestAttempt / 60_000} minutes`,
  remedy: 'where that process does not run any more, move what lies there back into the inbox',
  details: [],
});

/** Removes the folders in `importing/` in which nothing lies any more. */
async function tidy({ folder }: Inbox, taken: readonly SettledFile[]): Promise<void> {
  if (inHand.size > 0) return;
  const importing = join(folder, 'importing');
  const emptied = taken.filter(({ isLeftover }) => isLeftover).map(({ path }) => dirname(path));
  for (const place of new Set([...emptied, join(importing, processName()), importing])) {
    await rmdir(place).catch(() => undefined);
  }
}

/** What was left over, then what was put in, each by the days of lists. */
function inOrder(files: readonly SettledFile[], today: string): readonly SettledFile[] {
  const keyOf = ({ path, isLeftover }: SettledFile) =>
    `${isLeftover ? 0 : 1} ${listNameClaims(basename(path), today).asOf ?? ''} ${basename(path)}`;
  return files.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}
