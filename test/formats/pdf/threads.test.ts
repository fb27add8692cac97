import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { openRepairs } from '../../../pipeline/formats/pdf/repairs-apart.ts';
import { openThreads } from '../../../pipeline/formats/pdf/threads.ts';

const openOdd = (most: number) => openThreads<string, string>(new URL(import.meta.resolve('./odd-thread.ts')), most);

describe('work in threads', () => {
  test('comes back to whoever asked for it, however many ask', async () => {
    await using threads = openOdd(2);
    expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map(threads.ask))).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  test('fails as it would have failed here, and the thread goes on', async () => {
    await using threads = openOdd(1);
    await expect(threads.ask('refuse')).rejects.toMatchObject({
      name: 'PipelineError',
      kind: 'render',
      message: 'refused',
      remedy: 'ask for less',
      details: ['one', 'two'],
    });
    await expect(threads.ask('fail')).rejects.toThrow(new RangeError('out of range'));
    expect(await threads.ask('after')).toBe('AFTER');
  });

  test('fails when its thread ends, and the next has a new one', async () => {
    await using threads = openOdd(1);
    await expect(threads.ask('end')).rejects.toThrow('ended with 3');
    expect(await threads.ask('after')).toBe('AFTER');
  });
});

test('work that waits when the threads are disposed of is not begun', async () => {
  const threads = openOdd(1);
  const asked = Promise.allSettled(['a', 'b', 'c'].map(threads.ask));
  await threads[Symbol.asyncDispose]();
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});

test('a file without tags is refused in the thread of the repairs as it is here', async () => {
  await using repairs = openRepairs();
  const plain = await PDFDocument.create();
  plain.addPage();
  const properties = { title: 'Plain', subject: 'None', language: 'en-US', dated: '2020-07-08T12:00:00Z' };
  await expect(repairs.repair(await plain.save(), properties)).rejects.toMatchObject({
    name: 'PipelineError',
    kind: 'render',
    message: 'the browser printed a PDF without structure tags',
  });
});
