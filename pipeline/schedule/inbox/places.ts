import { lstat, mkdir, readdir, rename } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/** Whether something lies at a path. @throws Error where that cannot be told. */
export const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return false;
    },
  );

/** Of an extract, what changes when one of its files does; null: neither a file nor a folder. */
export async function stampOf(path: string): Promise<string | null> {
  const about = await lstat(path);
  if (about.isFile()) return `${about.size} ${about.mtimeMs} ${about.ino}`;
  if (!about.isDirectory()) return null;
  const names = (await readdir(path)).toSorted();
  const inside = await Promise.all(names.map((name) => lstat(join(path, name))));
  return JSON.stringify([names, inside.map(({ size, mtimeMs, ino }) => [size, mtimeMs, ino])]);
}

/** Moves a file into a folder, never over another, after what is done for the name that it will have; returns that name. */
export async function put(
  path: string,
  place: string,
  before: (free: string) => Promise<void> = async () => undefined,
): Promise<string> {
  await mkdir(place, { recursive: true });
  const free = await freeName(place, basename(path));
  await before(free);
  await rename(path, join(place, free));
  return free;
}

/** `list.xlsx`, else `list-2.xlsx`, `list-3.xlsx` … */
async function freeName(place: string, name: string): Promise<string> {
  const ending = extname(name);
  const stem = basename(name, ending);
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${stem}-${number}${ending}`;
    if (!(await isThere(join(place, free)))) return free;
  }
}
