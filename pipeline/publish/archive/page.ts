import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAbandoned } from '../../publish.ts';

/**
 * Writes `index.html` of a folder from what `find` finds and `draw` makes of it, and returns its path. A reader sees the old
 * page or the new one, never a part; where another run published meanwhile, the page is made again.
 */
export async function writePage(
  home: string,
  find: () => Promise<readonly string[]>,
  draw: (found: readonly string[]) => Promise<string>,
): Promise<string> {
  const path = join(home, 'index.html');
  for (;;) {
    const found = await find();
    await replaceFile(home, path, await draw(found));
    // Another run may have published meanwhile, and its own page been replaced by this one.
    if ((await find()).join() === found.join()) return path;
  }
}

const draftPrefix = '.index-';

async function replaceFile(home: string, path: string, text: string): Promise<void> {
  for (const stale of await readdir(home)) {
    // A killed run leaves its half-written page behind.
    if (stale.startsWith(draftPrefix) && isAbandoned(stale.slice(draftPrefix.length)))
      await rm(join(home, stale), { force: true });
  }
  const draft = join(home, `${draftPrefix}${hostname()}.${process.pid}.${randomUUID()}`);
  {
    await using file = await open(draft, 'wx');
    await file.writeFile(text);
    await file.sync();
  }
  await rename(draft, path);
  await using folder = await open(home, 'r');
  await folder.sync();
}
