import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClaimGround, judgeClaim, mostAttempts, restAfter, rests } from '../../pipeline/schedule/attempts.ts';
import type { ClaimTable } from '../../queries/claims.ts';

const minute = 60_000;
const instant = (milliseconds: number) => new Date(Date.parse('2025-11-07T11:00:00Z') + milliseconds).toISOString();

const claimOf = (told: Partial<ClaimTable> = {}): ClaimTable => ({
  ...{ report: 'a-report', period: '2025-10', audience: 'internal', subject: '' },
  ...{ fence: 1, holder: 'somebody', state: 'held', claimed_at: instant(0), expires_at: instant(2 * minute) },
  ...{ attempts: 1, next_try_at: instant(0), failed_at: null, problem: null, remedy: null },
  ...told,
});

const ground = (now: number, told: Partial<ClaimGround> = {}): ClaimGround => ({
  now: instant(now),
  lastImport: null,
  isGone: () => false,
  ...told,
});

describe('the claim of a slot', () => {
  test('leaves a slot free that was never claimed, or whose last attempt went well', () => {
    expect(judgeClaim(undefined, ground(0))).toEqual({ kind: 'free', attempts: 0 });
    expect(judgeClaim(claimOf({ state: 'done', attempts: 0 }), ground(0))).toEqual({ kind: 'free', attempts: 0 });
  });

  test('is held until it expires, or its process is known to be gone', () => {
    expect(judgeClaim(claimOf(), ground(minute))).toEqual({
      kind: 'held',
      holder: 'somebody',
      until: instant(2 * minute),
    });
    expect(judgeClaim(claimOf(), ground(2 * minute))).toEqual({ kind: 'free', attempts: 1 });
    expect(judgeClaim(claimOf(), ground(minute, { isGone: () => true }))).toEqual({ kind: 'free', attempts: 1 });
  });

  test('rests after a process that was killed, as after one that failed', () => {
    const killed = judgeClaim(claimOf({ attempts: 2 }), ground(minute, { isGone: () => true }));
    expect(killed).toEqual({ kind: 'resting', attempts: 2, until: instant(5 * minute) });
    const failed = claimOf({ state: 'failed', failed_at: instant(minute), next_try_at: instant(2 * minute) });
    expect(judgeClaim(failed, ground(minute))).toEqual({ kind: 'resting', attempts: 1, until: instant(2 * minute) });
    expect(judgeClaim(failed, ground(2 * minute))).toEqual({ kind: 'free', attempts: 1 });
  });

  test('does not rest after a process that was told to stop', () => {
    expect(judgeClaim(claimOf({ state: 'stopped', attempts: 0 }), ground(0))).toEqual({ kind: 'free', attempts: 0 });
  });

  test('is given up after six attempts, and free again once something new is imported', () => {
    const last = claimOf({ state: 'failed', attempts: 6, failed_at: instant(0), next_try_at: instant(240 * minute) });
    const days = 30 * 24 * 60 * minute;
    expect(judgeClaim(last, ground(days))).toEqual({ kind: 'given-up', attempts: 6, since: instant(0) });
    const before = ground(days, { lastImport: instant(-1) });
    expect(judgeClaim(last, before)).toMatchObject({ kind: 'given-up' });
    expect(judgeClaim(last, ground(days, { lastImport: instant(1) }))).toEqual({ kind: 'free', attempts: 0 });
    const killed = claimOf({ attempts: 6 });
    expect(judgeClaim(killed, ground(days))).toEqual({ kind: 'given-up', attempts: 6, since: instant(0) });
  });

  test('rests longer after each failure, and never longer than four hours', () => {
    expect([1, 2, 3, 4, 5, 6, 99].map((attempt) => restAfter(attempt) / minute)).toEqual([1, 5, 15, 60, 240, 240, 240]);
  });
});

const time = fc.integer({ min: -400 * minute, max: 400 * minute });
const claims = fc
  .record({
    state: fc.constantFrom('held' as const, 'done' as const, 'failed' as const, 'stopped' as const),
    attempts: fc.integer({ min: 0, max: 8 }),
    claimed: time,
    lasts: fc.integer({ min: 0, max: 5 * minute }),
    failed: fc.option(time),
    next: time,
  })
  .map(({ state, attempts, claimed, lasts, failed, next }) =>
    claimOf({
      ...{ state, attempts, claimed_at: instant(claimed), expires_at: instant(claimed + lasts) },
      ...{ failed_at: failed === null ? null : instant(failed), next_try_at: instant(next) },
    }),
  );
const grounds = fc
  .record({ now: time, lastImport: fc.option(time), isGone: fc.boolean() })
  .map(({ now, lastImport, isGone }) =>
    ground(now, { lastImport: lastImport === null ? null : instant(lastImport), isGone: () => isGone }),
  );

describe('any claim, at any time', () => {
  test('whose process is gone is free now or after the longest rest, however clocks were set, unless it is given up', () => {
    fc.assert(
      fc.property(claims, grounds, (claim, then) => {
        const after = new Date(Date.parse(then.now) + Math.max(...rests)).toISOString();
        const verdicts = [then.now, after].map((now) => judgeClaim(claim, { ...then, now, isGone: () => true }).kind);
        expect(verdicts.some((kind) => kind === 'free' || kind === 'given-up')).toBe(true);
      }),
    );
  });

  test('is given up exactly when it was tried often enough since anything went well or was imported', () => {
    fc.assert(
      fc.property(claims, grounds, (claim, then) => {
        const verdict = judgeClaim(claim, then);
        if (verdict.kind === 'given-up') expect(claim.attempts).toBeGreaterThanOrEqual(mostAttempts);
        if (verdict.kind === 'free') expect(verdict.attempts).toBeLessThan(mostAttempts);
        if (verdict.kind === 'held') expect(claim.state).toBe('held');
      }),
    );
  });

  test('once free, stays free while nothing happens to it', () => {
    fc.assert(
      fc.property(claims, grounds, fc.nat({ max: 400 * minute }), (claim, then, passes) => {
        if (judgeClaim(claim, then).kind !== 'free') return;
        const from = Date.parse(then.now);
        // A rest that was too long to be one, because the clock was set back, may become one as time passes.
        if (Date.parse(claim.next_try_at) > from || Date.parse(claim.claimed_at) > from) return;
        const later = { ...then, now: new Date(from + passes).toISOString() };
        expect(judgeClaim(claim, later).kind).toBe('free');
      }),
    );
  });
});
