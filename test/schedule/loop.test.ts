import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ProgressEvent } from '../../pipeline/effects.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import type { Look } from '../../pipeline/schedule/look.ts';
import { keepLooking, lookOnce } from '../../pipeline/schedule/loop.ts';

const nothing: Look = {
  ...{ at: '2025-11-07T12:00:00.000Z', imported: [], refused: [], ran: [], left: [], redelivered: [], later: 0 },
  problems: [],
};

function ears() {
  const notes: string[] = [];
  const progress = (event: ProgressEvent) => void (event.kind === 'note' && notes.push(event.text));
  return { notes, effects: { progress, now: () => new Date('2025-11-07T12:00:00.000Z') } };
}

const lost = new PipelineError('source', 'the connection to the database was lost', 'see that the server runs');

describe('the loop', () => {
  test('looks again after the interval, or as soon as somebody wakes it, until it is told to stop', async () => {
    const { effects } = ears();
    const stop = new AbortController();
    const waits: number[] = [];
    let looks = 0;
    const looking = async () => {
      looks += 1;
      if (looks === 3) stop.abort();
      return nothing;
    };
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    await keepLooking(looking, { interval: 60_000, grace: 1_000, wait }, stop.signal, effects);
    expect(looks).toBe(3);
    expect(waits).toEqual([60_000, 60_000, 60_000]);
  });

  test('goes on after a look that fails, and tells of it', async () => {
    const { effects, notes } = ears();
    const stop = new AbortController();
    let looks = 0;
    const told: Look[] = [];
    const looking = async () => {
      looks += 1;
      if (looks === 1) throw lost;
      stop.abort();
      return nothing;
    };
    const afterLook = async (look: Look) => {
      told.push(look);
      if (looks === 1) throw lost;
    };
    const wait = () => Promise.reject(lost);
    await keepLooking(looking, { interval: 10, grace: 1_000, wait, afterLook }, stop.signal, effects);
    expect(looks).toBe(2);
    expect(told.map(({ problems }) => problems)).toEqual([
      [{ what: 'look', message: lost.message, remedy: lost.remedy, details: [] }],
      [],
    ]);
    expect(notes).toEqual([
      'look: the connection to the database was lost. What to do: see that the server runs.',
      'nobody was told of the look: the connection to the database was lost',
    ]);
  });

  test('ends at once while it waits', async () => {
    const { effects } = ears();
    const stop = new AbortController();
    void setTimeout(30).then(() => stop.abort());
    const began = performance.now();
    await keepLooking(async () => nothing, { interval: 600_000, grace: 600_000 }, stop.signal, effects);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('gives what is under way its grace, says when that is over, and waits no longer', async () => {
    const { effects } = ears();
    const stop = new AbortController();
    const heard: string[] = [];
    const looking = async ({ stop: told, end }: { readonly stop: AbortSignal; readonly end: AbortSignal }) => {
      stop.abort();
      heard.push(`stop ${told.aborted} end ${end.aborted}`);
      end.addEventListener('abort', () => heard.push('end'));
      return new Promise<Look>(() => undefined);
    };
    const looked = await lookOnce(looking, { interval: 1, grace: 200 }, stop.signal, effects);
    expect(heard).toEqual(['stop true end false', 'end']);
    expect(looked.problems.map(({ message }) => message)).toEqual([
      'unexpected: what was under way did not end in its grace',
    ]);
  });

  test('lets what ends within its grace end', async () => {
    const { effects } = ears();
    const stop = new AbortController();
    const looking = async () => {
      stop.abort();
      await setTimeout(20);
      return nothing;
    };
    expect(await lookOnce(looking, { interval: 1, grace: 60_000 }, stop.signal, effects)).toEqual(nothing);
  });
});
