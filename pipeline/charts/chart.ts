import type { Chart } from '../compose.ts';

/** A way to draw figures. Pure: the same chart gives the same SVG, with ids made from the chart's own id. */
export interface ChartForm {
  readonly id: Chart['form'];
  /** A whole `<svg>` element without script, style sheet or outside reference; readable in grey. */
  readonly draw: (chart: Chart) => string;
}
