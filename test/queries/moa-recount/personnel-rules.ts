import { type Day, daysFrom, plusYears } from './calendar.ts';
import type { Rows } from './rows.ts';
import { type Fact, made, type Rule, standing } from './rule.ts';

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
  const posts = rows.program_manager.map(
    (post): Fact => ({
      subject: post.post_id,
      agreement: null,
      office: post.office_code,
      from: post.held_from,
      until: post.held_until,
      code: post.kind,
    }),
  );
  return {
    'nominated-officers': on('nominated_on', () => ''),
    'cleared-officers': on('cleared_on', () => ''),
    'trained-officers': on('trained_on', (row) => row.exam_result ?? 'not-recorded'),
    'certified-officers': on('certified_on', () => ''),
    'active-officers': standing(certified),
    'agencies-with-officers': standing(certified),
    'revoked-officers': ended(() => true),
    'revocations-made': ended((row) => row.ended_reason === 'training-not-kept'),
    'program-managers': standing(posts),
    'field-program-managers': standing(posts.filter(({ code }) => code === 'field')),
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
