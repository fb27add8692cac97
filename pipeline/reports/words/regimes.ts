/** What the notes say of the regimes on the days compared, and of rules that the record left open. */
export const regimeWords = {
  /** Over the notes and over their table. */
  heading: 'Regimes on the days compared',
  columns: { axis: 'Question', regime: 'Regime', days: 'In force', source: 'Source' },
  /** In the table. Slots: `from`, `through`. */
  days: { open: 'From {from}', closed: 'From {from} through {through}' },
  /** The same in the midst of a sentence. */
  daysInSentence: { open: 'from {from}', closed: 'from {from} through {through}' },
  byAgreement: 'On the days of an agreement under this template',
  noRegime: 'None applied',
  /** Slots: `title`, `address`. */
  source: '{title}. {address}',
  /** Slots: `regime`, `remark`. */
  remark: '{regime}: {remark}',
  /** Sources differ on when it held. Slots: `regime`; each `day` with its `source`; `why`. */
  disputedDay:
    '{regime}: sources differ on a day. Chosen: {chosenDay} ({chosenSource}). Not chosen: {otherDay} ({otherSource}). {why}',
  unconfirmed: 'These rules are to be confirmed against the instrument:',
  /** Slots: `regime`, `rules` joined by semicolons. */
  unconfirmedRules: '{regime}: {rules}',
  groupings: {
    heading: 'Groupings of offenses that the rules read',
    text: 'The instruments name kinds of offense and not codes. These groupings of NCIC codes are this program’s own.',
  },
  undecided: {
    text: 'A rule that holds decides although the record may leave a rule before it open. Where no rule holds and one is open, the category cannot be determined. One event may leave several rules open.',
    title: 'Rules that the record left open, in the period',
    columns: {
      measure: 'Counted',
      regime: 'Regime',
      rule: 'Rule',
      events: 'Events for which it could be neither applied nor excluded',
    },
  },
} as const;
