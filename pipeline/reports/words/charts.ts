/** What a reader who cannot see a picture is told. */
export const chartWords = {
  /** Slots: `form`, `title`, `count` of rows, `largest` (empty: no row has a figure), `table`, the number of the table beside it. */
  alternative: '{form}: {title}. {count} rows. {largest} Table {table} has every figure.',
  /** Slots: `label` of the row, `figure`. */
  largest: 'Largest: {label}, {figure}.',
  forms: { bar: 'Bar chart', line: 'Line chart', map: 'Map' },
  /** Of a picture that is of the period alone. Slots: `title`, `period`. */
  titleOfPeriod: '{title}, {period}',
} as const;
