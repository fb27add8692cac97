import { agreementsStages, demonstrate, type RunFlags, runReport, runStages } from '../commands.ts';
import { type DueFlags, listDue } from '../due.ts';
import type { Shell } from './shell.ts';

/** What makes reports, and says which are due. */
export function reportingCommands({ command, answer, config }: Shell): void {
  command('demo', 'fill the database with synthetic data and produce a report from it')
    .option('--period <period>', 'the month to report', '2020-06')
    .option('--remove', 'take the synthetic data out again', false)
    .action((flags: { period: string; remove: boolean }) =>
      answer(['synthetic data', ...runStages], (effects) => demonstrate(config(), flags, effects)),
    );
  command('run <report>', 'produce one report for one period, and publish it as an edition')
    .option('--period <period>', 'a month 2020-06, a fiscal quarter FY2020-Q3, or a fiscal year FY2020')
    .option('--from <date>', 'first day of a range, inside')
    .option('--through <date>', 'last day of a range, inside')
    .option('--scope <scope>', 'all (unless told): the nation and each field office; national: the nation alone')
    .option('--cases', 'with illustrative cases, generalised; for internal editions only')
    .option('--agreements', 'every agreement in force in the period instead, each as an edition of its own')
    .option('--agreement <id>', 'one agreement instead')
    .option('--since <day>', 'signing: of one agreement, all days since it was signed; ends with --through if given')
    .option(
      '--formats <formats>',
      'of agreements: pdf, xlsx, html, csv, open-data; of all of them, pdf,xlsx if not given',
    )
    .option('--revise', 'publish figures that differ from the last edition as the next edition')
    .option('--dry-run', 'do everything but publish and deliver')
    .option('--workers', 'let every `report287 worker` on the same database and output folder draw as well')
    .action((report: string, flags: RunFlags) =>
      answer(flags.agreements ? agreementsStages : runStages, (effects) => runReport(config(), report, flags, effects)),
    );
  command('due', 'list what is due and not published: when it fell due, whether it can be run, and why not')
    .option('--at <instant>', 'look from this instant, such as 2025-11-07T06:00:00-05:00, instead of now')
    .action((flags: DueFlags) => answer([], (effects) => listDue(config(), flags, effects)));
}
