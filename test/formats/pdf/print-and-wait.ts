import { openBrowser } from '../../../pipeline/formats/pdf/browser.ts';
import { shortPage } from './sample-pages.ts';

/** Opens a browser, prints one page, says so, and stays until it is killed; `--exit`: ends by itself without closing it. */
await using browser = await openBrowser();
await browser.print(shortPage('Waiting', 'A page.'));
process.stdout.write('printed\n');
if (process.argv.includes('--exit')) process.exit(0);
await new Promise((resolve) => setTimeout(resolve, 120_000));
