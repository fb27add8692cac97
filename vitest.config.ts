import { defineConfig } from 'vitest/config';
import { closingLine } from './test/closing-line.ts';

// Every test runs west of the agency's zone, where a civil date that is taken for an instant falls on the day before.
// Those that handle dates run once more in UTC, where such a mistake hides the other way round.
const handlesDates = [
  'test/{period,import,extract}.test.ts',
  'test/sources/**/*.test.ts',
  'test/schedule/{business-days,due-command,due-slots,occurrences,simulated-clocks,zoned-time,attempts,attempts-leases}.test.ts',
  'test/queries/{database,demo-series}.test.ts',
];

const shared = {
  setupFiles: ['test/same-chances.ts'],
  // A busy machine is slow: a time-out ends what hangs, and measures nothing.
  testTimeout: 180_000,
  hookTimeout: 300_000,
  pool: 'forks' as const,
};

export default defineConfig({
  test: {
    globalSetup: ['test/engines/setup.ts'],
    // Each worker may hold an embedded database (half a gigabyte) or a browser.
    maxWorkers: 2,
    reporters: ['default', closingLine],
    projects: [
      { test: { ...shared, name: 'los-angeles', include: ['test/**/*.test.ts'], env: { TZ: 'America/Los_Angeles' } } },
      { test: { ...shared, name: 'utc', include: handlesDates, env: { TZ: 'UTC' } } },
    ],
  },
});
