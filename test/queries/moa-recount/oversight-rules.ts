import { type Day, daysFrom, plusYears } from './calendar.ts';
import { agreementAt, type Register, wasActive } from './register.ts';
import type { Rows } from './rows.ts';
import { type Fact, made, type Rule } from './rule.ts';

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
  // The templates of 2009 and 2013 ask for neither; where none is recorded, both are asked for.
  const asksForMeetings = (template: string | null | undefined) => !['2009', '2013'].includes(template ?? '');
  const firstTemplate = (id: string) =>
    rows.agreement_status
      .filter(({ agreement_id, status }) => agreement_id === id && status === 'active')
      .toSorted((a, b) => (a.valid_from < b.valid_from ? -1 : 1))
      .find(({ template }) => template !== null)?.template;
  const renewed = (id: string) =>
    rows.agreement_status
      .filter(
        (span) =>
          span.agreement_id === id && span.status === 'active' && ['2020', '2025'].includes(span.template ?? ''),
      )
      .map(({ valid_from }) => valid_from)
      .toSorted()[0];
  const overdueOn = (day: Day): readonly Fact[] =>
    rows.agreement.flatMap(({ agreement_id: id, model, signed_on: signed }) => {
      const span = agreementAt(register, id, day);
      if (span?.status !== 'active') return [];
      const isModel = model === 'JEM' || model === 'WSO';
      const asks = isModel && asksForMeetings(span.template);
      const asksInitially = isModel && asksForMeetings(firstTemplate(id));
      const asksReview = model === 'JEM' && ['2020', '2025'].includes(span.template ?? '');
      // The clause is of these templates: its time does not begin before them.
      const underReview = signed === null ? null : [signed, renewed(id) ?? signed].toSorted().at(-1);
      const operational = first(id, 'operational');
      const began = operational ?? first(id, 'effective') ?? register.began.get(id);
      const isOver = (start: Day | null | undefined, years: number) =>
        start !== undefined && start !== null && start <= day && plusYears(start, years) <= day;
      const overdue = [
        ...(asks && isOver(last(id, 'annual-meeting', day) ?? began, 1) ? ['annual-meeting'] : []),
        ...(asksInitially && last(id, 'initial-review', day) === undefined && isOver(operational, 1)
          ? ['initial-review']
          : []),
        ...(asksReview && isOver(last(id, 'three-year-review', day) ?? underReview, 3) ? ['three-year-review'] : []),
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
