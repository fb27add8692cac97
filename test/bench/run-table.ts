import type { RunFigures } from './report-run.ts';
import { line } from './run-round.ts';
import { alignedTable, count, seconds, times } from './table.ts';

const header = ['run', 'first, s', 'median, s', 'CPU s', 'browser', 'floor, s', 'ratio', '(CPU)', 'floor'];

/** The part of the output that is about a run. */
export function runTable(figures: RunFigures): string {
  const rows = figures.lines.flatMap(({ what, floors, ...spent }) => {
    const [first, ...more] = floors.map((floor) => [
      seconds(floor.seconds),
      times(floor.ratio),
      times(floor.cpuRatio),
      floor.what,
    ]);
    const { firstSeconds, seconds: median, cpuSeconds, browserCpuSeconds } = spent;
    return [
      [what, ...[firstSeconds, median, cpuSeconds, browserCpuSeconds].map(seconds), ...(first ?? [])],
      ...more.map((floor) => ['', '', '', '', '', ...floor]),
    ];
  });
  const { memory, browserMemory } = figures;
  return [
    `${figures.report} ${figures.period}: ${count(figures.events)} events in the database, ${count(figures.scanned)} of the kinds and days of the report`,
    asked(figures),
    '',
    alignedTable(header, rows),
    '',
    `"first": as a command of its own takes it, nothing warm. "median": of ${figures.rounds} later round(s) in the same process, each with a`,
    'browser of its own, as are the floors, which follow each run. "CPU s": of all threads of this process; "browser": of the browser\'s',
    'processes; the ratios "(CPU)" are of both together. "again": by itself once more in the last round, the browser warm. "pdf" prints and',
    'repairs side by side; the repairs alone are measured in one thread. The checks run side by side and read each file once for all:',
    '"check" is shorter than their sum.',
    `Memory of the first run: ${count(memory.before)} MB before, ${count(memory.peak)} MB at most, ${count(memory.added)} MB added; its browser ${count(browserMemory.peak)} MB at most, in ${browserMemory.processes} processes.`,
  ].join('\n');
}

/** The one figure that everything else explains. */
function asked({ lines, documents, pages }: RunFigures): string {
  const drawn = lines.find(({ what }) => what === line.drawing);
  const [reused, anew] = drawn?.floors ?? [];
  if (drawn === undefined || reused === undefined || anew === undefined) return '';
  return (
    `${documents} documents of ${pages.least} to ${pages.most} pages, PDF + XLSX + HTML + CSV, repaired and checked: ${drawn.seconds.toFixed(1)} s, ` +
    `${times(reused.ratio)} the bare browser's ${reused.seconds.toFixed(1)} s for the same HTML (CPU ${times(reused.cpuRatio)}); ` +
    `${times(anew.ratio)} the ${anew.seconds.toFixed(1)} s with a new page for each`
  );
}
