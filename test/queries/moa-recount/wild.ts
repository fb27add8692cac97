import type { Database, OwnSchema } from '../../../queries/database.ts';
import { recordedDuties } from '../../../queries/duties.ts';
import { complaintFindings, complaintSources, inspectionRatings, milestoneKinds } from '../../../queries/oversight.ts';
import { courses, examResults, revocationReasons } from '../../../queries/personnel.ts';
import { type Day, plusDays, plusYears } from './calendar.ts';

/** Numbers of its own, so that a failure can be repeated. */
function numbers(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const below = numbers(287);
const pick = <T>(list: readonly T[]): T => {
  const value = list[below(list.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};
const maybe = <T>(value: T): T | null => (below(4) === 0 ? null : value);

/** Where a rule is likely to be off by one: ends of periods, leap days, changes of the clock. */
const corners = ['2018-03-31', '2020-02-29', '2019-09-30', '2025-09-30', '2023-11-08', '2023-03-12', '2023-11-05'];
const offsets = [-180, -90, -31, -30, -21, -20, -2, -1, 0, 1, 2];

/** A day at a corner or anywhere. */
function someDay(): Day {
  if (below(3) === 0) return plusDays('2013-01-01', below(4_650));
  return plusDays(plusYears(pick(corners), -below(4)), pick(offsets));
}
const after = (day: Day, most: number) => plusDays(day, below(most));

/** An instant at any minute, or close to midnight in New York. */
function someInstant(day: Day): string {
  const time = pick(['04:00:00Z', '03:59:59Z', '05:00:00Z', '04:59:59.5Z', '12:34:56Z', '07:30:00Z']);
  return `${day}T${time}`;
}
const later = (instant: string) =>
  new Date(
    Date.parse(instant) + pick([0, 1, 3_599, 3_600, 3_601, 86_400, 172_800, 172_801, below(900_000)]) * 1_000,
  ).toISOString();

type Stored<T extends keyof OwnSchema> = Readonly<Record<keyof OwnSchema[T] & string, unknown>>;
const some = <T>(count: number, of: (id: string) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => of(`WILD-${String(at).padStart(3, '0')}`));
const agreementId = () => `WILD-${String(below(60)).padStart(3, '0')}`;
const agencyId = () => `WILD-AGENCY-${below(25)}`;

const agencies = Array.from({ length: 25 }, (_, at) => ({
  agency_id: `WILD-AGENCY-${at}`,
  name: `Agency ${at}`,
  state: pick(['GA', 'TX', 'FL']),
  county: null,
  agency_type: 'county',
}));

const agreements = some(60, (agreement_id) => ({
  agreement_id,
  agency_id: agencyId(),
  model: pick(['JEM', 'JEM', 'WSO', 'TFM', 'TFO']),
  office_code: pick(['ATL', 'HOU', 'MIA', null]),
  signed_on: maybe(someDay()),
}));

/** Spans one after another, with a gap or without; some active ones of another agency or template. */
const spans = agreements.flatMap(({ agreement_id }) => {
  const days = [...new Set(Array.from({ length: 1 + below(5) }, someDay))].toSorted();
  return days.map((valid_from, at) => {
    const next = days[at + 1];
    const status = pick(['active', 'active', 'active', 'suspended', at === 0 ? 'pending' : 'terminated', 'superseded']);
    const gap = below(4) === 0 ? 1 : 0;
    const until = next === undefined ? maybe(plusDays(valid_from, 1 + below(900))) : plusDays(next, -gap);
    return {
      agreement_id,
      status,
      valid_from,
      valid_until: until !== null && until <= valid_from ? (next ?? null) : until,
      agency_id: status === 'active' && below(3) === 0 ? agencyId() : null,
      template: pick(['2009', '2013', '2019', '2020', '2025', null]),
      basis: null,
    };
  });
});

const officers = some(300, (officer_id) => {
  const trained_on = maybe(someDay());
  const certified_on = maybe(someDay());
  const ended = certified_on === null || below(2) === 0 ? null : plusDays(certified_on, 1 + below(1_500));
  return {
    officer_id,
    agreement_id: agreementId(),
    nominated_on: someDay(),
    cleared_on: maybe(someDay()),
    trained_on,
    exam_result: trained_on === null ? null : maybe(pick(examResults).code),
    certified_on,
    ended_on: ended,
    ended_reason: ended === null ? null : pick(revocationReasons).code,
  };
});

const once = <T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
];
const officerId = () => pick(officers).officer_id;

const trainings = once(
  some(2_500, () => ({ officer_id: officerId(), course: pick(courses).code, completed_on: someDay() })),
  (row) => Object.values(row).join(' '),
);
const logins = once(
  some(1_500, () => ({ officer_id: officerId(), logged_in_on: someDay() })),
  (row) => Object.values(row).join(' '),
);
const posts = some(40, (post_id) => {
  const held_from = someDay();
  return {
    post_id,
    kind: pick(['field', 'national']),
    office_code: pick(['ATL', 'HOU', null]),
    held_from,
    held_until: maybe(plusDays(held_from, 1 + below(900))),
  };
});
const milestones = once(
  some(400, () => ({ agreement_id: agreementId(), kind: pick(milestoneKinds).code, occurred_on: someDay() })),
  (row) => Object.values(row).join(' '),
);
const installations = some(150, (installation_id) => {
  const agreement_id = agreementId();
  // Never before the signing.
  const signed = agreements.find((agreement) => agreement.agreement_id === agreement_id)?.signed_on ?? '';
  const requested_on = [someDay(), signed].toSorted().at(-1) ?? signed;
  const isa = after(requested_on, 60);
  const bids = after(isa, 150);
  const delivered = after(bids, 60);
  return {
    installation_id,
    agreement_id,
    site: 'A site',
    requested_on,
    isa_signed_on: maybe(isa),
    bids_closed_on: maybe(bids),
    delivered_on: maybe(delivered),
    installed_on: maybe(after(delivered, 60)),
  };
});
const performances = some(400, (performance_id) => {
  const began_on = someDay();
  const began_at = maybe(someInstant(began_on));
  return {
    performance_id,
    agreement_id: agreementId(),
    duty: pick(recordedDuties).code,
    began_on,
    began_at,
    met_at: maybe(later(began_at ?? someInstant(began_on))),
  };
});
const reviews = some(200, (review_id) => {
  const submitted_on = someDay();
  const reviewed_on = maybe(after(submitted_on, 40));
  const outcome = reviewed_on === null ? 'pending' : pick(['approved', 'returned']);
  return { review_id, agreement_id: agreementId(), form: pick(['I-862', 'I-860']), submitted_on, reviewed_on, outcome };
});
const complaints = some(300, (complaint_id) => {
  const day = someDay();
  const received_at = someInstant(day);
  const resolved_on = maybe(plusDays(day, below(120) - 2));
  return {
    complaint_id,
    agreement_id: agreementId(),
    source: pick(complaintSources).code,
    received_at,
    notified_at: maybe(below(8) === 0 ? someInstant(plusDays(day, -1)) : later(received_at)),
    resolved_on,
    finding: resolved_on === null ? null : pick(complaintFindings).code,
    result_reported_on: maybe(plusDays(resolved_on ?? day, below(45))),
  };
});
const inspections = some(120, (inspection_id) => ({
  inspection_id,
  agreement_id: agreementId(),
  inspected_on: someDay(),
  rating: pick(inspectionRatings).code,
  deficiencies: below(9),
  corrective_actions_open: below(9),
  corrective_actions_closed: below(9),
}));
const figures = once(
  some(300, () => ({
    agreement_id: agreementId(),
    month: `${someDay().slice(0, 7)}-01`,
    measure: pick(['encounter', 'detainer']),
    figure: below(99),
  })),
  ({ agreement_id, month, measure }) => `${agreement_id} ${month} ${measure}`,
);

/**
 * Puts agreements that are passed on, suspended, ended or of no office on record beside the others, and records about them
 * that lie where rules are likely to be off by one, or in an order that nobody would expect.
 */
export async function addWildRecords(database: Database): Promise<void> {
  await database.transaction('read-write', async ({ own }) => {
    const put = async <T extends keyof OwnSchema>(table: T, rows: readonly Partial<Stored<T>>[]) => {
      for (let at = 0; at < rows.length; at += 500)
        await own
          .insertInto(table)
          .values(rows.slice(at, at + 500) as never)
          .execute();
    };
    const ofImport = <R>(rows: readonly R[]) => rows.map((row) => ({ ...row, import_id: 1 }));
    await put('agency', agencies);
    await put('agreement', agreements);
    await put('agreement_status', spans);
    await put('officer', ofImport(officers));
    await put('officer_training', ofImport(trainings));
    await put('officer_login', ofImport(logins));
    await put('program_manager', ofImport(posts));
    await put('milestone', ofImport(milestones));
    await put('installation', ofImport(installations));
    await put('duty_performance', ofImport(performances));
    await put('document_review', ofImport(reviews));
    await put('complaint', ofImport(complaints));
    await put('inspection', ofImport(inspections));
    await put('agency_figure', ofImport(figures));
  });
}
