import { PDFName } from '@cantoo/pdf-lib';

const names = new Map<string, PDFName>();

/** A name of a PDF. The library's own `PDFName.of` decodes the name anew each time, which shows in large tables. */
export function key(name: string): PDFName {
  const known = names.get(name);
  if (known !== undefined) return known;
  const made = PDFName.of(name);
  names.set(name, made);
  return made;
}

const texts = new WeakMap<PDFName, string>();

/** What a name says. The library makes one object for each name, but decodes it anew each time it is asked. */
export function nameText(name: PDFName): string {
  const known = texts.get(name) ?? name.decodeText();
  texts.set(name, known);
  return known;
}
