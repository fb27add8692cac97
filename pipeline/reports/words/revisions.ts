/** What the notes say of the edition before. Slot where it is named: `since`, its number. */
export const revisionWords = {
  notAtHand: 'This edition replaces edition {since}, which is not at hand: what changed cannot be listed.',
  same: 'This edition replaces edition {since}. No figure of a table that both have differs.',
  /** A further slot: `tables`, in words. By the number of figures, which `many` has as `count`. */
  differ: {
    one: 'This edition replaces edition {since}: 1 figure in {tables} differs. Shares follow the figures and are not counted.',
    many: 'This edition replaces edition {since}: {count} figures in {tables} differ. Shares follow the figures and are not counted.',
  },
  /** In an office’s document. */
  national: 'Figures of the nation beside those of this office that differ from edition {since} bear the sign r.',
  /** Slot: `count`. */
  tables: { one: '1 table', many: '{count} tables' },
  /** Slots: `table`, `count`. */
  figuresOfTable: { one: '{table}: 1 figure.', many: '{table}: {count} figures.' },
  /** Of a table that the edition before did not have. Slot: `table`. */
  newTable: '{table}: new in this edition.',
  /** Slots: `number`, `title`. */
  printedTable: 'Table {number}, {title}',
  /** Slot: `id`. */
  formerTable: '{id} (no longer in this report)',
  totals: {
    title: 'Totals that changed',
    columns: { measure: 'Total', window: 'Period', before: 'Edition {since}', now: 'This edition' },
    /** Slot: `count`. */
    more: {
      one: '1 further total changed; the tables have them.',
      many: '{count} further totals changed; the tables have them.',
    },
  },
  /** Slots: `names`, joined by semicolons; `before` and `now`. */
  inputs: {
    sourcesAdded: 'Sources that edition {since} did not have: {names}.',
    sourcesGone: 'Sources of edition {since} that this one does not have: {names}.',
    correctionsAdded: 'Corrections of the register that edition {since} did not have: {names}.',
    regimesAdded: 'Priority regimes that edition {since} did not have: {names}.',
    regimesGone: 'Priority regimes of edition {since} that this one does not have: {names}.',
    program: 'Program: {before}, now {now}.',
    browser: 'Browser that prints: {before}, now {now}.',
    same: 'Sources, priority regimes, program and browser are those of edition {since}; what differs was changed on record, such as by a correction of the register.',
  },
} as const;
