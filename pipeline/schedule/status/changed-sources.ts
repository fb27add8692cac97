import {
  entityOf,
  isOfEvents,
  type LateFile,
  readSourcesNow,
  type SourcesNow,
} from '../../../queries/changed-sources.ts';
import { ownSchema, type Session } from '../../../queries/database.ts';
import { importsAboutEvents, importsWithEvents } from '../../../queries/provenance.ts';
import type { PublishedEdition, StatusFacts } from '../../../queries/status.ts';
import { readPublished } from '../../distribute/published.ts';
import type { ClockEffect, DatabaseEffect } from '../../effects.ts';
import { bears, coverageOfEntity, type Reach, reachOf } from '../../extract/sources.ts';
import { parsePeriod } from '../../period.ts';
import type { Manifest } from '../../publish/manifest.ts';
import type { ReportDefinition } from '../../reports/report.ts';
import { missingDays } from '../missing-days.ts';

/** That sources of an edition changed after it was made: figures may be other than published. */
export interface ChangedSources {
  readonly report: string;
  readonly period: string;
  /** The number of the edition. */
  readonly number: number;
  readonly changes: readonly SourceChange[];
}

/** One change of what an edition was made from. */
export interface SourceChange {
  readonly kind: 'imported' | 'taken-back' | 'corrected';
  /** The file, or the agreement and what was corrected of it. */
  readonly what: string;
  /** ISO instant; null: it is not on record. */
  readonly at: string | null;
}

const day = 86_400_000;

/** Days after its publication for which changes of an edition's sources are looked for. */
const daysWatched = 100;

/**
 * What changed in the sources of recent internal editions, the newest of their slots, of months and fiscal periods of the nation and
 * its field offices, in order. Seen are files that say something of days that the report is about (its own, those that it compares
 * with, and those of its trends), files that were taken back, and corrections of the register; of lists also signing dates that a later
 * one moves and agreements that return; of program extracts the dates of agreements and records. A file that is only about other months
 * is none. Not seen are: names that turn out to be another's by a later list; other words of a record; what was imported in the
 * seconds of the run itself; the sources of single agreements; and a program's own database, which holds no files.
 */
export async function readChangedSources(
  { editions }: Pick<StatusFacts, 'editions'>,
  { definitions, out }: { readonly definitions: readonly ReportDefinition[]; readonly out: string },
  { database, now }: DatabaseEffect & ClockEffect,
): Promise<readonly ChangedSources[]> {
  if (database.sourceSchema !== ownSchema) return [];
  const since = now().getTime() - daysWatched * day;
  const watched = await Promise.all(
    editions
      .filter(({ audience, period }) => audience === 'internal' && !period.includes('--'))
      .filter((edition) => Date.parse(edition.published_at) >= since)
      .map((edition) => withRecord(edition, definitions, out)),
  );
  const made = watched.flatMap((one) => one ?? []);
  const first = made.map(({ manifest }) => manifest.run.startedAt).toSorted()[0];
  if (first === undefined) return [];
  return database.transaction('snapshot', async (session) => {
    const sources = await readSourcesNow(session, first);
    const found: ChangedSources[] = [];
    for (const { edition, manifest, definition } of made) {
      const changes = await changesSince(manifest, definition, sources, session);
      const { report, period, number } = edition;
      if (changes.length > 0) found.push({ report, period, number, changes });
    }
    return found;
  });
}

async function withRecord(edition: PublishedEdition, definitions: readonly ReportDefinition[], out: string) {
  const definition = definitions.find(({ id }) => id === edition.report);
  const published = definition === undefined ? null : await readPublished(edition.folder, out).catch(() => null);
  return definition === undefined || published === null ? null : { edition, definition, manifest: published.manifest };
}

async function changesSince(
  manifest: Manifest,
  definition: ReportDefinition,
  sources: SourcesNow,
  session: Session,
): Promise<readonly SourceChange[]> {
  const reach = reachOf(definition, parsePeriod(manifest.period.id), 'areas');
  const had = new Set(manifest.sources.map(({ sha256 }) => sha256));
  const begun = Date.parse(manifest.run.startedAt);
  const late = sources.late.filter(({ sha256, storedAt }) => !had.has(sha256) && Date.parse(storedAt) > begun);
  const bearing = new Set([
    ...late.filter((file) => saysOf(file, reach, manifest)).map(({ importId }) => importId),
    ...(await importsOfEvents(late, reach, session)),
  ]);
  return [
    ...late
      .filter(({ importId }) => bearing.has(importId))
      .map(({ fileName, storedAt }) => ({ kind: 'imported' as const, what: fileName, at: storedAt })),
    ...manifest.sources
      .filter(({ sha256 }) => !sources.held.has(sha256))
      .map(({ fileName }) => ({ kind: 'taken-back' as const, what: fileName, at: null })),
    ...correctionsSince(manifest, reach, sources),
  ];
}

/** Whether a file says of days of a report what was not on record before, by what is known of it without its events. */
function saysOf(
  { sourceId, listedOn, covers, moves, earliest }: LateFile,
  reach: Reach,
  { coverage }: Manifest,
): boolean {
  const { agreementsUntil: until, days } = reach;
  const entity = entityOf(sourceId);
  // A statement of coverage repeats the days that were covered before.
  const isNew = (span: LateFile['covers'][number]) =>
    entity !== 'coverage' || missingDays([span.kind], within(span, reach), coverage).length > 0;
  if (covers.some((span) => bears(span, reach) && isNew(span))) return true;
  if (until === null) return false;
  if (listedOn !== null && listedOn < until) return true;
  if (moves.some((window) => window.from < until && window.until > days.from)) return true;
  const kind = entity === null ? undefined : coverageOfEntity[entity];
  return earliest !== null && earliest < until && (kind === undefined || reach.records.includes(kind));
}

const within = ({ from, until }: LateFile['covers'][number], { days }: Reach) => ({
  from: from > days.from ? from : days.from,
  until: until < days.until ? until : days.until,
});

async function importsOfEvents(late: readonly LateFile[], reach: Reach, session: Session): Promise<readonly number[]> {
  const idsWhere = (isMeant: (file: LateFile) => boolean) => late.filter(isMeant).map(({ importId }) => importId);
  const holding = ({ rowsOutsideSpan, sourceId }: LateFile) =>
    rowsOutsideSpan > 0 || entityOf(sourceId) === 'enforcement_events';
  return [
    ...(await importsWithEvents(session, idsWhere(holding), reach)),
    ...(await importsAboutEvents(
      session,
      idsWhere((file) => isOfEvents(file.sourceId) && !holding(file)),
      reach,
    )),
  ];
}

/** Corrections are kept for good, in order. A name changes no figure; a date only those of its own day and later ones. */
function correctionsSince(
  { corrections: had }: Manifest,
  { agreementsUntil: until }: Reach,
  { corrections }: SourcesNow,
): readonly SourceChange[] {
  if (until === null || had === undefined) return [];
  return corrections
    .slice(had.length)
    .filter(({ action, value }) => action !== 'name' && (!action.endsWith('-on') || value < until))
    .map(({ agreement, action, value }) => ({
      kind: 'corrected' as const,
      what: `${agreement}: ${action} ${value}`,
      at: null,
    }));
}
