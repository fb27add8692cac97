import { describe, expect, test } from 'vitest';
import { parsePeriod } from '../../pipeline/period.ts';
import { metricsOf } from '../../pipeline/schedule/metrics.ts';
import type { Outstanding } from '../../pipeline/schedule/status/deliveries.ts';
import type { EditionStatus, PeriodStatus, Standing, Status } from '../../pipeline/schedule/status.ts';
import { readOpenMetrics } from './open-metrics.ts';

const period = (id: string, due: string, standing: Standing, isOverdue = false): PeriodStatus => ({
  ...{ period: parsePeriod(id), due, overdue: due, isOverdue, attempts: 0, standing, replaces: null },
});

const outstanding: Outstanding = {
  ...{ recipient: 'atlanta', channel: 'smtp', subject: '', number: 1, state: 'failed', attempts: 3 },
  ...{ why: 'a "quoted" \\ reason', remedy: 'mend it' },
};

const edition: EditionStatus = {
  ...{ period: '2025-10', audience: 'internal', number: 1, folder: 'a', publishedAt: '2025-11-07T11:05:00Z' },
  lacking: [],
  deliveries: {
    delivered: [
      { channel: 'folder', count: 20 },
      { channel: 'smtp', count: 5 },
    ],
    outstanding: [outstanding],
    awaited: [],
  },
};

const status: Status = {
  at: '2025-12-06T11:00:00.000Z',
  isWell: false,
  lastImport: null,
  reports: [
    {
      report: 'enforcement-actions',
      title: 'Enforcement Actions',
      next: { period: parsePeriod('2025-12'), due: '2026-01-08T11:00:00Z', overdue: '2026-01-13T11:00:00Z' },
      periods: [
        period('2025-11', '2025-12-05T11:00:00.000Z', { state: 'ready', reasons: [] }, true),
        period('2025-10', '2025-11-07T11:00:00.000Z', { state: 'published', edition }),
        period('2025-09', '2025-10-07T11:00:00.000Z', { state: 'skipped', reasons: [] }),
      ],
      others: [],
      agreements: [
        {
          ...{ period: '2025-10', audience: 'internal', editions: 1843, lastPublishedAt: '2025-11-07T12:00:00Z' },
          deliveries: { delivered: [{ channel: 'smtp', count: 1843 }], outstanding: [], awaited: [] },
        },
      ],
      agreementRuns: [],
    },
  ],
  refusedFiles: [{ file: 'a.xlsx', message: 'it is held', remedy: 'confirm it' }],
  notices: [{ key: 'k', subject: 's', lines: [], raisedAt: '2025-12-01T00:00:00Z', isTold: true }],
  changedSources: [],
  attention: [],
};

const look = { startedAt: '2025-12-06T10:59:58.500Z', endedAt: '2025-12-06T11:00:00.000Z', failures: 2 };

const samplesOf = (text: string, family: string) =>
  (readOpenMetrics(text).get(`report287_${family}`)?.samples ?? []).map(({ labels, value }) =>
    `${Object.values(labels).join(' ')} ${value}`.trim(),
  );

describe('metrics', () => {
  const text = metricsOf(status, look);

  test('are sound OpenMetrics text, with a type and a sentence for each family', () => {
    const families = [...readOpenMetrics(text)];
    expect(families.length).toBeGreaterThan(10);
    for (const [name, { type, unit, help }] of families) {
      expect(name).toMatch(/^report287_[a-z_]+$/);
      expect(type).toBe('gauge');
      expect(help).toMatch(/\.$/);
      expect(name.endsWith('_seconds')).toBe(unit === 'seconds');
    }
  });

  test('count periods by state, and say how long the oldest has been due', () => {
    expect(samplesOf(text, 'slots')).toEqual([
      'enforcement-actions published 1',
      'enforcement-actions running 0',
      'enforcement-actions ready 1',
      'enforcement-actions queued 0',
      'enforcement-actions waiting 0',
      'enforcement-actions resting 0',
      'enforcement-actions given-up 0',
      'enforcement-actions asks 0',
      'enforcement-actions skipped 1',
    ]);
    expect(samplesOf(text, 'slots_overdue')).toEqual(['enforcement-actions 1']);
    expect(samplesOf(text, 'slot_age_seconds')).toEqual(['enforcement-actions 2025-11 ready 86400']);
    expect(samplesOf(text, 'oldest_unpublished_age_seconds')).toEqual(['enforcement-actions 86400']);
  });

  test('count editions and deliveries, those of agreements inside', () => {
    expect(samplesOf(text, 'editions')).toEqual(['enforcement-actions 1844']);
    const some = samplesOf(text, 'deliveries').filter((sample) => !sample.endsWith(' 0'));
    expect(some).toEqual([
      'enforcement-actions folder delivered 20',
      'enforcement-actions smtp delivered 1848',
      'enforcement-actions smtp failed 1',
    ]);
  });

  test('say when the last look was, and what is known of no look is not there', () => {
    expect(samplesOf(text, 'last_look_timestamp_seconds')).toEqual(['1765018800']);
    expect(samplesOf(text, 'last_look_duration_seconds')).toEqual(['1.5']);
    expect(samplesOf(text, 'look_failures')).toEqual(['2']);
    expect(samplesOf(text, 'files_refused')).toEqual(['1']);
    expect(samplesOf(metricsOf(status, null), 'look_failures')).toEqual([]);
  });

  test('escape what stands in a label', () => {
    const [report] = status.reports;
    if (report === undefined) throw new Error('no report');
    const odd = metricsOf({ ...status, reports: [{ ...report, report: 'a "b"\n\\c' }] }, null);
    expect(readOpenMetrics(odd).get('report287_slots_overdue')?.samples[0]?.labels).toEqual({ report: 'a "b"\n\\c' });
  });

  test.each([
    ['an end that is cut off', text.replace('# EOF\n', '# EOF')],
    ['an empty line', text.replace('# EOF', '\n# EOF')],
    ['a sample twice', text.replace('report287_well 0\n', 'report287_well 0\nreport287_well 0\n')],
    [
      'a unit that is not in the name',
      text.replace('# UNIT report287_slot_age_seconds seconds', '# UNIT report287_slot_age_seconds bytes'),
    ],
    ['interleaved families', text.replace('# EOF', 'report287_slots{report="x"} 1\n# EOF')],
    ['a value that is no number', text.replace('report287_well 0', 'report287_well yes')],
  ])('would be refused with %s', (_what, broken) => {
    expect(broken).not.toBe(text);
    expect(() => readOpenMetrics(broken)).toThrow();
  });
});
