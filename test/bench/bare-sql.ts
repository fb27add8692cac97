import {
  createQueryId,
  type KyselyPlugin,
  PostgresQueryCompiler,
  type QueryId,
  type RootOperationNode,
  sql,
} from 'kysely';
import { windowsOf } from '../../pipeline/measures/measure.ts';
import { comparisonWindows, type Period } from '../../pipeline/period.ts';
import { measuresOf, type ReportDefinition } from '../../pipeline/reports/report.ts';
import type { Database } from '../../queries/database.ts';

/** A database that remembers every query that is asked of it, so that the same SQL can be run again alone. */
export interface OverheardDatabase {
  readonly database: Database;
  readonly queries: readonly RootOperationNode[];
}

/** Listens to a database. */
export function overhear(database: Database): OverheardDatabase {
  const queries: RootOperationNode[] = [];
  const asked = new WeakMap<QueryId, RootOperationNode>();
  const listener: KyselyPlugin = {
    transformQuery: ({ queryId, node }) => {
      asked.set(queryId, node);
      return node;
    },
    // Only what was answered was a query of its own, and not a part of another.
    transformResult: async ({ queryId, result }) => {
      const node = asked.get(queryId);
      if (node !== undefined) queries.push(node);
      return result;
    },
  };
  const transaction: Database['transaction'] = (mode, work) =>
    database.transaction(mode, (session) => {
      const source = session.source.withPlugin(listener);
      return work({ ...session, source, own: session.own.withPlugin(listener) });
    });
  return { database: { ...database, transaction }, queries };
}

/** Runs queries one after another in one snapshot and does nothing with what they answer. */
export async function runAlone(database: Database, queries: readonly RootOperationNode[]): Promise<void> {
  const compiler = new PostgresQueryCompiler();
  await database.transaction('snapshot', async ({ own }) => {
    for (const query of queries) await own.executeQuery(compiler.compileQuery(query, createQueryId()));
  });
}

/** Counts, without more, the events of the kinds and days that a report scans, of whatever program. Returns how many. */
export async function countScanned(database: Database, report: ReportDefinition, period: Period): Promise<number> {
  const windows = comparisonWindows(period);
  const measures = measuresOf(report).filter((measure) => measure.entity === 'event');
  const days = measures.flatMap((measure) => windowsOf(measure, 'areas')).map((id) => windows[id]);
  const from = days.map((window) => window.from).toSorted()[0] ?? period.from;
  const until =
    days
      .map((window) => window.until)
      .toSorted()
      .at(-1) ?? period.until;
  const kinds = measures.map((measure) => measure.kind);
  return database.transaction('snapshot', async ({ source }) => {
    const { events } = await source
      .selectFrom('enforcement_event')
      .where('kind', 'in', kinds)
      .where('occurred_on', '>=', from)
      .where('occurred_on', '<', until)
      .select(sql<number>`count(*)::int`.as('events'))
      .executeTakeFirstOrThrow();
    return events;
  });
}
