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
  const { memory } = figures;
  return [
    `${figures.report} ${figures.period}: ${count(figures.events)} events in the database, ${count(figures.scanned)} of the kinds and days of the report; ${figures.documents} document(s)`,
    '',
    alignedTable(['run', 'first, s', 'median, s', 'floor, s', 'ratio', 'floor'], rows),
    '',
    `"first": as a command of its own takes it, nothing warm. "median": of ${figures.rounds} later rounds in the same process, each with a`,
    'browser of its own, as are the floors, which follow each run. "again": once more, in the same browser. "check" covers the checks below it.',
    `Memory of the first run: ${count(memory.before)} MB before, ${count(memory.peak)} MB at most, ${count(memory.added)} MB added; without the browser’s own processes.`,
  ].join('\n');
}
