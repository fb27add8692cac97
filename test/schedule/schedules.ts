import type { ReportSchedule } from '../../pipeline/reports/report/schedule.ts';
import type { StandingEdition } from '../../pipeline/schedule.ts';
import type { CoverageKind } from '../../queries/coverage.ts';
import type { CoverageSpan } from '../../queries/provenance.ts';

/** The fifth business day at six in New York from October 2025, but for what is told. */
export const schedule = (told: Partial<ReportSchedule> = {}): ReportSchedule => ({
  every: 'month',
  on: { businessDay: 5 },
  at: '06:00',
  zone: 'America/New_York',
  from: '2025-10',
  overdueAfter: { businessDays: 3 },
  catchUp: 'all',
  atMost: 12,
  requires: ['encounter', 'agreement'],
  ...told,
});

/** Days that a source covers for all offices. */
export const covered = (
  kind: CoverageKind,
  from: string,
  until: string,
  told: Partial<CoverageSpan> = {},
): CoverageSpan => ({ kind, from, until, office: null, identifies287g: true, source: 'a test', ...told });

/** An edition of a report for the nation and its field offices, of whole sources unless told. */
export const edition = (report: string, period: string, told: Partial<StandingEdition> = {}): StandingEdition => ({
  report,
  period,
  number: 1,
  lacking: [],
  audience: 'internal',
  subject: '',
  ...told,
});
