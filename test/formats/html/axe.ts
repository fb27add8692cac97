import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { findBrowser } from '../../../pipeline/formats/pdf/find-browser.ts';

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Opens the browser that the program prints with, for looking at pages. */
export async function openViewer(): Promise<Browser> {
  const { executablePath, headless, environment } = await findBrowser({});
  return puppeteer.launch({
    executablePath,
    headless,
    pipe: true,
    env: { ...process.env, ...environment },
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

/** What a page looks like to a machine that reads it as people with disabilities do. */
export interface Inspection {
  /** A line for each thing that axe-core finds wrong. */
  readonly findings: readonly string[];
  /** How many rules it found fulfilled: one that ran nothing finds nothing. */
  readonly passes: number;
  /** How far the page is wider than the window, in pixels. */
  readonly overflow: number;
}

/** Shows a page in a window of some width and lets axe-core look at it; scripts run for that alone. */
export async function inspect(browser: Browser, html: string, width: number): Promise<Inspection> {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width, height: 800 });
    await page.setContent(html, { waitUntil: 'load' });
    await page.evaluate(axe);
    return await page.evaluate(look);
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
async function look(): Promise<Inspection> {
  interface Result {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }
  const { axe } = globalThis as unknown as {
    axe: { run: () => Promise<{ violations: readonly Result[]; passes: readonly Result[] }> };
  };
  const { violations, passes } = await axe.run();
  const { document, innerWidth } = globalThis as unknown as {
    document: { documentElement: { scrollWidth: number } };
    innerWidth: number;
  };
  return {
    findings: violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    ),
    passes: passes.length,
    overflow: document.documentElement.scrollWidth - innerWidth,
  };
}

/** Where the keyboard goes: the words of what has the focus after each press of the tab key. */
export async function tabThrough(page: Page, presses: number): Promise<readonly string[]> {
  const words: string[] = [];
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    words.push(await page.evaluate('document.activeElement?.textContent.trim() ?? ""').then(String));
  }
  return words;
}
