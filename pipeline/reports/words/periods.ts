/** How columns and sentences name the windows that are compared. */
export const periodWords = {
  /** Over a column. Slots: `year` of the fiscal year, `quarter` of it, and `day`: `Jun 30`, after `since` with its year. */
  header: {
    quarter: 'Q{quarter} FY {year}',
    fiscalYear: 'FY {year}',
    toDate: 'FY {year} to {day}',
    everPending: 'Ever pending',
    everInForce: 'Ever in force',
    since: 'Since {day}',
    sinceSigning: 'Since signing',
  },
  /** What the windows are that every measure shares. */
  meaning: {
    period: 'the period of this report',
    previous: 'the period before',
    'year-earlier': 'the same period a year earlier',
    fytd: 'from the start of the fiscal year to the end of the period',
    'prior-fytd': 'the same part of the prior fiscal year',
  },
  /** What all time is over a column: of what is in force (slot: `day`, the first of it), and of what began or ended. */
  allTime: {
    stock: 'on any day from {day} to the end of the period',
    underAgreement: 'from the signing of the agreement to the end of the period',
    flow: 'from the first day that the register covers to the end of the period',
  },
  /** Where an earlier figure lies. Slots: the `name` of a period; the `day` on which a stock was counted. */
  when: { during: 'in {name}', on: 'on {day}' },
} as const;
