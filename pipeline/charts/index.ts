import { bar } from './bar.ts';
import type { ChartForm } from './chart.ts';

/** Every way to draw figures. */
export const chartForms: readonly ChartForm[] = [bar];
