import { readFileSync } from 'node:fs';
import { descendantsOf } from '../formats/pdf/processes.ts';

/** Resident memory of all processes that this one started, at the same moment, in megabytes of 1,000,000 bytes. */
export interface BrowserMemory {
  readonly peak: number;
  /** Processes at that moment. */
  readonly processes: number;
}

const sampledEvery = 200;

/** Begins to watch; what it returns ends that and says what was seen. Linux only; elsewhere it sees nothing. */
export function watchBrowserMemory(): () => BrowserMemory {
  let most: BrowserMemory = { peak: 0, processes: 0 };
  const look = () => {
    const shares = descendants().map(shareOfMemory);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (sum > most.peak) most = { peak: sum, processes: shares.length };
  };
  const timer = setInterval(look, sampledEvery);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}

const descendants = () => (process.platform === 'linux' ? descendantsOf(process.pid) : []);

/** Proportional set size: what processes share is divided among them, so that the sum counts it once. */
function shareOfMemory(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return (Number(kilobytes) * 1_024) / 1_000_000;
  } catch {
    // It has just ended.
    return 0;
  }
}
