import { type Cell, cellText } from '../cell.ts';
import type { Block, KeyFigure, ReportTable } from '../compose.ts';
import { isStock } from '../measures/measure.ts';
import { comparisonWindows, isCompared } from '../period.ts';
import type { BlockDefinition, KeyFigureDefinition } from '../reports/report.ts';
import type { ReportWords } from '../reports/words.ts';
import { fill } from '../wording.ts';
import { composeChart } from './charts.ts';
import { type Drawn, isShownIn } from './drawn.ts';
import { figureIn } from './figures.ts';
import { endInWords, previousInWords } from './headers.ts';
import { composeHighlights } from './highlights.ts';
import { markKeyFigure } from './revisions.ts';
import { nothingListed } from './tables/listing.ts';
import { isPrinted } from './tables/nothing.ts';
import type { ComposedTables } from './tables.ts';

/** A block of the definition with its figures; none where a chart or table has nothing to show in this document. */
export function composeBlock(block: BlockDefinition, drawn: Drawn, composed: ComposedTables): readonly Block[] {
  switch (block.kind) {
    case 'key-figures':
      return [{ kind: 'key-figures', figures: block.figures.map((figure) => composeKeyFigure(figure, drawn)) }];
    case 'highlights':
      return composeHighlights(block, drawn);
    case 'table':
    case 'measures':
    case 'parts':
    case 'trend':
    case 'figures':
      return (composed.get(block) ?? [])
        .filter((table) => isPrinted(table, drawn))
        .map((table) => ({ kind: 'table', table }));
    case 'listing': {
      if (!isShownIn(block.table, drawn)) return [];
      const tables = composed.get(block) ?? [];
      if (tables.length === 0) return [{ kind: 'paragraph', text: nothingListed(block.table, drawn) }];
      return tables.map((table) => ({ kind: 'table', table }));
    }
    case 'statement':
      return [{ kind: 'paragraph', text: block.text }];
    case 'definitions': {
      // What stands in no table needs no definition.
      const tables = [...composed.values()].flat().filter((table) => isPrinted(table, drawn));
      const labels = new Set(tables.flatMap(({ rows }) => rows.map(({ label }) => label)));
      const entries = block.measures.filter(({ term }) => labels.has(term));
      return entries.length === 0 ? [] : [{ kind: 'definitions', entries }];
    }
    case 'chart': {
      const all: readonly ReportTable[] = [...composed.values()].flat();
      const chart = isShownIn(block, drawn) ? composeChart(block, all, drawn.extract.period, drawn.words.charts) : null;
      return chart === null ? [] : [{ kind: 'chart', chart }];
    }
  }
}

function composeKeyFigure(figure: KeyFigureDefinition, drawn: Drawn): KeyFigure {
  const { extract, words } = drawn;
  const { period } = extract;
  const windows = comparisonWindows(period);
  const when = isStock(figure.measure)
    ? endInWords(windows.previous, words.periods)
    : previousInWords(windows.previous, period, words.periods);
  const previous = figureIn(figure, 'previous', drawn);
  return {
    label: figure.label,
    cell: markKeyFigure(figureIn(figure, 'period', drawn), figure, drawn.revisions),
    comparison: isCompared(period)
      ? comparedWith(previous, when, words.document.keyFigure)
      : words.document.keyFigure.uncompared,
  };
}

function comparedWith(previous: Cell, when: string, words: ReportWords['document']['keyFigure']): string {
  if (previous.kind !== 'count') return fill(words.unavailable, { when });
  if (previous.value === 0) return fill(words.none, { when });
  return fill(words.compared, { figure: cellText(previous), when });
}
