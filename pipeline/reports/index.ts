import { enforcementActions } from './enforcement-actions.ts';
import type { ReportDefinition } from './report.ts';

/** Every report that can be run. */
export const reports: readonly ReportDefinition[] = [enforcementActions];
