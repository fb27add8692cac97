import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type HTTPRequest, type Page } from 'puppeteer';
import { PipelineError } from '../../errors.ts';
import type { FoundBrowser } from './find-browser.ts';

/** One running browser and its idle pages. */
export interface PrintingSession {
  /** `HeadlessChrome/153.0.8010.0` */
  readonly version: string;
  /** Prints in an idle page or a new one. Rejects where the browser fails, dies or is killed meanwhile. */
  readonly print: (html: string) => Promise<Uint8Array>;
  /** Asks the browser to end, and kills it where it does not within three seconds. */
  readonly close: () => Promise<void>;
  /** Kills the browser's process group at once and removes its profile. */
  readonly kill: () => void;
}

/** Milliseconds. */
const startingTime = 60_000;
const answeringTime = 600_000;
const closingTime = 3_000;

/** Launches the browser. Throws PipelineError `render` where it cannot be started. */
export async function startSession(found: FoundBrowser): Promise<PrintingSession> {
  const home = mkdtempSync(join(tmpdir(), `report287-browser-${process.pid}-`));
  const browser = await launch(found, home);
  const idle: Page[] = [];
  const kill = () => {
    killGroup(browser);
    removeFolder(home);
  };
  return {
    version: await browser.version(),
    print: async (html) => {
      const page = idle.pop() ?? (await openPage(browser));
      try {
        const bytes = await printPage(page, html);
        idle.push(page);
        return bytes;
      } catch (error) {
        page.close().catch(() => undefined);
        throw error;
      }
    },
    close: async () => {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, closingTime);
      await Promise.race([browser.close().catch(() => undefined), late]);
      clearTimeout(timer);
      kill();
    },
    kill,
  };
}

/**
 * Without the sandbox as root, where Chromium has none, and where the system offers none to ordinary users: what is printed
 * is our own page, without script and without any way out.
 */
async function launch(found: FoundBrowser, home: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  try {
    return await launchWith(found, home, isRoot ? ['--no-sandbox'] : []).catch((error) => {
      if (isRoot || !(error instanceof Error && /sandbox|zygote/i.test(error.message))) throw error;
      return launchWith(found, home, ['--no-sandbox']);
    });
  } catch (error) {
    removeFolder(home);
    throw cannotStart(found, error);
  }
}

function launchWith(found: FoundBrowser, home: string, sandboxArguments: readonly string[]): Promise<Browser> {
  // What the browser finds in its environment can change what it prints: it gets a plain one, and a home that is thrown away.
  const environment = {
    PATH: '/usr/bin:/bin',
    HOME: home,
    TMPDIR: tmpdir(),
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    ...found.environment,
  };
  return puppeteer.launch({
    executablePath: found.executablePath,
    headless: found.headless,
    userDataDir: join(home, 'profile'),
    // Over a pipe the browser ends when we do, however we end.
    pipe: true,
    // Signals belong to the command line.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: startingTime,
    // How long a printing may take is decided by who asks for it, outside the browser; without a limit here one that stops
    // while it starts would be waited for for ever.
    protocolTimeout: answeringTime,
    // Hinted glyphs would stand at whole pixels, visibly uneven in print.
    args: [...sandboxArguments, '--disable-gpu', '--font-render-hinting=none', '--host-resolver-rules=MAP * ~NOTFOUND'],
    ...(process.platform === 'linux' ? { env: environment } : {}),
  });
}

function cannotStart(found: FoundBrowser, cause: unknown): PipelineError {
  const lines = (cause instanceof Error ? cause.message : String(cause))
    .split('\n')
    .filter((line) => line.trim() !== '');
  return new PipelineError(
    'render',
    `the browser ${found.executablePath} could not be started`,
    'set PUPPETEER_EXECUTABLE_PATH to a Chrome or Chromium that runs on this system',
    { details: lines.slice(0, 6), cause },
  );
}

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.setOfflineMode(true);
  await page.setRequestInterception(true);
  return page;
}

async function printPage(page: Page, html: string): Promise<Uint8Array> {
  const refused: string[] = [];
  const decide = (request: HTTPRequest) => {
    const url = request.url();
    const isOurs = url.startsWith('data:') || url === 'about:blank';
    if (!isOurs) refused.push(url);
    // A request that is no longer there when it is decided has ended with its page.
    (isOurs ? request.continue() : request.abort('blockedbyclient')).catch(() => undefined);
  };
  page.on('request', decide);
  try {
    // A new document, so that nothing of the last one is left in this page.
    await page.goto('about:blank', { timeout: 0 });
    await page.setContent(html, { waitUntil: 'load', timeout: 0 });
    const bytes = await page.pdf({
      format: 'letter',
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline: true,
      timeout: 0,
    });
    if (refused.length > 0) throw new Error('the page asks for something outside itself');
    return bytes;
  } catch (error) {
    // A page that tried to go elsewhere fails in many ways; this is the reason.
    throw refused.length > 0 ? asksOutside(refused) : error;
  } finally {
    page.off('request', decide);
  }
}

function asksOutside(urls: readonly string[]): PipelineError {
  return new PipelineError(
    'render',
    `the page to print asks for ${urls.length} thing(s) outside itself`,
    'put fonts, styles and pictures into the page as data: URLs',
    { details: urls.map((url) => url.slice(0, 200)) },
  );
}

/** Puppeteer starts the browser as leader of its own process group. */
function killGroup(browser: Browser): void {
  const child = browser.process();
  if (child?.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch {
    // A process that is being killed may still write there; the system's temporary folder is emptied by the system.
  }
}
