import { type ImportFlags, importFiles } from '../import.ts';
import { type ExtractFlags, importProgramExtract, listContracts } from '../imports/extract.ts';
import { type MendFlags, mendFile } from '../imports/mend.ts';
import { listImports, listRejects, type RejectsFlags, undoImport } from '../imports.ts';
import { correctRegister, type RegisterFlags, showRegister } from '../register.ts';
import { type TemplateFlags, writeTemplates } from '../template.ts';
import type { Shell } from './shell.ts';

/** What takes in files, and shows what was taken in. */
export function importingCommands({ command, answer, config }: Shell): void {
  command('import <file...>', 'import releases of the agency; a file is known by its content')
    .option('--as-of <date>', 'the day, or instant, of which the files speak')
    .option('--from <date>', 'first day that the files cover, where their content does not say')
    .option('--through <date>', 'last day that the files cover')
    .option('--quiet-days <why>', 'days without a record had none: they count as covered, and reports print why')
    .option(
      '--missing-days <why>',
      'days without a record are lacking: they do not count as covered, and reports print why',
    )
    .option('--confirm', 'import a list that was held because of what it would change')
    .option('--agreement <id>', 'take the files as filled-in templates of this agreement, and of no other')
    .action((files: readonly string[], flags: ImportFlags) =>
      answer(['import'], (effects) => importFiles(config(), files, flags, effects)),
    );
  const imports = command('imports', 'list the imported files: hashes, counts, coverage').action(() =>
    answer([], (effects) => listImports(config(), effects)),
  );
  command(
    'rejects <file>',
    'print the refused rows of a file as CSV, with the reasons; in a workbook of several sheets, row 10000007 is row 7 of the second',
    imports,
  )
    .option('--xlsx <path>', 'write them to a new workbook instead')
    .action((file: string, flags: RejectsFlags) =>
      answer([], (effects) => listRejects(config(), file, flags, effects)),
    );
  command('mend <file>', 'write a copy of an imported file with its refused rows corrected, to be imported', imports)
    .requiredOption('--rejects <csv>', 'the list of refused rows as `imports rejects` prints it, corrected')
    .requiredOption('--out <file>', 'the new file')
    .option('--original <path>', 'the file as it was imported, where <file> is its name, number or hash')
    .action((file: string, flags: MendFlags) => answer([], (effects) => mendFile(config(), file, flags, effects)));
  command('undo <file>', 'take one file back, all of it', imports).action((file: string) =>
    answer([], (effects) => undoImport(config(), file, effects)),
  );
  command('import-extract <path>', 'import a program extract: a CSV file of one entity, or a folder of them')
    .option('--as-of <date>', 'the instant of which the extract speaks')
    .option('--quiet-days <why>', 'days without an event had none, and reports print why')
    .action((path: string, flags: ExtractFlags) =>
      answer(['import'], (effects) => importProgramExtract(config(), path, flags, effects)),
    );
  command('contracts', 'print the JSON Schema of each file of a program extract').action(() =>
    answer([], async () => listContracts()),
  );
}

/** What shows the register of agreements, takes corrections of it, and asks agencies for figures of their own. */
export function registerCommands({ command, answer, config }: Shell): void {
  const register = command(
    'register',
    'show the register of agreements on the last day of a period, and what changed in it',
  )
    .option('--period <period>', 'a month 2025-09, a fiscal quarter FY2025-Q4, or a fiscal year FY2025')
    .option('--xlsx <path>', 'list every agreement of that day in a new workbook instead')
    .action((flags: RegisterFlags) => answer([], (effects) => showRegister(config(), flags, effects)));
  command('correct <file>', 'take corrections of the register (CSV): kept for good, and reported', register).action(
    (file: string) => answer([], (effects) => correctRegister(config(), file, effects)),
  );
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
    .action((flags: TemplateFlags) => answer(['template'], (effects) => writeTemplates(config(), flags, effects)));
}
