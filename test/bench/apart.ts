import { fork } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer, Tasks } from './child.ts';
import { removeFolder } from './scratch.ts';

type Input<K extends keyof Tasks> = Parameters<Tasks[K]>[0];
type Output<K extends keyof Tasks> = Awaited<ReturnType<Tasks[K]>>;

/**
 * Does one task in a process of its own, so that no other has warmed or filled it, with a folder of its own inside
 * `scratch` for temporary files.
 * @throws Error with the reason where it fails.
 */
export function apart<K extends keyof Tasks>(task: K, input: Input<K>, scratch: string): Promise<Output<K>> {
  const TMPDIR = mkdtempSync(join(scratch, `${task}-`));
  // A private server runs as another user, who must be able to look inside.
  chmodSync(TMPDIR, 0o755);
  const child = fork(fileURLToPath(import.meta.resolve('./child.ts')), [task, JSON.stringify(input)], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, TMPDIR },
    // What is printed on standard output is the bench's own.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const { promise, resolve, reject } = Promise.withResolvers<Output<K>>();
  let answer: Answer<Output<K>> | undefined;
  child.once('message', (message) => {
    answer = message as Answer<Output<K>>;
    // It waits for this: were it to end by itself, its end could be noticed before its answer.
    child.disconnect();
  });
  child.once('error', reject);
  child.once('exit', (code, signal) => {
    process.off('exit', kill);
    removeFolder(TMPDIR);
    if (answer?.kind === 'done') resolve(answer.result);
    else reject(new Error(`"${task}" could not be measured: ${answer?.reason ?? `it ended with ${signal ?? code}`}`));
  });
  return promise;
}
