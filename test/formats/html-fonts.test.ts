import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { signs } from '../../pipeline/cell.ts';
import { fontFaces, fontFile } from '../../pipeline/formats/html/fonts.ts';
import { createPageRenderer } from '../../pipeline/formats/html/page.ts';
import { sampleModel } from '../sample-model.ts';

/** The code points that a WOFF2 font has glyphs for; the layout is that of the W3C recommendation, sections 4 and 5. */
function coveredBy(path: string): ReadonlySet<number> {
  const bytes = readFileSync(path);
  let at = 48;
  const base128 = () => {
    let value = 0;
    for (;;) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  let offset = 0;
  let cmapAt = -1;
  for (let left = bytes.readUInt16BE(12); left > 0; left -= 1) {
    const flags = bytes.readUInt8(at);
    // Of the known tags, 0 is `cmap`, 10 `glyf` and 11 `loca`; 63 says that the tag is written out.
    const tag = flags & 63;
    at += tag === 63 ? 5 : 1;
    const length = base128();
    const transformed = tag === 10 || tag === 11 ? flags >> 6 === 0 : flags >> 6 !== 0;
    if (tag === 0) cmapAt = offset;
    offset += transformed ? base128() : length;
  }
  return codePoints(brotliDecompressSync(bytes.subarray(at, at + bytes.readUInt32BE(20))).subarray(cmapAt));
}

/** The code points of the format 4 subtables of a `cmap`, with 16 bits enough for every sign that we print. */
function codePoints(cmap: Buffer): ReadonlySet<number> {
  const found = new Set<number>();
  for (let table = 0; table < cmap.readUInt16BE(2); table += 1) {
    const at = cmap.readUInt32BE(4 + table * 8 + 4);
    if (cmap.readUInt16BE(at) !== 4) continue;
    const doubled = cmap.readUInt16BE(at + 6);
    for (let segment = 0; segment < doubled; segment += 2) {
      const last = cmap.readUInt16BE(at + 14 + segment);
      const first = cmap.readUInt16BE(at + 16 + doubled + segment);
      for (let point = first; point <= last && point < 0xffff; point += 1) found.add(point);
    }
  }
  return found;
}

const subsets = ['latin', 'latin-ext'] as const;

describe('the typeface', () => {
  test.for([400, 600] as const)('of weight %i has every sign that the report prints', (weight) => {
    const covered = new Set(subsets.flatMap((subset) => [...coveredBy(fontFile(subset, weight))]));
    const page = createPageRenderer()(sampleModel);
    const body = page.slice(page.indexOf('<body')).replaceAll(/<[^>]*>/g, '');
    const others = [...Object.values(signs).map(({ sign }) => sign), '–—’“”§†·…×•ŁłÑñãéçü'].join('');
    const missing = [...new Set(`${body}${others}`)].filter(
      (sign) => !/\s/.test(sign) && !covered.has(sign.codePointAt(0) ?? 0),
    );
    expect(missing).toEqual([]);
    expect(covered.size).toBeGreaterThan(700);
  });

  test('is carried within the page, as fonts that PDF keeps as outlines', () => {
    const faces = fontFaces();
    expect(faces.match(/@font-face/g)).toHaveLength(4);
    expect(faces.match(/data:font\/woff2;base64,d09GMg/g)).toHaveLength(4);
  });
});
