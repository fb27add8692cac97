import { expect, test } from 'vitest';
import { limited } from '../../../pipeline/formats/pdf/limited.ts';

test('at most two calls run at the same time, all are answered, and a failed one frees its place', async () => {
  let running = 0;
  let most = 0;
  const work = limited(2, async (number: number) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    if (number % 3 === 0) throw new Error(`${number} fails`);
    return number * 2;
  });
  const results = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7].map(work));
  expect(most).toBe(2);
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
    2,
    4,
    'failed',
    8,
    10,
    'failed',
    14,
  ]);
});
