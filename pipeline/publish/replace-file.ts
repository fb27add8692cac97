import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isGone, ownName } from '../process-name.ts';

/**
 * Writes a file, durably, so that whoever reads it finds the old content or the new one; makes its folder, and removes what killed
 * processes of this machine left half written.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const home = dirname(path);
  await mkdir(home, { recursive: true });
  const prefix = `.${basename(path)}-`;
  for (const stale of await readdir(home)) {
    if (stale.startsWith(prefix) && isGone(stale.slice(prefix.length))) await rm(join(home, stale), { force: true });
  }
  const draft = join(home, `${prefix}${ownName()}`);
  try {
    {
      await using file = await open(draft, 'wx');
      await file.writeFile(text);
      await file.sync();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await using folder = await open(home, 'r');
  await folder.sync();
}
