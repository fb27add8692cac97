/** Columns of text, the first set to the left and the others to the right. */
export function alignedTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length)));
  const lines = all.map((row) =>
    widths
      .map((width, at) => {
        const text = row[at] ?? '';
        return at === 0 ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `143,470` */
export const count = (value: number): string => whole.format(value);
/** Three places, as a count of seconds. */
export const seconds = (value: number): string => value.toFixed(3);
/** `× 2.90` */
export const times = (ratio: number): string => `× ${ratio.toFixed(2)}`;
/** Of two parts, in percent. */
export const percent = (part: number, all: number): string => `${whole.format((100 * part) / all)} %`;
