import { readFileSync, writeFileSync } from 'node:fs';

/** Resident memory of this process around some work, in megabytes of 1,000,000 bytes. */
export interface Memory {
  /** After a garbage collection, just before the work. */
  readonly before: number;
  /** The most during the work. */
  readonly peak: number;
  readonly added: number;
  /** `kernel`: the system's own high-water mark, which misses nothing; `sampled`: every 20 ms, between steps of the work. */
  readonly method: 'kernel' | 'sampled';
}

const sampledEvery = 20;
const megabytes = (bytes: number) => bytes / 1_000_000;

/** Begins to watch; what it returns ends that and says what was seen. */
export function watchMemory(): () => Memory {
  globalThis.gc?.();
  const byKernel = resetHighWater();
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, sampledEvery);
  return () => {
    clearInterval(timer);
    look();
    const most = byKernel ? highWater() : peak;
    return {
      before: megabytes(before),
      peak: megabytes(most),
      added: megabytes(most - before),
      method: byKernel ? 'kernel' : 'sampled',
    };
  };
}

/** Linux forgets the mark when `5` is written here. */
function resetHighWater(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}

function highWater(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
