import { range } from 'd3-array';

/** Widths of letters in Source Sans 3 as parts of the font size; without a DOM a label can only be estimated. */
const narrow = 0.29;
const usual = 0.5;
const wide = 0.86;

/** About how wide a text runs, in the unit of `fontSize`; rather too wide than too narrow. */
export function estimatedWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const sign of text) ems += widthOf(sign);
  return ems * fontSize * 1.05;
}

function widthOf(sign: string): number {
  if (/[ ijltfrI.,:;'|!()[\]-]/.test(sign)) return narrow;
  if (/[mwMWOQ@%]/.test(sign)) return wide;
  // Signs of East Asian scripts are as wide as they are high.
  if (/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]/.test(sign)) return 1;
  return /[A-Z]/.test(sign) ? 0.6 : usual;
}

/** A label in one line or two of at most `width`; what does not fit is cut and ends in `…`. The table has it whole. */
export function fitLabel(label: string, width: number, fontSize: number): readonly string[] {
  const fits = (text: string) => estimatedWidth(text, fontSize) <= width;
  if (fits(label)) return [label];
  const words = label.split(/\s+/);
  let count = 0;
  while (count < words.length && fits(words.slice(0, count + 1).join(' '))) count += 1;
  if (count === 0) return [cut(label, fits)];
  const rest = words.slice(count).join(' ');
  return [words.slice(0, count).join(' '), fits(rest) ? rest : cut(rest, fits)];
}

/** The same, where it takes two lines and fits: in lines about as long as each other. */
export function fitEvenly(label: string, width: number, fontSize: number): readonly string[] {
  const lines = fitLabel(label, width, fontSize);
  const half = estimatedWidth(label, fontSize) / 2;
  if (lines.length === 1 || half > width) return lines;
  const narrower = range(half, width, 4).map((wide) => fitLabel(label, wide, fontSize));
  return narrower.find((each) => each.join(' ') === label) ?? lines;
}

function cut(text: string, fits: (text: string) => boolean): string {
  const signs = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
  let end = signs.length;
  while (end > 0 && !fits(`${signs.slice(0, end).join('')}…`)) end -= 1;
  return `${signs.slice(0, end).join('').trimEnd()}…`;
}
