import { explainEvent } from '../explain.ts';
import { type ImpactFlags, showImpact } from '../impact.ts';
import { listRegimes, type RegimesFlags } from '../regimes.ts';
import type { Shell } from './shell.ts';

/** What shows the priority rules, and what they say. */
export function rulesCommands({ command, answer, config }: Shell): void {
  command('regimes', 'list the priority regimes of every axis: when in force, from which source, and the gaps')
    .option('--on <date>', 'only those in force on a day, with their categories and rules')
    .option('--axis <axis>', 'only one axis')
    .action((flags: RegimesFlags) => answer([], async () => listRegimes(flags)));
  command('explain [event-id]', 'show every rule of every axis for one event (on this terminal only)')
    .option('--day <date>', 'list the ids of a day’s 287(g) events instead, each with its priority category')
    .option('--kind <kind>', 'of that day, only events of this kind: encounter, administrative-arrest, detainer …')
    .option('--category <code>', 'of that day, only this category, by its code in the tables')
    .action((eventId: string | undefined, flags: { day?: string; kind?: string; category?: string }) =>
      answer([], (effects) => explainEvent(config(), eventId, flags, effects)),
    );
  command('impact [report]', 'compare the rules with those of the current edition of a period; publishes nothing')
    .option('--period <period>', 'a month 2020-06, a fiscal quarter FY2020-Q3, or a fiscal year FY2020')
    .option('--from <date>', 'first day of a range, inside')
    .option('--through <date>', 'last day of a range, inside')
    .action((report: string | undefined, flags: ImpactFlags) =>
      answer([], (effects) => showImpact(config(), report, flags, effects)),
    );
}
