import type { ReportSchedule } from '../../../pipeline/reports/report/schedule.ts';
import { judgeClaim, restAfter } from '../../../pipeline/schedule/attempts.ts';
import { type DueSlot, dueSlots } from '../../../pipeline/schedule.ts';
import type { ClaimTable } from '../../../queries/claims.ts';
import { covered, edition } from '../schedules.ts';

/** What happens next, in a world where two schedulers claim slots under leases before they publish. */
export type LeasedHappening =
  | { readonly kind: 'pass'; readonly time: number }
  /** The clock of a scheduler, or of the database, is set to so much before or after the true time. */
  | { readonly kind: 'set-clock'; readonly who: Who | 'database'; readonly off: number }
  /** A scheduler reads due facts and claims of one instant. */
  | { readonly kind: 'look'; readonly who: Who }
  /** It claims what it saw, however old that is; then it works. */
  | { readonly kind: 'claim'; readonly who: Who }
  | { readonly kind: 'renew'; readonly who: Who }
  /** It publishes, if its claim is still the newest; or it fails. */
  | { readonly kind: 'publish' | 'fail'; readonly who: Who }
  /** It is killed, and starts again under another name; whether others can know that it is gone. */
  | { readonly kind: 'kill'; readonly who: Who; readonly isKnown: boolean }
  /** Something is imported that makes no period complete. */
  | { readonly kind: 'import' };

export type Who = 'one' | 'other';

/** One publication, with what the clock of its scheduler showed when it looked, and the true time then. */
export interface LeasedPublication {
  readonly slot: DueSlot;
  readonly shown: number;
  readonly looked: number;
}

/** A world that moves on by what happens. */
export interface LeasedWorld {
  readonly happen: (happening: LeasedHappening) => void;
  readonly publications: readonly LeasedPublication[];
  /** Attempts to publish that the fence refused. */
  readonly refused: () => number;
  /** What is due by a clock that shows the true time. */
  readonly due: () => readonly DueSlot[];
  readonly time: () => number;
}

interface Seen extends LeasedPublication {
  readonly claim: ClaimTable | undefined;
  readonly attempts: number;
}

interface Scheduler {
  off: number;
  name: string;
  seen: Seen | null;
  work: { readonly seen: Seen; readonly fence: number } | null;
}

/** What a scheduler's claims last, in milliseconds. */
export const lease = 120_000;
const report = 'a-report';
const iso = (time: number) => new Date(time).toISOString();

/** The claims as the database keeps them: by its own clock, and changed only by who saw them as they are. */
function claimTable(clock: () => number) {
  const claims = new Map<string, ClaimTable>();
  return {
    of: (period: string) => claims.get(period),
    /** The fence; null: it is not as it was seen. */
    take: ({ slot, claim: seen, attempts }: Seen, holder: string): number | null => {
      const { id } = slot.period;
      const now = claims.get(id);
      if (now?.fence !== seen?.fence || now?.state !== seen?.state) return null;
      const fence = (now?.fence ?? 0) + 1;
      claims.set(id, {
        ...{ report, period: id, audience: 'internal', subject: '', holder, state: 'held', fence },
        ...{ claimed_at: iso(clock()), expires_at: iso(clock() + lease), attempts: attempts + 1 },
        ...{ next_try_at: now?.next_try_at ?? iso(clock()), failed_at: now?.failed_at ?? null },
        ...{ problem: null, remedy: null },
      });
      return fence;
    },
    /** false: somebody else has the slot. */
    change: ({ work }: Scheduler, told: (claim: ClaimTable) => Partial<ClaimTable>): boolean => {
      const id = work?.seen.slot.period.id ?? '';
      const now = claims.get(id);
      if (now === undefined || now.fence !== work?.fence || now.state !== 'held') return false;
      claims.set(id, { ...now, ...told(now) });
      return true;
    },
  };
}

/** How a held claim is changed by what its holder does; the clock is the database's. */
const changes = {
  renew: (clock: number) => () => ({ expires_at: iso(clock + lease) }),
  publish: () => () => ({ state: 'done', attempts: 0, failed_at: null }) as const,
  fail: (clock: number) => (claim: ClaimTable) =>
    ({ state: 'failed', failed_at: iso(clock), next_try_at: iso(clock + restAfter(claim.attempts)) }) as const,
};

/** Begins with an empty ledger; the sources cover each month from a true time on. */
export function leasedWorld(schedule: ReportSchedule, begins: number, arrivals: readonly Arrival[]): LeasedWorld {
  const state = { time: begins, databaseOff: 0, lastImport: null as string | null, starts: 0, refused: 0 };
  const stored = () => state.time + state.databaseOff;
  const publications: LeasedPublication[] = [];
  const claims = claimTable(stored);
  const gone = new Set<string>();
  const started = (off = 0): Scheduler => {
    state.starts += 1;
    return { off, name: `process ${state.starts}`, seen: null, work: null };
  };
  const schedulers: Record<Who, Scheduler> = { one: started(), other: started() };
  const dueAt = (clock: number) => {
    const spans = arrivals.filter(({ at }) => at <= state.time);
    const coverage = spans.flatMap(({ from, until }) => schedule.requires.map((kind) => covered(kind, from, until)));
    const editions = publications.map(({ slot }) => edition(report, slot.period.id));
    return dueSlots([{ id: report, schedule }], editions, coverage, iso(clock));
  };
  const seenBy = ({ off }: Scheduler): Seen | null => {
    const shown = state.time + off;
    const ground = { now: iso(stored()), lastImport: state.lastImport, isGone: (name: string) => gone.has(name) };
    const seen = dueAt(shown).flatMap((slot): Seen[] => {
      const claim = claims.of(slot.period.id);
      const verdict = judgeClaim(claim, ground);
      if (slot.state !== 'ready' || verdict.kind !== 'free') return [];
      return [{ slot, shown, looked: state.time, claim, attempts: verdict.attempts }];
    });
    return seen[0] ?? null;
  };
  const claim = (scheduler: Scheduler) => {
    const { seen } = scheduler;
    scheduler.seen = null;
    if (seen === null || scheduler.work !== null) return;
    const fence = claims.take(seen, scheduler.name);
    if (fence !== null) scheduler.work = { seen, fence };
  };
  const end = (scheduler: Scheduler, how: 'publish' | 'fail') => {
    if (scheduler.work === null) return;
    const isHeld = claims.change(scheduler, changes[how](stored()));
    if (how === 'publish' && isHeld) publications.push(scheduler.work.seen);
    if (how === 'publish' && !isHeld) state.refused += 1;
    scheduler.work = null;
  };
  const act = (happening: Extract<LeasedHappening, { readonly who: Who }>) => {
    const scheduler = schedulers[happening.who];
    if (happening.kind === 'look') scheduler.seen = seenBy(scheduler);
    if (happening.kind === 'claim') claim(scheduler);
    if (happening.kind === 'renew') claims.change(scheduler, changes.renew(stored()));
    if (happening.kind === 'publish' || happening.kind === 'fail') end(scheduler, happening.kind);
    if (happening.kind !== 'kill') return;
    if (happening.isKnown) gone.add(scheduler.name);
    schedulers[happening.who] = started(scheduler.off);
  };
  const happen = (happening: LeasedHappening): void => {
    if (happening.kind === 'pass') state.time += happening.time;
    else if (happening.kind === 'import') state.lastImport = iso(stored());
    else if (happening.kind !== 'set-clock') act(happening);
    else if (happening.who === 'database') state.databaseOff = happening.off;
    else schedulers[happening.who].off = happening.off;
  };
  return { happen, publications, refused: () => state.refused, due: () => dueAt(state.time), time: () => state.time };
}

/** A month that the sources cover from a true time on. */
export interface Arrival {
  readonly from: string;
  readonly until: string;
  readonly at: number;
}
