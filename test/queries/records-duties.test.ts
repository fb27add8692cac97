import { expect, test } from 'vitest';
import { describeOnEachEngine } from '../engines.ts';
import { listed, putRecords, standingOn } from './records/small-register.ts';

const complaint = (complaint_id: string, received_at: string, also: object = {}) => ({
  complaint_id,
  agreement_id: 'A',
  source: 'family',
  received_at,
  ...also,
});

const only = (code: string, rows: readonly string[]) => rows.filter((row) => row.includes(` ${code} `));

describeOnEachEngine('records of duties', ({ open }) => {
  test('a duty has begun hours as whole ones against its limit', async () => {
    await using database = await open();
    const performed = (performance_id: string, duty: string, began_at: string | null, met_at: string | null) => ({
      performance_id,
      agreement_id: 'A',
      duty,
      began_on: '2018-03-09',
      began_at,
      met_at,
    });
    const noon = '2018-03-09T12:00:00-05:00';
    await putRecords(database, [{ agreement_id: 'A' }], {
      duty_performance: [
        performed('1', 'detainer-notice', noon, '2018-03-10T12:00:00-05:00'),
        performed('2', 'detainer-notice', noon, '2018-03-10T12:00:01-05:00'),
        performed('3', 'citizenship-claim', noon, noon),
        performed('4', 'citizenship-claim', noon, '2018-03-09T12:00:00.001-05:00'),
        performed('5', 'warrant-notice', noon, '2018-03-20T12:00:00-04:00'),
        performed('6', 'warrant-notice', noon, null),
        performed('7', 'custody-hold', null, '2018-03-20T12:00:00-04:00'),
        // The clock goes forward on Sunday, 11 March: noon to noon of Monday is 71 hours.
        performed('8', 'revocation-notice', noon, '2018-03-12T12:00:00-04:00'),
      ],
    });
    expect(await listed(database, 'duties-performed', 'made')).toEqual([
      '1 detainer-notice within 24 2018-03-09 ~',
      '2 detainer-notice beyond 25 2018-03-09 ~',
      '3 citizenship-claim within 0 2018-03-09 ~',
      '4 citizenship-claim within 1 2018-03-09 ~',
      '5 warrant-notice no-limit 263 2018-03-09 ~',
      '6 warrant-notice not-measurable 2018-03-09 ~',
      '7 custody-hold not-measurable 2018-03-09 ~',
      '8 revocation-notice beyond 71 2018-03-09 ~',
    ]);
  });

  test('the notice of a complaint leaves out Saturdays and Sundays in New York, across changes of the clock', async () => {
    await using database = await open();
    const noticed = (id: string, received_at: string, notified_at: string | null) =>
      complaint(id, received_at, { notified_at });
    await putRecords(database, [{ agreement_id: 'A' }], {
      complaint: [
        // Friday noon to Tuesday noon, with 23 hours in the Sunday between: 48 of weekdays, and one second more.
        noticed('1', '2018-03-09T12:00:00-05:00', '2018-03-13T12:00:00-04:00'),
        noticed('2', '2018-03-09T12:00:00-05:00', '2018-03-13T12:00:01-04:00'),
        // The same in November, with 25 hours in the Sunday.
        noticed('3', '2018-11-02T12:00:00-04:00', '2018-11-06T12:00:00-05:00'),
        // In the weekend: from its first moment to its last no hour passes; one second into Monday a first one does.
        noticed('4', '2018-03-10T00:00:00-05:00', '2018-03-12T00:00:00-04:00'),
        noticed('5', '2018-03-10T00:00:00-05:00', '2018-03-12T00:00:01-04:00'),
        // The last hour of a Friday, though it is Saturday in London.
        noticed('6', '2018-03-10T04:00:00Z', '2018-03-11T15:00:00Z'),
        // Two weekends.
        noticed('7', '2018-03-08T00:00:00-05:00', '2018-03-20T06:00:00-04:00'),
        noticed('8', '2018-03-08T00:00:00-05:00', null),
        noticed('9', '2018-03-08T00:00:00-05:00', '2018-03-07T00:00:00-05:00'),
      ],
    });
    expect(only('complaint-notice', await listed(database, 'complaint-duties', 'made'))).toEqual([
      '1 complaint-notice within 48 2018-03-09 ~',
      '2 complaint-notice beyond 49 2018-03-09 ~',
      '3 complaint-notice within 48 2018-11-02 ~',
      '4 complaint-notice within 0 2018-03-10 ~',
      '5 complaint-notice within 1 2018-03-10 ~',
      '6 complaint-notice within 1 2018-03-09 ~',
      // Thursday and Friday, a whole week, and Monday with six hours of Tuesday: 48 + 120 + 30.
      '7 complaint-notice beyond 198 2018-03-08 ~',
      '8 complaint-notice not-measurable 2018-03-08 ~',
      '9 complaint-notice not-measurable 2018-03-08 ~',
    ]);
  });

  test('a complaint is resolved within 90 days of receipt and counts on the day of resolution, and its result reported within 30 of that', async () => {
    await using database = await open();
    const resolved = (id: string, resolved_on: string | null, result_reported_on: string | null) =>
      // Late in the evening of 1 March in New York.
      complaint(id, '2018-03-02T04:59:59Z', {
        resolved_on,
        finding: resolved_on === null ? null : 'unfounded',
        result_reported_on,
      });
    await putRecords(database, [{ agreement_id: 'A' }], {
      complaint: [
        resolved('1', '2018-05-30', '2018-06-29'),
        resolved('2', '2018-05-31', '2018-07-01'),
        resolved('3', '2018-03-01', null),
        resolved('4', '2018-02-28', '2018-02-27'),
        resolved('5', null, null),
      ],
    });
    const duties = await listed(database, 'complaint-duties', 'made');
    expect(only('complaint-resolution', duties)).toEqual([
      '1 complaint-resolution within 90 2018-05-30 ~',
      '2 complaint-resolution beyond 91 2018-05-31 ~',
      '3 complaint-resolution within 0 2018-03-01 ~',
      '4 complaint-resolution not-measurable 2018-02-28 ~',
    ]);
    // On day 90 it is not overdue, on day 91 it is: 2 is resolved on that day.
    expect(await listed(database, 'complaints-overdue', 'standing')).toEqual(['5 family 2018-05-31 ~']);
    expect(only('investigation-result', duties)).toEqual([
      '1 investigation-result within 30 2018-05-30 ~',
      '2 investigation-result beyond 31 2018-05-31 ~',
      '3 investigation-result not-measurable 2018-03-01 ~',
      '4 investigation-result not-measurable 2018-02-28 ~',
    ]);
  });

  test('a complaint is received on the day in New York and open until it is resolved', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }], {
      complaint: [
        complaint('1', '2018-04-01T03:59:59Z', { resolved_on: '2018-04-02', finding: 'substantiated' }),
        complaint('2', '2018-04-01T04:00:00Z', { source: 'agency' }),
        complaint('3', '2018-04-01T04:00:00Z', { resolved_on: '2018-04-01', finding: 'unsubstantiated' }),
      ],
    });
    expect(await listed(database, 'complaints-received', 'made')).toEqual([
      '1 family substantiated 2018-03-31 ~',
      '2 agency open 2018-04-01 ~',
      '3 family unsubstantiated 2018-04-01 ~',
    ]);
    expect(await listed(database, 'complaints-resolved', 'made')).toEqual([
      '1 substantiated 2018-04-02 ~',
      '3 unsubstantiated 2018-04-01 ~',
    ]);
    expect(
      await standingOn(database, 'complaints-open', ['2018-03-30', '2018-03-31', '2018-04-01', '2018-04-02']),
    ).toEqual({
      agency: [0, 0, 1, 1],
      family: [0, 1, 1, 0],
    });
  });

  test('a review of a document has the days to the review, and none while it is pending', async () => {
    await using database = await open();
    const review = (review_id: string, outcome: string, reviewed_on: string | null) => ({
      review_id,
      agreement_id: 'A',
      form: 'I-862',
      submitted_on: '2020-02-28',
      reviewed_on,
      outcome,
    });
    await putRecords(database, [{ agreement_id: 'A' }], {
      document_review: [
        review('1', 'approved', '2020-03-01'),
        review('2', 'returned', '2020-02-28'),
        review('3', 'pending', null),
        review('4', 'approved', '2020-02-27'),
      ],
    });
    expect(await listed(database, 'document-reviews', 'made')).toEqual([
      '1 I-862 approved 2 2020-02-28 ~',
      '2 I-862 returned 0 2020-02-28 ~',
      '3 I-862 pending 2020-02-28 ~',
      '4 I-862 approved 2020-02-28 ~',
    ]);
  });
});
