import { expect, it } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
import { readWorkbook } from '../../pipeline/import/workbook.ts';
import { readParticipatingAgencies } from '../../pipeline/sources/participating-agencies.ts';
import { partText, sheetPart, withParts, workbookOf } from './workbook-fixture.ts';

/** The same numbers for the same seed on every machine (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Mutation = (bytes: Uint8Array, random: (below: number) => number) => Uint8Array;

const onSheet =
  (change: (xml: string, random: (below: number) => number) => string): Mutation =>
  (bytes, random) =>
    withParts(bytes, (parts) => ({ [sheetPart]: change(partText(parts, sheetPart), random) }));
const inserted = (text: string): Mutation =>
  onSheet((xml, random) => {
    const at = random(xml.length);
    return xml.slice(0, at) + text + xml.slice(at);
  });

const mutations: readonly Mutation[] = [
  (bytes, random) => {
    const flipped = Uint8Array.from(bytes);
    for (let left = 1 + random(8); left > 0; left -= 1) flipped[random(flipped.length)] = random(256);
    return flipped;
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => {
    const at = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(200))]);
  },
  inserted('\u0000'),
  inserted('<!DOCTYPE a [<!ENTITY b "c">]>'),
  inserted('&b;'),
  inserted('<c r="ZZZ9"><v>1e999</v></c>'),
  inserted('<row r="-1">'),
  inserted('\ud83d\ude00'.repeat(1000)),
  onSheet((xml, random) => xml.replaceAll(/ r="[A-Z]+/g, () => ` r="${'ABCXYZ'[random(6)]}`)),
  onSheet((xml) => xml.replaceAll('<v>', '<v>-')),
  onSheet((xml, random) => `${xml}${' '.repeat(random(100_000))}`),
  onSheet((xml) => xml.replace('</row>', `${'<c><v>1</v></c>'.repeat(10_000)}</row>`)),
  (bytes) =>
    withParts(bytes, (parts) => ({ [sheetPart]: Uint8Array.from(Buffer.from(partText(parts, sheetPart), 'utf16le')) })),
  (bytes) => withParts(bytes, () => ({ [sheetPart]: `<worksheet>${' '.repeat(1_500_000)}` })),
];

it('1,000 mutated workbooks are read, or refused with one message each, in bounded time and memory', async () => {
  const bytes = await workbookOf([
    ['STATE', 'LAW ENFORCEMENT AGENCY', 'TYPE', 'COUNTY', 'SUPPORT TYPE', 'SIGNED', 'MOA'],
    ...Array.from({ length: 60 }, (_, at) => [
      'FLORIDA',
      `Agency ${at}`,
      'County',
      `County ${at}`,
      'Task Force Model',
      new Date(Date.UTC(2025, 1, 1 + (at % 28))),
      'link pending',
    ]),
  ]);
  const random = seeded(287);
  const before = process.memoryUsage().rss;
  const outcomes = { read: 0, refused: 0 };
  const began = performance.now();
  for (let number = 0; number < 1000; number += 1) {
    const mutated = mutations[number % mutations.length]?.(bytes, random) ?? bytes;
    try {
      const list = readParticipatingAgencies(readWorkbook(mutated, 'a.xlsx'), { name: 'a.xlsx', asOf: '2025-03-31' });
      expect(list.rowsRead).toBe(list.listings.length + list.rejects.length);
      outcomes.read += 1;
    } catch (error) {
      expect(error, `mutation ${number}`).toBeInstanceOf(PipelineError);
      expect(error).toMatchObject({ kind: 'contract' });
      outcomes.refused += 1;
    }
  }
  expect(outcomes.read + outcomes.refused).toBe(1000);
  expect(outcomes.refused).toBeGreaterThan(600);
  expect(performance.now() - began).toBeLessThan(60_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(600_000_000);
});

it('a byte that changed inside the rows is found, and never read as another name', async () => {
  const bytes = await workbookOf([
    ['STATE', 'LAW ENFORCEMENT AGENCY', 'SUPPORT TYPE', 'SIGNED'],
    ['FLORIDA', 'Baker County', 'Task Force Model', '2025-02-26'],
  ]);
  const whole = JSON.stringify(readWorkbook(bytes, 'a.xlsx'));
  const random = seeded(1996);
  for (let number = 0; number < 200; number += 1) {
    const flipped = Uint8Array.from(bytes);
    const at = random(flipped.length);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random(8));
    let read = whole;
    try {
      read = JSON.stringify(readWorkbook(flipped, 'a.xlsx'));
    } catch (error) {
      expect(error).toBeInstanceOf(PipelineError);
    }
    // A part that is not read may have changed, or the archive's directory; no cell may.
    expect(read).toBe(whole);
  }
});
