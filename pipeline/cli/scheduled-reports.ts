import type { Config } from '../config.ts';
import { reports } from '../reports/index.ts';
import type { ReportDefinition } from '../reports/report.ts';

/** Every report as this machine publishes it by schedule: from the month that its settings name, or the report's own. */
export const scheduledReports = ({ scheduling: { from } }: Pick<Config, 'scheduling'>): readonly ReportDefinition[] =>
  reports.map((report) =>
    report.schedule === undefined || from === undefined
      ? report
      : { ...report, schedule: { ...report.schedule, from } },
  );
