import type { RunFigures } from './report-run.ts';
import { alignedTable, count, seconds, times } from './table.ts';

/** The part of the output that is about a run. */
export function runTable(figures: RunFigures): string {
  const rows = figures.lines.flatMap(({ what, firstSeconds, seconds: median, floors }) => {
    const [first, ...more] = floors.map((floor) => [seconds(floor.seconds), times(floor.ratio), floor.what]);
    return [
      [what, seconds(firstSeconds), seconds(median), ...(first ?? [])],
      ...more.map((floor) => ['', '', '', ...floor]),
    ];
  });
  const { memory, browserMemory } = figures;
  return [
    `${figures.report} ${figures.period}: ${count(figures.events)} events in the database, ${count(figures.scanned)} of the kinds and days of the report; ${figures.documents} document(s)`,
    '',
    alignedTable(['run', 'first, s', 'median, s', 'floor, s', 'ratio', 'floor'], rows),
    '',
    `"first": as a command of its own takes it, nothing warm. "median": of ${figures.rounds} later rounds in the same process, each with a`,
    'browser of its own, as are the floors, which follow each run. "again": by itself once more, the browser warm. "pdf" prints and repairs side by',
    'side; the repairs alone are measured in one thread, one after another. The checks run side by side: "check" is shorter than their sum.',
    `Memory of the first run: ${count(memory.before)} MB before, ${count(memory.peak)} MB at most, ${count(memory.added)} MB added; its browser ${count(browserMemory.peak)} MB at most, in ${browserMemory.processes} processes.`,
  ].join('\n');
}
