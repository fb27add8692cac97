import { type CoverageKind, registerKinds } from '../../queries/coverage.ts';
import type { DueFacts, NewestEdition } from '../../queries/due.ts';
import { readPublished } from '../distribute/published.ts';
import { eventKindOf } from '../measures/measure.ts';
import type { Manifest } from '../publish/manifest.ts';
import { measuresOf, type ReportDefinition } from '../reports/report.ts';
import type { StandingEdition } from '../schedule.ts';
import { missingDays } from './missing-days.ts';

/** What decides which slots are due, with what its editions say of themselves. */
export type ExaminedFacts = DueFacts<NewestEdition & StandingEdition>;

/**
 * Reads from the records of the editions that stand in scheduled months what their sources lacked when they were made. Leaves out
 * those of synthetic data where the sources are real, and the other way round: they stand for nothing. One whose record cannot be
 * read, or is not the one that the ledger knows, lacks nothing: its place is taken.
 */
export async function examineEditions(
  facts: DueFacts,
  definitions: readonly ReportDefinition[],
  out: string,
): Promise<ExaminedFacts> {
  const examined = await Promise.all(
    facts.editions.map(async (edition) => {
      const definition = definitions.find(({ id }) => id === edition.report);
      if (definition === undefined || !isScheduled(edition, definition)) return [{ ...edition, lacking: [] }];
      const record = await recordOf(edition, out);
      if (record === null) return [{ ...edition, lacking: [] }];
      if (facts.data !== null && record.synthetic !== (facts.data === 'synthetic')) return [];
      return [{ ...edition, lacking: missingDays(requiredOf(definition), record.period, record.coverage) }];
    }),
  );
  return { ...facts, editions: examined.flat() };
}

const isScheduled = ({ audience, period }: NewestEdition, { schedule }: ReportDefinition) =>
  schedule !== undefined && audience === 'internal' && /^\d{4}-\d{2}$/.test(period) && period >= schedule.from;

/** What must be covered and is counted: of anything else, the record of an edition says nothing. */
function requiredOf(definition: ReportDefinition): readonly CoverageKind[] {
  const counted = new Set<CoverageKind>();
  for (const measure of measuresOf(definition)) {
    const kind = eventKindOf(measure) ?? (measure.entity === 'record' ? measure.coverage : null);
    for (const each of kind === null ? registerKinds : [kind, ...(measure.entity === 'record' ? registerKinds : [])])
      counted.add(each);
  }
  return (definition.schedule?.requires ?? []).filter((kind) => counted.has(kind));
}

type EditionRecord = Pick<Manifest, 'synthetic' | 'coverage' | 'period'>;

/** What an edition says never changes, and a scheduler looks again and again. By the hash of the record. */
const known = new Map<string, EditionRecord>();

async function recordOf({ folder, manifest_sha256 }: NewestEdition, out: string): Promise<EditionRecord | null> {
  const before = known.get(manifest_sha256);
  if (before !== undefined) return before;
  const published = await readPublished(folder, out).catch(() => null);
  if (published?.edition.manifestSha256 !== manifest_sha256) return null;
  const { synthetic, coverage, period } = published.manifest;
  known.set(manifest_sha256, { synthetic, coverage, period });
  return { synthetic, coverage, period };
}
