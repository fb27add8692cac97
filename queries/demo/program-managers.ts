import type { ProgramManager } from '../personnel.ts';
import { type Administered, heldOn } from './administered.ts';
import { type Day, dateOf, dayOf } from './calendar.ts';
import { type Random, randomStream } from './random.ts';

/** 20 field program managers in March 2018 and in 2025, and 7 national ones in 2025 (`domain.md` §7, O2). */
const fieldPosts = 20;
const nationalPosts = 7;
const published = dayOf('2018-03-31');
/** Posts were then dealt anew to the offices. */
const dealtAnew = dayOf('2024-10-01');
/** Posts held when the records begin; the others were filled as agreements were signed. */
const heldEarly = 12;

/** Who held the posts, and when they stood empty: never in March 2018 nor since October 2024. */
export function programManagers(agreements: readonly Administered[], seed: number): readonly ProgramManager[] {
  const random = randomStream(seed, 'program managers');
  const first = dealt(agreements, published);
  const second = [...dealt(agreements, dealtAnew)];
  const field = first.flatMap((office, at) => {
    const from =
      at < heldEarly ? dayOf('2014-01-06') + random.between(0, 900) : dayOf('2017-01-09') + random.between(0, 400);
    const next = second.indexOf(office);
    if (next >= 0) second.splice(next, 1);
    return holders(`field-${office}`, office, from, next >= 0 ? null : dealtAnew, random);
  });
  const anew = second.flatMap((office) => holders(`field-${office}`, office, dealtAnew, null, random));
  const national = Array.from({ length: nationalPosts }, (_, at) =>
    holders('national', null, dayOf('2015-02-02') + at * 420 + random.between(0, 120), null, random),
  );
  return numbered([...field, ...anew, ...national.flat()]);
}

/** The offices of the posts, most agreements first: each office that supervises one has a post, and large ones have more. */
function dealt(agreements: readonly Administered[], day: Day): readonly string[] {
  const counts = new Map<string, number>();
  for (const held of agreements) {
    if (held.office === null || !heldOn(held, day)) continue;
    counts.set(held.office, (counts.get(held.office) ?? 0) + 1);
  }
  const offices = [...counts].sort(([left, many], [right, more]) => more - many || (left < right ? -1 : 1));
  const posts = offices.slice(0, fieldPosts).map(([office]) => office);
  while (posts.length < fieldPosts) {
    const share = ([office, count]: readonly [string, number]) =>
      count / (posts.filter((post) => post === office).length + 1);
    const next = offices.reduce(
      (best, office) => (share(office) > share(best) ? office : best),
      offices[0] ?? ['HQ', 0],
    );
    posts.push(next[0]);
  }
  return posts;
}

interface Holder extends Omit<ProgramManager, 'post_id'> {
  readonly post: string;
  /** Whether it is the first of its post. */
  readonly first: boolean;
}

/** One after another, with a vacancy of some weeks between two; each for some years. */
function holders(post: string, office: string | null, from: Day, until: Day | null, random: Random): readonly Holder[] {
  const held: Holder[] = [];
  let start = from;
  while (true) {
    const leaves = start + random.between(700, 1_900);
    const vacant = random.between(14, 120);
    const last = leaves + vacant >= dealtAnew;
    const vacantThen = leaves <= published && leaves + vacant > published;
    const end = last ? until : vacantThen ? published + random.between(20, 200) : leaves;
    held.push({
      post,
      first: held.length === 0,
      kind: office === null ? 'national' : 'field',
      office_code: office,
      held_from: dateOf(start),
      held_until: end === null ? null : dateOf(end),
    });
    if (last || end === null) return held;
    start = end + vacant;
  }
}

/** `SYN-PM-field-ATL-1`: the posts of an office are numbered. */
function numbered(held: readonly Holder[]): readonly ProgramManager[] {
  const numbers = new Map<string, number>();
  return held.map(({ post, first, ...row }) => {
    const number = (numbers.get(post) ?? 0) + (first ? 1 : 0);
    numbers.set(post, number);
    return { post_id: `SYN-PM-${post}-${number}`, ...row };
  });
}
