import type { Reporter, TestModule } from 'vitest/node';

/** Prints one plain line after a run, for machines: `120 passed, 0 failed`. What failed outside any test counts as one each. */
export const closingLine: Reporter = {
  onTestRunEnd(modules, errors) {
    const counts = modules.map(countOf);
    const passed = counts.reduce((sum, count) => sum + count.passed, 0);
    const failed = counts.reduce((sum, count) => sum + count.failed, errors.length);
    // The summary for people is printed at the same moment; this line comes after it.
    process.once('exit', () => console.log(`\n${passed} passed, ${failed} failed`));
  },
};

function countOf(module: TestModule): { readonly passed: number; readonly failed: number } {
  let passed = 0;
  let failed = 0;
  for (const test of module.children.allTests()) {
    if (test.result().state === 'passed') passed += 1;
    if (test.result().state === 'failed') failed += 1;
  }
  // A file that could not be loaded, or whose set-up failed, has no failed test to show for it.
  return { passed, failed: failed === 0 && !module.ok() ? 1 : failed };
}
