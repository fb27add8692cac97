import { expect, test } from 'vitest';
import { axes } from '../pipeline/classify/axes.ts';
import { listRegimes } from '../pipeline/cli/regimes.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { shiftDate } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';

interface Entry {
  readonly kind: 'regime' | 'gap';
  readonly axis: string;
  readonly inForce: { readonly kind: string; readonly from?: string; readonly until?: string | null };
  readonly regime?: { readonly id: string };
  readonly edges?: readonly { readonly chosen: { readonly on: string }; readonly other: { readonly on: string } }[];
  readonly rules?: readonly { readonly cite: string }[];
  readonly why?: string;
}

const timelineOf = (flags: Parameters<typeof listRegimes>[0]) =>
  (listRegimes(flags).data as { readonly timeline: readonly Entry[] }).timeline;

test('every regime and every gap of the catalogue stands in the timeline, axis by axis', () => {
  const timeline = timelineOf({});
  expect(new Set(timeline.flatMap(({ regime }) => regime?.id ?? []))).toEqual(new Set(regimes.map(({ id }) => id)));
  expect(timeline.filter(({ kind }) => kind === 'gap')).toHaveLength(gaps.length);
  const order = timeline.map(({ axis }) => axes.indexOf(axis as (typeof axes)[number]));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('on each axis one entry ends on the day on which the next begins, and the last is open', () => {
  for (const axis of axes) {
    const dated = timelineOf({ axis }).filter(({ inForce }) => inForce.kind === 'days');
    for (const [at, { inForce }] of dated.entries())
      expect(inForce.until, `${axis} ${inForce.from}`).toBe(dated[at + 1]?.inForce.from ?? null);
  }
});

test('on the edge days of Executive Order 13768 it is in force, and on the days outside it is not', () => {
  const idsOn = (on: string) => timelineOf({ on, axis: 'priority' }).map(({ regime }) => regime?.id ?? 'gap');
  expect(idsOn('2017-01-25')).toEqual(['eo-13768-2017-01-25']);
  expect(idsOn('2021-01-19')).toEqual(['eo-13768-2017-01-25']);
  expect(idsOn('2017-01-24')).not.toContain('eo-13768-2017-01-25');
  expect(idsOn('2021-01-20')).not.toContain('eo-13768-2017-01-25');
});

test('on a day each calendar axis has one entry', () => {
  for (let day = '2008-01-01'; day < '2026-01-01'; day = shiftDate(day, 97, 'day')) {
    const dated = timelineOf({ on: day }).filter(({ inForce }) => inForce.kind === 'days');
    const found = dated.map(({ axis }) => axis);
    expect(found, day).toEqual(['priority', 'detainer', 'mandatory-detention']);
  }
});

test('a disputed edge is told with both days, and a gap with its reason', () => {
  const [order] = timelineOf({ on: '2020-06-01', axis: 'priority' });
  expect(order?.edges?.[0]).toMatchObject({ chosen: { on: '2017-01-25' }, other: { on: '2017-02-20' } });
  const text = listRegimes({ axis: 'priority' }).lines.join('\n');
  expect(text).toContain('2017-02-20');
  for (const gap of gaps.filter(({ axis }) => axis === 'priority')) expect(text).toContain(gap.why);
});

test('the rules are told with their citations for a day, and left out of the whole timeline', () => {
  const onDay = listRegimes({ on: '2020-06-01' }).lines.join('\n');
  expect(onDay).toContain('rule 1 -> C1: section 5(a); computed; confirmed');
  expect(onDay).toContain('category none: Other removable – no listed category');
  expect(listRegimes({}).lines.join('\n')).not.toContain('section 5(a)');
});

test('an agreement’s own regime is listed by its template, from its issue on', () => {
  const byAgreement = (on: string) => timelineOf({ on }).filter(({ inForce }) => inForce.kind === 'by-agreement');
  expect(byAgreement('2020-06-01').map(({ regime }) => regime?.id)).toEqual(
    regimes.filter(({ inForce }) => 'template' in inForce).map(({ id }) => id),
  );
  expect(byAgreement('2009-07-09')).toEqual([]);
});

test('an axis or a day that is none is a usage error that says what there is', () => {
  const problemOf = (flags: Parameters<typeof listRegimes>[0]) => {
    try {
      listRegimes(flags);
    } catch (error) {
      if (error instanceof PipelineError) return `${error.kind}: ${error.message}; ${error.remedy}`;
    }
    return 'none';
  };
  expect(problemOf({ axis: 'level' })).toMatch(/^usage: .*"level".*priority, detainer/);
  expect(problemOf({ on: '2020-06-31' })).toMatch(/^usage: "2020-06-31"/);
  expect(problemOf({ on: '1996-09-29' })).toMatch(/^usage: .*1996-09-30/);
});
