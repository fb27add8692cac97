import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The checkout under test. */
export const checkout = join(import.meta.dirname, '..', '..');

/** What a command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command keeps its database and its editions. */
export interface Place {
  readonly data: string;
  readonly out: string;
}

/** Starts the command line as a user would, in an environment of its own. */
export function start(
  place: Place,
  words: readonly string[],
  more: Readonly<Record<string, string>> = {},
): ChildProcess {
  const { DATABASE_URL: _, ...inherited } = process.env;
  // A folder for temporary files of its own: what a killed command leaves running can be told by it.
  const TMPDIR = join(place.data, 'tmp');
  mkdirSync(TMPDIR, { recursive: true });
  return spawn(process.execPath, [join(checkout, 'pipeline', 'cli.ts'), ...words], {
    cwd: checkout,
    env: { ...inherited, TMPDIR, REPORT287_DATA: place.data, REPORT287_OUT: place.out, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits for a started command. */
export async function finish(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Runs a command to its end. */
export const report287 = (
  place: Place,
  words: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Finished> => finish(start(place, words, more));
