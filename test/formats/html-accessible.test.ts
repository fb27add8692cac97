import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPageRenderer } from '../../pipeline/formats/html/page.ts';
import { hostileModel, sampleModel } from '../sample-model.ts';
import { inspect, openViewer, tabThrough } from './html/axe.ts';

const draw = createPageRenderer();
let browser: Browser;

beforeAll(async () => {
  browser = await openViewer();
});

afterAll(() => browser.close());

describe('the HTML edition in a real browser', () => {
  test.each([360, 768, 1280])('has nothing for axe-core to find, and fits, at %i pixels', async (width) => {
    const { findings, passes, overflow } = await inspect(browser, draw(sampleModel), width);
    expect(findings).toEqual([]);
    expect(passes).toBeGreaterThan(25);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test('has nothing to find with hostile words and long names either', async () => {
    const { findings, overflow } = await inspect(browser, draw(hostileModel), 360);
    expect(findings).toEqual([]);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test('is a page in which axe-core would find what is wrong', async () => {
    const broken = draw(sampleModel)
      .replace('<html lang="en-US"', '<html')
      .replace('--quiet: #565c65', '--quiet: #bbb');
    const { findings } = await inspect(browser, broken, 1280);
    const rules = new Set(findings.map((finding) => finding.split(':')[0]));
    expect(rules).toEqual(new Set(['html-has-lang', 'color-contrast']));
  });

  test('leads the keyboard past the contents, then through contents in order', async () => {
    const page = await browser.newPage();
    await page.setContent(draw(sampleModel));
    const [first, second, third] = await tabThrough(page, 3);
    expect(first).toBe('Skip to the report');
    expect([second, third]).toEqual(['Key figures', 'Encounters']);
    await page.close();
  });

  test('keeps its contents in view on a wide screen', async () => {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.setContent(draw(sampleModel));
    await page.evaluate('scrollTo(0, 4000)');
    const top = Number(await page.evaluate('document.querySelector(".contents").getBoundingClientRect().top'));
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(100);
    await page.close();
  });
});
