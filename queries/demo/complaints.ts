import type { Complaint, Inspection } from '../oversight.ts';
import { type Administered, endOf, heldOn, monthsFrom, recordsEnd } from './administered.ts';
import { type Day, dateOf, dayOf, newYorkInstant, weekdayOf } from './calendar.ts';
import { dateOrNull } from './officers.ts';
import { choiceOf, type Random, randomStream } from './random.ts';

const sources = choiceOf<Complaint['source']>([
  ['person', 38],
  ['family', 16],
  ['attorney', 17],
  ['organization', 10],
  ['agency', 8],
  ['ice', 5],
  ['other', 6],
]);
const findings = choiceOf<Complaint['finding']>([
  ['substantiated', 17],
  ['unsubstantiated', 48],
  ['unfounded', 35],
]);

/** A few in each month, more as agreements grew in number. */
export function* complaintsOf(agreements: readonly Administered[], seed: number): Generator<Complaint> {
  const random = randomStream(seed, 'complaints');
  let number = 0;
  for (const month of monthsFrom('2016-10', '2025-09')) {
    const working = agreements.filter((held) => heldOn(held, month.from) && heldOn(held, month.until - 1));
    const few = random.between(1, 3) + random.between(0, Math.ceil(working.length / 60));
    const days = Array.from({ length: few }, () => random.between(month.from, month.until - 1)).sort((a, b) => a - b);
    for (const day of days) {
      const held = working[random.between(0, working.length - 1)];
      if (held === undefined) continue;
      number += 1;
      yield complaint(`SYN-C-${String(number).padStart(5, '0')}`, held.agreement_id, day, random);
    }
  }
}

const minutesInDay = 1_440;

function complaint(complaint_id: string, agreement_id: string, day: Day, random: Random): Complaint {
  const minute = random.between(400, 1_380);
  const place = random.next();
  const spent = place < 0.83 ? random.between(20, 2_700) : random.between(3_000, 14_000);
  const notice = place < 0.95 ? withoutWeekends(day * minutesInDay + minute, spent) : null;
  const noticeDay = notice === null ? null : Math.floor(notice / minutesInDay);
  const resolved = day + (random.chance(0.82) ? random.between(18, 88) : random.between(91, 210));
  const finding = random.pick(findings);
  const reported = random.chance(0.93)
    ? resolved + (random.chance(0.85) ? random.between(1, 30) : random.between(31, 75))
    : null;
  const open = resolved >= recordsEnd;
  return {
    complaint_id,
    agreement_id,
    source: random.pick(sources),
    received_at: newYorkInstant(day, minute),
    notified_at:
      notice === null || noticeDay === null || noticeDay >= recordsEnd
        ? null
        : newYorkInstant(noticeDay, Math.max(180, notice % minutesInDay)),
    resolved_on: open ? null : dateOf(resolved),
    finding: open ? null : finding,
    result_reported_on: open || reported === null || reported >= recordsEnd ? null : dateOrNull(reported),
  };
}

/** So many minutes later, those of Saturdays and Sundays not counted: the time to notify runs without them. */
function withoutWeekends(from: number, minutes: number): number {
  let [at, left] = [from, minutes];
  while (true) {
    const day = Math.floor(at / minutesInDay);
    const tomorrow = (day + 1) * minutesInDay;
    if (weekdayOf(day) % 6 === 0) at = tomorrow;
    else if (at + left < tomorrow) return at + left;
    else [at, left] = [tomorrow, left - (tomorrow - at)];
  }
}

const ratings = choiceOf<Inspection['rating']>([
  ['compliant', 46],
  ['compliant-with-deficiencies', 45],
  ['not-compliant', 9],
]);

/** The inspections were begun (`domain.md` §2.1). */
const inspectedSince = dayOf('2009-10-01');

/** Under the Jail Enforcement Model every two years, some of them late; there is no mechanism for warrant service officers. */
export function* inspectionsOf(agreements: readonly Administered[], seed: number): Generator<Inspection> {
  const random = randomStream(seed, 'inspections');
  for (const held of agreements) {
    if (held.model !== 'JEM') continue;
    let number = 0;
    for (
      let day = Math.max(held.operational, inspectedSince) + random.between(250, 700);
      day < endOf(held);
      day += interval(random)
    ) {
      number += 1;
      yield inspection(`${held.agreement_id}-N${number}`, held.agreement_id, day, random);
    }
  }
}

const interval = (random: Random) => (random.chance(0.16) ? random.between(745, 1_020) : random.between(640, 728));

/** What is open is so as of the end of the records: corrective actions of the last year. */
function inspection(inspection_id: string, agreement_id: string, day: Day, random: Random): Inspection {
  const rating = random.pick(ratings);
  const deficiencies =
    rating === 'compliant' ? 0 : rating === 'not-compliant' ? random.between(6, 18) : random.between(1, 7);
  const open = recordsEnd - day < 300 ? random.between(0, deficiencies) : 0;
  return {
    inspection_id,
    agreement_id,
    inspected_on: dateOf(day),
    rating,
    deficiencies,
    corrective_actions_open: open,
    corrective_actions_closed: deficiencies - open,
  };
}
