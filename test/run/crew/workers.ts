import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';
import { checkout } from '../command-line.ts';
import type { WorkerTask } from './worker-child.ts';

/** A worker in a process of its own. */
export interface StartedWorker {
  readonly child: ChildProcess;
  /** It has its browser, and looks for work. */
  readonly isReady: Promise<void>;
  /** Tasks that it has done so far. */
  readonly done: () => number;
  /** It has ended, however it did. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
}

/** Starts a worker. */
export function startWorker(task: WorkerTask): StartedWorker {
  const script = join(checkout, 'test', 'run', 'crew', 'worker-child.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Loading the program takes longer than a small task; compiled once, it is quick.
    env: { ...process.env, NODE_COMPILE_CACHE: join(inject('engines').root, 'compiled') },
  });
  const ready = Promise.withResolvers<void>();
  let said = '';
  let done = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.includes('"kind":"ready"')) ready.resolve();
    done = (said.match(/"stage":"worker","done":/g) ?? []).length;
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on('close', (code) => {
      ready.resolve();
      resolve({ code, said });
    });
  });
  return { child, isReady: ready.promise, done: () => done, ended };
}
