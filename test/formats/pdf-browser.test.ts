import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type PrintingBrowser } from '../../pipeline/formats/pdf/browser.ts';
import { descendantsOf, leftAfter } from './pdf/processes.ts';
import { seeWithPdfjs } from './pdf/read-with-pdfjs.ts';
import { shortPage } from './pdf/sample-pages.ts';

const textOf = async (bytes: Uint8Array): Promise<string> => (await seeWithPdfjs(bytes)).pages.join('\n');

describe('a page that is printed', () => {
  let browser: PrintingBrowser;
  beforeAll(async () => {
    // One page, so that each printing reuses that of the one before.
    browser = await openBrowser({ pagesAtOnce: 1 });
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  test('is tagged, has an outline and the text of the page, and the browser says its version', async () => {
    const seen = await seeWithPdfjs(await browser.print(shortPage('A title', 'Some words.')));
    expect(seen.marked).toBe(true);
    expect(seen.outline).toEqual(['A title']);
    expect(seen.pages).toHaveLength(1);
    expect(seen.pages[0]).toContain('Some words.');
    expect(browser.version).toMatch(/^(Headless)?Chrome\/\d+\./);
  });

  test('runs no script', async () => {
    const html = '<script>document.write("scripted")</script><noscript>plain</noscript><p onclick="x()">end</p>';
    const text = await textOf(await browser.print(shortPage('Scripts', html)));
    expect(text).toContain('plain');
    expect(text).not.toContain('scripted');
  });

  test('learns nothing of the page before it', async () => {
    const secret = `<style>p{color:red;text-transform:uppercase} @page{size:a5;@top-left{content:"withheld"}}</style>
<base href="https://withheld.example/"><a id="mark" name="withheld" href="#mark">withheld words</a><form><input value="withheld"></form>`;
    const alone = await browser.print(shortPage('Second', '<p>Open words.</p>'));
    await browser.print(shortPage('First', secret));
    const after = await browser.print(shortPage('Second', '<p>Open words.</p>'));
    expect(Buffer.from(after).toString('latin1')).not.toContain('withheld');
    expect(withoutDatesAndIds(after)).toBe(withoutDatesAndIds(alone));
  });

  test('reaches nothing outside itself: the request is refused, and so is the page', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end('outside');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/thing`;
    for (const html of [
      `<img alt="x" src="${url}">`,
      `<style>@import "${url}";</style>`,
      `<style>p{background:url(${url})}</style><p>x`,
      `<iframe src="${url}"></iframe>`,
      `<meta http-equiv="refresh" content="0;url=${url}"><p>x`,
    ]) {
      await expect(browser.print(shortPage('Outside', html)), html).rejects.toMatchObject({
        name: 'PipelineError',
        kind: 'render',
        details: [url],
      });
    }
    server.close();
    expect(requests).toBe(0);
    expect(await textOf(await browser.print(shortPage('After', 'Still printing.')))).toContain('Still printing.');
  });

  test('reads no file of the computer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'report287-test-'));
    writeFileSync(join(folder, 'secret.txt'), 'withheld words');
    const html = `<iframe src="file://${folder}/secret.txt"></iframe><object data="file://${folder}/secret.txt"></object>`;
    const text = await browser.print(shortPage('Files', html)).then(textOf, (error: Error) => error.name);
    rmSync(folder, { recursive: true });
    expect(text).not.toContain('withheld words');
    expect(text).toMatch(/Files|PipelineError/);
  });

  test('loads what stands in data: URLs', async () => {
    const text = await textOf(
      await browser.print(shortPage('Data', '<iframe src="data:text/html,inner words"></iframe>')),
    );
    expect(text).toContain('inner words');
  });
});

/** The browser counts structure ids on from page to page, and writes the clock: neither says anything of a page. */
function withoutDatesAndIds(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/node\d+/g, 'node')
    .replace(/D:\d+/g, 'D');
}

describe('a browser that fails', () => {
  test('is replaced when it was killed, and the page is printed all the same', async () => {
    await using browser = await openBrowser();
    killAll(descendantsOf(process.pid), 'SIGKILL');
    expect(await textOf(await browser.print(shortPage('After death', 'Printed.')))).toContain('Printed.');
  });

  test('is killed and replaced when it hangs, after the deadline', async () => {
    await using browser = await openBrowser({ deadline: 10_000 });
    const stopped = descendantsOf(process.pid);
    expect(stopped.length).toBeGreaterThan(0);
    killAll(stopped, 'SIGSTOP');
    expect(await textOf(await browser.print(shortPage('After a stop', 'Printed.')))).toContain('Printed.');
    expect(await leftAfter(5_000, stopped)).toEqual([]);
  });

  test('is given up after three attempts, with a clear message', async () => {
    await using browser = await openBrowser({ deadline: 1 });
    await expect(browser.print(shortPage('Never', 'x'))).rejects.toMatchObject({
      kind: 'render',
      message: expect.stringContaining('no answer within 0.001 s'),
    });
  });

  test('or cannot be started, or is not there, says which and what to set', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'report287-test-'));
    const broken = join(folder, 'browser');
    writeFileSync(broken, '#!/bin/sh\necho "error while loading shared libraries: libnss3.so" >&2\nexit 127\n', {
      mode: 0o755,
    });
    await expect(openBrowser({ executablePath: broken })).rejects.toMatchObject({
      kind: 'render',
      message: expect.stringContaining(broken),
      remedy: expect.stringContaining('PUPPETEER_EXECUTABLE_PATH'),
    });
    await expect(openBrowser({ executablePath: join(folder, 'none') })).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining(join(folder, 'none')),
      remedy: expect.stringContaining('PUPPETEER_EXECUTABLE_PATH'),
    });
    rmSync(folder, { recursive: true });
  });
});

function killAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended with its parent.
    }
  }
}

describe('no browser process outlives', () => {
  test('its disposal, and none prints after it', async () => {
    const browser = await openBrowser();
    await browser.print(shortPage('Disposed', 'x'));
    const started = descendantsOf(process.pid);
    await browser[Symbol.asyncDispose]();
    expect(started.length).toBeGreaterThan(0);
    expect(await leftAfter(2_000, started)).toEqual([]);
    await expect(browser.print(shortPage('Late', 'x'))).rejects.toMatchObject({ kind: 'internal' });
  });

  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('a program that ends by %s', async (signal) => {
    const { child, started } = await printing();
    child.kill(signal);
    expect((await once(child, 'exit'))[1]).toBe(signal);
    expect(started.length).toBeGreaterThan(0);
    expect(await leftAfter(2_000, started)).toEqual([]);
    const left = foldersOf(child);
    for (const folder of left) rmSync(folder, { recursive: true, force: true });
    // Nothing can tidy up after SIGKILL.
    if (signal !== 'SIGKILL') expect(left).toEqual([]);
  });

  test('a program that exits without closing it, and its folder is removed', async () => {
    const { child, started } = await printing('--exit');
    if (child.exitCode === null) await once(child, 'exit');
    expect(await leftAfter(2_000, started)).toEqual([]);
    expect(foldersOf(child)).toEqual([]);
  });
});

/** The temporary folders of a program's browsers. */
function foldersOf(child: ChildProcess): readonly string[] {
  const names = readdirSync(tmpdir()).filter((name) => name.startsWith(`report287-browser-${child.pid}-`));
  return names.map((name) => join(tmpdir(), name));
}

/** A program of its own that has printed and keeps its browser open. */
async function printing(...flags: readonly string[]): Promise<{ child: ChildProcess; started: readonly number[] }> {
  const script = fileURLToPath(import.meta.resolve('./pdf/print-and-wait.ts'));
  const child = spawn(process.execPath, [script, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return { child, started: child.pid === undefined ? [] : descendantsOf(child.pid) };
}
