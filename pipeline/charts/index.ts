import { bar } from './bar.ts';
import type { ChartForm } from './chart.ts';
import { line } from './line.ts';
import { map } from './map.ts';

/** Every way to draw figures. */
export const chartForms: readonly ChartForm[] = [bar, line, map];
