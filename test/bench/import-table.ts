import type { ImportFigures } from './import.ts';
import { alignedTable, count, percent, seconds, times } from './table.ts';

/** The part of the output that is about import. */
export function importTable(figures: readonly ImportFigures[], engines: Readonly<Record<string, string>>): string {
  const speed = alignedTable(
    ['import', 'rows', 'into', 'rounds', 's', 'rows/s', 'rows/CPU s', 'bare COPY', '(CPU)', 'bare reading', '(CPU)'],
    figures.map((each) => [
      each.file,
      count(each.rows),
      engines[each.into] ?? each.into,
      String(each.rounds),
      seconds(each.seconds),
      count(each.rowsPerSecond),
      count(each.rowsPerCpuSecond),
      times(each.floors.copy.ratio),
      each.into === 'embedded' ? times(each.floors.copy.cpuRatio) : '',
      times(each.floors.reading.ratio),
      times(each.floors.reading.cpuRatio),
    ]),
  );
  const memory = alignedTable(
    ['memory, MB', 'rows', 'into', 'before', 'peak', 'added', 'peak of bare COPY'],
    figures.map((each) => [
      each.file,
      count(each.rows),
      engines[each.into] ?? each.into,
      count(each.memory.before),
      count(each.memory.peak),
      count(each.memory.added),
      count(each.floors.copy.peak),
    ]),
  );
  return [speed, '', memory, '', ...notes(figures)].join('\n');
}

function notes(figures: readonly ImportFigures[]): readonly string[] {
  return [
    ...figures.map(boundOf),
    ...growthOf(figures),
    'Each in a process and a database of its own; medians. "bare COPY": the very lines of the import, kept beforehand, into the',
    'same table, some 4,000 at a time. "bare reading": unpacking the file and csv-parse’s own stream. × is the import divided by it.',
    'CPU: of all threads of the process; a server’s own is not in it.',
    memoryMethod(figures),
  ];
}

/** What bounds an import: the shares of its time that its two floors alone would take. */
function boundOf({ file, into, cpuSeconds, seconds: wall, floors }: ImportFigures): string {
  const share =
    into === 'embedded'
      ? `of the CPU time the bare COPY alone takes ${percent(floors.copy.cpuSeconds, cpuSeconds)} and bare reading ${percent(floors.reading.cpuSeconds, cpuSeconds)}`
      : `of the time the bare COPY alone takes ${percent(floors.copy.seconds, wall)} and bare reading ${percent(floors.reading.seconds, wall)}`;
  return `Bound: ${file}, ${into}: ${share}.`;
}

function growthOf(figures: readonly ImportFigures[]): readonly string[] {
  const [small, ...others] = figures.filter(({ into, file }) => into === 'embedded' && file.startsWith('generated'));
  return others.map(
    (large) =>
      `${count(large.rows / (small?.rows ?? 0))} times the rows added ${count(large.memory.added)} MB in place of ${count(small?.memory.added ?? 0)} MB.`,
  );
}

function memoryMethod(figures: readonly ImportFigures[]): string {
  const how = figures.every(({ memory }) => memory.method === 'kernel')
    ? 'the kernel’s high-water mark, reset just before (VmHWM, clear_refs)'
    : 'sampled every 20 ms, which misses what happens inside one step of the engine';
  return `Memory: resident, MB of 1,000,000 bytes. "before": database open, migrated, its shared buffers touched, one small file\nimported, garbage collected. "peak": ${how}.`;
}
