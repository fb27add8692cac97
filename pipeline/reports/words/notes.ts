/** The notes at the end of a document: their headings, and what they say of periods, sources and the quality of data. */
export const noteWords = {
  /** Of the section. */
  title: 'Notes',
  headings: {
    method: 'Method',
    definitions: 'What is counted, and by what',
    windows: 'Periods compared',
    sources: 'Sources',
    dataQuality: 'Data quality',
    /** Slot: `edition`, the number of the edition before. */
    revisions: 'Changes since edition {edition}',
    changes: 'Changes to rules, measures and sources',
  },
  windows: {
    /** Slots: `days`, and `meaning` as the words of periods give it. */
    meaning: '{days}: {meaning}.',
    /** What all time means for what is in force, and for what began or ended. Slot: `days`. */
    allTimeStock:
      '{days}, from the first day that the register covers: in force on any of these days, whatever became of it later. Not available where the register does not cover each of them.',
    allTimeFlow:
      '{days}, from the first day that the register covers: on any of these days. Not available where the register does not cover each of them.',
  },
  sources: {
    title: 'Files imported',
    columns: {
      file: 'File',
      kind: 'What it is',
      read: 'Rows read',
      loaded: 'Loaded',
      unchanged: 'Unchanged',
      rejected: 'Rejected',
      hash: 'SHA-256 (first 12 digits)',
    },
    sum: 'Rows read equal rows loaded, unchanged and rejected, for each file. The manifest of this edition has the whole hashes.',
    ownDatabase: 'Read from the program’s own database.',
  },
  quality: {
    /** Slot: `count` of rows. */
    rejected: 'Rows rejected on import and not counted: {count}. They are kept with their reasons.',
    outsideSpan: 'Rows dated outside the span that their file states, kept and counted on their day: {count}.',
    /** Slots: `count` of events; the `contradiction`, a sentence. */
    contradiction: 'Records of the period in the nation that contradict themselves: {count}. {contradiction}',
    /** Slot: `measures`, joined by semicolons. */
    noWindow: 'Not available, because the sources cover none of the periods: {measures}.',
    /** Slots: `measures`, joined by semicolons; `windows`, joined by commas. */
    someWindows: 'Not available for {windows}, because the sources do not wholly cover them: {measures}.',
    /** Slots: `measures`, joined by semicolons; `windows`, joined by commas. */
    noList: 'Not available for {windows}, because no event has a list of offenses on record: {measures}.',
    /** Slots: `measure`, `count` of events, `reason` in the midst of a sentence. */
    withoutCategory: '{measure} of the period without a priority category: {count}. Reason: {reason}.',
    /** Slot: `titles`, joined by semicolons. */
    notPrinted: 'Tables without a figure, which are not printed: {titles}.',
  },
  changes: {
    none: 'No rule, measure or kind of source has changed since this report was first issued.',
    /** Slots: `day`, `what`. */
    entry: '{day}: {what}',
  },
} as const;
