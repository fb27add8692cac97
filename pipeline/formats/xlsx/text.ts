import { PipelineError } from '../../errors.ts';

/** The characters that one cell of Excel holds, in UTF-16 units. */
export const cellLimit = 32_767;

/** The characters that the name of a column of a table object holds. */
export const columnNameLimit = 255;

/** Control characters, most of which XML cannot carry: ExcelJS drops them without a word. */
const controls = /(?![\t\n\r])\p{Cc}/gu;

/** A control character as the Unicode picture of it, so that nothing vanishes silently: U+0000 becomes U+2400. */
function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

/** Whether Excel, or a person who edits the cell, could take `text` for a formula. */
export function startsLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}

/** `text` with what XML cannot hold made visible. What a reader of the workbook gets back. */
export function readable(text: string): string {
  return text
    .replace(controls, picture)
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}

/**
 * `text` as a cell holds it. Excel reads `_x000D_` in a cell as the character 0D: a return is written so, because XML
 * would turn it into a line feed, and text that merely looks so has its first `_` written so.
 * @throws PipelineError `render` where the cell would be longer than Excel allows; `place` names it
 */
export function cellText(text: string, place: string): string {
  if (text.length > cellLimit) {
    throw new PipelineError(
      'render',
      `${place} holds ${text.length} characters; a cell of a workbook holds ${cellLimit}`,
      'shorten the text at its source, or move it out of the report',
    );
  }
  return readable(text)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '_x000D_');
}

/** `text` on one line: what stands in a header, a sheet's printed margin or above a table. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
