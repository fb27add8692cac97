/** A value of one column of a row to be copied. */
export type CopyValue = string | number | boolean | null;

const special = /[\\\t\n\r]/;

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

/** One line of PostgreSQL's COPY text format, with its newline. Text must not hold U+0000, which no PostgreSQL stores. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = '';
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (index > 0) line += '\t';
    if (typeof value === 'string') line += special.test(value) ? escaped(value) : value;
    else if (typeof value === 'number') line += value;
    else if (typeof value === 'boolean') line += value ? 't' : 'f';
    else line += '\\N';
  }
  return `${line}\n`;
}
