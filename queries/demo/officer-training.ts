import { type Course, courses, type OfficerLogin, type OfficerTraining } from '../personnel.ts';
import { monthsFrom, recordsEnd } from './administered.ts';
import { type Day, dateOf, dayOf } from './calendar.ts';
import type { SyntheticOfficer } from './officers.ts';
import { type Random, randomStream } from './random.ts';

const annual: readonly Course[] = courses
  .map(({ code }) => code)
  .filter((code) => code !== 'initial' && code !== 'refresher');
const year = 365;
/** The first day on which the records of training are complete: two years before a figure that looks back so far is asked. */
export const coursesSince = dayOf('2015-04-01');
/** Of one round of courses: an officer leaves some of them late, or out. */
const lateRound = 0.15;
/** Of the first one, which is taken with the initial training. */
const lateFirstRound = 0.05;
const lateRefresher = 0.08;

/** Every course that an officer completed by the end of the records. */
export function* trainingOf(officers: readonly SyntheticOfficer[], seed: number): Generator<OfficerTraining> {
  const random = randomStream(seed, 'training of officers');
  for (const { row, trained, certified, ended } of officers) {
    const { officer_id } = row;
    if (trained === null) continue;
    const done = (course: Course, day: Day): OfficerTraining => ({ officer_id, course, completed_on: dateOf(day) });
    // Whoever failed the examination completed the training as well.
    yield done('initial', trained);
    if (certified === null) continue;
    // An authority that ended because training was not kept ends well after the last course that was kept.
    const kept = row.ended_reason === 'training-not-kept' ? (ended ?? recordsEnd) - 400 : (ended ?? recordsEnd);
    for (const day of refreshers(trained, kept, random)) yield done('refresher', day);
    for (const [course, day] of annualCourses(trained, kept, random)) {
      if (day >= coursesSince) yield done(course, day);
    }
  }
}

function* refreshers(trained: Day, until: Day, random: Random): Generator<Day> {
  let last = trained;
  while (true) {
    last += random.chance(lateRefresher) ? 2 * year + random.between(5, 160) : 2 * year - random.between(1, 70);
    if (last >= until) return;
    yield last;
  }
}

/** One round of the eight courses at the start, and one within each year since the last; some of a late round come later. */
function* annualCourses(trained: Day, until: Day, random: Random): Generator<readonly [Course, Day]> {
  let round = trained;
  while (round < until) {
    const late = random.chance(round > trained ? lateRound : lateFirstRound);
    const [first, count] = late ? [random.between(0, annual.length - 1), random.between(1, 4)] : [0, 0];
    const behind = random.between(40, 330);
    for (const [at, course] of annual.entries()) {
      const left = (at - first + annual.length) % annual.length < count;
      // So far behind that the next round stands for it.
      if (left && behind > 300) continue;
      const day = left ? round + behind : round + (at >> 2);
      if (day < until) yield [course, day];
    }
    round += year - random.between(3, 45);
  }
}

/** The last log-in of each month in which an officer was active. Some were long before the month's end, some there are none. */
export function* loginsOf(officers: readonly SyntheticOfficer[], seed: number): Generator<OfficerLogin> {
  const random = randomStream(seed, 'log-ins of officers');
  const months = monthsFrom('2016-08', '2025-09');
  for (const { row, certified, ended } of officers) {
    if (certified === null) continue;
    const until = ended ?? recordsEnd;
    for (const month of months) {
      const [from, last] = [Math.max(month.from, certified), Math.min(month.until, until) - 1];
      if (from > last) continue;
      const place = random.next();
      const before = place < 0.9 ? random.between(0, 9) : random.between(10, 29);
      if (place < 0.98 || certified >= month.from)
        yield { officer_id: row.officer_id, logged_in_on: dateOf(Math.max(from, last - before)) };
    }
  }
}
