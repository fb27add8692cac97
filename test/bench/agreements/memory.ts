import { readFileSync } from 'node:fs';
import { descendantsOf } from '../../formats/pdf/processes.ts';

/** The most memory at any moment that was looked at, in megabytes of 1,000,000 bytes. */
export interface MostMemory {
  readonly own: number;
  /** Of all processes that this one started, what they share divided among them. Linux only; elsewhere 0. */
  readonly browser: number;
}

/** Seldom: to ask for a browser's memory stops it for a while, and there are hundreds of documents. */
const sampledEvery = 4_000;

/** Begins to watch the memory of this process and its browser; what it returns ends that. */
export function watchBoth(): () => MostMemory {
  let most: MostMemory = { own: 0, browser: 0 };
  const look = () => {
    const own = process.memoryUsage.rss() / 1_000_000;
    most = { own: Math.max(most.own, own), browser: Math.max(most.browser, browserMemory()) };
  };
  look();
  const timer = setInterval(look, sampledEvery);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}

/** Of all processes that this one started, what they share divided among them, in megabytes. Linux only; elsewhere 0. */
export function browserMemory(): number {
  if (process.platform !== 'linux') return 0;
  return descendantsOf(process.pid).reduce((sum, pid) => sum + shareOfMemory(pid), 0);
}

function shareOfMemory(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return (Number(kilobytes) * 1_024) / 1_000_000;
  } catch {
    // It has just ended.
    return 0;
  }
}
