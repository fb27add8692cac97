import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { silence } from '../../pipeline/run/queue/work-list.ts';
import { openQueue } from '../../pipeline/run/queue.ts';
import { openDatabase } from '../../queries/database.ts';
import { describeOnEachEngine, describeOnServer } from '../engines.ts';

const never = new AbortController().signal;

describeOnEachEngine('the queue', ({ open }) => {
  test('hears a wake-up once, however often somebody woke before, and none that nobody gave', async () => {
    await using queue = await openQueue(await open());
    expect(await queue.nextWake(0, never)).toBe('elapsed');
    await queue.wake();
    await queue.wake();
    expect(await queue.nextWake(5_000, never)).toBe('woken');
    expect(await queue.nextWake(600, never)).toBe('elapsed');
  });

  test('hears a wake-up that is given while it waits', async () => {
    await using queue = await openQueue(await open());
    const heard = queue.nextWake(20_000, never);
    await setTimeout(100);
    await queue.wake();
    expect(await heard).toBe('woken');
  });

  test('stops waiting when it is told to, and ends at once', async () => {
    const queue = await openQueue(await open());
    const stopping = new AbortController();
    const heard = queue.nextWake(60_000, stopping.signal);
    await setTimeout(50);
    const began = performance.now();
    stopping.abort();
    expect(await heard).toBe('stopped');
    await queue[Symbol.asyncDispose]();
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('hands out each task once, the first first, and again what was given back', async () => {
    await using queue = await openQueue(await open());
    const list = await queue.openList('crew/a/one');
    await list.put([0, 1, 2, 3]);
    await list.put([0, 1, 2, 3]);
    const [first, second] = await list.take(2);
    expect([first?.task, second?.task]).toEqual([0, 1]);
    await list.put([0, 1]);
    if (first === undefined || second === undefined) throw new Error('nothing was taken');
    await list.done(first);
    await list.giveBack(second);
    await list.giveBack(second);
    expect((await list.take(9)).map(({ task }) => task)).toEqual([1, 2, 3]);
    expect(await list.take(9)).toEqual([]);
    await list.put([0]);
    expect((await list.take(9)).map(({ task }) => task)).toEqual([0]);
  });

  test('forgets a list that is closed, and nobody who comes late fails for it', async () => {
    await using queue = await openQueue(await open());
    const list = await queue.openList('crew/a/two');
    await list.put([7]);
    const [job] = await list.take(1);
    expect((await queue.lists('crew/a/')).map(({ name }) => name)).toEqual(['crew/a/two']);
    expect(await queue.lists('crew/b/')).toEqual([]);
    await list.close();
    expect(await queue.lists('crew/a/')).toEqual([]);
    if (job === undefined) throw new Error('nothing was taken');
    await list.keep([job]);
    await list.done(job);
    await list.giveBack(job);
    expect(await list.take(1)).toEqual([]);
  });
});

describeOnServer('a queue that processes share', ({ place }) => {
  test('is made once by all who open it at the same time, and wakes one of them', async () => {
    const options = await place();
    await using one = await openDatabase(options);
    await using other = await openDatabase(options);
    const queues = await Promise.all([one, other, one, other].map((database) => openQueue(database)));
    const waiting = queues.map(({ nextWake }) => nextWake(2_000, never));
    await setTimeout(200);
    await queues[0]?.wake();
    expect((await Promise.all(waiting)).toSorted()).toEqual(['elapsed', 'elapsed', 'elapsed', 'woken']);
    for (const queue of queues) await queue[Symbol.asyncDispose]();
  });

  test('gives out again what somebody took who is not heard of any more, and nothing of one who is', async () => {
    const database = await openDatabase(await place());
    await using queue = await openQueue(database);
    const list = await queue.openList('crew/a/three');
    await list.put([0, 1]);
    const [, alive] = await list.take(2);
    if (alive === undefined) throw new Error('nothing was taken');
    const timer = setInterval(() => list.keep([alive]), 2_000);
    const end = performance.now() + (silence + 40) * 1_000;
    let again = await list.take(2);
    while (again.length === 0 && performance.now() < end) {
      await setTimeout(500);
      again = await list.take(2);
    }
    clearInterval(timer);
    expect(again.map(({ task, retryCount }) => [task, retryCount])).toEqual([[0, 1]]);
    await database[Symbol.asyncDispose]();
  }, 90_000);
});
