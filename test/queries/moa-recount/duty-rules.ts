import { daysFrom, hoursFrom, newYorkDay, plusDays, weekdayHoursFrom } from './calendar.ts';
import type { Rows } from './rows.ts';
import { type Fact, made, type Rule, standing } from './rule.ts';

const limits: Readonly<Record<string, number | null>> = {
  'detainer-notice': 24,
  'citizenship-claim': 1,
  'warrant-notice': null,
  'custody-hold': 48,
  'field-arrest-transport': 24,
  'revocation-notice': 48,
  'complaint-notice': 48,
  'complaint-resolution': 90,
  'investigation-result': 30,
};

function outcomeOf(code: string, elapsed: number | null): string {
  const limit = limits[code] ?? null;
  if (elapsed === null) return 'not-measurable';
  if (limit === null) return 'no-limit';
  return elapsed <= limit ? 'within' : 'beyond';
}

const instantOf = (text: string | null) => (text === null ? null : Date.parse(text));

/** Duties with a time, complaints, and charging documents under review. */
export function dutyRules(rows: Rows): Readonly<Record<string, Rule>> {
  const timed = (fact: Omit<Fact, 'outcome'> & { readonly elapsed: number | null }): Fact => ({
    ...fact,
    outcome: outcomeOf(fact.code, fact.elapsed),
  });
  const complaints = rows.complaint.map((row) => {
    const received = Date.parse(row.received_at);
    return { ...row, received, day: newYorkDay(received), subject: row.complaint_id, agreement: row.agreement_id };
  });
  return {
    'duties-performed': {
      made: rows.duty_performance.map((row) =>
        timed({
          subject: row.performance_id,
          agreement: row.agreement_id,
          from: row.began_on,
          code: row.duty,
          elapsed: hoursFrom(instantOf(row.began_at), instantOf(row.met_at)),
        }),
      ),
    },
    'complaint-duties': {
      made: complaints.flatMap(({ subject, agreement, received, day, ...row }) => [
        timed({
          subject,
          agreement,
          from: day,
          code: 'complaint-notice',
          elapsed: weekdayHoursFrom(received, instantOf(row.notified_at)),
        }),
        ...(row.resolved_on === null
          ? []
          : [
              timed({
                subject,
                agreement,
                from: row.resolved_on,
                code: 'complaint-resolution',
                elapsed: daysFrom(day, row.resolved_on),
              }),
              timed({
                subject,
                agreement,
                from: row.resolved_on,
                code: 'investigation-result',
                elapsed: daysFrom(row.resolved_on, row.result_reported_on),
              }),
            ]),
      ]),
    },
    'document-reviews': made(rows.document_review, (row) => ({
      subject: row.review_id,
      agreement: row.agreement_id,
      from: row.submitted_on,
      code: row.form,
      outcome: row.outcome,
      elapsed: daysFrom(row.submitted_on, row.reviewed_on),
    })),
    'complaints-received': { made: complaints.map((row) => ({ ...row, from: row.day, code: row.source })) },
    'complaints-resolved': made(complaints, (row) => ({ ...row, from: row.resolved_on, code: row.finding ?? '' })),
    'open-complaints': standing(
      complaints.map((row) => ({ ...row, from: row.day, until: row.resolved_on, code: row.source })),
    ),
    'overdue-complaints': standing(
      complaints.map((row) => ({ ...row, from: plusDays(row.day, 91), until: row.resolved_on, code: row.source })),
    ),
  };
}

/** Cases under agreements, detainers with what became of them, and what agencies counted themselves. */
export function caseRules(rows: Rows): Readonly<Record<string, Rule>> {
  const statuses = Map.groupBy(rows.event_status, ({ event_id }) => event_id);
  const decisive = ['lifted', 'declined', 'honored'];
  const stateOf = (id: string) =>
    (statuses.get(id) ?? [])
      .filter(({ status }) => status !== 'issued')
      .toSorted(
        (a, b) =>
          (a.occurred_on < b.occurred_on ? -1 : Number(a.occurred_on > b.occurred_on)) ||
          decisive.indexOf(a.status) - decisive.indexOf(b.status),
      )
      .at(-1)?.status ?? 'pending';
  const linked = (kind: string, code: (id: string) => string) =>
    made(
      rows.event.filter((event) => event.kind === kind),
      ({ event_id: id, agreement_id, occurred_on }) => ({
        subject: id,
        agreement: agreement_id,
        from: occurred_on,
        code: code(id),
      }),
    );
  const onRecord = Map.groupBy(
    rows.event,
    ({ agreement_id, kind, occurred_on }) => `${agreement_id} ${kind} ${occurred_on.slice(0, 7)}`,
  );
  const figures = (amount: (row: Rows['agency_figure'][number]) => number) =>
    made(rows.agency_figure, (row) => ({
      subject: `${row.agreement_id} ${row.month} ${row.measure}`,
      agreement: row.agreement_id,
      from: row.month,
      code: row.measure,
      amount: amount(row),
    }));
  return {
    'agreement-cases': linked('encounter', () => ''),
    'agreement-detainers': linked('detainer', stateOf),
    'agency-figures': figures(({ figure }) => figure),
    'compared-figures': figures(
      ({ agreement_id, measure, month }) =>
        onRecord.get(`${agreement_id} ${measure} ${month.slice(0, 7)}`)?.length ?? 0,
    ),
    'agency-reports': figures(() => 1),
  };
}
