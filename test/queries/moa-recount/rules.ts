import { type Day, daysFrom, hoursFrom, newYorkDay, plusYears, weekdayHoursFrom } from './calendar.ts';
import { agreementAt, type Register, wasActive } from './register.ts';
import type { Rows } from './rows.ts';

/** One thing that is counted: made on the day `from`, or standing from it to the day before `until` (null: on). */
export interface Fact {
  readonly subject: string;
  readonly agreement: string | null;
  /** The post's own; absent: that of the agreement. */
  readonly office?: string | null;
  readonly from: Day;
  readonly until?: Day | null;
  readonly code: string;
  readonly outcome?: string;
  readonly elapsed?: number | null;
  readonly amount?: number;
}

/** What stands is read off day by day: all that stands at the end of a day. What is made is a list. */
export type Rule = { readonly made: readonly Fact[] } | { readonly standingOn: (day: Day) => readonly Fact[] };

const standing = (facts: readonly Fact[]): Rule => ({
  standingOn: (day) => facts.filter(({ from, until = null }) => from <= day && (until === null || until > day)),
});

const made = <R>(rows: readonly R[], factOf: (row: R) => (Omit<Fact, 'from'> & { from: Day | null }) | null): Rule => ({
  made: rows.flatMap((row) => {
    const fact = factOf(row);
    return fact === null || fact.from === null ? [] : [{ ...fact, from: fact.from }];
  }),
});

/** Officers, their posts and what became of their authority. */
export function personnelRules(rows: Rows): Readonly<Record<string, Rule>> {
  const { officer } = rows;
  type Officer = (typeof officer)[number];
  const on = (column: 'nominated_on' | 'cleared_on' | 'trained_on' | 'certified_on', code: (row: Officer) => string) =>
    made(officer, (row) => ({
      subject: row.officer_id,
      agreement: row.agreement_id,
      from: row[column],
      code: code(row),
    }));
  const certified = officer.flatMap((row): Fact[] =>
    row.certified_on === null
      ? []
      : [
          {
            subject: row.officer_id,
            agreement: row.agreement_id,
            from: row.certified_on,
            until: row.ended_on,
            code: '',
          },
        ],
  );
  const ended = (isCounted: (row: Officer) => boolean) =>
    made(officer.filter(isCounted), (row) => ({
      subject: row.officer_id,
      agreement: row.agreement_id,
      from: row.ended_on,
      code: row.ended_reason ?? '',
    }));
  return {
    'nominated-officers': on('nominated_on', () => ''),
    'cleared-officers': on('cleared_on', () => ''),
    'trained-officers': on('trained_on', (row) => row.exam_result ?? 'not-recorded'),
    'certified-officers': on('certified_on', () => ''),
    'active-officers': standing(certified),
    'agencies-with-officers': standing(certified),
    'revoked-officers': ended(() => true),
    'revocations-made': ended((row) => row.ended_reason === 'training-not-kept'),
    'program-managers': standing(
      rows.program_manager.map((post) => ({
        subject: post.post_id,
        agreement: null,
        office: post.office_code,
        from: post.held_from,
        until: post.held_until,
        code: post.kind,
      })),
    ),
  };
}

const annualCourses = [
  'ina-overview',
  'immigration-fundamentals',
  'human-trafficking-awareness',
  'information-awareness',
  'basic-records-management',
  'privacy-awareness',
  'operations-security',
  'language-access',
];
const renewed = [{ course: 'refresher', years: 2 }, ...annualCourses.map((course) => ({ course, years: 1 }))];

/** Training, what is overdue of it, and credentials. */
export function trainingRules(rows: Rows): Readonly<Record<string, Rule>> {
  const agreementOf = new Map(rows.officer.map((row) => [row.officer_id, row.agreement_id]));
  const completions = Map.groupBy(rows.officer_training, ({ officer_id, course }) => `${officer_id} ${course}`);
  const daysOf = new Map(
    [...completions].map(([key, own]) => [key, own.map(({ completed_on }) => completed_on).toSorted()]),
  );
  const completed = (officer: string, course: string) => daysOf.get(`${officer} ${course}`) ?? [];
  // The initial training is the first of the refreshers.
  const refreshed = (row: { readonly officer_id: string; readonly trained_on: Day | null }) =>
    [
      ...completed(row.officer_id, 'initial'),
      ...(row.trained_on === null ? [] : [row.trained_on]),
      ...completed(row.officer_id, 'refresher'),
    ].toSorted();
  const certified = rows.officer.flatMap((row) =>
    row.certified_on === null ? [] : [{ ...row, on: row.certified_on }],
  );
  const activeOn = (day: Day) =>
    certified.filter((row) => row.on <= day && (row.ended_on === null || row.ended_on > day));
  const overdueOn = (day: Day): readonly Fact[] =>
    activeOn(day).flatMap((row) =>
      renewed
        .filter(({ course, years }) => {
          const days = course === 'refresher' ? refreshed(row) : completed(row.officer_id, course);
          return plusYears(days.findLast((on) => on <= day) ?? row.on, years) <= day;
        })
        .map(({ course }) => ({ subject: row.officer_id, agreement: row.agreement_id, from: day, code: course })),
    );
  const lapses = certified.flatMap((row): Fact[] => {
    const kept = refreshed(row);
    // Who was certified without any is given two years from then; who trained before is given what is left of them.
    const starts = kept[0] === undefined || kept[0] > row.on ? [row.on, ...kept] : kept;
    return starts.flatMap((start, at) => {
      const due = plusYears(start, 2);
      const from = due < row.on ? row.on : due;
      const next = starts[at + 1];
      const isActive = row.ended_on === null || row.ended_on > from;
      return isActive && (next === undefined || next > from)
        ? [{ subject: row.officer_id, agreement: row.agreement_id, from, code: 'refresher' }]
        : [];
    });
  });
  const logins = Map.groupBy(rows.officer_login, ({ officer_id }) => officer_id);
  const credentialsOn = (day: Day): readonly Fact[] =>
    activeOn(day).map((row) => {
      const used = (logins.get(row.officer_id) ?? []).map(({ logged_in_on }) => logged_in_on).filter((on) => on <= day);
      const last = [row.on, ...used].toSorted().at(-1) ?? row.on;
      const idle = daysFrom(last, day) ?? 0;
      const code = idle <= 20 ? 'active' : idle <= 30 ? 'at-risk' : 'deactivated';
      return { subject: row.officer_id, agreement: row.agreement_id, from: day, code };
    });
  return {
    'completed-trainings': made(rows.officer_training, ({ officer_id, course, completed_on }) => ({
      subject: officer_id,
      agreement: agreementOf.get(officer_id) ?? null,
      from: completed_on,
      code: course,
    })),
    'overdue-officers': { standingOn: overdueOn },
    'overdue-agencies': { standingOn: overdueOn },
    'revocations-due': { made: lapses },
    credentials: { standingOn: credentialsOn },
  };
}

/** Equipment, step by step. */
export function equipmentRules(rows: Rows, register: Register): Readonly<Record<string, Rule>> {
  const { installation } = rows;
  const about = (row: (typeof installation)[number]) => ({ subject: row.installation_id, agreement: row.agreement_id });
  const stepOn = (row: (typeof installation)[number], day: Day) => {
    const done = (on: Day | null) => on !== null && on <= day;
    if (done(row.delivered_on)) return 'delivered';
    if (done(row.bids_closed_on)) return 'bids-closed';
    return done(row.isa_signed_on) ? 'isa-signed' : 'requested';
  };
  return {
    'initiated-installations': made(installation, (row) => ({ ...about(row), from: row.requested_on, code: '' })),
    'completed-installations': made(installation, (row) => ({
      ...about(row),
      from: row.installed_on,
      code: '',
      elapsed: daysFrom(register.agreements.get(row.agreement_id)?.signed_on ?? null, row.installed_on),
    })),
    'outstanding-installations': {
      standingOn: (day) =>
        installation
          .filter((row) => row.requested_on <= day && (row.installed_on === null || row.installed_on > day))
          .map((row) => ({ ...about(row), from: day, code: stepOn(row, day) })),
    },
    'installation-steps': {
      made: installation.flatMap((row) =>
        (
          [
            ['request-to-isa', row.requested_on, row.isa_signed_on],
            ['isa-to-bids', row.isa_signed_on, row.bids_closed_on],
            ['bids-to-delivery', row.bids_closed_on, row.delivered_on],
            ['delivery-to-installation', row.delivered_on, row.installed_on],
          ] as const
        ).flatMap(([code, began, ended]) =>
          ended === null ? [] : [{ ...about(row), from: ended, code, elapsed: daysFrom(began, ended) }],
        ),
      ),
    },
  };
}

/** Reviews, meetings, addenda and notices. */
export function reviewRules(rows: Rows, register: Register): Readonly<Record<string, Rule>> {
  const kinds = ['initial-review', 'annual-meeting', 'three-year-review', 'steering-committee'];
  const of = (wanted: readonly string[]) =>
    made(
      rows.milestone.filter(({ kind }) => wanted.includes(kind)),
      ({ agreement_id, kind, occurred_on }) => ({
        subject: agreement_id,
        agreement: agreement_id,
        from: occurred_on,
        code: kind,
      }),
    );
  const byKind = Map.groupBy(rows.milestone, ({ agreement_id, kind }) => `${agreement_id} ${kind}`);
  const days = (id: string, kind: string) =>
    (byKind.get(`${id} ${kind}`) ?? []).map(({ occurred_on }) => occurred_on).toSorted();
  const first = (id: string, kind: string) => days(id, kind)[0];
  const last = (id: string, kind: string, day: Day) => days(id, kind).findLast((on) => on <= day);
  const overdueOn = (day: Day): readonly Fact[] =>
    rows.agreement.flatMap(({ agreement_id: id, model, signed_on: signed }) => {
      const span = agreementAt(register, id, day);
      if (span?.status !== 'active') return [];
      const asks = model === 'JEM' || model === 'WSO';
      const asksReview = model === 'JEM' && ['2020', '2025'].includes(span.template ?? '');
      const operational = first(id, 'operational');
      const began = operational ?? first(id, 'effective') ?? register.began.get(id);
      const isOver = (start: Day | null | undefined, years: number) =>
        start !== undefined && start !== null && start <= day && plusYears(start, years) <= day;
      const overdue = [
        ...(asks && isOver(last(id, 'annual-meeting', day) ?? began, 1) ? ['annual-meeting'] : []),
        ...(asks && last(id, 'initial-review', day) === undefined && isOver(operational, 1) ? ['initial-review'] : []),
        ...(asksReview && isOver(last(id, 'three-year-review', day) ?? signed, 3) ? ['three-year-review'] : []),
      ];
      return overdue.map((code) => ({ subject: id, agreement: id, from: day, code }));
    });
  return {
    'meetings-held': of(kinds),
    'meetings-overdue': { standingOn: overdueOn },
    addenda: of(['addendum']),
    notices: of(['suspension-notice', 'termination-notice']),
  };
}

/** Inspections: due every two years, but under Warrant Service Officer agreements. */
export function inspectionRules(rows: Rows, register: Register): Readonly<Record<string, Rule>> {
  const { inspection } = rows;
  const of = (
    code: (row: (typeof inspection)[number]) => string,
    amount: (row: (typeof inspection)[number]) => number,
  ) =>
    made(inspection, (row) => ({
      subject: row.inspection_id,
      agreement: row.agreement_id,
      from: row.inspected_on,
      code: code(row),
      amount: amount(row),
    }));
  const daysOf = Map.groupBy(inspection, ({ agreement_id }) => agreement_id);
  const activeOn = (day: Day) => rows.agreement.filter(({ agreement_id }) => wasActive(register, agreement_id, day));
  const about = (id: string, day: Day): Fact => ({ subject: id, agreement: id, from: day, code: '' });
  return {
    inspections: of(
      ({ rating }) => rating,
      () => 1,
    ),
    deficiencies: of(
      () => '',
      (row) => row.deficiencies,
    ),
    'open-corrective-actions': of(
      () => '',
      (row) => row.corrective_actions_open,
    ),
    'closed-corrective-actions': of(
      () => '',
      (row) => row.corrective_actions_closed,
    ),
    'overdue-inspections': {
      standingOn: (day) =>
        activeOn(day)
          .filter(({ model }) => model !== 'WSO')
          .filter(({ agreement_id: id }) => {
            const inspected = (daysOf.get(id) ?? []).map(({ inspected_on: on }) => on).filter((on) => on <= day);
            const began = register.began.get(id);
            const start = [...inspected, ...(began === undefined ? [] : [began])].toSorted().at(-1);
            return start !== undefined && plusYears(start, 2) <= day;
          })
          .map(({ agreement_id: id }) => about(id, day)),
    },
    'agreements-without-inspection': {
      standingOn: (day) =>
        activeOn(day)
          .filter(({ model }) => model === 'WSO')
          .map(({ agreement_id: id }) => about(id, day)),
    },
  };
}

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
        timed({ subject, agreement, from: day, code: 'complaint-resolution', elapsed: daysFrom(day, row.resolved_on) }),
        ...(row.resolved_on === null
          ? []
          : [
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
  };
}

/** Cases under agreements, detainers with what became of them, and what agencies counted themselves. */
export function caseRules(rows: Rows): Readonly<Record<string, Rule>> {
  const statuses = Map.groupBy(rows.event_status, ({ event_id }) => event_id);
  const stateOf = (id: string) =>
    (statuses.get(id) ?? [])
      .filter(({ status }) => status !== 'issued')
      .toSorted((a, b) => (a.occurred_on < b.occurred_on ? -1 : 1))
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
