import { type Period, parsePeriod } from '../../pipeline/period.ts';
import type { ReportSchedule } from '../../pipeline/reports/report/schedule.ts';
import { missingDays } from '../../pipeline/schedule/missing-days.ts';
import { type DueSlot, dueSlots, type StandingEdition } from '../../pipeline/schedule.ts';
import type { CoverageSpan } from '../../queries/provenance.ts';
import { covered, edition } from './schedules.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

/** What happens next, in a world with two schedulers. */
export type Happening =
  /** Time passes; through an outage, a long time. */
  | { readonly kind: 'pass'; readonly time: number }
  /** The clock of a scheduler is set, to so much before or after the true time. */
  | { readonly kind: 'set-clock'; readonly who: Who; readonly off: number }
  /** A scheduler reads the ledger, the coverage and its clock, and remembers what is ready. */
  | { readonly kind: 'look'; readonly who: Who }
  /** It publishes so many of what it remembers, however old that is. */
  | { readonly kind: 'act'; readonly who: Who; readonly slots: number }
  /** A person publishes a month by hand, whatever is covered: counted from the first of the world. */
  | { readonly kind: 'by-hand'; readonly report: number; readonly month: number }
  /** It is killed and starts again: what it remembers is gone. */
  | { readonly kind: 'restart'; readonly who: Who };

export type Who = 'one' | 'other';

/** One publication by schedule, as the ledger and a witness with the true time saw it. */
export interface Publication {
  readonly report: string;
  readonly slot: DueSlot;
  /** What the scheduler's clock showed when it looked; milliseconds. */
  readonly shown: number;
  /** The true time at which it looked. */
  readonly looked: number;
}

/** What the world is made of. */
export interface World {
  readonly reports: readonly { readonly id: string; readonly schedule: ReportSchedule }[];
  readonly begins: number;
  /** True time from which the sources cover a month (its first day), for each month in order. */
  readonly arrivals: readonly { readonly from: string; readonly until: string; readonly at: number }[];
}

/** A world that moves on by what happens, and what was published in it. */
export interface Moving {
  readonly happen: (happening: Happening) => void;
  readonly publications: readonly Publication[];
  /** Of months that a person published, what each edition lacked of what is required. */
  readonly byHand: readonly StandingEdition[];
  /** What is due by a clock that shows the true time. */
  readonly due: () => readonly DueSlot[];
  readonly time: () => number;
}

interface Scheduler {
  off: number;
  remembered: Publication[];
}

/** The ledger refuses a second claim of a slot, and publishes with it or not at all; nothing else is shared. */
export function moving({ reports, begins, arrivals }: World): Moving {
  let time = begins;
  const publications: Publication[] = [];
  const byHand: StandingEdition[] = [];
  /** The newest edition of each slot. */
  const ledger = new Map<string, StandingEdition>();
  const schedulers: Readonly<Record<Who, Scheduler>> = {
    one: { off: 0, remembered: [] },
    other: { off: 0, remembered: [] },
  };
  const publish = (report: string, period: Period, requires: ReportSchedule['requires']): StandingEdition => {
    const key = `${report} ${period.id}`;
    const number = (ledger.get(key)?.number ?? 0) + 1;
    const made = edition(report, period.id, { number, lacking: missingDays(requires, period, coverage()) });
    ledger.set(key, made);
    return made;
  };
  const coverage = (): readonly CoverageSpan[] =>
    arrivals
      .filter(({ at }) => at <= time)
      .flatMap(({ from, until }) => [covered('encounter', from, until), covered('agreement', from, until)]);
  const look = (clock: number) => dueSlots(reports, [...ledger.values()], coverage(), new Date(clock).toISOString());
  const claim = (publication: Publication) => {
    const { report, slot } = publication;
    if ((ledger.get(`${report} ${slot.period.id}`)?.number ?? 0) !== (slot.replaces ?? 0)) return;
    publish(report, slot.period, requiredOf(report));
    publications.push(publication);
  };
  const requiredOf = (report: string) => reports.find(({ id }) => id === report)?.schedule.requires ?? [];
  const publishByHand = (report: string, period: Period) => {
    // Whoever runs what is published is told so.
    if (!ledger.has(`${report} ${period.id}`)) byHand.push(publish(report, period, requiredOf(report)));
  };
  const happen = (happening: Happening): void => {
    if (happening.kind === 'pass') {
      time += happening.time;
      return;
    }
    if (happening.kind === 'by-hand') {
      const [report, month] = [reports[happening.report], arrivals[happening.month]];
      const hasBegun = month !== undefined && Date.parse(month.from) <= time;
      if (report !== undefined && hasBegun) publishByHand(report.id, parsePeriod(month.from.slice(0, 7)));
      return;
    }
    const scheduler = schedulers[happening.who];
    switch (happening.kind) {
      case 'set-clock':
        scheduler.off = happening.off;
        return;
      case 'look': {
        const shown = time + scheduler.off;
        const ready = look(shown).filter(({ state }) => state === 'ready');
        scheduler.remembered = ready.map((slot) => ({ report: slot.report, slot, shown, looked: time }));
        return;
      }
      case 'act':
        for (const publication of scheduler.remembered.splice(0, happening.slots)) claim(publication);
        return;
      case 'restart':
        scheduler.remembered = [];
    }
  };
  return { happen, publications, byHand, due: () => look(time), time: () => time };
}
