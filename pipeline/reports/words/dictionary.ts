/** The data dictionary of open data, beside the words of the measures and breakdowns themselves. */
export const dictionaryWords = {
  /** Of measures beneath one another. Slot: `measures`, a list. */
  eventsByKind: 'Events of the kind that the row names, each counted on its own: {measures}.',
  /** Of one row of a table as a column of a trend. Slots: `definition` of the measure, `breakdown` in lower case, `code`, `header`. */
  oneRow: '{definition} Only those of {breakdown} {code} ({header}).',
  /** Slots: `measure`, `header`. */
  rowLabel: '{measure}: {header}',
  units: { events: 'events (not persons)' },
  /** Slots: `days`, `meaning`. */
  window: '{days}: {meaning}.',
  month: { label: 'Month', definition: 'The month that the row names: what happened in it, or what stood at its end.' },
  /** Slots: `days`, `meaning`. */
  allTime: '{days}, {meaning}',
  /** Slots: `measures`, a list; `meaning`. */
  allTimeOf: '{measures}: {meaning}.',
  /** Of a table whose rows are no breakdown. Slot: `row`, the heading of its first column in lower case. */
  ofRows: 'The {row} that the row is of.',
} as const;
