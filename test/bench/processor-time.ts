import { readFileSync } from 'node:fs';
import { descendantsOf } from '../formats/pdf/processes.ts';

/** Linux counts processor time in hundredths of a second, whatever the processor. */
const ticksPerSecond = 100;

/**
 * Processor seconds, so far, of all processes that this one started, those that have ended included. Only differences
 * mean something. Linux only; elsewhere 0.
 */
export function descendantsCpuSeconds(): number {
  if (process.platform !== 'linux') return 0;
  const [, , ...reaped] = ticksOf(process.pid);
  const living = descendantsOf(process.pid).flatMap(ticksOf);
  return [...reaped, ...living].reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond;
}

/** User and system ticks of a process, and then those of its children that have ended. */
function ticksOf(pid: number): readonly number[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold anything; behind it come the state and, eleven fields later, the times.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).map(Number);
  } catch {
    // It has just ended, and counts among its parent's.
    return [];
  }
}
