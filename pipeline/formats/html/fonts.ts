import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The signs that the page's own typeface has; everything else falls back to whatever the reader's machine offers. */
interface Face {
  readonly subset: 'latin' | 'latin-ext';
  readonly weight: 400 | 600;
  /** The `unicode-range` of the subset, as the packager of the font states it. */
  readonly range: string;
}

const latin =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD';
const latinExtended =
  'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C4,U+2113,U+2C60-2C7F,U+A720-A7FF';

const faces: readonly Face[] = [
  { subset: 'latin-ext', weight: 400, range: latinExtended },
  { subset: 'latin', weight: 400, range: latin },
  { subset: 'latin-ext', weight: 600, range: latinExtended },
  { subset: 'latin', weight: 600, range: latin },
];

/** Where the file of a face lies. Static faces: variable ones become Type 3 fonts in PDF. */
export function fontFile(subset: Face['subset'], weight: Face['weight']): string {
  const name = `source-sans-3-${subset}-${weight}-normal.woff2`;
  return fileURLToPath(import.meta.resolve(`@fontsource/source-sans-3/files/${name}`));
}

/** `@font-face` rules that carry the fonts within them, so that a page needs no other file. */
export function fontFaces(): string {
  return faces
    .map(({ subset, weight, range }) => {
      const data = readFileSync(fontFile(subset, weight)).toString('base64');
      return `@font-face{font-family:"Source Sans 3";font-style:normal;font-weight:${weight};src:url(data:font/woff2;base64,${data}) format("woff2");unicode-range:${range}}`;
    })
    .join('\n');
}
