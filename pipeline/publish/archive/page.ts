import { join } from 'node:path';
import { writingIn } from '../refusal.ts';
import { replaceFile } from '../replace-file.ts';

/**
 * Writes `index.html` of a folder from what `find` finds and `draw` makes of it, and returns its path. A reader sees the old
 * page or the new one, never a part; where another run published meanwhile, the page is made again.
 * @throws PipelineError `publish` where the folder cannot be written.
 */
export async function writePage(
  home: string,
  find: () => Promise<readonly string[]>,
  draw: (found: readonly string[]) => Promise<string>,
): Promise<string> {
  const path = join(home, 'index.html');
  for (;;) {
    const found = await find();
    const page = await draw(found);
    await writingIn(home, () => replaceFile(path, page));
    // Another run may have published meanwhile, and its own page been replaced by this one.
    if ((await find()).join() === found.join()) return path;
  }
}
