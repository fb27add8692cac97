import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { signs } from '../../cell.ts';
import { type OpenedPdf, openPdf } from '../../checks/pdf-structure/opened-pdf.ts';
import { fontFaces } from '../../formats/html/fonts.ts';
import { openBrowser } from '../../formats/pdf/browser.ts';
import { findBrowser } from '../../formats/pdf/find-browser.ts';
import { type Examination, type Finding, fault, someOf, well } from './examination.ts';

/** The browser and the typeface: one page with every sign of the legend is printed and read again. */
export const browser: Examination = {
  what: 'browser',
  reads: ['PUPPETEER_EXECUTABLE_PATH', 'XDG_CACHE_HOME'],
  // The packaged browser may have to be unpacked first.
  limit: 60_000,
  examine: async ({ config, limit }) => {
    const cacheFolder = join(config.cache, 'browser');
    const choice = { ...(config.browser === undefined ? {} : { executablePath: config.browser }), cacheFolder };
    const before = await readdir(cacheFolder).catch(() => []);
    const { executablePath } = await findBrowser(choice);
    const after = await readdir(cacheFolder).catch(() => []);
    const began = performance.now();
    await using open = await openBrowser({ ...choice, deadline: limit });
    const pdf = openPdf(await open.print(page), null);
    const facts = {
      version: open.version,
      path: executablePath,
      milliseconds: Math.round(performance.now() - began),
      unpackedNow: after.length > before.length,
    };
    return [printed(pdf, facts), typeface(pdf)];
  },
};

const word = 'Twenty-eight seventy-one';
/** Everything that stands in a legend, and the signs beyond plain letters that pages print. */
const drawn = [...Object.values(signs).flatMap(({ sign, meaning }) => [sign, meaning]), '0123456789', '’§–“”%+†'];

const lines = [400, 600].flatMap((weight) => drawn.map((text) => `<p style="font-weight:${weight}">[${text}]</p>`));
const page = `<!doctype html><html lang="en"><head><title>${word}</title><style>${fontFaces()}
body{font-family:"Source Sans 3"}</style></head><body><h1>${word}</h1>${lines.join('')}</body></html>`;

interface Printing {
  readonly version: string;
  readonly path: string;
  readonly milliseconds: number;
  readonly unpackedNow: boolean;
}

const otherBrowser = 'set PUPPETEER_EXECUTABLE_PATH to another Chrome or Chromium';

function printed(pdf: OpenedPdf, { version, path, milliseconds, unpackedNow }: Printing): Finding {
  const facts = { version, path, milliseconds, unpackedNow };
  if (pdf.top.length === 0) return fault('browser', `${version} at ${path} prints no tags`, otherBrowser, facts);
  if (!textOf(pdf).includes(word))
    return fault('browser', `${version} at ${path} prints a page that cannot be read`, otherBrowser, facts);
  const unpacked = unpackedNow ? '; unpacked by this examination' : '';
  return well('browser', `${version} printed a tagged page in ${milliseconds} ms (${path}${unpacked})`, facts);
}

function typeface(pdf: OpenedPdf): Finding {
  const names = fontsIn(pdf);
  const foreign = names.filter((name) => !name.startsWith('SourceSans3'));
  const facts = { faces: names.join(' ') };
  const text = textOf(pdf);
  const missing = drawn.filter((each) => text.split(`[${each}]`).length < 3);
  const remedy = 'install the packages again (`npm ci`), or use another browser (PUPPETEER_EXECUTABLE_PATH)';
  if (missing.length > 0) return fault('typeface', `not drawn in both weights: ${someOf(missing)}`, remedy, facts);
  if (foreign.length > 0 || names.length === 0)
    return fault('typeface', `drawn by another font: ${someOf(foreign) || 'none is embedded'}`, remedy, facts);
  return well('typeface', `${someOf(names)} draw every sign of the legend`, facts);
}

const textOf = ({ shown }: OpenedPdf) =>
  [...shown.values()].flatMap((of) => [...of.values()].map(({ text }) => text)).join('');

/** The fonts that the file names, each once, without the mark of a subset. */
function fontsIn({ document }: OpenedPdf): readonly string[] {
  const names = document.context.enumerateIndirectObjects().flatMap(([, object]) => {
    const [, name] = /\/BaseFont\s*\/(?:[A-Z]{6}\+)?([^\s/<>[\]]+)/.exec(String(object)) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)].toSorted();
}
