import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Look } from '../../../pipeline/schedule/look.ts';
import { finish } from '../../run/command-line.ts';
import type { ChildTask } from './child.ts';

/** A scheduler in a process of its own. */
export interface Scheduler {
  readonly process: ChildProcess;
  /** Resolves when it says something of which this is true. */
  readonly says: (isMeant: (said: { readonly [name: string]: unknown }) => boolean) => Promise<void>;
  /** Waits for its end: how it ended, and the looks that it finished. */
  readonly ended: Promise<Ended>;
}

/** How a scheduler ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly looks: readonly Look[];
}

/** Starts one. */
export function startScheduler(task: ChildTask): Scheduler {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Loading the program takes longer than a small run; compiled once, it is quick.
    env: { ...process.env, NODE_COMPILE_CACHE: join(inject('engines').root, 'compiled') },
  });
  const waiting: { isMeant: (said: { readonly [name: string]: unknown }) => boolean; resolve: () => void }[] = [];
  let rest = '';
  child.stdout?.on('data', (text: Buffer) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) for (const one of waiting) if (one.isMeant(JSON.parse(line))) one.resolve();
  });
  const ended = finish(child).then(({ code, signal, stdout, stderr }) => {
    for (const { resolve } of waiting) resolve();
    const said = stdout.split('\n').flatMap((line) => (line.startsWith('{"kind":"look"') ? [JSON.parse(line)] : []));
    return { code, signal, stderr, looks: said.map(({ looked }) => looked as Look) };
  });
  const says: Scheduler['says'] = (isMeant) =>
    new Promise((resolve) => {
      waiting.push({ isMeant, resolve });
    });
  return { process: child, says, ended };
}
