import { existsSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer';
import { PipelineError } from '../../errors.ts';
import { hasPackagedChromium, unpackChromium } from './packaged-chromium.ts';

/** Where to look for a browser. */
export interface BrowserChoice {
  /** `PUPPETEER_EXECUTABLE_PATH`: this one and no other. */
  readonly executablePath?: string;
  /** Where the packaged browser is unpacked, once for each version; a folder of this user under the system's temporary one if absent. */
  readonly cacheFolder?: string;
}

/** A browser that can be launched. */
export interface FoundBrowser {
  readonly executablePath: string;
  /** Variables that it needs beside the plain ones. */
  readonly environment: Readonly<Record<string, string>>;
  /** `shell`: the build that knows only the headless mode. */
  readonly headless: 'shell' | true;
}

/** Fixed places rather than the search path: which browser prints must not depend on the shell that starts the run. */
const systemPlaces: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/opt/google/chrome/chrome',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

/**
 * The browser to print with: the one that is set, else that of Puppeteer's cache, else the packaged one (Linux x64), else the
 * system's: one that is pinned prints the same bytes on every machine. Throws PipelineError `config` where there is none.
 */
export async function findBrowser(choice: BrowserChoice): Promise<FoundBrowser> {
  const { executablePath } = choice;
  if (executablePath !== undefined) {
    if (existsSync(executablePath)) return plain(executablePath);
    throw new PipelineError(
      'config',
      `there is no browser at ${executablePath} (PUPPETEER_EXECUTABLE_PATH)`,
      'set PUPPETEER_EXECUTABLE_PATH to a Chrome or Chromium, or unset it',
    );
  }
  const cached = await puppeteerPlaces();
  const own = cached.find((place) => existsSync(place));
  if (own !== undefined) return plain(own);
  if (hasPackagedChromium()) {
    return { ...(await unpackChromium(choice.cacheFolder ?? temporaryCache())), headless: 'shell' };
  }
  const installed = systemPlaces[process.platform] ?? [];
  const found = installed.find((place) => existsSync(place));
  if (found !== undefined) return plain(found);
  throw new PipelineError(
    'config',
    'no browser was found to print PDF with',
    'install Chrome or Chromium, or set PUPPETEER_EXECUTABLE_PATH to one',
    {
      details: [...cached, 'the package @sparticuz/chromium (Linux x64 only)', ...installed].map(
        (place) => `looked at ${place}`,
      ),
    },
  );
}

function plain(executablePath: string): FoundBrowser {
  return { executablePath, environment: {}, headless: /headless[-_]shell/.test(executablePath) ? 'shell' : true };
}

async function puppeteerPlaces(): Promise<readonly string[]> {
  return Promise.all([
    puppeteer.executablePath({ browser: 'chrome', headless: 'shell' }),
    puppeteer.executablePath({ browser: 'chrome', headless: true }),
  ]);
}

function temporaryCache(): string {
  return join(tmpdir(), `report287-browser-${userInfo().username}`);
}
