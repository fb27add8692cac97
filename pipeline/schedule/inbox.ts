import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ClockEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { listNameClaims } from '../sources/participating-agencies/file-name.ts';
import type { Problem } from './problem.ts';

/** A folder whose files are imported, and with what. A folder in it is a program extract: all of it, or nothing. */
export interface Inbox {
  /** Absolute path. */
  readonly folder: string;
  /** Imports one file or extract, whatever it is, whole or not at all. @throws PipelineError where it is refused. */
  readonly importFile: (path: string) => Promise<{ readonly state: 'imported' | 'already-imported' }>;
  /** Milliseconds for which a file must stay as it is before it is taken; absent: {@link quiet}. */
  readonly quiet?: number;
}

/** A file that is still being copied changes within so many milliseconds. */
export const quiet = 5_000;

/** A file that was imported, by the name under which it now lies in `imported/`. */
export interface ImportedFile {
  readonly file: string;
  readonly state: 'imported' | 'already-imported';
}

/** A file that was not imported, by the name under which it now lies in `refused/`, beside the reason. */
export interface RefusedFile {
  readonly file: string;
  readonly message: string;
  readonly remedy: string;
  readonly details: readonly string[];
}

/** What came of a look into an inbox. */
export interface Emptied {
  readonly imported: readonly ImportedFile[];
  readonly refused: readonly RefusedFile[];
  /** Files that could be neither imported nor refused, and lie where they lay. */
  readonly problems: readonly Problem[];
}

/**
 * Imports what lies in an inbox, lists of agencies in the order of their days, and moves each file into `imported/` or, beside
 * the reason, into `refused/`. A file that is still being written waits for the next look. One file stops no other; a kill between
 * an import and the move changes nothing, because a file is known by its content.
 */
export async function emptyInbox(inbox: Inbox, signal: AbortSignal, { now }: ClockEffect): Promise<Emptied> {
  const imported: ImportedFile[] = [];
  const refused: RefusedFile[] = [];
  const problems: Problem[] = [];
  for (const name of inOrder(await settledFiles(inbox, signal), now().toISOString().slice(0, 10))) {
    if (signal.aborted) break;
    try {
      const refusal = await importOne(inbox, name);
      if (refusal instanceof PipelineError) refused.push(await refuse(inbox.folder, name, refusal));
      else imported.push({ file: await put(inbox.folder, name, 'imported'), state: refusal });
    } catch (error) {
      problems.push(unforeseen(name, error));
    }
  }
  return { imported, refused, problems };
}

/** How a file was imported, or why it is refused; what is no fault of the file is thrown. */
async function importOne({ folder, importFile }: Inbox, name: string): Promise<ImportedFile['state'] | PipelineError> {
  try {
    return (await importFile(join(folder, name))).state;
  } catch (error) {
    // A disk or a database that cannot be reached has told a cause of its own.
    if (error instanceof PipelineError && !(error.kind === 'source' && error.cause !== undefined)) return error;
    throw error;
  }
}

const unforeseen = (name: string, error: unknown): Problem => ({
  what: `inbox: ${name}`,
  message: `${name} was not imported, or not moved: ${error instanceof Error ? error.message : String(error)}`,
  remedy: 'see that it can be read, its folder written and the database reached; it is tried again at the next look',
  details: [],
});

/** Not hidden, and not named for a copy in the making. */
const isMeant = (name: string) => !/^[.~]|\.(part|partial|tmp|temp|filepart|crdownload)$|~$/i.test(name);

/** The names of files that stayed as they are for a while. */
async function settledFiles({ folder, quiet: pause = quiet }: Inbox, signal: AbortSignal): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const before = await stampsOf(folder);
  if (before.size === 0) return [];
  await setTimeout(pause, undefined, { signal }).catch(() => undefined);
  const after = await stampsOf(folder);
  return [...before].flatMap(([name, stamp]) => (after.get(name) === stamp ? [name] : []));
}

/** What changes when a file is written to, by its name. */
async function stampsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of (await readdir(folder)).filter(isMeant)) {
    // Another scheduler may have moved it.
    const stamp = outcomes.has(name) ? null : await stampOf(join(folder, name)).catch(() => null);
    if (stamp !== null) found.set(name, stamp);
  }
  return found;
}

/** The folders in which an inbox keeps what it has taken. */
const outcomes: ReadonlySet<string> = new Set(['imported', 'refused']);

/** Of an extract, what changes when one of its files does; null: neither a file nor a folder. */
async function stampOf(path: string): Promise<string | null> {
  const about = await lstat(path);
  if (about.isFile()) return `${about.size} ${about.mtimeMs} ${about.ino}`;
  if (!about.isDirectory()) return null;
  const names = (await readdir(path)).toSorted();
  const inside = await Promise.all(names.map((name) => lstat(join(path, name))));
  return JSON.stringify([names, inside.map(({ size, mtimeMs, ino }) => [size, mtimeMs, ino])]);
}

function inOrder(names: readonly string[], today: string): readonly string[] {
  const keyOf = (name: string) => `${listNameClaims(name, today).asOf ?? ''} ${name}`;
  return names.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

async function refuse(folder: string, name: string, error: PipelineError): Promise<RefusedFile> {
  const { message, remedy, details } = error;
  const file = await put(folder, name, 'refused');
  const lines = [message, ...details.map((detail) => `  - ${detail}`), `What to do: ${remedy}.`];
  await writeFile(join(folder, 'refused', `${file}.reason.txt`), `${lines.join('\n')}\n`);
  return { file, message, remedy, details };
}

/** Moves a file into a folder beside it, never over another; returns the name that it has there. */
async function put(folder: string, name: string, where: 'imported' | 'refused'): Promise<string> {
  const place = join(folder, where);
  await mkdir(place, { recursive: true });
  const free = freeName(place, name);
  await rename(join(folder, name), join(place, free)).catch((error: NodeJS.ErrnoException) => {
    // Another scheduler has moved it: both found the same.
    if (error.code !== 'ENOENT') throw error;
  });
  return free;
}

/** `list.xlsx`, else `list-2.xlsx`, `list-3.xlsx` … */
function freeName(place: string, name: string): string {
  const ending = extname(name);
  const stem = basename(name, ending);
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${stem}-${number}${ending}`;
    if (!existsSync(join(place, free))) return free;
  }
}
