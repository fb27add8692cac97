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
