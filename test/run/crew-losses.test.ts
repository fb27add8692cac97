import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { formats } from '../../pipeline/formats/index.ts';
import { runAgreements } from '../../pipeline/run/agreements.ts';
import { deskIn } from '../../pipeline/run/crew/desk.ts';
import { givenUp } from '../../pipeline/run/crew/given-up.ts';
import { openHands } from '../../pipeline/run/crew/hands.ts';
import { perform } from '../../pipeline/run/crew/perform.ts';
import { shared } from '../../pipeline/run/crew.ts';
import type { WorkList } from '../../pipeline/run/queue/work-list.ts';
import { openQueue, type Queue } from '../../pipeline/run/queue.ts';
import { openDatabase } from '../../queries/database.ts';
import { describeOnServer } from '../engines.ts';
import { pressWithoutBrowser } from '../schedule/world/small-duties.ts';
import { effectsOn, order, putAgreementsOnRecord } from './agreements/small-register.ts';
import { startWorker } from './crew/workers.ts';

const home = await mkdtemp(join(tmpdir(), 'report287-losses-'));
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

let places = 0;
const newOut = async () => {
  places += 1;
  const out = join(home, `out-${places}`);
  await mkdir(out);
  return out;
};

describeOnServer('a crew that loses processes', ({ place }) => {
  test('an agreement that ends one process after the other is told as failed, and what they did beside it is published', async () => {
    const ids = ['A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'A-6'];
    const options = await place();
    const out = await newOut();
    await using database = await openDatabase(options);
    await putAgreementsOnRecord(database, ids);
    await using queue = await openQueue(database);
    const task = { database: options, out, cache: home, patience: 60_000, diesAt: 'A-2' };
    const workers = [0, 1, 2, 3].map(() => startWorker(task));
    let hasOneDied = false;
    const died = () => {
      hasOneDied = true;
    };
    for (const { ended } of workers) ended.then(died);
    try {
      await Promise.all(workers.map(({ isReady }) => isReady));
      // Not before a worker was lost: what comes then must not end the run as well.
      const later = (list: WorkList): WorkList => ({
        ...list,
        take: async (most) => (hasOneDied ? list.take(most) : []),
      });
      const patient: Queue = { ...queue, openList: async (name) => later(await queue.openList(name)) };
      const press = pressWithoutBrowser(out);
      const crewed = { ...press, crew: shared(patient, press, database, { recipients: [] }) };
      const asked = { ...order, formats: formats.filter(({ id }) => id === 'html') };
      const outcome = await runAgreements(asked, crewed, effectsOn(database));
      expect(outcome).toMatchObject({
        published: ids.filter((id) => id !== 'A-2'),
        failed: [
          { agreement: 'A-2', kind: 'render', message: expect.stringContaining('agreement A-2 was begun 3 times') },
        ],
      });
      expect(workers.filter(({ child }) => child.signalCode === 'SIGKILL')).toHaveLength(3);
    } finally {
      for (const { child } of workers) child.kill('SIGKILL');
    }
    const document = { kind: 'document', scope: 'ATL', model: '', into: '', formats: [] } as const;
    expect(givenUp(document, 3)).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('the document of ATL was begun 3 times') },
    });
  }, 120_000);

  test('what a process gives back is done by another, and what it comes to late is not told', async () => {
    await using database = await openDatabase(await place());
    await using queue = await openQueue(database);
    const desk = deskIn(await newOut());
    await desk.lay([]);
    const list = await queue.openList('crew/given-back');
    await list.put([0]);
    const [job] = await list.take(1);
    if (job === undefined) throw new Error('nothing was taken');
    const late = Promise.withResolvers<string>();
    const hands = openHands();
    const source = { list, desk };
    const doing = { perform: () => late.promise, giveUp: () => Promise.reject(new Error('given up')) };
    hands.begin(source, job, (hold) => perform(source, job, doing, hold));
    while ((await desk.words([0]))[0]?.state !== 'begun') await setTimeout(20);
    expect(await hands.giveBack()).toBe(1);
    expect(await desk.words([0])).toMatchObject([{ state: 'left', lost: 0 }]);
    const [again] = await list.take(1);
    expect(again).toMatchObject({ task: 0, retryCount: 1 });
    late.resolve('late');
    await hands[Symbol.asyncDispose]();
    await setTimeout(100);
    expect(desk.hasOutcome(0)).toBe(false);
    await list.close();
  });

  test('what a process was lost at is done alone: after what was begun before it, and before what comes after', async () => {
    await using database = await openDatabase(await place());
    await using queue = await openQueue(database);
    const source = { list: await queue.openList('crew/alone'), desk: deskIn(await newOut()) };
    const begun: string[] = [];
    const ends = new Map(['before', 'alone', 'after'].map((name) => [name, Promise.withResolvers<void>()]));
    await using hands = openHands();
    for (const [at, [name, { promise }]] of [...ends].entries()) {
      const inTurn = async () => {
        begun.push(name);
        await promise;
      };
      const taken = { task: at + 1, id: randomUUID(), retryCount: 0 };
      hands.begin(source, taken, (hold) => hold.inTurn(name === 'alone', inTurn));
    }
    for (const [at, { resolve }] of [...ends.values()].entries()) {
      await setTimeout(20);
      expect(begun).toEqual([...ends.keys()].slice(0, at + 1));
      resolve();
    }
    await source.list.close();
  });
});
