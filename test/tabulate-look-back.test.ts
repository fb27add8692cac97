import { describe, expect, test } from 'vitest';
import { credentials } from '../pipeline/measures/credentials.ts';
import type { RecordMeasure } from '../pipeline/measures/measure.ts';
import { meetingsOverdue } from '../pipeline/measures/meetings-overdue.ts';
import { overdueAgencies } from '../pipeline/measures/overdue-agencies.ts';
import { overdueInspections } from '../pipeline/measures/overdue-inspections.ts';
import { overdueOfficers } from '../pipeline/measures/overdue-officers.ts';
import { revocationsDue } from '../pipeline/measures/revocations-due.ts';
import { parsePeriod, shiftDate } from '../pipeline/period.ts';
import { isAvailable } from '../pipeline/tabulate/covered.ts';
import type { AgreementSubject } from '../queries/agreement-subjects.ts';

const period = parsePeriod('2018-03');

/** Whether a figure of March 2018 is told where its records are complete on these days, and for an agreement of a day. */
function isTold(measure: RecordMeasure, from: string, until = '2018-04-01', signed_on?: string | null): boolean {
  const span = { kind: measure.coverage, office: null, identifies287g: true, source: 'a file', from, until };
  const subject = signed_on === undefined ? null : ({ agreement_id: 'A', signed_on } as AgreementSubject);
  const told = { coverage: [span], everyAgreementHasOffice: true, tallies: [], subject };
  return isAvailable(measure, 'national', 'period', period, told);
}

describe('what is overdue is told where the days are covered on which it may have been done', () => {
  test.each([
    [overdueOfficers, '2016-04-01'],
    [overdueAgencies, '2016-04-01'],
    [overdueInspections, '2016-04-01'],
    [meetingsOverdue, '2015-04-01'],
    [credentials, '2018-03-01'],
    // Of the first day of the period those whose time began two years before.
    [revocationsDue, '2016-03-01'],
  ])('$id: through the last day from the first on which it looks back', (measure, first) => {
    expect(isTold(measure, first)).toBe(true);
    expect(isTold(measure, shiftDate(first, 1, 'day'))).toBe(false);
    expect(isTold(measure, first, '2018-03-31')).toBe(false);
  });

  test('in the document of one agreement, from its signing where that is later', () => {
    expect(isTold(meetingsOverdue, '2017-06-05', '2018-04-01', '2017-06-05')).toBe(true);
    expect(isTold(meetingsOverdue, '2017-06-06', '2018-04-01', '2017-06-05')).toBe(false);
    expect(isTold(meetingsOverdue, '2015-04-01', '2018-04-01', '2009-06-05')).toBe(true);
    expect(isTold(meetingsOverdue, '2017-06-05', '2018-04-01', null)).toBe(false);
    // Signed on the last day, or not by then: nothing can have been done before.
    expect(isTold(meetingsOverdue, '2018-03-31', '2018-04-01', '2018-03-31')).toBe(true);
    expect(isTold(meetingsOverdue, '2018-03-31', '2018-04-01', '2018-06-05')).toBe(true);
  });

  test('not where days between are missing', () => {
    const span = { kind: 'inspection', office: null, identifies287g: true, source: 'a file' } as const;
    const coverage = [
      { ...span, from: '2010-01-01', until: '2017-01-01' },
      { ...span, from: '2017-01-02', until: '2018-04-01' },
    ];
    const told = { coverage, everyAgreementHasOffice: true, tallies: [], subject: null };
    expect(isAvailable(overdueInspections, 'national', 'period', period, told)).toBe(false);
  });
});
