import type { Session } from '../../queries/database.ts';
import { coverageOfFormat, noteInTitle, recordCoverage } from '../../queries/imports.ts';
import { PipelineError } from '../errors.ts';
import { type DateWindow, daysIn, lastDay } from '../period.ts';
import type { Source } from '../sources/source.ts';
import { coveredBy, daysWithout, type Evidence } from './coverage.ts';
import { type EmptyDays, emptyInWords, missingRecords } from './empty-days.ts';
import { identifies287g } from './row.ts';

/** What the operator says of days for which records seem to be missing. */
export interface EmptyDaysStated {
  /** `quiet`: nothing happened, and they are covered; `missing`: the file lacks them, and they are not. */
  readonly are: 'quiet' | 'missing';
  /** One line, which stands on record and in reports; no personal data. */
  readonly why: string;
}

/** Days for which records seemed to be missing, and what the operator says that they are. */
export type EmptyDaysTold = EmptyDays & Pick<EmptyDaysStated, 'are'>;

/** The rows of one format, by their days. */
export interface DatedRows {
  readonly source: Source;
  readonly days: { readonly evidence: () => Evidence };
}

/** What is said about the days of a file. */
export interface DaysStated {
  /** The days that the file covers; absent: those that its rows show. */
  readonly statedCoverage?: DateWindow;
  readonly emptyDays?: EmptyDaysStated;
}

/**
 * Records which days a file covers of each of its formats, and with its title what the operator says of those without a record.
 * That nothing happened on a day is a figure, so that neither titles nor an operator's range nor the days around it are
 * enough where records seem to be missing ({@link missingRecords}): this asks for a reason. Not asked about are days that
 * another file of the format covers already; formats restricted to a program, which never stand for the whole of a day; and
 * sources with few records by nature (lists, registers, figures of agencies), which state one day or their months themselves.
 * @throws PipelineError `contract` where records seem to be missing, and no reason is given.
 */
export async function recordDays(
  session: Session,
  file: { readonly importId: number; readonly name: string; readonly formatId: string },
  parts: readonly DatedRows[],
  stated: DaysStated,
): Promise<readonly EmptyDaysTold[]> {
  const found: EmptyDays[] = [];
  for (const { source, days } of parts) {
    const { inside, counts } = days.evidence();
    const covered = source.undated === undefined ? (stated.statedCoverage ?? coveredBy(inside)) : null;
    if (covered === null) continue;
    const { kind, office = null } = source;
    const known = await coverageOfFormat(session, { importId: file.importId, sourceId: file.formatId, kind, office });
    const missing = source.limitedTo === undefined ? missingRecords(counts, covered, 'sharp').filter(isNew(known)) : [];
    if (missing.length > 0 && stated.emptyDays === undefined) throw recordsMissing(file.name, missing);
    const spans = stated.emptyDays?.are === 'missing' ? daysWithout(covered, missing) : [covered];
    for (const span of spans)
      await recordCoverage(session, file.importId, { ...span, kind, office, identifies287g: identifies287g(source) });
    found.push(...missing);
  }
  const { emptyDays } = stated;
  if (emptyDays === undefined || found.length === 0) return [];
  await noteInTitle(session, file.importId, noteOf(found, emptyDays));
  return found.map((days) => ({ ...days, are: emptyDays.are }));
}

/** Whether some of the days are not covered by what is on record. */
export const isNew = (known: readonly DateWindow[]) => (days: DateWindow) => daysWithout(days, known).length > 0;

/** What stands with the title of a file: `no records from 2017-09-21 through 2017-09-30: offices closed by a hurricane` */
export function noteOf(found: readonly DateWindow[], { are, why }: EmptyDaysStated): string {
  const days = found.map((window) => {
    const last = lastDay(window);
    return daysIn(window) === 1 ? `on ${window.from}` : `from ${window.from} through ${last}`;
  });
  return `${are === 'quiet' ? 'no records' : 'without the days'} ${days.join(', ')}: ${why}`;
}

function recordsMissing(name: string, missing: readonly EmptyDays[]): PipelineError {
  const [first, ...others] = missing.map(emptyInWords);
  return new PipelineError(
    'contract',
    `records seem to be missing in ${name}: it has none ${first}${others.length > 0 ? ', and on other days' : ''}`,
    [
      'fetch the file again',
      'or give with --from and --through the days that it truly covers (also where a mistyped date stands apart from all others)',
      'or give "report287 import" --quiet-days "<why>" if nothing happened on these days, or --missing-days "<why>" if the file lacks them, so that they do not count as covered',
    ].join('; '),
    { details: others.map((days) => `none ${days}`) },
  );
}
