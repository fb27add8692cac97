import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calendar } from '../../pipeline/cli/doctor/clock.ts';
import { claims, deliveries } from '../../pipeline/cli/doctor/leftovers.ts';
import { due, heartbeat, inbox, metrics, operator } from '../../pipeline/cli/doctor/schedule.ts';
import { approvals, subscriptions, unservedOffices } from '../../pipeline/cli/doctor/subscriptions.ts';
import { processName } from '../../pipeline/process-name.ts';
import type { ClaimTable } from '../../queries/claims.ts';
import type { OpenDelivery } from '../../queries/health.ts';
import { foundWith, newPatient, subscriptionOf } from './patient.ts';

const told = async (...asked: Parameters<typeof foundWith>) =>
  (await foundWith(...asked)).map(({ state, found }) => `${state}: ${found}`);

describe('subscriptions', () => {
  test('of which the channel is not set are a fault that names it', async () => {
    const byMail = subscriptionOf({ channel: 'smtp', address: 'atlanta@example.gov' });
    expect(await told(subscriptions, { subscriptions: [byMail] })).toEqual([
      'fault: 1 by smtp, which is not set: atlanta',
    ]);
    const more = { REPORT287_SMTP: 'smtp://127.0.0.1', REPORT287_SMTP_FROM: 'a@example.gov' };
    expect(await told(subscriptions, { subscriptions: [byMail] }, { more })).toEqual([
      'well: 1 active subscription, 0 others',
    ]);
  });

  test('that name what is no longer there, or say the same twice, are faults while they are active', async () => {
    const stale = subscriptionOf({ recipient: 'stale', report: 'weekly-digest', formats: 'pdf docx' });
    const gone = subscriptionOf({ recipient: 'gone', scope: 'XYZ', belongs_to: 'XYZ' });
    const same = ['one', 'two'].map((recipient) => subscriptionOf({ recipient, address: '/srv/same' }));
    const asleep = { ...stale, recipient: 'asleep', active: false };
    const found = await told(subscriptions, { subscriptions: [stale, gone, ...same, asleep] });
    expect(found).toEqual([
      expect.stringMatching(/^fault: stale weekly-digest .*there is no format "docx"/),
      expect.stringMatching(/^fault: stale weekly-digest .*there is no report "weekly-digest"/),
      expect.stringMatching(/^fault: gone .*there is no field office and no agreement "XYZ"/),
      expect.stringMatching(/^fault: gone .*there is no field office "XYZ"/),
      expect.stringMatching(/^fault: two .*is where line 4 puts the same documents/),
    ]);
  });

  test('that leave offices out are a warning that lists them', async () => {
    const [finding] = await foundWith(unservedOffices, { subscriptions: [subscriptionOf()] });
    expect(finding).toMatchObject({ state: 'warning', facts: { offices: 25, without: 24 } });
    expect(finding?.found).toMatch(/^24 of 25 have no subscription: BAL, BOS/);
    expect(finding?.found).not.toMatch(/ATL|HQ/);
  });

  test('are told which approvals hold editions back', async () => {
    expect(await told(approvals, {}, { more: { REPORT287_APPROVALS_PUBLIC: 'statistics,release' } })).toEqual([
      'well: internal editions wait for whomever the last one waited for; public editions wait for statistics and release',
    ]);
  });
});

describe('the schedule', () => {
  test('has an inbox that can be written', async () => {
    const { root } = newPatient();
    expect(await told(inbox, {}, { more: { REPORT287_INBOX: root } })).toEqual([`well: ${root} can be written`]);
    const absent = join(root, 'absent');
    expect(await told(inbox, {}, { more: { REPORT287_INBOX: absent } })).toEqual([
      `warning: ${absent} is not there: \`schedule\` makes it`,
    ]);
    writeFileSync(absent, '');
    expect(await told(inbox, {}, { more: { REPORT287_INBOX: absent } })).toEqual([`fault: ${absent}: it is no folder`]);
    expect(await told(inbox, {})).toEqual(['well: none set: files are imported by hand']);
  });

  test('has a heartbeat that is at most five intervals old', async () => {
    const file = join(newPatient().root, 'heartbeat');
    const more = { REPORT287_HEARTBEAT: file, REPORT287_INTERVAL: '60' };
    const now = new Date('2025-11-07T11:00:00Z');
    expect(await told(heartbeat, {}, { more, now })).toEqual([`warning: ${file} is not there: no look has gone well`]);
    writeFileSync(file, '');
    for (const [seconds, state] of [
      [300, 'well'],
      [301, 'warning'],
    ] as const) {
      utimesSync(file, now, new Date(now.getTime() - seconds * 1000));
      expect(await told(heartbeat, {}, { more, now })).toEqual([
        `${state}: the last look that went well was ${seconds} s ago`,
      ]);
    }
    writeFileSync(file, '2025-11-07T11:00:00.000Z attention\n');
    utimesSync(file, now, now);
    expect(await told(heartbeat, {}, { more, now })).toEqual([
      'warning: the last look that went well was 0 s ago, and left something to do',
    ]);
    expect(await told(heartbeat, {}, { more: { REPORT287_HEARTBEAT: join(file, 'beat') } })).toEqual([
      `fault: ${file}: it is no folder`,
    ]);
    expect(await told(heartbeat, {}, { more: { REPORT287_HEARTBEAT: 'https://beat.example.gov/287' } })).toEqual([
      'well: a web address, which only `schedule` calls',
    ]);
  });

  test('has somebody to tell, and a mail server to tell by', async () => {
    const mail = { REPORT287_SMTP: 'smtp://127.0.0.1', REPORT287_SMTP_FROM: 'a@example.gov' };
    const somebody = { REPORT287_OPERATOR: 'operations@example.gov' };
    const states = await Promise.all(
      [{}, somebody, { ...somebody, ...mail }].map((more) => told(operator, {}, { more })),
    );
    expect(states.flat()).toEqual([
      'warning: nobody is told of trouble',
      'warning: operations@example.gov cannot be told: no mail server is set',
      'well: operations@example.gov is told of trouble',
    ]);
  });

  test('has a place for its metrics', async () => {
    const { root } = newPatient();
    writeFileSync(join(root, 'file'), '');
    const at = (path: string) => told(metrics, {}, { more: { REPORT287_METRICS: path } });
    expect(await at(join(root, 'report287.prom'))).toEqual([`well: ${join(root, 'report287.prom')} can be written`]);
    expect(await at(join(root, 'file', 'x'))).toEqual([`fault: ${join(root, 'file')}: it is no folder`]);
  });

  test('waits for sources, with what is missing', async () => {
    const now = new Date('2025-11-08T00:00:00Z');
    const [enforcement, moa] = await foundWith(due, {}, { now });
    expect(enforcement).toMatchObject({ state: 'warning', facts: { unpublished: 1, overdue: 0 } });
    expect(enforcement?.found).toMatch(/^2025-10 is waiting: .*no source covers October 1, 2025/);
    expect(moa).toMatchObject({ state: 'well', found: 'every period that is due is published' });
  });

  test('knows the calendar of this year and the next', async () => {
    expect(await told(calendar, {}, { now: new Date('2026-07-01T00:00:00Z') })).toEqual([
      expect.stringMatching(/^well: zone data .*; holidays of 2026, 2027$/),
    ]);
    // In 2022 the first of January was observed in 2021.
    expect((await foundWith(calendar, {}, { now: new Date('2022-07-01T00:00:00Z') }))[0]?.state).toBe('well');
  });
});

describe('what was left behind', () => {
  const at = '2025-11-07T11:00:00Z';
  const claim = (more: Partial<ClaimTable>): ClaimTable => ({
    report: 'enforcement-actions',
    period: '2025-10',
    audience: 'internal',
    subject: '',
    fence: 1,
    holder: 'elsewhere.1.00000000-0000-4000-8000-000000000000',
    state: 'held',
    claimed_at: at,
    expires_at: '2025-11-07T12:00:00Z',
    attempts: 1,
    next_try_at: at,
    failed_at: null,
    problem: null,
    remedy: null,
    ...more,
  });

  test('are claims of processes that ended, or do not renew them', async () => {
    const now = new Date('2025-11-07T11:30:00Z');
    const own = claim({ period: '2025-11', holder: processName() });
    expect(await told(claims, { claims: [claim({}), own] }, { now })).toEqual(['well: 2 held']);
    const gone = claim({ holder: processName().replace(/\.\d+\./, '.999999999.') });
    const late = claim({ period: '2025-12', expires_at: at });
    expect(await told(claims, { claims: [gone, late, own] }, { now })).toEqual([
      'warning: 2 slots held by a process that has ended: enforcement-actions 2025-10, enforcement-actions 2025-12',
    ]);
  });

  test('are deliveries that failed, may have arrived, or were interrupted', async () => {
    const delivery = (recipient: string, state: OpenDelivery['state'], by = processName()): OpenDelivery => ({
      report: 'enforcement-actions',
      period: '2025-10',
      audience: 'internal',
      subject: '',
      number: 1,
      recipient,
      channel: 'smtp',
      state,
      sender: by,
      tried_at: at,
    });
    const gone = processName().replace(/\.\d+\./, '.999999999.');
    const open = [delivery('a', 'failed'), delivery('b', 'unknown'), delivery('c', 'sending', gone)];
    const wanted = ['a', 'b', 'c', 'd'].map((recipient) => subscriptionOf({ recipient, channel: 'smtp' }));
    // Withdrawn since: nothing is owed.
    const off = [subscriptionOf({ recipient: 'off', channel: 'smtp', active: false })];
    const withdrawn = [delivery('off', 'failed'), delivery('removed', 'failed')];
    const all = [...open, delivery('d', 'sending'), ...withdrawn];
    expect(await told(deliveries, { deliveries: all, subscriptions: [...wanted, ...off] })).toEqual([
      'warning: 1 failed: a (enforcement-actions 2025-10, smtp)',
      'warning: 1 unknown: b (enforcement-actions 2025-10, smtp)',
      'warning: 1 interrupted: c (enforcement-actions 2025-10, smtp)',
    ]);
    expect(await told(deliveries, {})).toEqual(['well: none outstanding, 0 being sent']);
  });
});
