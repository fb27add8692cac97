import { createPageRenderer } from '../../../pipeline/formats/html/page.ts';
import { openBrowser } from '../../../pipeline/formats/pdf/browser.ts';
import { limited } from '../../../pipeline/formats/pdf/limited.ts';
import { openRepairs } from '../../../pipeline/formats/pdf/repairs-apart.ts';
import type { Press } from '../../../pipeline/run.ts';

/** A press as the command opens it, that also tells what its browser did. */
export interface WatchedPress extends Press, AsyncDisposable {
  /** Most pages that were printing at the same time. */
  readonly mostPages: () => number;
  /** Seconds in which a page was printing, so far; of two at the same time both count. */
  readonly printingSeconds: () => number;
}

/** As many as the browser prints at the same time: what waits for its turn is not printing. */
const pagesAtOnce = 2;

/** Opens a browser whose printing is watched, and everything else that an edition needs. */
export async function openWatchedPress(out: string, cacheFolder: string, database: string): Promise<WatchedPress> {
  const browser = await openBrowser({ cacheFolder, pagesAtOnce });
  const repairs = openRepairs();
  let printing = 0;
  let most = 0;
  let milliseconds = 0;
  const print = limited(pagesAtOnce, async (html: string) => {
    printing += 1;
    most = Math.max(most, printing);
    const began = performance.now();
    try {
      return await browser.print(html);
    } finally {
      milliseconds += performance.now() - began;
      printing -= 1;
    }
  });
  return {
    out,
    tools: {
      html: createPageRenderer(),
      print: async (html, properties) => repairs.repair(await print(html), properties),
    },
    made: { version: '0', code: 'bench', drawing: 'bench', node: process.version, browser: browser.version, database },
    mostPages: () => most,
    printingSeconds: () => milliseconds / 1_000,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([browser[Symbol.asyncDispose](), repairs[Symbol.asyncDispose]()]);
    },
  };
}
