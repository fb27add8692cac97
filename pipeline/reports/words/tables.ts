/** Titles, columns and notes of tables. */
export const tableWords = {
  /** Slots: `measure`, `breakdown` in the midst of a sentence, `period`. */
  title: '{measure} by {breakdown}, {period}',
  /** Of days on which one regime was in force. Slots: those of `title`, and `regime`. */
  titleOfRegime: '{measure} by {breakdown}, {period}: {regime}',
  /** Of steps and of parts, which have titles of their own. Slots: `title`, `period`. */
  titleOfPeriod: '{title}, {period}',
  /** Of one row a month. Slots: `title`, `count` of months, `last` month. */
  titleOfTrend: '{title}, {count} months to {last}',
  monthHeader: 'Month',
  columns: {
    /** Slot: `period`. */
    share: 'Share of {period} (%)',
    shareOfPeriod: 'part of the period’s total',
    shareOfDays: 'part of the total of these days',
    /** Slot: `before`, the name of the earlier period. */
    change: 'Change from {before}',
    percentChange: 'Change from {before} (%)',
    changeMeaning: 'from the same period a year earlier',
    /** Slot: `month`, the first that is known. */
    changeSince: 'Change since {month} (%)',
    changeSinceMeaning: 'of the first column, since the first month that is known',
    /** In an office’s document. Slot: `period`. */
    national: 'National, {period}',
    nationalMeaning: 'the whole nation in the period',
    /** A part of a whole. Slots: `part`, `period`. */
    part: '{part}, {period}',
    monthOfStock: 'at the end of the month',
    monthOfFlow: 'in the month',
  },
  /** Rows that are no code of a breakdown. */
  rows: {
    total: 'Total',
    /** Of the days of one regime, where a window has others. */
    totalOfDays: 'Total, on the days of this regime',
    others: 'All others',
    headquarters: 'Headquarters (no area)',
  },
  /** What stands in place of a code. */
  absences: {
    withheld: 'The source has redacted it.',
    unknown: 'The source states that it is not known.',
    'not-recorded': 'The source leaves it blank or has no such column.',
  },
  /** The line that names the unit. Slot: `unit`, or several joined by semicolons. */
  unit: 'Unit: {unit}.',
  units: {
    /** Slot: `measure`, its label in lower case. */
    events: '{measure} (events, not persons)',
    eventsOfAnyKind: 'events, not persons',
    charges: 'charges (not persons and not encounters)',
    convictions: 'convictions (not persons and not encounters)',
    offenses: 'offenses (not persons and not encounters)',
    applications: 'applications',
    agreements: 'agreements',
    agencies: 'agencies',
    states: 'states',
  },
  notes: {
    /** Slot: `unit`. */
    doNotAddUp: 'The rows do not add up to the total: one of the {unit} may stand in several of them.',
    /** Slot: `gaps`, joined by semicolons. */
    listed:
      'Counted are offenses that are listed on record; a conviction of which only the number or the most serious offense is on record is not among them. {gaps}.',
    /** Slots: of the `events` of a `window`, how many have a `complete` list, one that may be `incomplete`, or none (`unlisted`). */
    listedIn:
      '{window}: of {events} events {complete} have a list that is complete, {incomplete} one that may not be, {unlisted} none',
    noList: 'NA: of no event of that column is a list of offenses on record.',
    noWindow: 'Not available: the sources cover none of the periods compared.',
    someWindows: 'NA: the sources do not wholly cover the period of that column.',
    /** Of what is overdue. */
    someLookBack:
      'NA: the sources do not wholly cover the time before the end of that column in which what is due may have been done.',
    someMeasures: 'NA: the sources do not wholly cover it.',
    /** Slot: `rows`, joined by semicolons. */
    untoldRows: 'Not available, because the sources do not cover it: {rows}.',
    /** Slot: `rows`, joined by semicolons. */
    emptyRows: 'Not applicable, because there was nothing to measure: {rows}.',
    someFacts: 'NA: the sources do not tell it.',
    /** Of a list. Slot: `columns`, joined by semicolons. */
    untoldColumns: 'Not available, because the sources do not tell it of any row: {columns}.',
    /** A column that is left out, because nothing is known of it. Slot: `columns`, its heading. */
    untoldWindow: '{columns}: not available, because the sources do not wholly cover it.',
    /** Columns that are left out. Slot: `columns`, a list. */
    emptyColumns: 'Not applicable in any row: {columns}.',
    untoldApplications:
      'Applications are not listed: the sources do not cover them on the last day of the period, and so their number is not available either.',
    /** In place of a list. Slot: `title`. */
    noneListed: '{title}: none.',
    notListed: '{title}: not available; the sources do not cover the last day of the period.',
    notCounted: '{title}: not available; the sources do not cover all the time that the number of them looks back.',
    someMonths: 'NA: the sources do not wholly cover the month.',
    wholeLastMonth: 'The last month is whole, beyond the period’s last day.',
    /** Slot: `breakdown` in the midst of a sentence. */
    notRecorded: 'The sources do not record {breakdown}.',
    notRecordedInSome: 'The sources do not record {breakdown} in every period.',
    underTemplate: 'Only events under an agreement that stood under this template on their day are counted.',
    /** Slot: `columns`, a list. */
    notInForce: 'X: not in force on any day of {columns}.',
    /** Slots: `columns`, a list; `days`, the spans of days as {@link regimeWords} says them. */
    someDays:
      '{columns}: only the days on which the regime was in force are counted ({days}); such columns are not compared.',
  },
} as const;
