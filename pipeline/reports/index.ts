import { enforcementActions } from './enforcement-actions.ts';
import { moaStatistics } from './moa-statistics.ts';
import type { ReportDefinition } from './report.ts';

/** Every report that can be run. */
export const reports: readonly ReportDefinition[] = [enforcementActions, moaStatistics];
