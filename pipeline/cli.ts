#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { type ApproveFlags, approve } from './cli/approve.ts';
import { type Answer, agreementsStages, demonstrate, type RunFlags, runReport, runStages } from './cli/commands.ts';
import { type DeliverFlags, deliver } from './cli/deliver.ts';
import { type DueFlags, listDue } from './cli/due.ts';
import { explainEvent } from './cli/explain.ts';
import { type ImpactFlags, showImpact } from './cli/impact.ts';
import { type ImportFlags, importFiles } from './cli/import.ts';
import { type ExtractFlags, importProgramExtract, listContracts } from './cli/imports/extract.ts';
import { type MendFlags, mendFile } from './cli/imports/mend.ts';
import { listImports, listRejects, type RejectsFlags, undoImport } from './cli/imports.ts';
import { type Display, jsonLines, terminal } from './cli/progress.ts';
import { listRegimes, type RegimesFlags } from './cli/regimes.ts';
import { correctRegister, type RegisterFlags, showRegister } from './cli/register.ts';
import { withSecretFiles } from './cli/secret-files.ts';
import { exportSubscriptions, importSubscriptions } from './cli/subscriptions.ts';
import { type TemplateFlags, writeTemplates } from './cli/template.ts';
import { readConfig, settings } from './config.ts';
import type { ProgressEffect } from './effects.ts';
import { exitCodes, PipelineError } from './errors.ts';

/** The only place that reads the environment, prints, and sets the exit code. */
async function main(): Promise<number> {
  const program = commands();
  try {
    await program.parseAsync(process.argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const remedy = 'use --help to see what there is';
      if (process.argv.includes('--json')) printError({ kind: 'usage', message: error.message, remedy, details: [] });
      return exitCodes.usage;
    }
    return report(error, program.opts<{ debug?: boolean }>().debug ?? false);
  }
}

let exitCode = 0;
let asJson = false;

/** Does a command's work under a display, then prints its answer: data on standard output, all else on standard error. */
async function answerWith(
  stages: readonly string[],
  work: (effects: ProgressEffect) => Promise<Answer>,
): Promise<void> {
  const display: Display = process.stderr.isTTY === true && !asJson ? terminal(stages) : jsonLines();
  let answer: Answer;
  try {
    answer = await work(display);
  } finally {
    await display.end();
  }
  exitCode = answer.exitCode;
  process.stdout.write(asJson ? `${JSON.stringify(answer.data, null, 2)}\n` : `${answer.lines.join('\n')}\n`);
}

const config = () => readConfig(withSecretFiles(process.env), process.cwd());

function commands(): Command {
  const program = new Command('report287')
    .description('Monthly reports of the 287(g) program: from PostgreSQL to checked PDF, XLSX, HTML and open data.')
    .option('--debug', 'print the stack of an error')
    // An option belongs to the command that it follows: `imports rejects --json`.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`${text.trim()}\nUse --help to see what there is.\n`) });
  const command = (name: string, description: string, parent: Command = program) =>
    parent
      .command(name)
      .enablePositionalOptions()
      .description(description)
      .option('--json', 'print one JSON document on standard output')
      .hook('preAction', (_, action) => {
        asJson = action.opts<{ json?: boolean }>().json ?? false;
      });

  command('demo', 'fill the database with synthetic data and produce a report from it')
    .option('--period <period>', 'the month to report', '2020-06')
    .option('--remove', 'take the synthetic data out again', false)
    .action((flags: { period: string; remove: boolean }) =>
      answerWith(['synthetic data', ...runStages], (effects) => demonstrate(config(), flags, effects)),
    );
  command('import <file...>', 'import releases of the agency; a file is known by its content')
    .option('--as-of <date>', 'the day, or instant, of which the files speak')
    .option('--from <date>', 'first day that the files cover, where their content does not say')
    .option('--through <date>', 'last day that the files cover')
    .option('--confirm', 'import a list that was held because of what it would change')
    .option('--agreement <id>', 'take the files as filled-in templates of this agreement, and of no other')
    .action((files: readonly string[], flags: ImportFlags) =>
      answerWith(['import'], (effects) => importFiles(config(), files, flags, effects)),
    );
  const imports = command('imports', 'list the imported files: hashes, counts, coverage').action(() =>
    answerWith([], (effects) => listImports(config(), effects)),
  );
  command(
    'rejects <file>',
    'print the refused rows of a file as CSV, with the reasons; in a workbook of several sheets, row 10000007 is row 7 of the second',
    imports,
  )
    .option('--xlsx <path>', 'write them to a new workbook instead')
    .action((file: string, flags: RejectsFlags) =>
      answerWith([], (effects) => listRejects(config(), file, flags, effects)),
    );
  command('mend <file>', 'write a copy of an imported file with its refused rows corrected, to be imported', imports)
    .requiredOption('--rejects <csv>', 'the list of refused rows as `imports rejects` prints it, corrected')
    .requiredOption('--out <file>', 'the new file')
    .option('--original <path>', 'the file as it was imported, where <file> is its name, number or hash')
    .action((file: string, flags: MendFlags) => answerWith([], (effects) => mendFile(config(), file, flags, effects)));
  command('undo <file>', 'take one file back, all of it', imports).action((file: string) =>
    answerWith([], (effects) => undoImport(config(), file, effects)),
  );
  command('import-extract <path>', 'import a program extract: a CSV file of one entity, or a folder of them')
    .option('--as-of <date>', 'the instant of which the extract speaks')
    .action((path: string, flags: ExtractFlags) =>
      answerWith(['import'], (effects) => importProgramExtract(config(), path, flags, effects)),
    );
  command('contracts', 'print the JSON Schema of each file of a program extract').action(() =>
    answerWith([], async () => listContracts()),
  );
  const register = command(
    'register',
    'show the register of agreements on the last day of a period, and what changed in it',
  )
    .option('--period <period>', 'a month 2025-09, a fiscal quarter FY2025-Q4, or a fiscal year FY2025')
    .option('--xlsx <path>', 'list every agreement of that day in a new workbook instead')
    .action((flags: RegisterFlags) => answerWith([], (effects) => showRegister(config(), flags, effects)));
  command('correct <file>', 'take corrections of the register (CSV): kept for good, and reported', register).action(
    (file: string) => answerWith([], (effects) => correctRegister(config(), file, effects)),
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
    .action((report: string, flags: RunFlags) =>
      answerWith(flags.agreements ? agreementsStages : runStages, (effects) =>
        runReport(config(), report, flags, effects),
      ),
    );
  command('due', 'list what is due and not published: when it fell due, whether it can be run, and why not')
    .option('--at <instant>', 'look from this instant, such as 2025-11-07T06:00:00-05:00, instead of now')
    .action((flags: DueFlags) => answerWith([], (effects) => listDue(config(), flags, effects)));
  deliveryCommands(command);
  templateCommand(command);
  rulesCommands(command);
  command('settings', 'list the settings of the environment').action(() =>
    answerWith([], async () => ({
      data: { settings },
      lines: settings.map((setting) => `${setting.name}: ${setting.meaning} Default: ${setting.default}.`),
      exitCode: 0,
    })),
  );
  return program;
}

/** What hands over editions, and says to whom. */
function deliveryCommands(command: (name: string, description: string, parent?: Command) => Command): void {
  const subscriptions = command('subscriptions', 'print who gets which editions, as CSV').action(() =>
    answerWith([], (effects) => exportSubscriptions(config(), effects)),
  );
  command(
    'import <csv>',
    'put a list in the place of the subscriptions on record: all of it, or nothing',
    subscriptions,
  ).action((file: string) => answerWith([], (effects) => importSubscriptions(config(), file, effects)));
  command('export', 'print the subscriptions as CSV, to be edited and imported', subscriptions).action(() =>
    answerWith([], (effects) => exportSubscriptions(config(), effects)),
  );
  command('approve <edition>', 'record the approval of an edition, given by its folder, exactly as it lies there')
    .requiredOption('--by <role>', 'the role that approves; never a person’s name')
    .action((edition: string, flags: ApproveFlags) =>
      answerWith([], (effects) => approve(config(), edition, flags, effects)),
    );
  command('deliver <edition> [period]', 'send what is missing of an edition (its folder), or of a report and a period')
    .option('--retry-unknown', 'send again what may have arrived: find out first')
    .action((edition: string, period: string | undefined, flags: DeliverFlags) =>
      answerWith([], (effects) => deliver(config(), edition, period, flags, effects)),
    );
}

/** What asks an agency for figures of its own; `import` takes them. */
function templateCommand(command: (name: string, description: string) => Command): void {
  command(
    'template',
    'write an empty template in which an agency reports its own figures, to be imported when filled in',
  )
    .option('--agreement <id>', 'the agreement of which the figures are asked')
    .option('--all', 'one template for each agreement that was in force, in a new folder')
    .option('--period <period>', 'a month 2020-06, a fiscal quarter FY2020-Q3, or a fiscal year FY2020')
    .option('--from <date>', 'first day of a range of months, inside')
    .option('--through <date>', 'last day of a range of months, inside')
    .option('--xlsx <path>', 'the new workbook; with --all, the new folder')
    .option('--csv <path>', 'the new text; with --all, the new folder')
    .action((flags: TemplateFlags) => answerWith(['template'], (effects) => writeTemplates(config(), flags, effects)));
}

/** What shows the priority rules, and what they say. */
function rulesCommands(command: (name: string, description: string) => Command): void {
  command('regimes', 'list the priority regimes of every axis: when in force, from which source, and the gaps')
    .option('--on <date>', 'only those in force on a day, with their categories and rules')
    .option('--axis <axis>', 'only one axis')
    .action((flags: RegimesFlags) => answerWith([], async () => listRegimes(flags)));
  command('explain [event-id]', 'show every rule of every axis for one event (on this terminal only)')
    .option('--day <date>', 'list the ids of a day’s 287(g) events instead, each with its priority category')
    .option('--kind <kind>', 'of that day, only events of this kind: encounter, administrative-arrest, detainer …')
    .option('--category <code>', 'of that day, only this category, by its code in the tables')
    .action((eventId: string | undefined, flags: { day?: string; kind?: string; category?: string }) =>
      answerWith([], (effects) => explainEvent(config(), eventId, flags, effects)),
    );
  command('impact [report]', 'compare the rules with those of the current edition of a period; publishes nothing')
    .option('--period <period>', 'a month 2020-06, a fiscal quarter FY2020-Q3, or a fiscal year FY2020')
    .option('--from <date>', 'first day of a range, inside')
    .option('--through <date>', 'last day of a range, inside')
    .action((report: string | undefined, flags: ImpactFlags) =>
      answerWith([], (effects) => showImpact(config(), report, flags, effects)),
    );
}

/** An error as the one JSON document of a command. */
function printError(error: Pick<PipelineError, 'kind' | 'message' | 'remedy' | 'details'>): void {
  process.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
}

/** What the system says of a folder or a disk is no defect of the program. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it cannot be written',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is no folder',
};

/** Trouble as the program words it; what nobody foresaw is called a defect. */
function worded(error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  const { code = '', path = 'a folder' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const refusal = refusals[code];
  if (refusal !== undefined) {
    const remedy = 'mend that, or set REPORT287_DATA, REPORT287_OUT or XDG_CACHE_HOME to another folder';
    return new PipelineError('config', `${path}: ${refusal}`, remedy, { cause: error });
  }
  const message = `unexpected: ${error instanceof Error ? error.message : String(error)}`;
  return new PipelineError('internal', message, 'run again with --debug and report this as a defect', { cause: error });
}

/** Says what failed, on which thing, and what to do; anything unforeseen is called a defect. */
function report(error: unknown, debug: boolean): number {
  const known = worded(error);
  const { kind, message, remedy, details } = known;
  if (asJson) printError({ kind, message, remedy, details });
  const lines = [
    `report287: ${message}`,
    ...details.slice(0, 50).map((detail) => `  - ${detail}`),
    `What to do: ${remedy}.`,
  ];
  if (details.length > 50) lines.splice(-1, 0, `  … and ${details.length - 50} more`);
  process.stderr.write(`${lines.join('\n')}\n`);
  if (debug) process.stderr.write(`${(error as Error).stack ?? ''}\n`);
  return known.exitCode;
}

process.exitCode = await main();
