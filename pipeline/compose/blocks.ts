import { type Cell, cellText } from '../cell.ts';
import type { Block, KeyFigure, ReportTable } from '../compose.ts';
import { comparisonWindows, type WindowId } from '../period.ts';
import type { BlockDefinition, KeyFigureDefinition } from '../reports/report.ts';
import { composeChart } from './charts.ts';
import { endInWords, isStock, previousInWords } from './headers.ts';
import { type ComposedTables, type Drawn, tableOf } from './tables.ts';

/** A block of the definition with its figures; none where a chart or table has nothing to show in this document. */
export function composeBlock(block: BlockDefinition, drawn: Drawn, composed: ComposedTables): readonly Block[] {
  switch (block.kind) {
    case 'key-figures':
      return [{ kind: 'key-figures', figures: block.figures.map((figure) => composeKeyFigure(figure, drawn)) }];
    case 'table':
    case 'measures':
    case 'trend':
      return (composed.get(block) ?? []).map((table) => ({ kind: 'table', table }));
    case 'chart': {
      const all: readonly ReportTable[] = [...composed.values()].flat();
      const isHere = block.scope === undefined || block.scope === drawn.scope;
      const chart = isHere ? composeChart(block, all, drawn.extract.period) : null;
      return chart === null ? [] : [{ kind: 'chart', chart }];
    }
  }
}

function composeKeyFigure({ label, measure, row }: KeyFigureDefinition, drawn: Drawn): KeyFigure {
  const table = tableOf(measure, row?.by, drawn);
  const total = table.rows.find((each) => each.code === 'total');
  const found = table.rows.find((each) => each.code === (row?.code ?? 'total'));
  const cellOf = (id: WindowId): Cell => {
    const whole = total?.cells[id] ?? { kind: 'unavailable' };
    return whole.kind === 'count' ? (found?.cells[id] ?? { kind: 'count', value: 0 }) : whole;
  };
  const { period } = drawn.extract;
  const windows = comparisonWindows(period);
  const before = isStock(measure) ? endInWords(windows.previous) : previousInWords(windows.previous, period);
  const previous = cellOf('previous');
  return {
    label,
    cell: cellOf('period'),
    comparison: previous.kind === 'count' ? `${cellText(previous)} ${before}` : `not available ${before}`,
  };
}
