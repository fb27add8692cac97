import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PipelineError } from '../../errors.ts';
import { asWord } from '../../import/held-list.ts';
import { put } from './places.ts';

/** A file that was not imported, by the name under which it lies in `refused/`, with why and what to do. */
export interface Refusal {
  readonly file: string;
  readonly message: string;
  readonly remedy: string;
}

/** One that a look has refused. */
export interface RefusedFile extends Refusal {
  readonly details: readonly string[];
}

const refusedIn = (folder: string) => join(folder, 'refused');
const reasonOf = (name: string) => `${name}.reason.txt`;
const toDo = 'What to do: ';

/**
 * Moves a file of an inbox into `refused/`, beside the reason, which comes first: a kill in between leaves none without one. A
 * remedy that names the file names it where it then lies.
 */
export async function refuse(folder: string, path: string, error: PipelineError): Promise<RefusedFile> {
  const { message, details } = error;
  const place = refusedIn(folder);
  let remedy = error.remedy;
  const file = await put(path, place, (free) => {
    remedy = error.remedy.replaceAll(asWord(path), () => asWord(join(place, free)));
    const lines = [message, ...details.map((detail) => `  - ${detail}`), `${toDo}${remedy}.`];
    return writeFile(join(place, reasonOf(free)), `${lines.join('\n')}\n`);
  });
  return { file, message, remedy, details };
}

/** What lies in an inbox's `refused/`, with what the reasons beside it say; of one without a reason, where to find one. */
export async function refusedFiles(folder: string): Promise<readonly Refusal[]> {
  const place = refusedIn(folder);
  return Promise.all(
    (await namesIn(place)).map(async (file) => {
      const lines = (await readFile(join(place, reasonOf(file)), 'utf8').catch(() => '')).trimEnd().split('\n');
      const remedy = lines.at(-1)?.startsWith(toDo) ? lines.at(-1)?.slice(toDo.length, -1) : undefined;
      const message = lines[0] || 'no reason lies beside it';
      return { file, message, remedy: remedy ?? 'mend the file, and put it into the inbox' };
    }),
  );
}

async function namesIn(place: string): Promise<readonly string[]> {
  const names = await readdir(place).catch(() => []);
  return names.filter((name) => !name.startsWith('.') && !name.endsWith(reasonOf(''))).toSorted();
}

/**
 * Moves into `imported/`, each beside its reason, what lies in `refused/` and was imported since; returns the names that they
 * have there. One that cannot be read or moved stays where it is.
 */
export async function releaseImported(
  folder: string,
  isImported: (path: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const [from, to] = [refusedIn(folder), join(folder, 'imported')];
  const released: string[] = [];
  for (const name of await namesIn(from)) {
    const path = join(from, name);
    if (!(await isImported(path).catch(() => false))) continue;
    const free = await put(path, to).catch(() => null);
    if (free === null) continue;
    released.push(free);
    await rename(join(from, reasonOf(name)), join(to, reasonOf(free))).catch(() => undefined);
  }
  return released;
}
