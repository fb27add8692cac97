import type { Expression } from 'kysely';
import { z } from 'zod';
import type { EventKind } from '../../queries/codelists.ts';
import type { Classification } from '../classify.ts';
import { PipelineError } from '../errors.ts';
import type { DateWindow } from '../period.ts';
import type { Axis } from '../priorities/regime.ts';
import type { TableDefinition } from '../reports/report.ts';
import { axes } from './axes.ts';

/** The file of an edition that holds its record. */
export const classificationFile = 'classification.json';

const axisRecord = z.strictObject({
  /** One whole query without parameters that gives `event_id`, `kind` and `determination`. */
  sql: z
    .string()
    .regex(/^select\b/)
    .refine((text) => !text.includes(';'), 'must be one query, without a semicolon'),
  /** The words for each code of a category. */
  labels: z.record(z.string(), z.string()),
});

const record = z.strictObject({
  version: z.literal(1),
  /** The schema in which the queries read the sources. */
  schema: z.string().min(1),
  axes: z.partialRecord(z.enum(axes as [Axis, ...Axis[]]), axisRecord),
});

/** How the events of an edition were classified, so that it can be done again beside today's rules. */
export type ClassificationRecord = Readonly<z.infer<typeof record>>;

/** How one axis was. */
export type AxisRecord = Readonly<z.infer<typeof axisRecord>>;

/** What is classified: the tables that are counted, the days, and the schema in which the sources are read. */
export interface Classified {
  readonly tables: readonly TableDefinition[];
  readonly period: DateWindow;
  readonly schema: string;
}

/** Writes a query for determinations: `writeDetermination` of `queries/impact.ts`. */
type Write = (
  schema: string,
  determination: Expression<string>,
  events: { readonly kinds: readonly EventKind[]; readonly window: DateWindow },
) => string;

/**
 * The record of a classification for the events that a report counts by its axes in a period. The same rules, report and
 * period give the same record.
 */
export function recordClassification(
  classification: Classification,
  { tables, period, schema }: Classified,
  write: Write,
): ClassificationRecord {
  const window = { from: period.from, until: period.until };
  const recorded = axes.flatMap((axis) => {
    const kinds = kindsCountedBy(axis, tables);
    if (kinds.length === 0) return [];
    const sql = write(schema, classification.determination(axis, window), { kinds, window });
    const codes = classification.blocks(axis, window).flatMap(({ categories }) => categories);
    const labels = Object.fromEntries(codes.map(({ code, label }) => [code, label]));
    return [[axis, { sql, labels }] as const];
  });
  return readClassificationRecord({ version: 1, schema, axes: Object.fromEntries(recorded) });
}

function kindsCountedBy(axis: Axis, tables: readonly TableDefinition[]): readonly EventKind[] {
  const kinds = tables.flatMap(({ measure, by: { codes } }) => {
    const isByAxis = typeof codes === 'object' && 'axis' in codes && codes.axis === axis;
    return isByAxis && measure.entity === 'event' ? [measure.kind] : [];
  });
  return [...new Set(kinds)].toSorted();
}

/**
 * Reads a record back.
 * @throws PipelineError `contract` with every problem.
 */
export function readClassificationRecord(value: unknown): ClassificationRecord {
  const parsed = record.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'record'}: ${issue.message}`);
  throw new PipelineError(
    'contract',
    'this is not the record of a classification',
    'make the edition again with this program, or compare with the program that made it',
    { details },
  );
}
