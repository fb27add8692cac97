/** The table that says what became of the rows on record. */
export const controlWords = {
  title: 'Rows on record, counted and excluded',
  columns: { kind: 'Kind', onRecord: 'Rows on record', counted: 'Counted: 287(g) events' },
  /** Slot: `where`. */
  note: 'Rows on record on the days of the period, {where}. They equal the rows counted and the rows not counted, for each kind of event. A kind that the sources do not wholly cover on these days has no figure in the tables, whatever is counted here.',
  where: { national: 'in the nation', office: 'of this field office', agreement: 'under this agreement' },
} as const;
