import type { Session } from '../../../queries/database.ts';
import { type EventCoverage, eventCoverageOf, extractedDays } from '../../../queries/imports/event-days.ts';
import { noteInTitle } from '../../../queries/imports.ts';
import { PipelineError } from '../../errors.ts';
import { type DateWindow, daysIn } from '../../period.ts';
import { daysWithout } from '../coverage.ts';
import { isNew, noteOf } from '../covered-days.ts';
import { type DayCounts, type EmptyDays, emptyInWords, missingRecords } from '../empty-days.ts';

/** A file `coverage` of an extract, whose spans are stored. */
interface CoverageFile {
  readonly importId: number;
  readonly sourceId: string;
  readonly name: string;
}

/**
 * Holds the days that an extract says it covers against the events of the extracts on record, each kind over all offices: one
 * office may well have none for months. Asked about are days that no earlier file covers, and of kinds of which there is any
 * event; officers, complaints and the like are few by nature, and are not asked about.
 * @param quietDays why there were no events, which then stands with the title of the file.
 * @throws PipelineError `contract` where events seem to be missing, and no reason is given.
 */
export async function proveEventDays(
  session: Session,
  file: CoverageFile,
  quietDays: string | undefined,
): Promise<void> {
  const stated = await eventCoverageOf(session, file.sourceId);
  const found: (EmptyDays & Pick<EventCoverage, 'kind'>)[] = [];
  for (const [kind, ofKind] of Map.groupBy(stated, (span) => span.kind)) {
    const mine = ofKind.filter(({ importId }) => importId === file.importId);
    const others = ofKind.filter(({ importId }) => importId !== file.importId);
    if (mine.length === 0) continue;
    const counts = await extractedDays(session, kind);
    const missing = together(mine).flatMap((span) => missingIn(span, counts));
    found.push(...missing.filter(isNew(others)).map((days) => ({ ...days, kind })));
  }
  if (found.length === 0) return;
  if (quietDays === undefined) throw eventsMissing(file.name, found);
  await noteInTitle(session, file.importId, noteOf(found, { are: 'quiet', why: quietDays }));
}

/** Spans of whatever offices, as the days that they cover together. */
function together(spans: readonly DateWindow[]): readonly DateWindow[] {
  const from = spans.map((span) => span.from).toSorted()[0];
  const until = spans
    .map((span) => span.until)
    .toSorted()
    .at(-1);
  if (from === undefined || until === undefined) return [];
  const all = { from, until };
  return daysWithout(all, daysWithout(all, spans));
}

/** The events before a span tell the pace as well as those within it. */
function missingIn(span: DateWindow, counts: DayCounts): readonly EmptyDays[] {
  const first = [...counts.keys()].toSorted()[0];
  if (first === undefined || first >= span.until) return [];
  const from = first < span.from ? first : span.from;
  return missingRecords(counts, { from, until: span.until }, 'soft')
    .filter((gap) => gap.until > span.from)
    .map((gap) => within(gap, span));
}

function within(gap: EmptyDays, span: DateWindow): EmptyDays {
  const days = { from: gap.from > span.from ? gap.from : span.from, until: gap.until };
  return { ...days, expected: ((gap.expected ?? 0) * daysIn(days)) / daysIn(gap) };
}

function eventsMissing(name: string, found: readonly (EmptyDays & Pick<EventCoverage, 'kind'>)[]): PipelineError {
  const [first, ...others] = found.map((days) => `no ${days.kind} ${emptyInWords(days)}`);
  return new PipelineError(
    'contract',
    `events seem to be missing of days that ${name} covers: ${first}${others.length > 0 ? ', and others' : ''}`,
    [
      'bring the events of these days in the same folder, or before',
      'or let covers_from and covers_until name the days that they cover',
      'or, if nothing happened on these days, give "report287 import-extract" --quiet-days "<why>"',
    ].join('; '),
    { details: others },
  );
}
