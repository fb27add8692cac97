import { readdirSync, readFileSync } from 'node:fs';

interface SystemProcess {
  readonly pid: number;
  readonly parent: number;
  /** `Z`: ended, and waiting to be taken note of. */
  readonly state: string;
}

/** Every process of this system; Linux only. */
function everyProcess(): readonly SystemProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The name of the command, in brackets, may hold anything.
      const [state = '', parent = '0'] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return [{ pid: Number(name), parent: Number(parent), state }];
    } catch {
      return [];
    }
  });
}

/** The processes that a process has started, and those that they have started, while all of them live. */
export function descendantsOf(pid: number): readonly number[] {
  const all = everyProcess().filter(({ state }) => state !== 'Z');
  const below = (parent: number): number[] =>
    all.flatMap((process) => (process.parent === parent ? [process.pid, ...below(process.pid)] : []));
  return below(pid);
}

/** Those of the processes that have not ended after so many milliseconds. */
export async function leftAfter(milliseconds: number, pids: readonly number[]): Promise<readonly number[]> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const alive = new Set(everyProcess().flatMap(({ pid, state }) => (state === 'Z' ? [] : [pid])));
    const left = pids.filter((pid) => alive.has(pid));
    if (left.length === 0 || performance.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
