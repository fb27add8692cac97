#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { deliveringCommands } from './cli/command-line/delivering.ts';
import { importingCommands, registerCommands } from './cli/command-line/importing.ts';
import { reportingCommands } from './cli/command-line/reporting.ts';
import { rulesCommands } from './cli/command-line/rules.ts';
import { schedulingCommands } from './cli/command-line/scheduling.ts';
import type { Shell } from './cli/command-line/shell.ts';
import type { Answer } from './cli/commands.ts';
import { fullDisk } from './cli/full-disk.ts';
import { type Display, jsonLines, terminal } from './cli/progress.ts';
import { withSecretFiles } from './cli/secret-files.ts';
import { readConfig, settings } from './config.ts';
import type { ProgressEffect } from './effects.ts';
import { exitCodes, PipelineError } from './errors.ts';

/** The only place that reads the environment, prints, and sets the exit code. */
async function main(): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', leaveUnread);
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

/** Whoever has read enough (`report287 status | head`) closes the pipe: that is no trouble, and what is left is not said. */
function leaveUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

let exitCode = 0;
let asJson = false;
let toldToStop: AbortSignal | undefined;

/** Does a command's work under a display, then prints its answer: data on standard output, all else on standard error. */
async function answer(stages: readonly string[], work: (effects: ProgressEffect) => Promise<Answer>): Promise<void> {
  const display: Display = process.stderr.isTTY === true && !asJson ? terminal(stages) : jsonLines();
  let answered: Answer;
  try {
    answered = await work(display);
  } finally {
    await display.end();
  }
  exitCode = answered.exitCode;
  process.stdout.write(asJson ? `${JSON.stringify(answered.data, null, 2)}\n` : `${answered.lines.join('\n')}\n`);
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
  const shell: Shell = { command, answer, config, surroundings, stopSignal, endWithin };
  importingCommands(shell);
  registerCommands(shell);
  reportingCommands(shell);
  schedulingCommands(shell);
  deliveringCommands(shell);
  rulesCommands(shell);
  command('settings', 'list the settings of the environment').action(() =>
    answer([], async () => ({
      data: { settings },
      lines: settings.map((setting) => `${setting.name}: ${setting.meaning} Default: ${setting.default}.`),
      exitCode: 0,
    })),
  );
  return program;
}

const surroundings = () => ({ variables: process.env, folder: process.cwd() });

function endWithin(milliseconds: number, code?: number): void {
  setTimeout(() => process.exit(code ?? exitCode), milliseconds).unref();
}

/**
 * Says stop when this process is told to end (SIGTERM, SIGINT): what is under way may end then. A second SIGINT ends at once; so
 * does, a moment after the answer, whatever still holds the process.
 */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    if (stopping.signal.aborted && signal === 'SIGINT') process.exit(130);
    stopping.abort();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  toldToStop = stopping.signal;
  return stopping.signal;
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
async function worded(error: unknown): Promise<PipelineError> {
  if (error instanceof PipelineError) return error;
  const { code = '', path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const refusal = refusals[code];
  if (refusal !== undefined) {
    if (code === 'ENOSPC' && path === undefined) return fullDisk(config(), error);
    const remedy = 'mend that, or set REPORT287_DATA, REPORT287_OUT or XDG_CACHE_HOME to another folder';
    return new PipelineError('config', `${path ?? 'a folder'}: ${refusal}`, remedy, { cause: error });
  }
  const message = `unexpected: ${error instanceof Error ? error.message : String(error)}`;
  return new PipelineError('internal', message, 'run again with --debug and report this as a defect', { cause: error });
}

/** Says what failed, on which thing, and what to do; anything unforeseen is called a defect. */
async function report(error: unknown, debug: boolean): Promise<number> {
  const known = await worded(error);
  const { kind, message, remedy, details } = known;
  if (asJson) printError({ kind, message, remedy, details });
  const lines = [
    `report287: ${message}`,
    ...details.slice(0, 50).map((detail) => `  - ${detail}`),
    `What to do: ${remedy}.`,
  ];
  if (details.length > 50) lines.splice(-1, 0, `  … and ${details.length - 50} more: --json has all`);
  process.stderr.write(`${lines.join('\n')}\n`);
  if (debug) process.stderr.write(`${(error as Error).stack ?? ''}\n`);
  return known.exitCode;
}

process.exitCode = await main();
if (toldToStop?.aborted) setTimeout(() => process.exit(), 1_000).unref();
