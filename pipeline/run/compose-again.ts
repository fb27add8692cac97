import type { ListedRow } from '../../queries/listings.ts';
import type { ComposeAgain } from '../checks/check.ts';
import type { Classification } from '../classify.ts';
import type { Drawn } from '../compose/drawn.ts';
import { composeTables } from '../compose/tables.ts';
import type { Extract } from '../extract.ts';
import type { BlockDefinition, ReportDefinition } from '../reports/report.ts';
import { trendsIn } from '../tabulate/trend.ts';
import { tablesIn } from '../tabulate.ts';

/** How the lists and tables of figures of a report are composed again, for the checks, from what is on record of one scope. */
export function composeAgainAs(report: ReportDefinition, classification: Classification): ComposeAgain {
  const sections = report.sections.map((section) => ({ ...section, blocks: section.blocks.filter(isWorkedOut) }));
  const definition = { ...report, sections };
  return (scope, extract) => {
    const own = ofScope(scope, extract);
    const drawn: Drawn = {
      extract: own,
      scope,
      tables: tablesIn(scope, own, definition, classification),
      trends: trendsIn(scope, own, definition),
      national: null,
      words: definition.words,
      revisions: { own: undefined, national: undefined },
    };
    return [...composeTables(definition, drawn, (table) => table).values()].flat();
  };
}

const isWorkedOut = (block: BlockDefinition): boolean =>
  block.kind === 'figures' || block.kind === 'listing' || (block.kind === 'trend' && block.table.sinceFirst === true);

/** What is on record of one scope, without the rest. */
function ofScope(scope: string, extract: Extract): Extract {
  const isOwn = ({ office, agreement_id: agreement }: ListedRow) =>
    scope === 'national' || office === scope || agreement === scope;
  return {
    ...extract,
    tallies: extract.tallies.filter((tally) => tally.scope === scope),
    months: extract.months.filter((tally) => tally.scope === scope),
    listings: extract.listings.map(({ listing, rows }) => ({ listing, rows: rows.filter(isOwn) })),
  };
}
